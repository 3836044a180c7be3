"""What to do with what a poll gave: a pure function of what is stored and what came."""

import random
from dataclasses import dataclass, replace
from datetime import datetime

from briefings.errors import FetchError, QuickreadError
from briefings.feeds.cadence import after_failure, after_success, next_interval
from briefings.feeds.fetch import Fetched
from briefings.model import Entry, Feed, FeedDocument

GONE = 410
MOVES = 2
"""Polls in a row that have to see a permanent redirect before the feed's address changes."""


@dataclass(frozen=True, slots=True)
class Read:
    """A document that was fetched and, unless it is the same as before, parsed."""

    fetched: Fetched
    document: FeedDocument | None


Outcome = Read | QuickreadError


@dataclass(frozen=True, slots=True)
class Decision:
    """The feed as it is to be kept, and the entries to store."""

    feed: Feed
    entries: tuple[Entry, ...] = ()
    items: int = 0
    """How many items the document has, those included that were read before."""
    max_age: float | None = None
    """Seconds for which the server says that the document stays as it is."""


def decide(feed: Feed, outcome: Outcome, now: datetime, rand: random.Random) -> Decision:
    """Decide what a poll means for the feed."""
    if isinstance(outcome, QuickreadError):
        return Decision(_failed(feed, outcome, now, rand))
    return _read(feed, outcome, now)


def as_pushed(feed: Feed, decision: Decision) -> Decision:
    """Keep what was learned for the next poll: a hub may send only what is new of a document."""
    kept = replace(
        decision.feed,
        etag=feed.etag,
        last_modified=feed.last_modified,
        body_digest=feed.body_digest,
        seen_items=feed.seen_items,
        poll_hint=feed.poll_hint,
        quiet=feed.quiet,
        moved_to=feed.moved_to,
        moved_seen=feed.moved_seen,
    )
    return replace(decision, feed=kept)


def settle(
    decision: Decision,
    new_entries: int,
    now: datetime,
    rand: random.Random,
    *,
    pushed_until: datetime | None = None,
) -> Feed:
    """Return the feed with its pace adapted to how many of the entries were new.

    Up to `pushed_until` a hub tells of them: that a poll finds none says nothing of the pace.
    """
    feed = decision.feed
    if feed.failures or feed.stopped_at:
        return feed
    if new_entries or pushed_until is None:
        feed = replace(feed, interval=next_interval(feed, new_entries=new_entries))
    at = after_success(feed, now, rand, max_age=decision.max_age, pushed_until=pushed_until)
    return replace(feed, next_poll_at=at)


def same_body(feed: Feed, fetched: Fetched) -> bool:
    """Whether the document is, byte for byte, the one that was read last."""
    return fetched.status == 304 or fetched.digest == feed.body_digest


def _failed(feed: Feed, error: QuickreadError, now: datetime, rand: random.Random) -> Feed:
    failed = replace(
        feed,
        failures=feed.failures + 1,
        failing_since=feed.failing_since or now,
        problem=error.message,
        checked_at=now,
    )
    if isinstance(error, FetchError) and error.status == GONE:
        return replace(failed, stopped_at=now, next_poll_at=None)
    return replace(failed, next_poll_at=after_failure(failed, error, now, rand))


def _read(feed: Feed, read: Read, now: datetime) -> Decision:
    fetched, document = read.fetched, read.document
    same = fetched.status == 304
    kept = replace(
        _moved(feed, fetched),
        checked_at=now,
        succeeded_at=now,
        failures=0,
        failing_since=None,
        stopped_at=None,
        problem=None,
        etag=fetched.etag or (feed.etag if same else None),
        last_modified=fetched.last_modified or (feed.last_modified if same else None),
    )
    if document is not None:
        kept = replace(
            kept,
            title=document.title or feed.title,
            site_url=document.site_url or feed.site_url,
            language=document.language or feed.language,
            poll_hint=document.poll_hint,
            quiet=document.quiet,
            seen_items=document.seen_items,
            body_digest=fetched.digest,
        )
    return Decision(
        kept,
        document.entries if document else (),
        items=document.items if document else 0,
        max_age=fetched.max_age,
    )


def _moved(feed: Feed, fetched: Fetched) -> Feed:
    """Count how often permanent redirects led to one place; then believe them."""
    target = fetched.moved_to
    if target is None or target == feed.url:
        return replace(feed, moved_to=None, moved_seen=0)
    seen = feed.moved_seen + 1 if target == feed.moved_to else 1
    if seen < MOVES:
        return replace(feed, moved_to=target, moved_seen=seen)
    return replace(feed, url=target, moved_to=None, moved_seen=0)
