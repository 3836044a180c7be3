"""What is kept for how long: once a day, in small steps between which everybody else gets a turn.

settings → what is too old → step by step, until nothing is left of it
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from briefings.clock import Clock

log = structlog.get_logger(__name__)

PAST = timedelta(days=1000)
"""How long the names of forgotten articles are kept: feeds show old entries for years."""
SEEN = timedelta(days=7)
"""How long events are remembered, so that none is answered twice."""
MOST_STEPS = 2000
"""Steps of one day's forgetting; the rest is for tomorrow."""


class Forgetful(Protocol):
    """Forgets a bounded number of rows; returns how many."""

    async def forget(self, before: datetime) -> int:
        """Articles that arrived before then."""

    async def forget_past(self, before: datetime) -> int:
        """Names of articles that were forgotten before then."""

    async def forget_stories(self) -> int:
        """Stories without articles."""

    async def forget_told(self, before: datetime) -> int:
        """What channels were told."""

    async def forget_deliveries(self, before: datetime) -> int:
        """What was posted, or given up."""

    async def forget_page(self, before: datetime) -> int:
        """The page's messages."""

    async def forget_threads(self, before: datetime) -> int:
        """What threads are about."""

    async def forget_seen(self, before: datetime) -> int:
        """Events that were handled."""


@dataclass(frozen=True, slots=True)
class Keep:
    """For how many days what is kept; 0 is for ever."""

    articles: int = 180
    threads: int = 90
    deliveries: int = 90


async def forget_old(store: Forgetful, keep: Keep, *, clock: Clock) -> dict[str, int]:
    """Forget all that is too old; return how much of what. Raises StoreError."""
    now = clock()
    gone: dict[str, int] = {}

    async def go(name: str, step: Callable[[], Awaitable[int]]) -> None:
        for _ in range(MOST_STEPS):
            count = await step()
            if not count:
                return
            gone[name] = gone.get(name, 0) + count
            await asyncio.sleep(0)

    def old(days: int) -> datetime:
        return now - timedelta(days=days)

    if keep.articles:
        await go("articles", lambda: store.forget(old(keep.articles)))
        await go("past entries", lambda: store.forget_past(now - PAST))
        await go("stories", store.forget_stories)
        # a channel is never told a story twice as long as the story itself is remembered
        await go("told", lambda: store.forget_told(old(keep.articles)))
    if keep.threads:
        await go("threads", lambda: store.forget_threads(old(keep.threads)))
    if keep.deliveries:
        await go("deliveries", lambda: store.forget_deliveries(old(keep.deliveries)))
        await go("page messages", lambda: store.forget_page(old(keep.deliveries)))
    await go("events", lambda: store.forget_seen(now - SEEN))
    if gone:
        log.info(
            "old things were forgotten", **{name.replace(" ", "_"): n for name, n in gone.items()}
        )
    return gone
