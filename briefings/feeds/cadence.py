"""When to ask a feed again: often where it changes often, rarely where it doesn't."""

import random
from datetime import datetime, timedelta

from briefings.errors import FetchError, QuickreadError
from briefings.model import Feed

SHORTEST = 600.0
LONGEST = 6 * 3600.0
"""Seconds between two polls of a feed that works, at least and at most."""
FAILED = 900.0
FAILED_LONGEST = 86_400.0
"""Seconds after a first failure, doubled with each further one, up to a day."""
_FASTER = 0.6
_SLOWER = 1.25


def next_interval(feed: Feed, *, new_entries: int, hint: float | None = None) -> float:
    """Return the seconds between polls after one that worked.

    News makes it shorter and none makes it longer, by steps, so that it settles near the pace of
    the feed. What the publisher asks for is not undercut.
    """
    step = _FASTER if new_entries else _SLOWER
    wanted = min(max(feed.interval * step, SHORTEST), LONGEST)
    return max(wanted, min(hint or 0.0, LONGEST))


def after_success(feed: Feed, now: datetime, rand: random.Random) -> datetime:
    """Return when to ask again, spread a little so that feeds don't come in step."""
    return now + timedelta(seconds=feed.interval * rand.uniform(0.9, 1.1))


def after_failure(
    feed: Feed, error: QuickreadError, now: datetime, rand: random.Random
) -> datetime:
    """Return when to ask again after `feed.failures` failures in a row."""
    wait = min(FAILED * 2 ** min(max(feed.failures - 1, 0), 10), FAILED_LONGEST)
    if isinstance(error, FetchError) and error.retry_after is not None:
        wait = max(wait, error.retry_after)
    return now + timedelta(seconds=wait * rand.uniform(0.8, 1.2))
