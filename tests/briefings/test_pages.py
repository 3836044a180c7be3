"""The pages behind entries: read once, where robots may; kept with what they say they are."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from briefings.feeds.fetch import Fetcher
from briefings.feeds.guard import Guard
from briefings.feeds.robots import Robots
from briefings.model import Article, Entry
from briefings.pages import Pages
from briefings.store import Store
from briefings.workers import InThreads
from tests.fakes.loopback import loopback

PROSE = "<p>The river rose by two metres overnight, officials in the old town said on Monday.</p>"


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html lang=en><head><title>Flood</title>{head}</head>{body}</html>"


class Site:
    """A site of pages that keeps what it was asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.robots: str | None = None
        self.asked: list[str] = []
        self.address = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        found = self.robots if request.path == "/robots.txt" else self.pages.get(request.path)
        if found is None:
            return web.Response(status=404)
        return web.Response(text=found, content_type="text/html")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    served = Site()
    app = web.Application()
    app.router.add_get("/{path:.*}", served.answer)
    async with loopback(app) as root:
        served.address = root
        yield served


@pytest.fixture
async def pages(store: Store, clock: Any) -> AsyncIterator[Pages]:
    fetch = Fetcher(guard=Guard(("127.0.0.1",)), clock=clock)
    yield Pages(store, fetch, InThreads(), Robots(fetch, clock=clock))
    await fetch.close()


async def told(store: Store, site: Site, path: str) -> Article:
    feed = await store.add_feed("https://n.example/rss", "N", scope="*")
    made = Entry(id=path, link=f"{site.address}{path}", title="Flood", summary="It rose.")
    (article,) = await store.add_entries(feed.id, [made])
    return article


async def now(store: Store, article: Article) -> Article:
    (found,) = await store.articles([article.id])
    return found


async def test_a_page_gives_its_text_date_and_own_address(
    store: Store, site: Site, pages: Pages
) -> None:
    article = await told(store, site, "/a?ref=rss")
    site.pages["/a"] = page(
        f"<body><article><h1>Flood</h1>{PROSE * 8}</article></body>",
        f"<link rel=canonical href='{site.address}/flood'><meta property='article:published_time'"
        " content='2026-03-09T07:30:00Z'>",
    )
    assert await pages.fetch() == 1
    found = await now(store, article)
    assert "two metres overnight" in found.text
    assert found.url == f"{site.address}/flood"
    assert found.published == datetime(2026, 3, 9, 7, 30, tzinfo=UTC)
    assert (found.language or "").startswith("en")
    assert await pages.fetch() == 0


async def test_an_address_on_another_site_is_not_believed(
    store: Store, site: Site, pages: Pages
) -> None:
    article = await told(store, site, "/a")
    site.pages["/a"] = page(
        f"<body><article>{PROSE * 8}</article></body>",
        "<link rel=canonical href='https://bank.example/login'>",
    )
    assert await pages.fetch() == 1
    assert (await now(store, article)).url == f"{site.address}/a"


async def test_a_page_that_robots_may_not_read_is_not_asked_for(
    store: Store, site: Site, pages: Pages
) -> None:
    article = await told(store, site, "/private/a")
    site.robots = "User-agent: *\nDisallow: /private/\n"
    site.pages["/private/a"] = page(f"<body><article>{PROSE * 8}</article></body>")
    assert await pages.fetch() == 0
    assert site.asked == ["/robots.txt"]
    assert (await now(store, article)).text == "It rose."


@pytest.mark.parametrize(
    "body",
    [
        "<body><noscript>Please enable JavaScript to read this page.</noscript></body>",
        "<body><p>Before you continue: we use cookies.</p><button>Accept all</button></body>",
        "<body><article><p>It rose. Subscribe now to continue reading.</p></article></body>",
    ],
    ids=["scripts", "consent", "paywall"],
)
async def test_a_wall_leaves_the_entry_as_its_feed_gave_it(
    store: Store, site: Site, pages: Pages, body: str
) -> None:
    article = await told(store, site, "/a")
    site.pages["/a"] = page(body)
    assert await pages.fetch() == 0
    assert (await now(store, article)).text == "It rose."
    assert await store.awaiting_text() == ()
