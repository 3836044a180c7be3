"""New articles into their stories, in the order they came.

articles → reports → the process that keeps the live stories → names of stories → store

The live stories are kept where `run` runs: in a process of their own, or in this one. A process
that has just started does not know them yet, and is told them again from the store.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import ParamSpec, Protocol, TypeVar

import structlog

from briefings.clock import Clock
from briefings.errors import Overworked
from briefings.model import Article
from briefings.stories import Report, clean_headline
from briefings.stories.kept import begin, forget, place, restore
from briefings.work import Run

log = structlog.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

WINDOW = timedelta(days=4)
"""How far back stories are live."""
TOLD_AT_ONCE = 250
"""Articles that a process is told of in one call."""
PLACED_AT_ONCE = 100
"""Articles that a process places in one call: ten thousands in one would take too long."""

_numbers = count(1)


class StoryStore(Protocol):
    """Keeps articles and stories."""

    async def place_all(
        self, placed: Sequence[tuple[int, int | str]], headlines: Mapping[str, str]
    ) -> dict[str, int]:
        """Put articles into stories, by number or by a new one's name; return those numbers."""

    async def recent_articles(self, since: datetime) -> tuple[Article, ...]:
        """Return articles that arrived since then, oldest first."""


async def here(function: Callable[P, T], /, *args: P.args, **given: P.kwargs) -> T:
    """Run a function in this process."""
    return function(*args, **given)


class Grouping:
    """Puts articles into stories."""

    def __init__(self, store: StoryStore, *, clock: Clock, run: Run = here) -> None:
        self._store = store
        self._clock = clock
        self._run = run
        self._number = next(_numbers)
        self._lock = asyncio.Lock()
        self._opened: dict[str, int] = {}
        """New stories' numbers, by the names that the grouping still knows them by."""

    async def remember(self) -> None:
        """Have the live stories learned again. Raises StoreError, Overworked."""
        known = [
            (_report(article), str(article.story_id))
            for article in await self._store.recent_articles(self._clock() - WINDOW)
            if article.story_id is not None
        ]
        await self._run(begin, self._number)
        for start in range(0, len(known), TOLD_AT_ONCE):
            await self._run(restore, self._number, known[start : start + TOLD_AT_ONCE])

    async def group(self, articles: Sequence[Article]) -> None:
        """Put each new article into its story. Raises StoreError."""
        async with self._lock:
            for start in range(0, len(articles), PLACED_AT_ONCE):
                await self._place(articles[start : start + PLACED_AT_ONCE])

    async def close(self) -> None:
        """Forget the live stories that are kept in this process."""
        forget(self._number)

    async def _place(self, articles: Sequence[Article]) -> None:
        names = await self._names([_report(article) for article in articles])
        placed = [
            (article.id, self._story(name)) for article, name in zip(articles, names, strict=True)
        ]
        headlines = {
            story: clean_headline(article.title, url=article.url, source=article.source)
            for article, (_, story) in reversed(list(zip(articles, placed, strict=True)))
            if isinstance(story, str)
        }
        self._opened |= await self._store.place_all(placed, headlines)

    async def _names(self, reports: Sequence[Report]) -> list[str]:
        """Return the name of each report's story: its number, or a report's id for a new one."""
        renamed = {name: str(number) for name, number in self._opened.items()}
        try:
            names = await self._run(place, self._number, renamed, reports)
            if names is None:
                await self.remember()
                names = await self._run(place, self._number, renamed, reports)
            for name in renamed:
                self._opened.pop(name, None)
        except Overworked as problem:
            log.warning("articles could not be grouped", problem=problem.message)
            names = None
        return names or [report.id for report in reports]

    def _story(self, name: str) -> int | str:
        return int(name) if name.isdigit() else self._opened.get(name, name)


def _report(article: Article) -> Report:
    """Return an article as the grouping reads it; its id can be no story's number."""
    return Report(
        id=f"a{article.id}",
        title=article.title,
        text=article.text,
        published=article.when,
        url=article.url,
        source=article.source,
    )
