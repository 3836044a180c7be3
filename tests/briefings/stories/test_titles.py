"""Titles: what is no part of them goes, what says something stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.stories import clean_headline


@pytest.mark.parametrize(
    ("title", "url", "headline"),
    [
        ("Bank raises rates again - BBC News", None, "Bank raises rates again"),
        ("Bank raises rates again | Reuters", None, "Bank raises rates again"),
        ("Bank raises rates again • The Register", None, "Bank raises rates again"),
        ("Bank raises rates again | Money | The Guardian", None, "Bank raises rates again"),
        ("Bank raises rates again | by A. Roe | May, 20 | Medium", None, "Bank raises rates again"),
        ("Bank raises rates again | The Sun-Herald", None, "Bank raises rates again"),
        (
            "Bank raises rates again – Krebs on Security",
            "https://krebsonsecurity.com/2022/1",
            "Bank raises rates again",
        ),
        ("Bank raises rates again — brandur.org", "https://brandur.org", "Bank raises rates again"),
        ("LIVE: Bank raises rates again", None, "Bank raises rates again"),
        ("WATCH: Bank raises rates again", None, "Bank raises rates again"),
        ("Breaking: Bank raises rates again", None, "Bank raises rates again"),
        ("Breaking news - Bank raises rates again", None, "Bank raises rates again"),
        ("Bank raises rates again – as it happened", None, "Bank raises rates again"),
        ("Bank raises rates again – business live", None, "Bank raises rates again"),
        ("Bank raises rates again – video report", None, "Bank raises rates again"),
    ],
)  # fmt: skip
def test_what_is_no_part_of_a_title_goes(title: str, url: str | None, headline: str) -> None:
    assert clean_headline(title, url=url) == headline


@pytest.mark.parametrize(
    "title",
    [
        "Russia must withdraw for a deal - Zelensky",
        "Rail strikes: Not for government to intervene - Shapps",
        "Another general killed by Ukrainian forces - reports",
        "Which runtime is faster than before - Node.js",
        "74 cars burned on New Year's Eve -- fewer than in previous years",
        "'A perfect tool' - how stalkers use tags",
        "The west doesn't know what it wants | Timothy Garton Ash",
        "In pictures: Glastonbury 2022",
        "Live music: halls fill up again",
        "A city under siege - how people live",
        "Ukraine war: Putin's cousin hit by sanctions",
        "Sky - Reuters",
    ],
)
def test_what_says_something_stays(title: str) -> None:
    assert clean_headline(title, url="https://www.bbc.co.uk/news/1", source="BBC News") == title


def test_the_feed_s_own_name_goes() -> None:
    assert clean_headline("Bank raises rates again - Ask Ann", source="Ask Ann") == (
        "Bank raises rates again"
    )


@given(st.text(max_size=80), st.none() | st.text(max_size=30), st.text(max_size=20))
def test_a_headline_is_a_stretch_of_its_title(title: str, url: str | None, source: str) -> None:
    assert clean_headline(title, url=url, source=source) in " ".join(title.split())
