"""What buttons carry."""

from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import BUTTON_VALUE, read_story_numbers, story_numbers


@given(st.lists(st.integers(1, 10**17), min_size=1, max_size=20))
def test_story_numbers_come_back_from_a_button_as_many_as_fit(ids: list[int]) -> None:
    value = story_numbers(ids)
    read = read_story_numbers(value)
    assert len(value) <= BUTTON_VALUE
    assert read
    assert list(read) == ids[: len(read)]


@given(st.text(max_size=100))
def test_what_is_no_list_of_numbers_has_none(value: str) -> None:
    read = read_story_numbers(value)
    assert not read or value.strip().startswith("#")
