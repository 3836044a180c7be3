"""Polling: a real feed server on loopback, the real store; a failure never holds up another."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from briefings.feeds.fetch import Fetched, Fetcher, Limits
from briefings.feeds.guard import Guard
from briefings.model import Feed
from briefings.polling import Poller
from briefings.store import Store
from tests.fakes.loopback import loopback

OTHER_WORDS = (
    "Heavy rain in Bavaria: the old town of Passau is under flood waters, and hundreds leave"
)
ITEM = "<item><title>{0}</title><link>https://x.example/{0}</link><guid>{0}</guid></item>"


class FeedServer:
    """Serves one feed that the test changes, and breaks."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self.status = 200
        self.body: bytes | None = None
        self.asked: list[dict[str, str]] = []
        self.address = ""
        self.hold: asyncio.Event | None = None

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.headers))
        if self.hold and "slow" in request.query_string:
            await self.hold.wait()
        etag = f'"{len(self.items)}"'
        if self.status != 200:
            return web.Response(status=self.status, headers={"Retry-After": "7200"})
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        body = self.body or self.document(*self.items)
        return web.Response(body=body, headers={"ETag": etag})

    def document(self, *names: str) -> bytes:
        items = "".join(ITEM.format(name) for name in names)
        return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    served = FeedServer()
    app = web.Application()
    app.router.add_get("/feed", served.answer)
    async with loopback(app) as root:
        served.address = f"{root}/feed"
        yield served


@pytest.fixture
async def poller(store: Store, clock: Any) -> AsyncIterator[Poller]:
    fetch = Fetcher(guard=Guard(("127.0.0.1",)), limits=Limits(total=2, idle=2), clock=clock)
    made = Poller(store, fetch, clock=clock, rand=random.Random(1))
    yield made
    await made.close()
    await fetch.close()


@pytest.fixture
async def feed(store: Store, server: FeedServer) -> Feed:
    return await store.add_feed(server.address, "T", scope="*")


async def test_what_is_new_is_stored_and_put_into_a_story(
    store: Store, server: FeedServer, poller: Poller, feed: Feed
) -> None:
    server.items = ["one", "two"]
    round_ = await poller.poll_due()
    assert [article.title for article in round_.new] == ["one", "two"]
    assert {story.headline for story in await store.search("")} == {"one", "two"}


async def test_an_unchanged_feed_is_asked_with_its_etag_and_not_read(
    store: Store, server: FeedServer, poller: Poller, feed: Feed
) -> None:
    server.items = ["one"]
    await poller.poll_due()
    again = await poller.poll(await store.feed(feed.id))
    assert again.unchanged == 1
    assert server.asked[-1]["If-None-Match"] == '"1"'


async def test_a_failure_is_kept_in_plain_words_and_mended_by_the_next_success(
    store: Store, server: FeedServer, poller: Poller, feed: Feed, clock: Any
) -> None:
    server.status = 503
    await poller.poll_due()
    failed = await store.feed(feed.id)
    assert failed.failures == 1
    assert failed.problem == "The server has an error of its own. (HTTP 503)"
    assert failed.next_poll_at is not None
    assert failed.next_poll_at >= clock.forward(seconds=5000)
    server.status = 200
    await poller.poll(failed)
    mended = await store.feed(feed.id)
    assert (mended.failures, mended.problem) == (0, None)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"   ", "empty answer"),
        (b"<!doctype html><html><body>Hi</body></html>", "a web page, not a feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "can't be read as a feed"),
        (b"<a>" * 5_000, "can't be read as a feed|nested too deep"),
        (b"x" * 20_000, "can't be read as a feed"),
    ],
    ids=["empty", "page", "picture", "nested", "noise"],
)
async def test_what_is_no_feed_says_so_and_loses_nothing(
    store: Store, server: FeedServer, poller: Poller, feed: Feed, body: bytes, said: str
) -> None:
    server.items = ["one"]
    await poller.poll_due()
    server.body, server.items = body, ["one", "two"]
    await poller.poll(await store.feed(feed.id))
    kept = await store.feed(feed.id)
    assert kept.problem is not None
    assert any(words in kept.problem for words in said.split("|"))
    assert await store.count_articles() == 1


