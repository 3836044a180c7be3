"""What has to be posted, and what has been: each key exactly once.

decide → write down, in one transaction → post → note
what fails for now holds up what stands behind it in its channel, and no other channel
after a crash: was an attempt begun? → look whether it went out → note, or post
"""

import asyncio
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Protocol

import structlog

from bot.channels import Adapter, Channel, Posted
from bot.earlier import thread_of, with_links
from bot.message_json import from_json
from bot.messages import Message, Paragraph, line
from briefings.clock import Clock
from briefings.deliveries import Delivery, Told
from briefings.errors import Malformed, QuickreadError, Refused, StoreError, Unreachable

log = structlog.get_logger(__name__)

CHANNELS_AT_ONCE = 50
POST_TIMEOUT = 60.0
"""Seconds that one message may take."""
_FIRST_WAIT = 5.0
_LONGEST_WAIT = 3600.0
_MOST_ATTEMPTS = 40
_MOST_SURPRISES = 5
"""Attempts at a message whose posting fails in a way nobody foresaw."""
_BEHIND = "Waits for the message before it."


class OutboxStore(Protocol):
    """Keeps deliveries."""

    async def due_deliveries(self, now: datetime, limit: int = 200) -> tuple[Delivery, ...]:
        """Return what has to be posted, in order."""

    async def delivery(self, key: str) -> Delivery | None:
        """Return one delivery."""

    async def mark_started(self, key: str) -> None:
        """Note that an attempt begins."""

    async def mark_sent(self, key: str, message_id: str) -> None:
        """Note that it went out."""

    async def mark_failed(
        self, key: str, problem: str, next_try_at: datetime | None = None
    ) -> None:
        """Note that it failed, and when to try again, None for never."""

    async def told_by(self, key: str) -> tuple[Told, ...]:
        """Return what a delivery tells."""

    async def remember_thread(
        self, channel: str, message_id: str, story_ids: Sequence[int], topic: str
    ) -> None:
        """Keep what a message tells."""


class Undeliverable(Protocol):
    """Is told of a channel that can't be posted to any more."""

    async def __call__(self, channel: str, problem: str) -> None:
        """Pause its digests and tell whoever subscribed."""


class Outbox:
    """Posts what is written down, each channel's messages in order."""

    def __init__(
        self,
        store: OutboxStore,
        adapters: Mapping[str, Adapter],
        *,
        clock: Clock,
        on_refused: Undeliverable | None = None,
        rand: random.Random | None = None,
    ) -> None:
        self._store = store
        self._adapters = adapters
        self._clock = clock
        self._on_refused = on_refused
        self._random = rand or random.Random()  # noqa: S311  # spreads retries, no secret
        self._delivering = asyncio.Lock()
        self._slots = asyncio.Semaphore(CHANNELS_AT_ONCE)
        self._held: dict[str, datetime] = {}
        """Channels whose first message has to wait, until when."""

    async def deliver_due(self) -> int:
        """Post what is due until nothing is; return how many went out. Raises StoreError."""
        total = 0
        async with self._delivering:
            while due := await self._store.due_deliveries(self._clock()):
                by_channel = sorted(due, key=lambda one: (one.channel, one.position))
                # every channel ends before the first failure is raised: what still posted after
                # this returned would be taken up again at the same time, and come twice
                done = await asyncio.gather(
                    *(
                        self._deliver_channel(tuple(queue))
                        for _, queue in groupby(by_channel, key=lambda one: one.channel)
                    ),
                    return_exceptions=True,
                )
                for outcome in done:
                    if isinstance(outcome, BaseException):
                        raise outcome
                    total += outcome
        return total

    async def _deliver_channel(self, queue: Sequence[Delivery]) -> int:
        """Post one channel's messages in order; return how many went out."""
        sent = 0
        async with self._slots:
            for delivery in queue:
                held = self._held.get(delivery.channel)
                if held and held > self._clock():
                    await self._store.mark_failed(delivery.key, _BEHIND, held)
                else:
                    sent += await self._deliver(delivery)
        return sent

    async def _deliver(self, delivery: Delivery) -> bool:
        posted: Posted | None = None
        try:
            async with asyncio.timeout(POST_TIMEOUT):
                posted = await self._post(delivery)
        except TimeoutError:
            await self._later(delivery, Unreachable("The platform did not answer in time."))
        except Unreachable as error:
            await self._later(delivery, error)
        except StoreError:
            raise  # the database's trouble is no reason to give up a message
        except QuickreadError as error:
            await self._never(delivery, error)
        except Exception:
            log.exception("posting failed unexpectedly", channel=delivery.channel)
            await self._surprise(delivery)
        if posted is None:
            return False
        await self._store.mark_sent(delivery.key, posted.message_id)
        await self._remember(delivery, posted)
        return True

    async def _post(self, delivery: Delivery) -> Posted:
        channel, message = _read(delivery)
        adapter = self._adapters.get(channel.platform)
        if adapter is None:
            raise Unreachable(f"{channel.platform} is not connected.")
        thread = await thread_of(self._store, delivery)
        if delivery.attempts:
            found = await adapter.find(channel, delivery.key, thread=thread)
            if found:
                return found
        message = await with_links(message, channel, self._store, adapter)
        await self._store.mark_started(delivery.key)
        try:
            return await adapter.post(channel, message, key=delivery.key, thread=thread)
        except Malformed:
            log.warning("a message was called malformed", blocks=_shape(message))
            return await adapter.post(
                channel, plain_version(message), key=delivery.key, thread=thread
            )

    async def _remember(self, delivery: Delivery, posted: Posted) -> None:
        told = await self._store.told_by(delivery.key)
        if told:
            stories = list(dict.fromkeys(one.story_id for one in told))
            await self._store.remember_thread(delivery.channel, posted.message_id, stories, "")

    async def _later(self, delivery: Delivery, error: Unreachable) -> None:
        if delivery.attempts >= _MOST_ATTEMPTS:
            await self._never(delivery, error)
            return
        wait = min(_FIRST_WAIT * 2 ** min(delivery.attempts, 12), _LONGEST_WAIT)
        wait = max(wait * self._random.uniform(0.7, 1.3), error.retry_after or 0.0)
        next_try = self._clock() + timedelta(seconds=wait)
        self._held[delivery.channel] = next_try
        log.info("a delivery waits", channel=delivery.channel, problem=error.message)
        await self._store.mark_failed(delivery.key, error.message, next_try)

    async def _surprise(self, delivery: Delivery) -> None:
        problem = Unreachable("Posting failed in a way that is in the log.")
        if delivery.attempts >= _MOST_SURPRISES:
            await self._never(delivery, problem)
        else:
            await self._later(delivery, problem)

    async def _never(self, delivery: Delivery, error: QuickreadError) -> None:
        log.warning("a delivery failed", channel=delivery.channel, problem=error.message)
        await self._store.mark_failed(delivery.key, error.message)
        if isinstance(error, Refused) and self._on_refused:
            await self._on_refused(delivery.channel, error.message)


def plain_version(message: Message) -> Message:
    """Return the message as one line of text, which every platform takes."""
    return Message((Paragraph(line(message.summary)),), message.summary)


def _read(delivery: Delivery) -> tuple[Channel, Message]:
    """Read what was written down. Raises Malformed for what no version of the program writes."""
    try:
        return Channel.parse(delivery.channel), from_json(delivery.payload)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Malformed("What was written down to be posted can't be read.") from None


def _shape(message: Message) -> list[str]:
    return [type(block).__name__ for block in message.blocks]
