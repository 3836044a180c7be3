"""The buttons under a notice that a feed fails: look for it, or read it no more."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import App
from bot.channels import Channel, Reply, Request, User
from briefings.model import Feed
from tests.bot.conversation.conftest import product
from tests.conftest import StandingClock
from tests.fakes.loopback import loopback

HERE = Channel("slack", "T1", "C1")
FEED = (
    "<rss version='2.0'><channel><title>Planet</title><item><title>One</title>"
    "<link>https://x.example/1</link></item></channel></rss>"
)
SITE = "<html><head><link rel=alternate type=application/rss+xml href=/new></head><body>Hi</body>"


class Site:
    """A site whose feed moved without a word: its pages by path, all else is gone."""

    def __init__(self) -> None:
        self.pages = {"/": SITE, "/new": FEED}
        self.root = ""

    async def answer(self, request: web.Request) -> web.Response:
        page = self.pages.get(request.path)
        if page is None:
            return web.Response(status=410)
        kind = "text/html" if page.startswith("<html") else "application/rss+xml"
        return web.Response(text=page, content_type=kind)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    served, app = Site(), web.Application()
    app.router.add_get("/{tail:.*}", served.answer)
    async with loopback(app) as root:
        served.root = root
        yield served


@pytest.fixture
async def app(tmp_path: Path, clock: StandingClock) -> AsyncIterator[App]:
    async with product(tmp_path, clock, quickread_private_hosts=("127.0.0.1",)) as built:
        yield built


@pytest.fixture
async def gone(app: App, site: Site, clock: StandingClock) -> Feed:
    feed = await app.store.add_feed(f"{site.root}/old", "Planet", scope=HERE.scope)
    await app.store.save_polls([replace(feed, stopped_at=clock(), next_poll_at=None)])
    return feed


async def press(app: App, action: str, feed: Feed, *, manages: bool = True) -> Reply:
    return await app.desk.handle(
        Request(HERE, User("U1", may_manage=manages), action, str(feed.id))
    )


async def followed(app: App) -> list[str]:
    return [feed.url for feed in await app.store.feeds(HERE.scope)]


async def test_a_feed_that_moved_without_a_word_is_found_on_its_site(
    app: App, site: Site, gone: Feed
) -> None:
    reply = await press(app, "feed_mend", gone)
    assert "on its site" in reply.message.summary
    assert await followed(app) == [f"{site.root}/new"]
    assert await app.store.search("One", scope=HERE.scope)


async def test_a_feed_that_is_back_is_read_again(app: App, site: Site, gone: Feed) -> None:
    site.pages["/old"] = FEED
    reply = await press(app, "feed_mend", gone)
    assert "again" in reply.message.summary
    assert await followed(app) == [gone.url]
    assert (await app.store.feed(gone.id)).stopped_at is None


async def test_where_nothing_is_found_the_feed_is_kept_and_that_is_said(
    app: App, site: Site, gone: Feed
) -> None:
    site.pages.clear()
    reply = await press(app, "feed_mend", gone)
    assert reply.private
    assert "still can't be read" in reply.message.summary
    assert await followed(app) == [gone.url]


async def test_it_can_be_removed(app: App, gone: Feed) -> None:
    await press(app, "feed_drop", gone)
    assert await followed(app) == []
    reply = await press(app, "feed_mend", gone)
    assert "No feed here" in reply.message.summary


@pytest.mark.parametrize("action", ["feed_mend", "feed_drop"])
async def test_only_those_who_manage_the_channel_may(app: App, gone: Feed, action: str) -> None:
    reply = await press(app, action, gone, manages=False)
    assert "may manage" in reply.message.summary
    assert await followed(app) == [gone.url]
