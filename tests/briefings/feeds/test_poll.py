"""What a poll means for a feed."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from briefings.errors import FetchError
from briefings.feeds.fetch import Fetched
from briefings.feeds.poll import Read, decide
from briefings.model import Feed, FeedDocument

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
FEED = Feed(1, "https://a.example/f", "A", etag='W/"1"', last_modified="then", body_digest="x")


def polled(feed: Feed, outcome: Read | FetchError, now: datetime = NOW) -> Feed:
    return decide(feed, outcome, now, random.Random(1)).feed


def read(**given: object) -> Read:
    fetched = Fetched(200, "https://a.example/f", b"x", **given)  # type: ignore[arg-type]
    return Read(fetched, FeedDocument("T", None, None, ()))


def test_an_address_changes_when_a_permanent_move_was_seen_twice_in_a_row() -> None:
    once = polled(FEED, read(moved_to="https://b.example/f"))
    assert once.url == "https://a.example/f"
    assert polled(once, read(moved_to="https://b.example/f")).url == "https://b.example/f"
    assert polled(once, read(moved_to="https://c.example/f")).url == "https://a.example/f"
    back = polled(once, read())
    assert polled(back, read(moved_to="https://b.example/f")).url == "https://a.example/f"


def test_a_temporary_move_changes_nothing() -> None:
    feed = FEED
    for _ in range(5):
        feed = polled(feed, read(moved_to=None))
    assert feed.url == "https://a.example/f"


def test_gone_for_good_stops_the_feed_and_a_success_starts_it() -> None:
    gone = polled(FEED, FetchError("Gone.", status=410))
    assert (gone.stopped_at, gone.next_poll_at) == (NOW, None)
    back = polled(gone, read())
    assert (back.stopped_at, back.failing_since, back.problem) == (None, None, None)


def test_the_first_of_several_failures_is_remembered() -> None:
    feed = polled(FEED, FetchError("No."))
    feed = polled(feed, FetchError("Still no."), NOW + timedelta(days=2))
    assert (feed.failing_since, feed.failures, feed.problem) == (NOW, 2, "Still no.")


def test_validators_are_kept_as_they_were_sent_and_forgotten_when_they_are_not() -> None:
    new = polled(FEED, read(etag='W/"ä, 2"', last_modified="now"))
    assert (new.etag, new.last_modified) == ('W/"ä, 2"', "now")
    same = polled(FEED, Read(Fetched(304, "https://a.example/f"), None))
    assert (same.etag, same.last_modified) == ('W/"1"', "then")
    none = polled(FEED, read())
    assert (none.etag, none.last_modified) == (None, None)


def test_what_a_document_asks_for_is_remembered_while_it_does_not_change() -> None:
    asking = FeedDocument("T", None, None, (), poll_hint=7200.0, quiet="3 4")
    feed = polled(FEED, replace(read(), document=asking))
    feed = polled(feed, Read(Fetched(304, "https://a.example/f"), None))
    assert (feed.poll_hint, feed.quiet) == (7200.0, "3 4")
