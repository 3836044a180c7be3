"""Where quotations are and who said them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.model import Quote
from briefings.quotes import find_quotes

SEED = Path(__file__).parents[3] / "seeds" / "ukraine-security-guarantees.txt"


def only(text: str, language: str = "en") -> Quote:
    quotes = find_quotes(text, language=language)
    assert len(quotes) == 1, quotes
    return quotes[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("“The bridge will open in May,” Ana Silva said.", "“The bridge will open in May,”"),
        ('"The bridge will open in May," Ana Silva said.', '"The bridge will open in May,"'),
        ("‘It isn’t open until it’s open,’ Ana Silva said.", "‘It isn’t open until it’s open,’"),
        ("``The bridge will open in May,'' Ana Silva said.", "``The bridge will open in May,''"),
        ("Ana Silva said: “It is “a big wreck” to us.”", "“It is “a big wreck” to us.”"),
        ('Ana Silva said: “The bridge will open in May." Good.', '“The bridge will open in May."'),
        ("Ana Silva: \"It is \"a big wreck\" to us.\"", '"It is "a big wreck" to us."'),
        ("‹The bridge will open in May›, Ana Silva said.", "‹The bridge will open in May›"),
        ("”The bridge will open in May,” Ana Silva said.", "”The bridge will open in May,”"),
        ("「橋は五月に開通する予定です」と市長は言った。", "「橋は五月に開通する予定です」"),
    ],
)  # fmt: skip
def test_finds_each_kind_of_marks_whole(text: str, said: str) -> None:
    assert only(text).text == said


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("de", "„Wir öffnen die Brücke im Mai“, sagte Anna Müller am Montag.", "Anna Müller"),
        ("fr", "« Nous allons ouvrir le pont », a déclaré Marie Dupont.", "Marie Dupont"),
        ("es", "«Vamos a abrir el puente», dijo María López.", "María López"),
        ("it", "«Apriremo il ponte a maggio», ha detto Mario Rossi.", "Mario Rossi"),
        ("pt", "“Vamos abrir a ponte em maio”, disse João Silva.", "João Silva"),
        ("pl", "„Otworzymy most w maju” – powiedział Jan Kowalski.", "Jan Kowalski"),
        ("uk", "«Ми відкриємо міст у травні», — сказав Іван Петренко.", "Іван Петренко"),
        ("ru", "«Мы откроем мост в мае», — сказал Иван Петров.", "Иван Петров"),
    ],
)
def test_names_speakers_in_other_languages(language: str, text: str, speaker: str) -> None:
    assert only(text, language).speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "“We had no warning at all,” said Ana Silva.",
        "“We had no warning at all,” Ana Silva said on Monday.",
        "Ana Silva said: “We had no warning at all.”",
        "Ana Silva, who runs the harbour, said, “We had no warning at all.”",
        "Ana Silva told Tom Baker: “We had no warning at all.”",
        "“We had no warning at all,” Ana Silva told Tom Baker.",
        "“We had no warning at all,” Mayor Ana Silva wrote on Twitter.",
        "Ana Silva runs the harbour.\n\n“We had no warning at all,” she said.",
        "“We had no warning at all.” ― Ana Silva",
        "“We had no warning at all.”\n\n- Ana Silva, Porto.",
        "Ana Silva: “We had no warning at all.”",
        "Tom Baker: “You knew.” Ana Silva: “We had no warning at all.”",
    ],
)
def test_names_who_speaks_wherever_the_text_says_it(text: str) -> None:
    assert find_quotes(text)[-1].speaker == "Ana Silva"


def test_gives_the_fullest_name_and_the_role() -> None:
    quote = only("Harbour Minister Ana Silva came.\n\n“We had no warning at all,” Silva said.")
    assert (quote.speaker, quote.role, quote.cue) == ("Ana Silva", "Harbour Minister", "said")


def test_gives_an_interrupted_turn_to_one_speaker() -> None:
    first, second = find_quotes("“We had no warning,” Ana Silva said. “We will rebuild it.”")
    assert first.speaker == second.speaker == "Ana Silva"


def test_finds_each_paragraph_of_a_long_quotation() -> None:
    text = "Ana Silva said: “We had no warning at all.\n\n“We will rebuild it this year.”"
    first, second = find_quotes(text)
    assert first.text == "“We had no warning at all."
    assert second.text == "“We will rebuild it this year.”"
    assert first.speaker == second.speaker == "Ana Silva"


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “soft” border opened again.",
        "Ana Silva sang in “The Long Night Train Home” for years.",
        "The film “My Neighbour Totoro,” which opened in May, ran for years.",
        'The label read <a title="Harbour news of the day, every day">.',
        "The page has “SMITH: We had no warning at all.” in it.",
        "Short reads: “Harbour of Aldham to close for the whole winter,” by Ana Silva.",
        "The dogs’ owner and the Silvas’ house were gone.",
        "It was 5' 11\" tall.",
        "",
    ],
)
def test_leaves_out_what_nobody_says(text: str) -> None:
    assert find_quotes(text) == ()


def test_names_a_group_as_the_text_does() -> None:
    quote = only("“We are looking into it now,” a spokesman for the Kremlin said.")
    assert quote.speaker == "a spokesman for the Kremlin"


def test_reads_the_seed_article_right() -> None:
    quotes = find_quotes(SEED.read_text(encoding="utf-8"))
    said = {quote.text: (quote.speaker, quote.role) for quote in quotes}
    zelenskiy = ("Volodymyr Zelenskiy", "Ukrainian President")
    assert said["“It will definitely be in the thousands, not just a few,”"] == zelenskiy
    putin = ("Vladimir Putin", "Russian President")
    assert said["“I simply do not see any sense in their presence.”"] == putin


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("'It isn't open until it's open,' Ana Silva said.", ["'It isn't open until it's open,'"]),
        ("Ana Silva said: 'The lads' boats are gone. We're lost.'",
         ["'The lads' boats are gone. We're lost.'"]),
        ("'We left,' Ana Silva said, 'before dawn.'", ["'We left,'", "'before dawn.'"]),
        ("'He called it \"a wreck\" and left,' Ana Silva said.",
         ["'He called it \"a wreck\" and left,'"]),
        ("Ana Silva called them 'over-zealous' by her account. 'They came at dawn,' she said.",
         ["'over-zealous'", "'They came at dawn,'"]),
        ("The boys' boats and the '90s songs are the islands' own.", []),
        ("Rock 'n' roll isn't dead 'til they're gone.", []),
        ('"I said, \'Go,\' and they went," Ana Silva said. "That was all," she said.',
         ['"I said, \'Go,\' and they went,"', '"That was all,"']),
    ],
)  # fmt: skip
def test_straight_single_marks_quote_where_they_are_the_text_s_own(
    text: str, said: list[str]
) -> None:
    assert [quote.text for quote in find_quotes(text)] == said


WORDS = ["“", "”", '"', "‘", "'", "’", "``", "''", "«", "»", "「", "」", "\n", " ", ",", ".", ":",
         "―", "Ana Silva", "said", "she", "the mayor", "of", "We left", "according to", "—",
         ", ", ",  ", "The ", " de ", "al-Assad", "his wife"]  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=60).map("".join)))
def test_quotes_are_verbatim_in_order_and_apart_whatever_the_text(text: str) -> None:
    end = 0
    for quote in find_quotes(text):
        assert quote.text == text[quote.start : quote.end]
        assert quote.start >= end
        assert quote.mention is None or quote.mention.of(text)
        assert 0.0 <= quote.confidence <= 1.0
        end = quote.end


def test_reads_a_megabyte_of_quotation_marks() -> None:
    assert find_quotes('"' * 1_000_000) == ()


@pytest.mark.parametrize(
    "piece", ['"', "“", "“a ”", "“a\n", "``", "“Hi there,” said A ", "a, ", "'a,' ", "'a "]
)
def test_ends_on_hostile_texts(piece: str) -> None:
    for quote in find_quotes(piece * 20_000)[:10]:
        assert quote.text
