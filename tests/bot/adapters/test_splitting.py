"""Long text is cut where a reader would cut it, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.splitting import cut, fold, on_one_line, pack, printable
from bot.messages import Inline, Link, Text, Time, line

WORDS = st.text("ab .\n", max_size=200)


def size(inline: Inline) -> int:
    return 4 if isinstance(inline, Time) else len(inline.text)


@given(WORDS, st.integers(1, 40))
def test_pieces_keep_the_limit_and_every_letter(text: str, limit: int) -> None:
    pieces = cut(text, limit)
    assert all(0 < len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(WORDS, st.integers(3, 40))
def test_no_word_that_fits_is_cut(text: str, limit: int) -> None:
    whole = [word for word in text.split() if len(word) <= limit]
    got = [word for piece in cut(text, limit) for word in piece.split()]
    for word in whole:
        assert word in got


@given(st.lists(st.builds(Text, WORDS, st.booleans()), max_size=6), st.integers(1, 40))
def test_lines_keep_the_limit_every_letter_and_the_emphasis(texts: list[Text], limit: int) -> None:
    lines = fold(tuple(texts), limit, size)
    assert all(sum(map(size, folded)) <= limit for folded in lines)
    got = [(letter, part.bold) for folded in lines for part in folded for letter in part.text]  # type: ignore[union-attr]
    wanted = [(letter, part.bold) for part in texts for letter in part.text]
    assert [pair for pair in got if not pair[0].isspace()] == [
        pair for pair in wanted if not pair[0].isspace()
    ]


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("One two. Three four five", 20, ["One two. Three four", "five"]),
        ("One two three. Four five", 20, ["One two three.", "Four five"]),
        ("  spaced   out  ", 9, ["spaced", "out"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("", 4, []),
        (" \n ", 2, []),
    ],
)
def test_cuts_are_at_sentences_then_words(text: str, limit: int, pieces: list[str]) -> None:
    assert cut(text, limit) == pieces


def test_a_link_that_fits_on_a_line_is_not_cut() -> None:
    link = Link("a link of words", "https://x.test")
    folded = fold(line("Some words before ", link, " and behind"), 24, size)
    assert link in [part for parts in folded for part in parts]


def test_a_link_that_is_too_long_becomes_several() -> None:
    folded = fold((Link("word " * 10, "https://x.test"),), 20, size)
    assert all(isinstance(part, Link) for parts in folded for part in parts)
    assert len(folded) == 3


def test_a_bracket_stays_with_its_link() -> None:
    folded = fold(line("Some words (", Link("link", "https://x.test"), ")"), 15, size)
    assert [[getattr(part, "text", "") for part in parts] for parts in folded] == [
        ["Some words"],
        ["(", "link", ")"],
    ]


def test_sections_stay_together_where_they_can() -> None:
    packed = pack([[1, 2], [3, 4], [5]], lambda items: len(items) <= 3)
    assert packed == [[1, 2], [3, 4, 5]]
    assert pack([[1, 2, 3, 4, 5]], lambda items: len(items) <= 3) == [[1, 2, 3], [4, 5]]


def test_what_no_platform_shows_is_dropped() -> None:
    assert printable("a\x00\x1b[1mb\u202ec\ud800\r\nd\u2028e") == "a[1mbc\nd\ne"
    assert on_one_line("a\n\n b\tc") == "a b c"
