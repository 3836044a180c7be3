"""Agency text that many print is one source; what somebody adds in their own words is another."""

from hypothesis import given
from hypothesis import strategies as st

from briefings.stories.copies import are_copies, independent, shingles

AGENCY = (
    "A ferry with 120 people on board ran aground off the island of Naxos late on Sunday, the "
    "coast guard said, and divers were searching for three passengers who were missing."
)
OWN = (
    "Three passengers are missing since a ferry hit rocks near Naxos on Sunday night; the coast "
    "guard has sent divers, and says that 117 others were brought ashore by fishermen."
)


def test_a_copy_with_another_opening_counts_once() -> None:
    assert independent([("a", AGENCY), ("b", f"ATHENS (Agency) — {AGENCY} More to come.")]) == 1


def test_a_report_in_other_words_counts() -> None:
    assert independent([("a", AGENCY), ("b", OWN)]) == 2


def test_one_source_counts_once_however_often_it_reports() -> None:
    assert independent([("a", AGENCY), ("a", OWN)]) == 1


def test_texts_of_a_few_words_are_nobodys_copies() -> None:
    assert independent([("a", "Ferry aground"), ("b", "Ferry aground")]) == 2


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from([AGENCY, OWN, "", "Hm."])), max_size=9)
)
def test_there_are_no_more_sources_than_names(reports: list[tuple[int, str]]) -> None:
    count = independent(reports)
    assert count <= len({source for source, _ in reports})
    assert (count > 0) == bool(reports)
    assert count == independent(reports[::-1])


@given(st.text(max_size=400))
def test_a_text_is_its_own_copy_if_it_is_long_enough_to_tell(text: str) -> None:
    runs = shingles(text)
    assert are_copies(runs, runs) == bool(runs)
