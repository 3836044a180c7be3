import pytest

from briefings.answers.lexicon import lexicon
from briefings.answers.matching import index, match
from briefings.answers.passages import passages_of
from briefings.answers.question import understand
from briefings.answers.words import words


def found(asked: str, text: str) -> dict[str, bool]:
    """Return whether each telling word of a question stands in a one-sentence text."""
    inside = index(passages_of(text, language="en"), "en")
    matched = match(understand(asked, "en"), inside, lexicon("en"))
    return {one.word.lower: one.stands_in(0) for one in matched}


@pytest.mark.parametrize(
    ("asked", "text", "word"),
    [
        ("When did Yesun Temur die?", "Yesün Temür died in Shangdu in 1328.", "temur"),
        ("Who hosted Zelenksy?", "Macron hosted Zelensky in Paris.", "zelenksy"),
        ("What did the French sign?", "France signed the accord in May.", "french"),
        ("What happened in the 1960s?", "The works closed in 1960 or so.", "1960"),
        ("Who has 12,000 members?", "The union says it has 12000 members.", "12000"),
        ("Who came 3rd?", "Norway came third in the relay.", "3"),
    ],
)
def test_a_word_is_found_however_it_is_written(asked: str, text: str, word: str) -> None:
    assert found(asked, text)[word]


@pytest.mark.parametrize(
    ("asked", "text", "word"),
    [
        ("What did Braddock plan?", "Bradford planned a march on the fort.", "braddock"),
        ("Who was born in 1967?", "The singer was born in 1966.", "1967"),
        ("Who won the house?", "The horse won by a length.", "house"),
    ],
)
def test_another_name_number_or_word_is_not_taken_for_it(asked: str, text: str, word: str) -> None:
    assert not found(asked, text)[word]


def test_words_keep_their_place_whatever_is_taken_off_them() -> None:
    text = "In the 1960s Yesün’s 1,200 men came."
    assert [text[one.start : one.end] for one in words(text, "en")][2:5] == [
        "1960s",
        "Yesün’s",
        "1,200",
    ]
    assert [one.lower for one in words("Käse und Öl", "de")] == ["käse", "und", "öl"]
