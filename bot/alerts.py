"""Breaking news: a new story that enough independent sources report, told at once.

subscriptions → what broke within their minutes → not told, not too many today, not in quiet hours
              → outbox, with what it tells, in one transaction
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog

from bot.compose import alert_message
from bot.editions import told_of
from bot.message_json import to_json
from bot.when import Breaking, parse_schedule
from briefings.clock import Clock
from briefings.deliveries import Delivery, Told
from briefings.errors import QuickreadError, StoreError
from briefings.model import Brief, Digest
from briefings.subscriptions import Subscription

log = structlog.get_logger(__name__)


class AlertNewsroom(Protocol):
    """Knows what is new."""

    async def digest(
        self, subscription: Subscription, *, since: datetime, until: datetime
    ) -> Digest:
        """Make a digest of what arrived from `since` up to but not at `until`."""


class AlertStore(Protocol):
    """Keeps subscriptions and what has to be posted."""

    async def subscriptions(self, channel: str | None = None) -> tuple[Subscription, ...]:
        """Return all subscriptions."""

    async def count_deliveries(self, prefix: str, since: datetime) -> int:
        """Count the deliveries since then whose keys begin with `prefix`."""

    async def enqueue(
        self, batch: Sequence[Delivery], *, told_stories: Sequence[Told] = ()
    ) -> bool:
        """Write it down; False where the same was decided before."""


class Alerts:
    """Tells channels of stories that break."""

    def __init__(self, newsroom: AlertNewsroom, store: AlertStore, *, clock: Clock) -> None:
        self._newsroom = newsroom
        self._store = store
        self._clock = clock

    async def check(self) -> int:
        """Write down every alert that is due; return how many. Raises StoreError.

        To be called after feeds were read; a failure is the one subscription's own.
        """
        written = 0
        for subscription in await self._store.subscriptions():
            if subscription.paused:
                continue
            try:
                when = parse_schedule(subscription.schedule, zone=subscription.zone)
                if isinstance(when, Breaking):
                    written += await self._check(subscription, when)
            except StoreError:
                raise
            except QuickreadError as error:
                log.warning("alerts not checked", digest=subscription.id, problem=error.message)
        return written

    async def _check(self, subscription: Subscription, when: Breaking) -> int:
        now = self._clock()
        if when.is_quiet(now):
            return 0
        since = now - timedelta(minutes=when.minutes)
        until = now + timedelta(microseconds=1)  # windows are half-open: what came just now counts
        digest = await self._newsroom.digest(subscription, since=since, until=until)
        broken = [brief for brief in digest.briefs if breaks(brief, when, since)]
        if not broken:
            return 0
        prefix = f"alert/{subscription.id}/"
        left = when.most - await self._store.count_deliveries(prefix, _midnight(now, when.zone))
        written = 0
        for brief in broken[: max(left, 0)]:
            written += await self._write(subscription, brief, prefix)
        return written

    async def _write(self, subscription: Subscription, brief: Brief, prefix: str) -> bool:
        now = self._clock()
        delivery = Delivery(
            key=f"{prefix}{brief.stories[0].id}",
            channel=subscription.channel,
            payload=to_json(alert_message(brief, zone=subscription.zone)),
            created_at=now,
        )
        told = told_of(subscription.channel, brief, delivery.key, now)
        log.info("a story broke", channel=subscription.channel, sources=brief.stories[0].reports)
        return await self._store.enqueue([delivery], told_stories=told)


def breaks(brief: Brief, when: Breaking, since: datetime) -> bool:
    """Whether a brief's story is new since then, and enough independent sources report it."""
    if brief.is_update:
        return False
    return all(
        story.reports >= when.sources
        and all(article.arrived and article.arrived >= since for article in story.articles)
        for story in brief.stories
    )


def _midnight(now: datetime, zone: str) -> datetime:
    local = now.astimezone(ZoneInfo(zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
