"""What digests of the same moment share is made once, and never what a channel was told."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from briefings.errors import StoreError
from briefings.feeds.fetch import Fetcher
from briefings.feeds.guard import Guard
from briefings.model import Entry
from briefings.newsroom import Newsroom
from briefings.store import Store
from briefings.subscriptions import Subscription
from briefings.windows import Window, Windows
from tests.conftest import StandingClock

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


async def test_whoever_asks_meanwhile_waits_for_the_same() -> None:
    windows, made = Windows(), []
    release = asyncio.Event()

    async def make() -> Window:
        made.append(1)
        await release.wait()
        return Window((), 1, 0)

    asked = [asyncio.create_task(windows.get("a", make)) for _ in range(5)]
    await asyncio.sleep(0)
    release.set()
    assert len({id(window) for window in await asyncio.gather(*asked)}) == 1
    assert made == [1]


async def test_a_failure_is_not_kept() -> None:
    windows, outcomes = Windows(), [StoreError("locked"), None]

    async def make() -> Window:
        error = outcomes.pop(0)
        if error:
            raise error
        return Window((), 0, 0)

    with pytest.raises(StoreError):
        await windows.get("a", make)
    assert await windows.get("a", make)


async def test_one_who_gives_up_takes_the_others_nothing() -> None:
    windows, release = Windows(), asyncio.Event()

    async def make() -> Window:
        await release.wait()
        return Window((), 0, 0)

    first = asyncio.create_task(windows.get("a", make))
    second = asyncio.create_task(windows.get("a", make))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    release.set()
    assert await second


async def test_the_oldest_window_goes() -> None:
    windows, made = Windows(most=2), []

    for key in ("a", "b", "c", "c", "a"):

        async def make(key: str = key) -> Window:
            made.append(key)
            return Window((), 0, 0)

        await windows.get(key, make)
    assert made == ["a", "b", "c", "a"]


async def test_each_workspace_sees_only_its_own_feeds_and_each_channel_what_it_was_not_told(
    store: Store, clock: StandingClock
) -> None:
    fetch = Fetcher(guard=Guard(()), clock=clock)
    newsroom = Newsroom(store, fetch, clock=clock)
    for scope, words in (
        ("*", "Chicago traders pay less for grain"),
        ("slack/T1", "Freighter with grain aground near Odesa"),
    ):
        feed = await store.add_feed(f"https://{scope}.example/", scope, scope=scope)
        entry = Entry(words, f"https://a.example/{scope}", words, f"{words} on Tuesday, they said.")
        await newsroom.group(await store.add_entries(feed.id, [entry]))
    clock.forward(minutes=1)

    async def headlines(channel: str) -> set[str]:
        subscription = Subscription(1, channel, "grain", "daily 12:00", "UTC")
        since = NOON - timedelta(hours=24)
        digest = await newsroom.digest(subscription, since=since, until=clock())
        return {brief.headline for brief in digest.briefs}

    assert await headlines("slack/T1/C1") == {
        "Chicago traders pay less for grain",
        "Freighter with grain aground near Odesa",
    }
    assert await headlines("slack/T2/C1") == {"Chicago traders pay less for grain"}
    assert await headlines("slack/T3/C1") == {"Chicago traders pay less for grain"}
    await fetch.close()
