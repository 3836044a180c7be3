"""An article that somebody links to: fetched under guard, read, and briefed; nothing is stored.

address → fetch → page → Article → Brief
"""

import asyncio
from datetime import timedelta

from briefings.briefs import brief_story
from briefings.clock import Clock
from briefings.errors import AddressError, FetchError
from briefings.feeds.fetch import Fetch
from briefings.feeds.links import host_of, is_web_address
from briefings.model import Article, Brief, Story
from briefings.workers import InThreads, Reader

AT_ONCE = 4
"""Links that are read at the same time."""
SECONDS = 30.0
KEPT = timedelta(minutes=15)
"""How long a page that was read is not asked for again."""
MOST_KEPT = 200


class LinkReader:
    """Reads what people link to."""

    def __init__(self, fetch: Fetch, *, clock: Clock, reader: Reader | None = None) -> None:
        self._fetch = fetch
        self._reader = reader or InThreads()
        self._clock = clock
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._read: dict[str, Article] = {}

    async def brief(self, address: str, *, bullets: int = 5, quotes: int = 3) -> Brief:
        """Brief the article at this address.

        Raises AddressError, FetchError, NotAnArticle.
        """
        article = await self.article(address)
        story = Story(article.id, article.title, (article,))
        made = await self._reader(
            brief_story, story, bullets=bullets, quotes=quotes, made_at=self._clock()
        )
        return Brief(
            topic="",
            headline=made.headline,
            bullets=made.bullets,
            quotes=made.quotes,
            sources=made.sources,
            made_at=made.made_at,
        )

    async def article(self, address: str) -> Article:
        """Return the article at this address. Raises AddressError, FetchError, NotAnArticle."""
        if not is_web_address(address):
            raise AddressError(
                "That is not the address of a page.", hint="It starts with https:// or http://."
            )
        known = self._read.get(address)
        if known and known.arrived and self._clock() - known.arrived < KEPT:
            return known
        try:
            async with asyncio.timeout(SECONDS), self._slots:
                article = await self._get(address)
        except TimeoutError:
            raise FetchError("The page took too long.", hint="Please try again later.") from None
        self._read.pop(address, None)
        self._read[address] = article
        while len(self._read) > MOST_KEPT:
            del self._read[next(iter(self._read))]
        return article

    async def _get(self, address: str) -> Article:
        fetched = await self._fetch.fetch(address)
        page = await self._reader.page(fetched)
        site = host_of(fetched.url)
        return Article(
            id=0,
            title=page.title or site,
            text=page.text,
            url=fetched.url,
            source=site,
            published=page.published,
            arrived=self._clock(),
            language=page.language,
        )
