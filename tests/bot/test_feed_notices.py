"""Feeds that are gone or have failed for a week: each channel that misses them is told once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.feed_notices import FeedNotices
from bot.notices import Notices
from briefings.model import Feed
from briefings.store import Store
from tests.conftest import StandingClock

WEEK = timedelta(days=7)


@pytest.fixture
def notices(store: Store, clock: StandingClock) -> FeedNotices:
    return FeedNotices(store, Notices(store, clock=clock, wake=lambda: None), clock=clock)


@pytest.fixture
async def feed(store: Store) -> Feed:
    return await store.add_feed("https://news.example/rss", "News", scope="slack/T1")


async def subscribe(store: Store, channel: str, feed_ids: tuple[int, ...] = ()) -> None:
    await store.add_subscription(
        channel=channel, topic="grain", schedule="daily 08:00", zone="UTC", created_by="U",
        feed_ids=feed_ids,
    )  # fmt: skip


async def said(store: Store, clock: StandingClock) -> dict[str, str]:
    return {one.channel: str(one.payload) for one in await store.due_deliveries(clock())}


async def test_of_a_feed_that_is_gone_each_channel_that_has_it_is_told_once(
    store: Store, clock: StandingClock, notices: FeedNotices, feed: Feed
) -> None:
    other = await store.add_feed("https://other.example/rss", "Other", scope="slack/T1")
    await subscribe(store, "slack/T1/C1")
    await subscribe(store, "slack/T1/C1", (feed.id,))
    await subscribe(store, "slack/T1/C2", (other.id,))
    await subscribe(store, "slack/T2/C3")
    await store.save_polls([replace(feed, stopped_at=clock(), next_poll_at=None)])
    assert [await notices.check() for _ in range(3)] == [1, 0, 0]
    told = await said(store, clock)
    assert list(told) == ["slack/T1/C1"]
    assert "gone for good" in told["slack/T1/C1"]
    assert "feed_mend" in told["slack/T1/C1"]


async def test_failures_are_told_after_a_week_and_again_only_after_a_success(
    store: Store, clock: StandingClock, notices: FeedNotices, feed: Feed
) -> None:
    await subscribe(store, "slack/T1/C1")
    problem = "The server's certificate expired on 3 March 2026."
    failing = replace(feed, failing_since=clock(), failures=9, problem=problem)
    await store.save_polls([failing])
    clock.forward(days=6)
    assert await notices.check() == 0
    clock.forward(days=1, minutes=1)
    assert [await notices.check(), await notices.check()] == [1, 0]
    assert problem in (await said(store, clock))["slack/T1/C1"]
    clock.forward(days=30)
    assert await notices.check() == 0
    await store.save_polls([replace(failing, failing_since=clock())])
    clock.forward(days=8)
    assert await notices.check() == 1


async def test_nobody_is_told_of_a_feed_that_only_others_follow(
    store: Store, clock: StandingClock, notices: FeedNotices, feed: Feed
) -> None:
    await subscribe(store, "discord/1/2")
    await store.save_polls([replace(feed, stopped_at=clock())])
    assert await notices.check() == 0
