"""Strangers' documents, read where they hold up nobody.

    document → a free process → what is in it

Parsers meet hostile input: it can take neither the event loop's time nor the memory of the process
that holds the tokens.
"""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

from briefings.articles.page import Page, read_page
from briefings.feeds.fetch import Fetched
from briefings.feeds.parse import parse_feed
from briefings.model import FeedDocument
from briefings.processes import Processes
from briefings.warming import warm_up
from briefings.work import SECONDS, Run

P = ParamSpec("P")
T = TypeVar("T")


class Reader(Run, Protocol):
    """Reads documents, and does other work, without holding up the event loop."""

    async def feed(self, fetched: Fetched, seen: str = "") -> FeedDocument:
        """Read a feed, without the items seen before. Raises NotAFeed, BrokenFeed, Overworked."""

    async def page(self, fetched: Fetched) -> Page:
        """Read an article's page. Raises NotAnArticle, Overworked."""


class Documents:
    """Reads documents by whatever runs functions."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def __call__(self, function: Callable[P, T], /, *args: P.args, **given: P.kwargs) -> T:
        """Return what the function returns. Raises what it raises."""
        return await self._run(function, *args, **given)

    async def feed(self, fetched: Fetched, seen: str = "") -> FeedDocument:
        """Read a feed. Raises NotAFeed, BrokenFeed, Overworked."""
        return await self._run(
            parse_feed,
            fetched.body,
            url=fetched.url,
            content_type=fetched.content_type,
            seen=seen,
        )

    async def page(self, fetched: Fetched) -> Page:
        """Read an article's page. Raises NotAnArticle, Overworked."""
        return await self._run(read_page, fetched.body, fetched.url)


class InThreads(Documents):
    """Does its work in threads: for single commands, where no process has to be guarded."""

    def __init__(self) -> None:
        super().__init__(asyncio.to_thread)

    @property
    def for_stories(self) -> None:
        """Nothing: stories are grouped where they are asked for."""

    def start(self) -> None:
        """Do nothing: threads start when they are needed."""

    async def close(self) -> None:
        """Do nothing: threads end with the process."""


class Workers(Documents):
    """Does its work in `count` processes, and one more that keeps the live stories."""

    def __init__(self, count: int, *, seconds: float = SECONDS) -> None:
        self._processes = Processes(count, seconds=seconds, warm_up=warm_up)
        self._stories = Processes(1, seconds=seconds)
        super().__init__(self._processes.run)

    @property
    def for_stories(self) -> Run:
        """Runs functions in one process that keeps the live stories in mind."""
        return self._stories.run

    def start(self) -> None:
        """Start the processes before they are needed."""
        self._processes.start()

    async def close(self) -> None:
        """End the processes."""
        await asyncio.gather(self._processes.close(), self._stories.close())
