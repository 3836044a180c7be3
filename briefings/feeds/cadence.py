"""When to ask a feed again: often where it changes often, rarely where it doesn't.

interval ── its own pace, learned ─┐
hint     ── what the publisher asks ┴─ the longer one ── spread ── out of the quiet hours
"""

import random
from datetime import UTC, datetime, timedelta

from briefings.errors import FetchError, QuickreadError
from briefings.model import Feed

SHORTEST = 600.0
LONGEST = 6 * 3600.0
"""Seconds between two polls of a feed that works, at least and at most."""
PUSHED = 6 * 3600.0
"""Seconds between two polls of a feed whose hub tells of news."""
HINT_LONGEST = 86_400.0
"""Seconds that a publisher can ask for at most: “weekly” is often a default nobody chose."""
FAILED = 900.0
REFUSED = 3600.0
FAILED_LONGEST = 86_400.0
"""Seconds after a first failure, doubled with each further one, up to a day."""
_FASTER = 0.6
_SLOWER = 1.25
_REFUSALS = frozenset({401, 403, 404})
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def next_interval(feed: Feed, *, new_entries: int) -> float:
    """Return the seconds between polls after one that worked.

    News makes it shorter and none makes it longer, by steps, so that it settles near the pace of
    the feed.
    """
    step = _FASTER if new_entries else _SLOWER
    return min(max(feed.interval * step, SHORTEST), LONGEST)


def after_success(
    feed: Feed,
    now: datetime,
    rand: random.Random,
    *,
    max_age: float | None = None,
    pushed_until: datetime | None = None,
) -> datetime:
    """Return when to ask again, spread a little so that feeds don't come in step.

    What the publisher asks for (in the document, or by `max_age` in the headers) is not undercut.
    Up to `pushed_until` a hub tells of news: polls are rare, and there only in case it fails.
    """
    asked = min(max(feed.poll_hint or 0.0, max_age or 0.0), HINT_LONGEST)
    wait = max(feed.interval * rand.uniform(0.9, 1.1), asked * rand.uniform(1.0, 1.1))
    if pushed_until is not None:
        left = (pushed_until - now).total_seconds()
        wait = max(wait, min(PUSHED * rand.uniform(0.9, 1.1), left))
    return outside_quiet(now + timedelta(seconds=wait), feed.quiet, rand)


def after_failure(
    feed: Feed, error: QuickreadError, now: datetime, rand: random.Random
) -> datetime:
    """Return when to ask again after `feed.failures` failures in a row.

    Back-off with jitter; Retry-After is not undercut.
    """
    status = error.status if isinstance(error, FetchError) else None
    first = REFUSED if status in _REFUSALS else FAILED
    wait = min(first * 2 ** min(max(feed.failures - 1, 0), 10), FAILED_LONGEST)
    wait *= rand.uniform(0.8, 1.2)
    if isinstance(error, FetchError) and error.retry_after is not None:
        wait = max(wait, error.retry_after * rand.uniform(1.0, 1.1))
    return outside_quiet(now + timedelta(seconds=wait), feed.quiet, rand)


def outside_quiet(at: datetime, quiet: str, rand: random.Random) -> datetime:
    """Return the first moment from `at` on that is outside the hours and days of `quiet`.

    RSS 2.0's skipHours and skipDays, in UTC. Who asks for silence at all times is not believed.
    """
    words = set(quiet.split())
    moved = at.astimezone(UTC)
    for _ in range(7 * 24 + 1):
        if str(moved.hour) not in words and _DAYS[moved.weekday()] not in words:
            return moved
        hour = moved.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        moved = hour + timedelta(seconds=rand.uniform(0, 600))
    return at
