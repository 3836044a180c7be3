"""Subscriptions to hubs, on each kind of database."""

from dataclasses import replace
from datetime import timedelta

from briefings.feeds.websub import begin
from briefings.store import Store
from tests.conftest import StandingClock


async def test_a_feed_has_one_subscription_that_comes_back_as_it_was(
    both_stores: Store, clock: StandingClock
) -> None:
    feed = await both_stores.add_feed("https://x.example/feed", "T", scope="*")
    first = begin(feed.id, "https://hub.example/", feed.url, "https://q.example", clock())
    await both_stores.save_hub_subscription(first)
    live = replace(first, asked_at=clock(), until=clock() + timedelta(days=1), problem="x")
    await both_stores.save_hub_subscription(live)
    assert await both_stores.hub_subscriptions() == (live,)
    await both_stores.remove_hub_subscription(feed.id)
    assert await both_stores.hub_subscriptions() == ()


async def test_those_of_feeds_that_nobody_follows_or_that_are_gone_are_unwanted(
    both_stores: Store, clock: StandingClock
) -> None:
    feeds = [
        await both_stores.add_feed(f"https://x.example/{name}", "T", scope="slack/T1")
        for name in ("followed", "left", "gone")
    ]
    for feed in feeds:
        await both_stores.save_hub_subscription(
            begin(feed.id, "https://hub.example/", feed.url, "https://q.example", clock())
        )
    assert await both_stores.unwanted_hub_feeds() == ()
    await both_stores.unfollow("slack/T1", feeds[1].id)
    await both_stores.save_polls([replace(feeds[2], stopped_at=clock())])
    assert set(await both_stores.unwanted_hub_feeds()) == {feeds[1].id, feeds[2].id}
