"""What servers say of time, in every form they say it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from briefings.feeds.headers import LONGEST_STAY, LONGEST_WAIT, links, retry_after, stays

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "public, max-age=600"}, 600),
        ({"Cache-Control": 'max-age="600"'}, 600),
        ({"Cache-Control": "max-age=600", "Age": "200"}, 400),
        ({"Cache-Control": "max-age=600", "Age": "900"}, 0),
        ({"Cache-Control": "s-maxage=5, max-age=600"}, 600),
        ({"Cache-Control": "no-cache, max-age=600"}, None),
        ({"Cache-Control": "max-age=31536000"}, LONGEST_STAY),
        ({"Expires": "Tue, 10 Mar 2026 12:30:00 GMT"}, 1800),
        (
            {"Expires": "Tue, 10 Mar 2026 12:30:00 GMT", "Date": "Tue, 10 Mar 2026 12:20:00 GMT"},
            600,
        ),
        ({"Expires": "Tue, 10 Mar 2026 12:30:00 GMT", "Cache-Control": "max-age=60"}, 60),
        ({"Expires": "0"}, None),
        ({"Expires": "-1"}, None),
        ({"Cache-Control": "max-age=soon"}, None),
        ({}, None),
    ],
)
def test_how_long_an_answer_stays(headers: dict[str, str], seconds: float | None) -> None:
    assert stays(CIMultiDict(headers), NOW) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("Tue, 10 Mar 2026 12:02:00 GMT", 120),
        ("Tue, 10 Mar 2026 12:02:00", 120),
        ("Tue, 10 Mar 2020 12:02:00 GMT", 0),
        ("99999999", LONGEST_WAIT),
        ("Tue, 10 Mar 2099 12:02:00 GMT", LONGEST_WAIT),
        ("²", None),
        ("later", None),
        ("", None),
        (None, None),
    ],
)
def test_when_to_come_back(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_links_are_found_by_their_relation() -> None:
    value = '<https://hub.example/>; rel="hub", <https://a.example/feed>; rel=self; type="a/b"'
    assert links(value) == {"hub": "https://hub.example/", "self": "https://a.example/feed"}


@given(st.text(max_size=200))
def test_no_header_is_too_strange(text: str) -> None:
    stays(CIMultiDict({"Cache-Control": text, "Expires": text, "Age": text}), NOW)
    retry_after(text, NOW)
    links(text)
