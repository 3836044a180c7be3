"""From feed to story.

    due feeds → fetch → parse → decide → store → group
    articles without their page's text → fetch → read → store

A feed's failure is a value that travels on: it is stored with the feed and shown, and never keeps
another feed waiting.
"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

import structlog

from briefings.articles.page import read_page
from briefings.clock import Clock
from briefings.errors import FetchError, QuickreadError
from briefings.feeds.fetch import Fetched
from briefings.feeds.parse import parse_feed
from briefings.feeds.poll import Outcome, Read, decide, same_body, settle
from briefings.following import Fetch
from briefings.model import Article, Entry, Feed
from briefings.stories import Grouper, Report, clean_headline

log = structlog.get_logger(__name__)

AT_ONCE = 16
"""Feeds and pages that are fetched at the same time."""
AT_ONCE_A_HOST = 2
PAGES_A_ROUND = 50
FEED_TIMEOUT = 60.0
"""Seconds that one feed may take, from connecting to stored."""


class PollStore(Protocol):
    """Keeps feeds, articles and stories."""

    async def due_feeds(self, now: datetime, limit: int) -> tuple[Feed, ...]:
        """Return the feeds whose turn it is."""

    async def save_poll(self, feed: Feed) -> None:
        """Keep what is known of the feed."""

    async def add_entries(self, feed_id: int, entries: Sequence[Entry]) -> tuple[Article, ...]:
        """Store the entries and return those that are new."""

    async def place(self, article_id: int, story_id: int | None, headline: str) -> int:
        """Put an article into a story, a new one for None; return the story's id."""

    async def recent_articles(self, since: datetime) -> tuple[Article, ...]:
        """Return articles that arrived since then, oldest first."""

    async def awaiting_text(self, limit: int) -> tuple[Article, ...]:
        """Return articles whose page has not been fetched yet."""

    async def set_text(
        self,
        article_id: int,
        text: str,
        *,
        language: str | None = None,
        published: datetime | None = None,
    ) -> None:
        """Keep the text of an article's page."""

    async def mark_fetched(self, article_id: int, problem: str | None = None) -> None:
        """Note that an article's page was asked for."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of polling came to."""

    read: int = 0
    unchanged: int = 0
    failed: int = 0
    new: tuple[Article, ...] = ()


class Poller:
    """Polls feeds and groups what they bring."""

    def __init__(
        self, store: PollStore, fetch: Fetch, *, clock: Clock, rand: random.Random | None = None
    ) -> None:
        self._store = store
        self._fetch = fetch
        self._clock = clock
        self._random = rand or random.Random()  # noqa: S311  # spreads polls over time, no secret
        self._grouper = Grouper()
        self._grouping = asyncio.Lock()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    async def remember(self, window: timedelta = timedelta(days=4)) -> None:
        """Learn the live stories again after a start."""
        for article in await self._store.recent_articles(self._clock() - window):
            if article.story_id is not None:
                self._grouper.restore(report_of(article), str(article.story_id))

    async def poll_due(self, limit: int = 200) -> Round:
        """Poll every feed whose turn it is."""
        feeds = await self._store.due_feeds(self._clock(), limit)
        rounds = await asyncio.gather(*(self.poll(feed) for feed in feeds))
        return Round(
            read=sum(one.read for one in rounds),
            unchanged=sum(one.unchanged for one in rounds),
            failed=sum(one.failed for one in rounds),
            new=tuple(article for one in rounds for article in one.new),
        )

    async def poll(self, feed: Feed) -> Round:
        """Poll one feed; its failure is stored with it and never raised."""
        outcome = await self._ask(feed)
        now = self._clock()
        decision = decide(feed, outcome, now, self._random)
        new = await self._store.add_entries(feed.id, decision.entries) if decision.entries else ()
        await self._store.save_poll(settle(decision, len(new), now, self._random))
        if new:
            await self.group(new)
        if isinstance(outcome, QuickreadError):
            log.info("a feed failed", feed=feed.url, problem=outcome.message)
            return Round(failed=1)
        return Round(read=1, unchanged=int(outcome.document is None), new=new)

    async def group(self, articles: Sequence[Article]) -> None:
        """Put each new article into its story."""
        async with self._grouping:
            for article in articles:
                placed = self._grouper.add(report_of(article))
                known = None if placed.new else int(placed.story)
                headline = clean_headline(article.title)
                story = await self._store.place(article.id, known, headline)
                if placed.new:
                    self._grouper.rename(placed.story, str(story))

    async def fetch_pages(self, limit: int = PAGES_A_ROUND) -> int:
        """Fetch the pages behind new entries; return how many gave an article's text."""
        waiting = await self._store.awaiting_text(limit)
        return sum(await asyncio.gather(*(self._fetch_page(article) for article in waiting)))

    async def _fetch_page(self, article: Article) -> bool:
        try:
            fetched = await self._get(article.url or "")
            page = await asyncio.to_thread(read_page, fetched.body, fetched.url)
        except QuickreadError as error:
            await self._store.mark_fetched(article.id, error.message)
            return False
        if len(page.text) <= len(article.text):
            await self._store.mark_fetched(article.id)
            return False
        await self._store.set_text(
            article.id, page.text, language=page.language, published=page.published
        )
        return True

    async def _ask(self, feed: Feed) -> Outcome:
        try:
            async with asyncio.timeout(FEED_TIMEOUT):
                fetched = await self._get(
                    feed.url, etag=feed.etag, last_modified=feed.last_modified
                )
                if same_body(feed, fetched):
                    return Read(fetched, None)
                document = await asyncio.to_thread(
                    parse_feed, fetched.body, url=fetched.url, content_type=fetched.content_type
                )
                return Read(fetched, document)
        except QuickreadError as error:
            return error
        except TimeoutError:
            return FetchError(f"The feed took more than {FEED_TIMEOUT:.0f} seconds.")

    async def _get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        name = urlsplit(url).hostname or ""
        host = self._hosts.get(name)
        if host is None:  # kept while somebody waits for this host, and forgotten after
            host = self._hosts[name] = asyncio.Semaphore(AT_ONCE_A_HOST)
        async with host, self._slots:
            return await self._fetch.fetch(url, etag=etag, last_modified=last_modified)


def report_of(article: Article) -> Report:
    """Return an article as the grouping reads it."""
    return Report(
        id=str(article.id),
        title=article.title,
        text=article.text,
        published=article.when,
        url=article.url,
        source=article.source,
    )
