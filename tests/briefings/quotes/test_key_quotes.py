"""Which quotations a brief shows."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from briefings.model import Quote
from briefings.quotes import find_quotes, key_quotes

SHORT = "“We had no warning of the flood at all,” Ana Silva said."


def test_leaves_out_a_speaker_who_is_not_certain() -> None:
    (quote,) = find_quotes(SHORT)
    assert key_quotes([replace(quote, confidence=0.99)], SHORT)
    assert not key_quotes([replace(quote, confidence=0.6)], SHORT)


def key(*said: str, speakers: str = "", title: str = "", most: int = 3) -> list[str]:
    """Choose among whole quotations, one a line, each by the speaker of the same letter."""
    text, quotes = "", []
    for number, words in enumerate(said):
        name = f"Ana {speakers[number]}ilva" if speakers else f"Ana {number}"
        quotes.append(Quote(words, len(text), len(text) + len(words), speaker=name))
        text += words + "\n"
    return [quote.text for quote in key_quotes(quotes, text, title=title, most=most)]


def test_leaves_out_a_part_of_a_sentence() -> None:
    whole = "“The harbour will be closed until the end of May.”"
    assert key("“in the middle of the harbour”", whole) == [whole]


def test_leaves_out_what_only_points_back() -> None:
    whole = "“The harbour will be closed until the end of May.”"
    assert key("“That just isn’t right at all.”", whole) == [whole]


def test_leaves_out_what_is_written_like_a_name() -> None:
    whole = "“The harbour will be closed until the end of May.”"
    named = "“A Whale of a Business by the Sea”", "“LOCK THE HARBOUR UP NOW AND FOREVER”"
    assert key(*named, whole) == [whole]


def test_hears_another_voice_before_the_same_again() -> None:
    said = [
        "“The harbour will be closed until the end of May.”",
        "“The harbour cannot be opened again before the summer.”",
        "“Nobody told us that the bridge could fall like that.”",
    ]
    assert said[2] in key(*said, speakers="AAB", most=2)


def test_prefers_a_speaker_of_the_title() -> None:
    said = [
        "“Many people will have to leave their houses tonight.”",
        "“Many shops will have to close their doors tonight.”",
    ]
    assert key(*said, speakers="BC", title="Cilva warns of a flood", most=1) == [said[1]]


def test_shows_no_quotation_twice() -> None:
    said = "“The harbour will be closed until the end of May.”"
    assert key(said, said) == [said]


def test_leaves_out_what_a_bullet_says_already() -> None:
    quotes = [replace(quote, confidence=0.99) for quote in find_quotes(SHORT)]
    bullet = "Ana Silva said they had no warning of the flood at all, we had heard."
    assert not key_quotes(quotes, SHORT, bullets=[bullet])


def test_cuts_a_long_quotation_at_the_end_of_a_sentence() -> None:
    first = "“We had no warning of the flood from Mr. Baker at all."
    text = f"{first} {'And then it went on and on, ' * 12}until it stopped.”"
    (kept,) = key_quotes([Quote(text, 0, len(text), speaker="Ana Silva")], text)
    assert kept.text == first
    assert text[kept.start : kept.end] == kept.text


def test_passes_over_a_long_quotation_of_one_sentence() -> None:
    text = f"“{'We waited and waited, ' * 20}and nobody came.”"
    assert not key_quotes([Quote(text, 0, len(text), speaker="Ana Silva")], text)


@given(st.lists(st.integers(3, 70), max_size=8), st.integers(0, 4))
def test_chosen_quotes_are_few_short_verbatim_and_in_order(sizes: list[int], most: int) -> None:
    text, quotes = "", []
    for number, size in enumerate(sizes):
        said = "“" + " ".join(f"Word{n}." if n % 9 == 8 else f"word{n}" for n in range(size)) + "”"
        quotes.append(Quote(said, len(text), len(text) + len(said), speaker=f"Ana {number}"))
        text += said + "\n"
    chosen = key_quotes(quotes, text, most=most)
    assert len(chosen) <= most
    assert [quote.start for quote in chosen] == sorted(quote.start for quote in chosen)
    for quote in chosen:
        assert text[quote.start : quote.end] == quote.text
        assert len(quote.text.split()) <= 45
