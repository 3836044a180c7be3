"""What digests of the same moment have in common: the stories of a window, looked up and read once.

Many channels want the same topic at the same minute. What each of them was told already differs;
the stories do not, nor does what is made of one that a channel was not told.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from briefings.briefs import brief_story
from briefings.model import Brief, Story
from briefings.work import Run

T = TypeVar("T")

BRIEFS = 256
"""Briefs that are kept of a window."""


class Shared(Generic[T]):
    """Keeps the latest things that many want; the oldest goes when there are too many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, asyncio.Task[T]] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return the thing with this key; whoever asks first makes it, others wait for that.

        Raises what `make` raises; a thing whose making failed is made anew for the next.
        """
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = asyncio.create_task(make())
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        try:
            return await asyncio.shield(kept)
        except BaseException:
            if kept.done() and self._kept.get(key) is kept:
                del self._kept[key]
            raise


class Briefs:
    """The briefs of a window's stories, each made once."""

    def __init__(self, run: Run, most: int = BRIEFS) -> None:
        self._run = run
        self._made: Shared[Brief] = Shared(most)

    async def __call__(self, story: Story, **given: Any) -> Brief:
        """Make a brief as `brief_story` does."""
        articles = tuple(article.id for article in story.articles)
        key = story.id, articles, *sorted(given.items())

        async def make() -> Brief:
            return await self._run(brief_story, story, **given)

        return await self._made.get(key, make)


@dataclass(frozen=True, slots=True)
class Window:
    """The stories that have news between two moments, and how the feeds did."""

    stories: tuple[Story, ...]
    feeds_read: int
    feeds_failed: int
    brief: Briefs = field(default_factory=lambda: Briefs(asyncio.to_thread))


class Windows(Shared[Window]):
    """Keeps the latest windows."""

    def __init__(self, most: int = 32) -> None:
        super().__init__(most)
