import pytest

from briefings.answers.senses import senses
from briefings.text.languages import stem


@pytest.mark.parametrize(
    ("one", "other"), [("start", "begin"), ("purchase", "buy"), ("assist", "help")]
)
def test_words_of_one_sense_are_related_both_ways(one: str, other: str) -> None:
    assert stem(other) in senses(stem(one), "en").same
    assert stem(one) in senses(stem(other), "en").same


@pytest.mark.parametrize(("one", "other"), [("reject", "accept"), ("victory", "defeat")])
def test_opposites_are_known_both_ways(one: str, other: str) -> None:
    assert stem(other) in senses(stem(one), "en").opposite
    assert stem(one) in senses(stem(other), "en").opposite


def test_other_languages_have_no_senses() -> None:
    assert not senses("begin", "de").same
    assert not senses("no such word", "en").opposite
