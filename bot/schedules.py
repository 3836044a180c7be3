"""When digests are due, by APScheduler: one job a subscription, on a trigger of our own grammar."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol

import structlog
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.editions import due_slot
from bot.when import When, parse_when
from briefings.clock import Clock
from briefings.errors import QuickreadError
from briefings.subscriptions import Subscription

log = structlog.get_logger(__name__)

_GRACE = 3600


class SubscriptionSource(Protocol):
    """Knows the subscriptions."""

    async def subscriptions(self, channel: str | None = None) -> tuple[Subscription, ...]:
        """Return all subscriptions."""

    async def subscription(self, subscription_id: int) -> Subscription:
        """Return one. Raises NotFound."""


OnDue = Callable[[Subscription, datetime], Awaitable[object]]


class WhenTrigger(BaseTrigger):  # type: ignore[misc]  # the library has no types
    """Fires at the moments of a `When`."""

    def __init__(self, when: When) -> None:
        self.when = when

    def get_next_fire_time(
        self, previous_fire_time: datetime | None, now: datetime
    ) -> datetime | None:
        """Return the next moment, as APScheduler asks for it."""
        return self.when.next_after(max(previous_fire_time or now, now))


class Schedules:
    """Runs what is due at its time, and what was missed when it comes back."""

    def __init__(self, source: SubscriptionSource, on_due: OnDue, *, clock: Clock) -> None:
        self._source = source
        self._on_due = on_due
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    async def start(self) -> None:
        """Load every subscription, make up for what was missed, and begin."""
        for subscription in await self._source.subscriptions():
            self.set(subscription)
        self._scheduler.start()
        await self.run_due()

    def stop(self) -> None:
        """Stop; what is under way is left to finish."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    @property
    def running(self) -> bool:
        """Whether it fires."""
        return bool(self._scheduler.running)

    def set(self, subscription: Subscription) -> None:
        """Schedule a subscription, or anew after it changed; a paused one is not."""
        self.drop(subscription.id)
        if subscription.paused:
            return
        when = parse_when(subscription.schedule, zone=subscription.zone)
        self._scheduler.add_job(
            self._fire,
            WhenTrigger(when),
            args=[subscription.id],
            id=str(subscription.id),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=_GRACE,
        )

    def drop(self, subscription_id: int) -> None:
        """Schedule a subscription no more."""
        try:
            self._scheduler.remove_job(str(subscription_id))
        except JobLookupError:
            return

    def every(self, seconds: float, work: Callable[[], Awaitable[Any]], name: str) -> None:
        """Run housekeeping again and again, never twice at the same time."""
        self._scheduler.add_job(
            work, "interval", seconds=seconds, id=name, coalesce=True, max_instances=1,
            misfire_grace_time=_GRACE,
        )  # fmt: skip

    async def run_due(self) -> int:
        """Run every subscription that is due at the clock's moment; return how many were."""
        count = 0
        for subscription in await self._source.subscriptions():
            count += await self._run(subscription)
        return count

    async def _fire(self, subscription_id: int) -> None:
        try:
            await self._run(await self._source.subscription(subscription_id))
        except QuickreadError as error:
            log.warning("a digest was not made", problem=error.message)

    async def _run(self, subscription: Subscription) -> bool:
        slot = due_slot(subscription, self._clock())
        if slot is None:
            return False
        try:
            await self._on_due(subscription, slot)
        except QuickreadError as error:
            log.warning("a digest was not made", problem=error.message)
        return True
