"""When feeds are asked: near their own pace, as their publishers wish, ever more rarely in vain."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.errors import FetchError
from briefings.feeds.cadence import (
    FAILED_LONGEST,
    HINT_LONGEST,
    LONGEST,
    SHORTEST,
    after_failure,
    after_success,
    next_interval,
    outside_quiet,
)
from briefings.model import Feed

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
RAND = random.Random(1)


def feed(**given: object) -> Feed:
    return Feed(1, "https://a.example/f", "A", **given)  # type: ignore[arg-type]


def wait(at: datetime) -> float:
    return (at - NOW).total_seconds()


def test_news_makes_polls_more_frequent_and_silence_less_within_bounds() -> None:
    busy = quiet = 1800.0
    for _ in range(30):
        busy = next_interval(feed(interval=busy), new_entries=1)
        quiet = next_interval(feed(interval=quiet), new_entries=0)
    assert (busy, quiet) == (SHORTEST, LONGEST)


def test_what_the_publisher_asks_for_is_not_undercut_and_not_believed_beyond_a_day() -> None:
    for hint in (3600.0, 7200.0):
        at = after_success(feed(interval=600.0, poll_hint=hint), NOW, RAND)
        assert hint <= wait(at) <= hint * 1.1
    at = after_success(feed(interval=600.0), NOW, RAND, max_age=5000.0)
    assert 5000 <= wait(at) <= 5500
    weekly = after_success(feed(poll_hint=604_800.0), NOW, RAND)
    assert wait(weekly) <= HINT_LONGEST * 1.1


@pytest.mark.parametrize(
    ("status", "first"), [(None, 900), (500, 900), (401, 3600), (403, 3600), (404, 3600)]
)
def test_failures_back_off_with_jitter_up_to_a_day(status: int | None, first: float) -> None:
    error = FetchError("No.", status=status)
    waits = [wait(after_failure(feed(failures=n), error, NOW, RAND)) for n in range(1, 15)]
    assert first * 0.8 <= waits[0] <= first * 1.2
    assert first * 1.6 <= waits[1] <= first * 2.4
    assert FAILED_LONGEST * 0.8 <= waits[-1] <= FAILED_LONGEST * 1.2


@given(st.integers(0, 2**32))
def test_retry_after_is_never_undercut(seed: int) -> None:
    error = FetchError("Later.", status=429, retry_after=7200)
    assert wait(after_failure(feed(failures=1), error, NOW, random.Random(seed))) >= 7200


@pytest.mark.parametrize(
    ("quiet", "hour", "day"),
    [("", 12, 10), ("12 13", 14, 10), ("tuesday", 0, 11), ("tuesday wednesday 0", 1, 12)],
)
def test_quiet_hours_and_days_are_kept(quiet: str, hour: int, day: int) -> None:
    at = outside_quiet(NOW, quiet, RAND)
    assert (at.hour, at.day) == (hour, day)


def test_who_asks_for_silence_at_all_times_is_not_believed() -> None:
    assert outside_quiet(NOW, " ".join(map(str, range(24))), RAND) == NOW


@given(st.sets(st.integers(0, 23), max_size=20), st.integers(0, 10_000))
def test_it_is_never_asked_in_a_quiet_hour(hours: set[int], minutes: int) -> None:
    at = outside_quiet(NOW + timedelta(minutes=minutes), " ".join(map(str, hours)), RAND)
    assert at.hour not in hours
