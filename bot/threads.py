"""What threads are about: kept when something is answered, forgotten when they are deleted.

what was known of the thread + the reply → what is known now, the newest of it, within bounds
"""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.channels import Posted, Reply, Request
from briefings.clock import Clock
from briefings.deliveries import ThreadMemory
from briefings.feeds.links import is_web_address
from briefings.model import Article

TURNS = 10
"""Questions of a thread that are kept."""
STORIES = 12
"""Stories that a thread is about at most."""
ARTICLE = 200_000
"""Characters of a linked article that are kept with its thread."""


class ThreadStore(Protocol):
    """Keeps what threads are about."""

    async def thread(self, channel: str, message_id: str) -> ThreadMemory | None:
        """Return what a thread is about."""

    async def keep_thread(self, memory: ThreadMemory) -> None:
        """Keep all that is known of a thread."""


class Threads:
    """Remembers what threads are about."""

    def __init__(self, store: ThreadStore, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def remember(self, request: Request, reply: Reply, posted: Posted) -> None:
        """Keep what an answer tells: for its thread, and for whoever replies to itself.

        Raises StoreError.
        """
        if not (reply.about or reply.turn or reply.linked):
            return
        channel = request.channel.address
        known = await self._store.thread(channel, request.thread) if request.thread else None
        new = remembered(known, request, reply, self._clock())
        for place in dict.fromkeys((request.thread, posted.message_id)):
            if place:
                await self._store.keep_thread(replace(new, message_id=place))


def remembered(
    known: ThreadMemory | None, request: Request, reply: Reply, now: datetime
) -> ThreadMemory:
    """Return what is known of a thread after a reply."""
    old = known or ThreadMemory(request.channel.address, "", (), "", now)
    briefed = request.name in ("brief", "more")
    topic = request.argument if briefed and not is_web_address(request.argument) else old.topic
    about = (*reply.about, *old.story_ids) if briefed else (*old.story_ids, *reply.about)
    turns = (*old.turns, reply.turn) if reply.turn else old.turns
    return replace(
        old,
        story_ids=tuple(dict.fromkeys(about))[:STORIES],
        topic=topic,
        at=now,
        turns=turns[-TURNS:],
        article=_bounded(reply.linked) if reply.linked else old.article,
    )


def _bounded(article: Article) -> Article:
    return replace(article, text=article.text[:ARTICLE])
