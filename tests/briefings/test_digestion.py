"""A digest of one text: bullets and key quotes that share the text between them."""

from briefings.digestion import digest_article

TEXT = """The ferry service to Naxos resumed on Thursday after a storm had closed the harbour.

“The breakwater held, and nobody was hurt, which is more than we dared to hope on Monday night,” \
harbour master Eleni Markou said.

Two further ferries will sail on Friday for 800 people who wait on the mainland, the office said.

The storm had torn roofs off twelve houses on the island's northern coast, the council said.
"""


def test_what_is_shown_as_a_quote_is_no_bullet_as_well() -> None:
    said = digest_article(TEXT, title="Ferry service to Naxos resumes", bullets=3, quotes=1)
    (quote,) = said.quotes
    assert quote.speaker == "Eleni Markou"
    assert len(said.bullets) == 3
    assert not any("breakwater" in bullet.text for bullet in said.bullets)


def test_without_quotes_the_sentence_may_be_a_bullet() -> None:
    said = digest_article(TEXT, title="Ferry service to Naxos resumes", bullets=4, quotes=0)
    assert said.quotes == ()
    assert any("breakwater" in bullet.text for bullet in said.bullets)


def test_nothing_is_made_of_nothing() -> None:
    said = digest_article("", bullets=3, quotes=3)
    assert (said.headline, said.bullets, said.quotes) == ("", (), ())
