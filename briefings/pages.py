"""The pages behind entries: read once each, where their sites let robots.

articles without their page's text → may robots? → fetch → read → store
"""

import asyncio
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from briefings.errors import FetchError, QuickreadError
from briefings.feeds.fetch import Fetch
from briefings.feeds.robots import Robots
from briefings.model import Article
from briefings.workers import Reader

PAGES_A_ROUND = 50


class PageStore(Protocol):
    """Keeps the text of articles' pages."""

    async def awaiting_text(self, limit: int) -> tuple[Article, ...]:
        """Return articles whose page has not been fetched yet."""

    async def set_text(
        self,
        article_id: int,
        text: str,
        *,
        language: str | None = None,
        published: datetime | None = None,
        url: str | None = None,
    ) -> None:
        """Keep the text of an article's page, and the address that it calls its own."""

    async def mark_fetched(self, article_id: int, problem: str | None = None) -> None:
        """Note that an article's page was asked for."""


class Pages:
    """Reads the pages behind new entries."""

    def __init__(self, store: PageStore, fetch: Fetch, reader: Reader, robots: Robots) -> None:
        self._store = store
        self._fetch = fetch
        self._reader = reader
        self._robots = robots

    async def fetch(self, limit: int = PAGES_A_ROUND) -> int:
        """Fetch pages; return how many gave an article's text."""
        waiting = await self._store.awaiting_text(limit)
        return sum(await asyncio.gather(*(self._fetch_page(article) for article in waiting)))

    async def _fetch_page(self, article: Article) -> bool:
        address = article.url or ""
        try:
            if not await self._robots.allow(address):
                raise FetchError("The site asks robots not to read that page.")
            fetched = await self._fetch.fetch(address)
            page = await self._reader.page(fetched)
        except QuickreadError as error:
            await self._store.mark_fetched(article.id, error.message)
            return False
        if len(page.text) <= len(article.text):
            await self._store.mark_fetched(article.id)
            return False
        await self._store.set_text(
            article.id,
            page.text,
            language=page.language,
            published=page.published,
            url=page.url if _site(page.url) == _site(fetched.url) else None,
        )
        return True


def _site(address: str | None) -> str:
    """Return whose address it is: a page is believed about its own site only."""
    try:
        return (urlsplit(address or "").netloc or "").lower().removeprefix("www.")
    except ValueError:
        return ""
