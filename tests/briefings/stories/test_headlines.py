"""Headlines: cleaned, and the one that tells best what happened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.model import Article
from briefings.stories.headlines import clean_headline, headline_of, is_roundup


def best_headline(titles: list[str]) -> str:
    return headline_of([Article(number, title, "") for number, title in enumerate(titles)])


@pytest.mark.parametrize(
    ("title", "cleaned"),
    [
        ("Port of Odesa opens again - BBC News", "Port of Odesa opens again"),
        (
            "Team tells of ambush near Kyiv | World News | Sky News",
            "Team tells of ambush near Kyiv",
        ),
        ("LIVE: Parliament votes on the budget", "Parliament votes on the budget"),
        ("Breaking: Parliament votes on the budget", "Parliament votes on the budget"),
        ("Talks go on – without Hungary", "Talks go on – without Hungary"),
        ("Live: now", "Live: now"),
        ("The Times", "The Times"),
        ("  Two   spaces and\na line ", "Two spaces and a line"),
    ],
)
def test_the_publisher_goes_and_the_words_stay(title: str, cleaned: str) -> None:
    assert clean_headline(title) == cleaned


@pytest.mark.parametrize(
    "title",
    [
        "Paralympics: day three – in pictures",
        "Storm in Europe: what we know so far",
        "Your guide to understanding the vote",
        "Five times Russians have stood up for Ukraine",
        "He died as he lived | Jonathan Example",
        "Storm hits coast – as it happened",
    ],
)
def test_pictures_guides_and_columns_are_roundups(title: str) -> None:
    assert is_roundup(title)


@pytest.mark.parametrize(
    "title",
    [
        "Russia and Belarus athletes banned from Winter Paralympics",
        "Five killed as storm hits coast",
        "Deliveries resume in Odesa | BBC News",
        "Photographer wins prize",
    ],
)
def test_events_are_none(title: str) -> None:
    assert not is_roundup(title)


@pytest.mark.parametrize(
    ("titles", "best"),
    [
        (
            [
                "Winter Paralympics: day three – in pictures",
                "Will Russia's athletes be banned from Winter Paralympics?",
                "Athletes from Russia banned from Winter Paralympics - BBC News",
            ],
            "Athletes from Russia banned from Winter Paralympics",
        ),
        (["Is the port open?", "Port of Odesa opens again"], "Port of Odesa opens again"),
        (["Odesa", "Port of Odesa opens again"], "Port of Odesa opens again"),
        (["Only one – in pictures"], "Only one – in pictures"),
        (["", "  "], ""),
        ([], ""),
    ],
)  # fmt: skip
def test_the_headline_tells_what_happened(titles: list[str], best: str) -> None:
    assert best_headline(titles) == best


@given(st.lists(st.text(max_size=80), max_size=6))
def test_the_best_is_always_one_of_them_cleaned(titles: list[str]) -> None:
    cleaned = [clean_headline(title) for title in titles]
    assert best_headline(titles) in cleaned or not any(cleaned)
