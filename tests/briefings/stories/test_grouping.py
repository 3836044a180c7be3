"""Reports of one event make one story; the same report never makes two."""

from hypothesis import given
from hypothesis import strategies as st

from briefings.stories import Grouper, Report

FIRE = (
    "Three people died when a fire destroyed the Harbour Hotel in Lisbon, the mayor Ana Reis said."
)
AGAIN = "The Harbour Hotel fire in Lisbon killed three people, according to mayor Ana Reis."
VOTE = "Parliament in Oslo voted to raise the tax on salmon farms after a long debate."


def test_two_tellings_of_an_event_are_one_story() -> None:
    grouper = Grouper()
    grouper.add(Report("vote", "", text=VOTE))
    first = grouper.add(Report("fire", "", text=FIRE))
    assert first.new
    assert grouper.add(Report("again", "", text=AGAIN)).story == "fire"


def test_the_same_text_is_named_as_a_repeat() -> None:
    grouper = Grouper()
    grouper.add(Report("vote", "", text=VOTE))
    grouper.add(Report("fire", "", text=FIRE))
    assert grouper.add(Report("copy", "", text=FIRE)).duplicate_of == "fire"


def test_old_reports_are_dropped_by_count() -> None:
    grouper = Grouper(live=1)
    grouper.add(Report("fire", "", text=FIRE))
    grouper.add(Report("vote", "", text=VOTE))
    assert grouper.add(Report("again", "", text=FIRE)).new


@given(st.lists(st.text(max_size=200), max_size=12))
def test_a_report_added_twice_stays_in_its_story(texts: list[str]) -> None:
    grouper = Grouper()
    placed = [grouper.add(Report(str(n), text)).story for n, text in enumerate(texts)]
    assert [grouper.add(Report(str(n), text)).story for n, text in enumerate(texts)] == placed
    assert set(placed) <= {str(n) for n in range(len(texts))}


def test_huge_titles_and_empty_texts_are_placed() -> None:
    grouper = Grouper()
    assert grouper.add(Report("huge", "word " * 20_000)).new
    assert grouper.add(Report("empty", "")).new
