import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.answers.lexicon import SAME, lexicon

ENGLISH = lexicon("en")


@pytest.mark.parametrize(
    ("one", "other"), [("found", "foundat"), ("bought", "buy"), ("die", "death")]
)
def test_forms_of_one_family_say_the_same(one: str, other: str) -> None:
    assert ENGLISH.related(one, other) >= SAME


@pytest.mark.parametrize(("one", "other"), [("port", "part"), ("univers", "unit"), ("a", "b")])
def test_words_that_only_look_alike_do_not(one: str, other: str) -> None:
    assert ENGLISH.related(one, other) < SAME


def test_opposites_are_known_both_ways() -> None:
    assert "low" in ENGLISH.opposites["high"]
    assert "high" in ENGLISH.opposites["low"]


def test_a_language_without_files_is_read_without_them() -> None:
    assert lexicon("tlh").related("word", "word") == 1.0
    assert lexicon("../../etc") == lexicon("../../etc")


@given(st.text(max_size=30), st.text(max_size=30))
def test_how_related_two_words_are_is_a_share(one: str, other: str) -> None:
    assert 0.0 <= ENGLISH.related(one, other) <= 1.0
