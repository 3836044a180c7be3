"""What is old goes, in bounded steps; what is still needed stays."""

from datetime import timedelta

from briefings.deliveries import Delivery, Told
from briefings.model import Entry
from briefings.store import Store
from tests.conftest import StandingClock


async def article(store: Store, feed: int, name: str) -> int:
    [added] = await store.add_entries(feed, [Entry(name, f"https://a.example/{name}", name)])
    return await store.place(added.id, None, name)


async def test_old_articles_go_with_their_stories_and_cannot_be_found(
    both_stores: Store, clock: StandingClock
) -> None:
    feed = (await both_stores.add_feed("https://a.example/f", "A", scope="*")).id
    await article(both_stores, feed, "ancient")
    clock.forward(days=10)
    await article(both_stores, feed, "recent")
    before = clock() - timedelta(days=5)
    assert await both_stores.forget(before) == 1
    assert await both_stores.forget_stories() == 1
    assert await both_stores.search("ancient") == ()
    [story] = await both_stores.search("")
    assert story.headline == "recent"


async def test_a_step_takes_no_more_than_its_limit(
    both_stores: Store, clock: StandingClock
) -> None:
    told = [Told("a/b/c", number, (), (), clock(), "k") for number in range(7)]
    await both_stores.enqueue([], told_stories=told)
    clock.forward(days=1)
    steps = [await both_stores.forget_told(clock(), limit=3) for _ in range(4)]
    assert steps == [3, 3, 1, 0]


async def test_a_delivery_that_is_still_to_be_posted_stays(
    both_stores: Store, clock: StandingClock
) -> None:
    for key in ("sent", "failed", "pending"):
        await both_stores.enqueue([Delivery(key, "a/b/c", {}, clock())])
    await both_stores.mark_sent("sent", "m")
    await both_stores.mark_failed("failed", "gone")
    clock.forward(days=1)
    assert await both_stores.forget_deliveries(clock()) == 2
    assert [one.key for one in await both_stores.recent_deliveries()] == ["pending"]


async def test_threads_and_the_page_s_messages_are_forgotten(
    both_stores: Store, clock: StandingClock
) -> None:
    await both_stores.remember_thread("a/b/c", "m1", [1], "x")
    await both_stores.add_page_message("web/local/a", "k", "you", {})
    clock.forward(days=1)
    await both_stores.remember_thread("a/b/c", "m2", [1], "x")
    before = clock() - timedelta(hours=1)
    assert await both_stores.forget_threads(before) == 1
    assert await both_stores.forget_page(before) == 1
    assert await both_stores.thread("a/b/c", "m1") is None
    assert await both_stores.thread("a/b/c", "m2")


async def test_leaving_a_workspace_deletes_what_is_its_own_and_nothing_else(
    both_stores: Store, clock: StandingClock
) -> None:
    for scope in ("slack/T1", "slack/T10"):
        await both_stores.add_feed("https://a.example/f", "A", scope=scope)
        await both_stores.add_subscription(
            channel=f"{scope}/C", topic="x", schedule="daily 08:00", zone="UTC"
        )
        await both_stores.remember_thread(f"{scope}/C", "m", [1], "x")
        told = [Told(f"{scope}/C", 1, (), (), clock(), scope)]
        await both_stores.enqueue([Delivery(scope, f"{scope}/C", {}, clock())], told_stories=told)
    assert await both_stores.forget_scope("slack/T1") == 5
    assert await both_stores.feeds("slack/T1") == ()
    assert len(await both_stores.feeds("slack/T10")) == 1
    assert [one.channel for one in await both_stores.subscriptions()] == ["slack/T10/C"]
    assert await both_stores.thread("slack/T1/C", "m") is None
    assert len(await both_stores.told("slack/T10/C")) == 1
