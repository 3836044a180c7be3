"""Feeds in the store: whose turn it is, who follows which, where they moved."""

import random
from dataclasses import replace

from briefings.model import Entry
from briefings.store import Store
from tests.conftest import StandingClock


async def test_after_a_stop_turns_are_spread_and_new_feeds_are_not_kept_waiting(
    both_stores: Store, clock: StandingClock
) -> None:
    known = [
        await both_stores.add_feed(f"https://{n}.example/", "K", scope="*") for n in range(100)
    ]
    await both_stores.save_polls(
        [replace(feed, checked_at=clock(), next_poll_at=clock()) for feed in known]
    )
    clock.forward(hours=5)
    new = await both_stores.add_feed("https://new.example/", "New", scope="*")
    assert await both_stores.spread_due(clock(), 0.5, random.Random(1)) == 100
    assert len(await both_stores.due_feeds(clock())) == 2  # the new one, and the first of them
    assert new.id in [feed.id for feed in await both_stores.due_feeds(clock())]
    clock.forward(seconds=25)
    assert 50 <= len(await both_stores.due_feeds(clock())) <= 53
    clock.forward(seconds=25)
    assert len(await both_stores.due_feeds(clock())) == 101


async def test_only_feeds_that_somebody_follows_have_a_turn(
    both_stores: Store, clock: StandingClock
) -> None:
    feed = await both_stores.add_feed("https://a.example/", "A", scope="slack/T1")
    assert [one.id for one in await both_stores.due_feeds(clock())] == [feed.id]
    await both_stores.unfollow("slack/T1", feed.id)
    assert await both_stores.due_feeds(clock()) == ()


async def test_what_everybody_follows_is_hidden_from_one_alone(both_stores: Store) -> None:
    feed = await both_stores.add_feed("https://a.example/", "A", scope="*")
    await both_stores.unfollow("slack/T1", feed.id)
    assert await both_stores.feeds("slack/T1") == ()
    assert [one.id for one in await both_stores.feeds("slack/T2")] == [feed.id]
    await both_stores.follow("slack/T1", feed.id)
    assert [one.id for one in await both_stores.feeds("slack/T1")] == [feed.id]


async def test_a_feed_moves_to_an_address_that_is_free(both_stores: Store) -> None:
    feed = await both_stores.add_feed("https://old.example/", "A", scope="*")
    taken = await both_stores.add_feed("https://taken.example/", "B", scope="*")
    await both_stores.save_polls([replace(feed, url=taken.url)])
    assert (await both_stores.feed(feed.id)).url == "https://old.example/"
    await both_stores.save_polls([replace(feed, url="https://new.example/")])
    assert (await both_stores.feed(feed.id)).url == "https://new.example/"


async def test_the_entries_of_a_week_are_counted(both_stores: Store, clock: StandingClock) -> None:
    feed = await both_stores.add_feed("https://a.example/", "A", scope="*")
    await both_stores.add_entries(feed.id, [Entry("old", None, "Older than a week")])
    clock.forward(days=8)
    await both_stores.add_entries(feed.id, [Entry(n, None, f"News {n}") for n in "ab"])
    assert await both_stores.weekly_entries([feed.id]) == {feed.id: 2}
    clock.forward(days=8)
    assert await both_stores.weekly_entries([feed.id]) == {}