async def test_one_feed_s_failure_does_not_hold_up_another(
    store: Store, server: FeedServer, poller: Poller, feed: Feed
) -> None:
    await store.add_feed("http://127.0.0.1:1/feed", "Dead", scope="*")
    server.items = ["one"]
    round_ = await poller.poll_due()
    assert (round_.read, round_.failed, len(round_.new)) == (1, 1, 1)


async def test_stories_are_known_again_after_a_restart(
    store: Store, server: FeedServer, poller: Poller, feed: Feed, clock: Any
) -> None:
    text = "Flood waters reach the old town of Passau after days of heavy rain in Bavaria"
    first = await store.add_entries(feed.id, [replace_entry("a", text)])
    await poller.group(first)
    left = await store.add_entries(feed.id, [replace_entry("c", "Stored just before the end")])
    assert left[0].story_id is None
    fetch = Fetcher(clock=clock)
    restarted = Poller(store, fetch, clock=clock)
    await restarted.catch_up()
    assert [one.id for one in (await restarted.poll_due()).new] == [left[0].id]
    other = await store.add_feed("https://other.example/f", "Other", scope="*")
    second = await store.add_entries(other.id, [replace_entry("b", OTHER_WORDS)])
    await restarted.group(second)
    [story] = await store.search("passau")
    assert story.reports == 2
    assert len(await store.search("stored just before")) == 1
    await fetch.close()


def replace_entry(name: str, title: str) -> Any:
    from briefings.model import Entry

    return replace(Entry(id=name, link=None, title=title), summary=title)


async def test_a_round_ends_though_a_feed_is_slow_and_the_next_one_has_its_entries(
    store: Store, server: FeedServer, poller: Poller, feed: Feed
) -> None:
    server.items, server.hold = ["one"], asyncio.Event()
    await store.add_feed(server.address + "?slow", "Slow", scope="*")
    came: list[str] = []
    while not came:
        came += [article.title for article in (await poller.poll_due(patience=0.2)).new]
    assert came == ["one"]
    server.hold.set()
    read = 0
    while not read:
        read = (await poller.poll_due(patience=0.2)).read
    assert await store.count_articles() == 2


async def test_what_is_still_being_read_when_it_stops_is_read_again_later(
    store: Store, server: FeedServer, poller: Poller, feed: Feed, clock: Any
) -> None:
    server.items, server.hold = ["one"], asyncio.Event()
    slow = await store.add_feed(server.address + "?slow", "Slow", scope="*")
    while not (await poller.poll_due(patience=0.2)).new:
        pass
    await poller.close()
    server.hold.set()
    assert slow.id not in [one.id for one in await store.due_feeds(clock())]
    assert slow.id in [one.id for one in await store.due_feeds(clock.forward(minutes=11))]


async def test_what_a_hub_sends_waits_for_the_poll_under_way_and_only_so_much_waits(
    store: Store, server: FeedServer, poller: Poller
) -> None:
    feed = await store.add_feed(server.address + "?slow", "T", scope="*")
    server.items, server.hold = ["one"], asyncio.Event()
    await poller.poll_due(patience=0)
    sent = Fetched(200, feed.url, server.document("two"))
    assert [await poller.take(feed.id, sent) for _ in range(3)] == [True, True, False]
    assert await store.search("") == ()
    server.hold.set()
    round_ = await poller.poll_due()
    assert [article.title for article in round_.new] == ["one", "two"]
    assert await poller.take(feed.id, sent)


async def test_a_feed_that_is_gone_is_not_asked_again_for_what_a_hub_sends(
    store: Store, server: FeedServer, poller: Poller, feed: Feed
) -> None:
    server.status = 410
    await poller.poll_due()
    assert await poller.take(feed.id, Fetched(200, feed.url, server.document("late")))
    assert (await poller.poll_due()).new == ()
    assert (await store.feed(feed.id)).next_poll_at is None
