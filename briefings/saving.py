"""What polls taught of feeds, kept by one write for many."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from briefings.model import Feed


class FeedSaver(Protocol):
    """Keeps feeds."""

    async def save_polls(self, polled: Sequence[Feed]) -> None:
        """Keep what is known of the feeds."""


class Saving:
    """Saves each feed together with those that wait meanwhile."""

    def __init__(self, store: FeedSaver) -> None:
        self._store = store
        self._waiting: dict[int, Feed] = {}
        self._turn = asyncio.Lock()

    async def save(self, feed: Feed) -> None:
        """Save a feed. Raises StoreError; then its lease ends, and it is asked again."""
        self._waiting[feed.id] = feed
        async with self._turn:
            if feed.id in self._waiting:  # else somebody's write took it along
                batch, self._waiting = self._waiting, {}
                await self._store.save_polls(tuple(batch.values()))
