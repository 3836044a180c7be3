"""What digests of the same moment have in common: the stories of a window, looked up and read once.

Many channels want the same topic at the same minute. What each of them was told already differs;
the stories do not, nor does what is made of one that a channel was not told.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from briefings.briefs import brief_story
from briefings.model import Brief, Story

BRIEFS = 256
"""Briefs that are kept of a window."""


@dataclass(frozen=True, slots=True)
class Window:
    """The stories that have news between two moments, and how the feeds did."""

    stories: tuple[Story, ...]
    feeds_read: int
    feeds_failed: int
    brief: Callable[..., Brief] = field(
        default_factory=lambda: lru_cache(maxsize=BRIEFS)(brief_story)
    )
    """Makes a brief as `brief_story` does, each only once."""


class Windows:
    """Keeps the latest windows; the oldest goes when there are too many."""

    def __init__(self, most: int = 32) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, asyncio.Task[Window]] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], Coroutine[Any, Any, Window]]) -> Window:
        """Return the window with this key; whoever asks first makes it, others wait for that.

        Raises what `make` raises; a window whose making failed is made anew for the next.
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
