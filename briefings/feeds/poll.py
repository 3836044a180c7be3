"""What to do with what a poll gave: a pure function of what is stored and what came."""

import hashlib
import random
from dataclasses import dataclass, replace
from datetime import datetime

from briefings.errors import QuickreadError
from briefings.feeds.cadence import after_failure, after_success, next_interval
from briefings.feeds.fetch import Fetched
from briefings.model import Entry, Feed, FeedDocument


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


def decide(feed: Feed, outcome: Outcome, now: datetime, rand: random.Random) -> Decision:
    """Decide what a poll means for the feed."""
    if isinstance(outcome, QuickreadError):
        return Decision(_failed(feed, outcome, now, rand))
    return _read(feed, outcome, now, rand)


def settle(decision: Decision, new_entries: int, now: datetime, rand: random.Random) -> Feed:
    """Return the feed with its pace adapted to how many of the entries were new."""
    feed = decision.feed
    if feed.failures:
        return feed
    paced = replace(feed, interval=next_interval(feed, new_entries=new_entries))
    return replace(paced, next_poll_at=after_success(paced, now, rand))


def same_body(feed: Feed, fetched: Fetched) -> bool:
    """Whether the document is, byte for byte, the one that was read last."""
    return fetched.status == 304 or digest(fetched.body) == feed.body_digest


def digest(body: bytes) -> str:
    """Return what tells one document from another."""
    return hashlib.sha256(body).hexdigest()


def _failed(feed: Feed, error: QuickreadError, now: datetime, rand: random.Random) -> Feed:
    failed = replace(feed, failures=feed.failures + 1, problem=error.message, checked_at=now)
    return replace(failed, next_poll_at=after_failure(failed, error, now, rand))


def _read(feed: Feed, read: Read, now: datetime, rand: random.Random) -> Decision:
    fetched, document = read.fetched, read.document
    hints = (fetched.max_age, document.poll_hint if document else None)
    kept = replace(
        feed,
        checked_at=now,
        succeeded_at=now,
        failures=0,
        problem=None,
        etag=fetched.etag or (feed.etag if fetched.status == 304 else None),
        last_modified=fetched.last_modified
        or (feed.last_modified if fetched.status == 304 else None),
        interval=max(feed.interval, min(max(h or 0.0 for h in hints), 6 * 3600.0)),
    )
    if document is not None:
        kept = replace(
            kept,
            title=document.title or feed.title,
            site_url=document.site_url or feed.site_url,
            language=document.language or feed.language,
            body_digest=digest(fetched.body),
        )
    kept = replace(kept, next_poll_at=after_success(kept, now, rand))
    return Decision(kept, document.entries if document else ())
