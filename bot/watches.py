"""Questions that were not answered, looked at again when news comes in; told once, in their thread.

watches, those first that were looked at longest ago → what came since → does it answer?
→ outbox, under a key of the watch → the watch ends
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import structlog

from bot.answer_message import answer_message
from bot.channels import Channel, Posted, Request, User
from bot.conversation.questions import turn_of
from bot.conversation.watching import KEPT
from bot.message_json import to_json
from bot.messages import Message, Paragraph, Text, line
from bot.threads import Threads, ThreadStore
from briefings.clock import Clock
from briefings.deliveries import Delivery, Watch
from briefings.errors import QuickreadError, StoreError
from briefings.model import Answer

log = structlog.get_logger(__name__)

A_ROUND = 25
"""Watches that are looked at after one round of reading feeds."""


class WatchNewsroom(Protocol):
    """Knows what is new."""

    async def look_again(self, question: str, *, scope: str, since: datetime) -> Answer | None:
        """Answer from what has arrived since then; None where that does not answer."""


class WatchStore(ThreadStore, Protocol):
    """Keeps watches and what has to be posted."""

    async def next_watches(self, limit: int) -> tuple[Watch, ...]:
        """Return those that were looked at longest ago."""

    async def mark_checked(self, numbers: Sequence[int]) -> None:
        """Note that these were looked at now."""

    async def remove_watch(self, channel: str, number: int) -> bool:
        """Delete one."""

    async def forget_watches(self, before: datetime) -> int:
        """Delete those from before then."""

    async def enqueue(self, batch: Sequence[Delivery]) -> bool:
        """Write it down; False where the first one's key is there already."""


class Watches:
    """Tells threads what they wait for."""

    def __init__(self, newsroom: WatchNewsroom, store: WatchStore, *, clock: Clock) -> None:
        self._newsroom = newsroom
        self._store = store
        self._clock = clock
        self._threads = Threads(store, clock=clock)

    async def check(self) -> int:
        """Write down what is answered now; return how many. Raises StoreError.

        To be called after feeds or pages were read.
        """
        await self._store.forget_watches(self._clock() - KEPT)
        watches = await self._store.next_watches(A_ROUND)
        answered = 0
        for watch in watches:
            try:
                answered += await self._look(watch)
            except StoreError:
                raise
            except QuickreadError as error:
                log.warning("a watch was not looked at", watch=watch.id, problem=error.message)
        if watches:
            await self._store.mark_checked([watch.id for watch in watches])
        return answered

    async def _look(self, watch: Watch) -> bool:
        channel = Channel.parse(watch.channel)
        answer = await self._newsroom.look_again(
            watch.question, scope=channel.scope, since=watch.created_at
        )
        if answer is None:
            return False
        message = watch_message(watch, answer)
        delivery = Delivery(
            # a number may be given again after its watch has ended
            key=f"watch/{watch.id}/{watch.created_at:%Y%m%dT%H%M%S%f}",
            channel=watch.channel,
            payload=to_json(message),
            created_at=self._clock(),
            thread=watch.thread,
        )
        first = await self._store.enqueue([delivery])
        await self._store.remove_watch(watch.channel, watch.id)
        if first and watch.thread:
            request = Request(channel, User("", may_manage=False), "", thread=watch.thread)
            reply = turn_of(message, watch.question, answer)
            await self._threads.remember(request, reply, Posted(watch.thread))
        return first


def watch_message(watch: Watch, answer: Answer) -> Message:
    """Say that a question from before is answered now."""
    said = answer_message(answer, zone=watch.zone)
    question = " ".join(watch.question.split())[:200]
    words = line(Text("You asked: ", bold=True), question, " The sources say now:")
    return Message((Paragraph(words), *said.blocks), summary=f"{question} {said.summary}")
