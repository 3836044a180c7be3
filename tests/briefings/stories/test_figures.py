"""Figures that differ or changed are found where they can hardly be of something else."""

from hypothesis import given
from hypothesis import strategies as st

from briefings.model import Article
from briefings.stories.figures import changed, differing, figures


def article(number: int, text: str) -> Article:
    return Article(number, "", text, source=f"Paper {number}", feed_id=number)


FIRST = article(1, "The flood in the Tisza valley killed 12 people, the mayor of Rakhiv said.")
LATER = article(2, "The flood in the Tisza valley has now killed 19 people, officials said.")
MORE = article(
    3, "In Kherson 40 people waited for a bus. The flood left 7,000 homes without power."
)


def test_a_figure_that_changed_is_given_old_first() -> None:
    (found,) = changed([FIRST], [LATER])
    assert [side.text for side in found.sides] == ["12 people", "19 people"]
    assert found.changed


def test_a_figure_that_was_told_already_is_no_change() -> None:
    again = article(4, "The flood in the Tisza valley killed 19 people, the governor said.")
    assert changed([FIRST, LATER], [again]) == ()


def test_figures_on_which_sources_differ_are_given_side_by_side() -> None:
    (found,) = differing([FIRST, LATER])
    assert [(side.text, side.article.source) for side in found.sides] == [
        ("12 people", "Paper 1"),
        ("19 people", "Paper 2"),
    ]


def test_the_dead_and_the_hurt_are_counted_apart() -> None:
    hurt = article(
        5, "The flood in the Tisza valley killed at least ten and injured 32 people, police said."
    )
    assert differing([FIRST, hurt]) == ()
    assert changed([FIRST], [hurt]) == ()


def test_people_killed_and_the_dead_are_the_same_count() -> None:
    (found,) = differing([LATER, article(7, "The flood in the Tisza valley has now left 21 dead.")])
    assert [side.text for side in found.sides] == ["19 people", "21 dead"]


def test_one_source_does_not_differ_with_itself() -> None:
    assert differing([FIRST, Article(9, "", LATER.text, feed_id=1)]) == ()


def test_other_people_are_no_other_figure() -> None:
    assert differing([FIRST, MORE]) == ()


def test_a_report_with_two_numbers_for_it_differs_with_none() -> None:
    both = article(4, f"{LATER.text} The flood in the Tisza valley killed 12 people by noon.")
    assert differing([FIRST, both]) == ()


def test_words_and_digits_are_the_same_number() -> None:
    one = article(1, "The blast at the harbour wounded seven sailors and two guards.")
    other = article(2, "The blast at the harbour wounded 7 sailors, the navy said.")
    assert differing([one, other]) == ()


def test_dates_and_times_are_no_figures() -> None:
    assert figures("In 2021, on 14 June, it took 3 hours and 20 minutes.") == ()


@given(st.text(max_size=500))
def test_a_text_differs_with_no_copy_of_itself(text: str) -> None:
    assert differing([article(1, text), article(2, text)]) == ()
    assert all(one.text in text for one in figures(text))
