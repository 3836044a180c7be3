"""Reports of one event make one story; the same report never makes two."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.stories import Grouper, Report
from briefings.stories.background import Frequencies
from briefings.stories.particulars import agreement, particulars, timing
from briefings.stories.vectors import Reading, count, read, strangeness

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


def test_alike_events_that_count_other_things_are_two_stories() -> None:
    grouper = Grouper()
    grouper.add(
        Report("june", "", text="A 6.1 magnitude quake in Aceh on 2 June 2011 killed 22 people.")
    )
    later = Report(
        "may", "", text="A 7.4 magnitude quake off Papua on 9 May 2014 hurt 3 fishermen."
    )
    assert grouper.add(later).new


def test_the_same_done_by_others_is_another_story() -> None:
    arrest = (
        "{0} {1} of the San Diego Chargers was arrested by the Highway Patrol for drunk driving. "
        "{1} failed a sobriety test."
    )
    later = (
        "The Chargers said that {0} {1}, held by the Highway Patrol in San Diego, denies drunk "
        "driving. {0} {1} was seen speeding, and {1} spent the night at the "
        "station, where {1} paid his bail."
    )
    grouper = Grouper()
    grouper.add(Report("marlow", "", text=arrest.format("Vincent", "Marlow")))
    assert (
        grouper.add(Report("again", "", text=later.format("Vincent", "Marlow"))).story == "marlow"
    )
    assert grouper.add(Report("whitby", "", text=later.format("Jamal", "Whitby"))).new


def _reading(text: str) -> Reading:
    report = Report("one", "", text=text)
    return read(report, count(report), Frequencies())


def test_reports_are_strange_to_each_other_where_neither_has_the_other_s_main_names() -> None:
    marlow, whitby = _reading("Marlow met Marlow in Brest."), _reading("Whitby met Whitby in Lviv.")
    both = _reading("Marlow and Marlow and Brest, not Whitby of Lviv.")
    assert strangeness(marlow, whitby) == pytest.approx(1)
    assert strangeness(marlow, both) == strangeness(both, whitby) == 0
    assert strangeness(marlow, _reading("it rained all day")) == 0


@given(st.text(max_size=200), st.text(max_size=200))
def test_strangeness_is_mutual_and_a_share(one: str, other: str) -> None:
    first, second = _reading(one), _reading(other)
    assert strangeness(first, second) == strangeness(second, first)
    assert 0 <= strangeness(first, second) <= 1.000001
    assert strangeness(first, first) == 0


@pytest.mark.parametrize(("days", "new"), [(0, False), (3, True)])
def test_what_is_only_a_little_alike_is_one_story_only_close_in_time(days: int, new: bool) -> None:
    start = datetime(2026, 9, 1, tzinfo=UTC)
    grouper = Grouper()
    grouper.add(Report("fire", "", text=FIRE, published=start))
    robbed = "In Lisbon a hotel was robbed in the morning, and police look for three men in a boat."
    later = Report("robbed", "", text=robbed, published=start + timedelta(days=days))
    assert grouper.add(later).new is new


def test_a_story_that_went_on_for_long_takes_no_more() -> None:
    grouper = Grouper(window=timedelta(days=4))
    start = datetime(2026, 9, 1, tzinfo=UTC)
    days = [
        grouper.add(Report(str(day), FIRE, published=start + timedelta(days=day)))
        for day in range(0, 16, 3)
    ]
    assert [placed.new for placed in days] == [True, False, False, False, True, False]


def test_a_story_renamed_to_one_that_is_there_keeps_its_name() -> None:
    grouper = Grouper()
    grouper.add(Report("fire", "", text=FIRE))
    grouper.add(Report("vote", "", text=VOTE))
    grouper.rename("fire", "vote")
    assert grouper.add(Report("again", "", text=AGAIN)).story == "fire"


@given(st.lists(st.sampled_from([FIRE, AGAIN, VOTE, ""]), max_size=20), st.integers(1, 4))
def test_memory_holds_only_the_window(texts: list[str], live: int) -> None:
    grouper = Grouper(live=live)
    for number, text in enumerate(texts):
        grouper.add(Report(str(number), "", text=text))
        assert grouper.live <= live


@given(st.text(max_size=300), st.text(max_size=300))
def test_particulars_never_speak_for_more_than_they_may(one: str, other: str) -> None:
    first, second = particulars(one), particulars(other)
    assert -2 <= timing(first, second) <= 2
    assert -0.5 <= agreement(first, second) <= 1
    assert agreement(first, second) == agreement(second, first)


def test_particulars_are_what_is_counted_and_when() -> None:
    found = particulars(
        "Navies held 23 pirates off Somalia before Friday, 14 June; a 6.1-magnitude quake."
    )
    assert found.counted["pirat"] == {"23"}
    assert found.counted["magnitud"] == {"6.1"}
    assert (found.dates, found.weekday) == ({(6, 14)}, "friday")
