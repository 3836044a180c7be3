"""When a publisher corrects what channels were told: a note with before and after, once.

articles that changed → figures and quotes that stand differently → who was told them
                      → a note in the brief's thread, and a mark on the brief itself
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

import structlog

from bot.channels import Channel
from bot.correction_notes import correction_message, correction_note
from bot.earlier import Placed, thread_of, told_with, with_links
from bot.message_json import from_json, to_json
from bot.messages import Message
from bot.notices import Notices
from briefings.deliveries import Change, Delivery, DeliveryState, Told
from briefings.errors import PlatformError
from briefings.model import Article
from briefings.stories.corrections import Correction, corrections

log = structlog.get_logger(__name__)


class CorrectionStore(Placed, Protocol):
    """Keeps what articles said, and who was told it."""

    async def changes(self) -> tuple[Change, ...]:
        """Return articles that were changed and not compared yet."""

    async def mark_compared(self, change: Change) -> None:
        """Note that it was compared."""

    async def told_article(self, article: Article) -> tuple[Told, ...]:
        """Return how each channel was first told of a story with this article."""

    async def amend_delivery(self, key: str, payload: dict[str, Any]) -> None:
        """Keep what a message says now."""


@runtime_checkable
class Editor(Protocol):
    """An adapter whose platform lets a message be changed."""

    async def edit(
        self,
        channel: Channel,
        message_id: str,
        message: Message,
        *,
        key: str,
        thread: str | None = None,
    ) -> None:
        """Have the message with this key say something else. Raises PlatformError."""


class Corrections:
    """Tells channels what was corrected in what they were told."""

    def __init__(
        self, store: CorrectionStore, notices: Notices, adapters: Mapping[str, object]
    ) -> None:
        self._store = store
        self._notices = notices
        self._adapters = adapters

    async def check(self) -> int:
        """Write down a note for every correction that a channel should know of; return how many.

        To be called after feeds were read. Raises StoreError.
        """
        written = 0
        for change in await self._store.changes():
            article = change.article
            old, new = f"{change.title}.\n{change.text}", f"{article.title}.\n{article.text}"
            found = await asyncio.to_thread(corrections, old, new)
            if found:
                for told in await self._store.told_article(article):
                    written += await self._tell(change, found, told)
            await self._store.mark_compared(change)
        return written

    async def _tell(self, change: Change, found: Sequence[Correction], told: Told) -> bool:
        brief = await self._store.delivery(told.delivery_key)
        if brief is None or brief.state is DeliveryState.FAILED:
            return False
        first = await self._notices.channel(
            told.channel,
            correction_message(change.article, found),
            key=f"correction/{change.id}/{told.delivery_key}",
            under=told.delivery_key,
        )
        if first:
            log.info("a correction is told", channel=told.channel, article=change.article.id)
        for one in await told_with(self._store, told.delivery_key, told.story_id):
            await self._mark(one, change)
        return first

    async def _mark(self, brief: Delivery, change: Change) -> None:
        """Say under a message that it was corrected; where it stands already, have it changed."""
        said = from_json(brief.payload)
        note = correction_note(change.article, change.at)
        if note in said.blocks:
            return
        marked = Message((*said.blocks, note), summary=said.summary)
        await self._store.amend_delivery(brief.key, to_json(marked))
        channel = Channel.parse(brief.channel)
        adapter = self._adapters.get(channel.platform)
        if not isinstance(adapter, Editor) or brief.message_id is None:
            return
        thread = await thread_of(self._store, brief)
        shown = await with_links(marked, channel, self._store, adapter)
        try:
            await adapter.edit(channel, brief.message_id, shown, key=brief.key, thread=thread)
        except PlatformError as error:  # the note in its thread says it
            log.info("a brief was not marked", channel=brief.channel, problem=error.message)
