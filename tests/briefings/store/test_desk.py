"""Feeds, subscriptions, deliveries, threads and the page, on both databases."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from briefings.deliveries import Delivery, DeliveryState, Told
from briefings.errors import NotFound
from briefings.store import Store


def delivery(key: str, at: datetime, **given: Any) -> Delivery:
    return Delivery(key=key, channel="web/local/a", payload={"n": key}, created_at=at, **given)


async def test_a_feed_of_everybody_can_be_hidden_and_seen_again(both_stores: Store) -> None:
    feed = await both_stores.add_feed("https://a.example/f", "A", scope="*")
    await both_stores.unfollow("web/local", feed.id)
    assert await both_stores.feeds("web/local") == ()
    assert len(await both_stores.feeds("slack/T1")) == 1
    await both_stores.add_feed("https://a.example/f", "A", scope="web/local")
    assert len(await both_stores.feeds("web/local")) == 1


async def test_a_feed_that_nobody_follows_is_not_polled(both_stores: Store, clock: Any) -> None:
    feed = await both_stores.add_feed("https://a.example/f", "A", scope="web/local")
    assert len(await both_stores.due_feeds(clock.now)) == 1
    await both_stores.unfollow("web/local", feed.id)
    assert await both_stores.due_feeds(clock.now) == ()


async def test_what_a_poll_taught_is_kept(both_stores: Store, clock: Any) -> None:
    feed = await both_stores.add_feed("https://a.example/f", "A", scope="*")
    later = clock.now + timedelta(hours=1)
    await both_stores.save_polls([replace(feed, etag='"x"', failures=2, next_poll_at=later)])
    kept = await both_stores.feed(feed.id)
    assert (kept.etag, kept.failures, kept.next_poll_at) == ('"x"', 2, later)


async def test_a_feed_does_not_move_to_an_address_that_is_taken(both_stores: Store) -> None:
    one = await both_stores.add_feed("https://a.example/1", "1", scope="*")
    await both_stores.add_feed("https://a.example/2", "2", scope="*")
    await both_stores.save_polls([replace(one, url="https://a.example/2")])
    assert (await both_stores.feed(one.id)).url == "https://a.example/1"


async def test_subscriptions_come_back_as_they_were(both_stores: Store, clock: Any) -> None:
    made = await both_stores.add_subscription(
        channel="slack/T/C", topic="x", schedule="daily 08:00", zone="UTC", feed_ids=(3, 4)
    )
    await both_stores.update_subscription(replace(made, paused=True, last_slot=clock.now))
    [kept] = await both_stores.subscriptions("slack/T/C")
    assert kept == replace(made, paused=True, last_slot=clock.now)
    assert kept.scope == "slack/T"
    await both_stores.remove_subscription(made.id)
    with pytest.raises(NotFound):
        await both_stores.subscription(made.id)


async def test_what_to_post_what_it_tells_and_its_slot_are_one_decision(
    both_stores: Store, clock: Any
) -> None:
    made = await both_stores.add_subscription(
        channel="web/local/a", topic="x", schedule="daily 08:00", zone="UTC"
    )
    told = Told("web/local/a", 7, (1, 2), ("A bullet.",), clock.now, "k")
    slot = (made.id, clock.now)
    assert await both_stores.enqueue([delivery("k", clock.now)], told_stories=[told], slot=slot)
    other = replace(told, story_id=8)
    later = (made.id, clock.now + timedelta(days=1))
    again = [delivery("k", clock.now)]
    assert not await both_stores.enqueue(again, told_stories=[other], slot=later)
    assert await both_stores.told("web/local/a") == (told,)
    assert (await both_stores.subscription(made.id)).last_slot == clock.now


async def test_deliveries_come_in_order_and_threads_wait_for_their_parent(
    both_stores: Store, clock: Any
) -> None:
    batch = [delivery("p", clock.now), delivery("c", clock.now, parent_key="p")]
    await both_stores.enqueue([*batch, delivery("q", clock.now)])
    assert [one.key for one in await both_stores.due_deliveries(clock.now)] == ["p", "q"]
    await both_stores.mark_sent("p", "m1")
    assert [one.key for one in await both_stores.due_deliveries(clock.now)] == ["c", "q"]


async def test_a_delivery_that_waits_comes_again_and_one_that_fails_does_not(
    both_stores: Store, clock: Any
) -> None:
    batch = [delivery("p", clock.now), delivery("c", clock.now, parent_key="p")]
    await both_stores.enqueue(batch)
    await both_stores.mark_started("p")
    await both_stores.mark_failed("p", "busy", clock.now + timedelta(minutes=1))
    assert await both_stores.due_deliveries(clock.now) == ()
    [again] = await both_stores.due_deliveries(clock.now + timedelta(minutes=1))
    assert again.attempts == 1
    await both_stores.mark_failed("p", "gone")
    child = await both_stores.delivery("c")
    assert child is not None
    assert child.state is DeliveryState.FAILED


async def test_many_decide_at_once_and_one_wins(both_stores: Store, clock: Any) -> None:
    done = await asyncio.gather(
        *(both_stores.enqueue([delivery("same", clock.now)]) for _ in range(20))
    )
    assert sum(done) == 1


async def test_many_write_at_once(both_stores: Store) -> None:
    await asyncio.gather(*(both_stores.set_setting(f"k{n % 5}", n) for n in range(60)))
    assert await both_stores.setting("k0") is not None
    assert await both_stores.setting("none") is None


async def test_an_event_is_new_once(both_stores: Store) -> None:
    assert [await both_stores.mark_seen("e") for _ in range(3)] == [True, False, False]


async def test_a_thread_knows_what_it_is_about(both_stores: Store) -> None:
    await both_stores.remember_thread("web/local/a", "5", [1, 2], "ukraine")
    await both_stores.remember_thread("web/local/a", "5", [3], "ukraine")
    memory = await both_stores.thread("web/local/a", "5")
    assert memory is not None
    assert memory.story_ids == (3,)
    assert await both_stores.thread("web/local/a", "6") is None


async def test_a_page_message_is_there_once_for_its_key(both_stores: Store) -> None:
    one = await both_stores.add_page_message("web/local/a", "k", "bot", {"x": 1})
    two = await both_stores.add_page_message("web/local/a", "k", "bot", {"x": 2})
    assert two == one
    await both_stores.add_page_message("web/local/a", "r", "you", {}, thread=one.id)
    [shown] = await both_stores.page_messages("web/local/a")
    assert (shown.id, shown.replies) == (one.id, 1)
    assert len(await both_stores.page_messages("web/local/a", thread=one.id)) == 1
