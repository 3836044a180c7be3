"""New articles wait here to be put into their stories: reading feeds does not wait for that.

stored → a line for news, one for what new feeds bring along → some at a time → stories
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Protocol

from briefings.errors import StoreError
from briefings.grouping import Grouping
from briefings.model import Article
from briefings.rounds import Round

AT_ONCE = 100
"""Articles that are placed in one go."""


class PlacingStore(Protocol):
    """Keeps articles."""

    async def articles(self, article_ids: Sequence[int]) -> tuple[Article, ...]:
        """Return these articles, as far as they are there."""


class Placing:
    """Lines of articles. Only their numbers wait: an import of feeds brings ten thousands."""

    def __init__(self, store: PlacingStore, grouping: Grouping) -> None:
        self._store = store
        self._grouping = grouping
        self._news: deque[int] = deque()
        self._older: deque[int] = deque()
        self._busy = False

    def put(self, article_ids: Iterable[int], *, older: bool = False) -> None:
        """Let articles wait; `older` ones are there before their feed was read, and come last."""
        (self._older if older else self._news).extend(article_ids)

    def take(self) -> tuple[int, ...]:
        """Return those that are to be placed now, none while others are being placed."""
        if self._busy:
            return ()
        taken = tuple(islice(chain(_emptied(self._news), _emptied(self._older)), AT_ONCE))
        self._busy = bool(taken)
        return taken

    async def place(self, taken: Sequence[int]) -> Round:
        """Place what was taken; it waits again where that fails. Raises StoreError."""
        try:
            articles = await self._store.articles(taken)
            await self._grouping.group(articles)
        except (StoreError, asyncio.CancelledError):
            self._news.extendleft(reversed(taken))
            raise
        finally:
            self._busy = False
        return Round(new=articles)


def _emptied(line: deque[int]) -> Iterator[int]:
    while line:
        yield line.popleft()
