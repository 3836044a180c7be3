"""When digests are due, by APScheduler: one job a subscription, on a trigger of our own grammar.

a job only wakes: whether something is due is decided from what is stored, so waking twice, late or
for nothing does no harm
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.editions import due_slot
from bot.when import Breaking, When, parse_schedule
from briefings.clock import Clock
from briefings.errors import QuickreadError
from briefings.subscriptions import Subscription

log = structlog.get_logger(__name__)

CATCH_UP_SECONDS = 300.0
"""How often it is looked for what a timer missed: a clock that jumped, a failure, a long sleep."""
AGAIN_SECONDS = 20.0
"""After how long a digest that could not be made just now is tried again."""
AT_ONCE = 8
"""Digests made at the same time."""


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

    def __init__(
        self,
        source: SubscriptionSource,
        on_due: OnDue,
        *,
        clock: Clock,
        again: float = AGAIN_SECONDS,
    ) -> None:
        self._source = source
        self._again = again
        self._on_due = on_due
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._stopping = False
        self._under_way: set[asyncio.Task[Any]] = set()
        self._making: set[int] = set()
        self._free = asyncio.Semaphore(AT_ONCE)

    async def start(self) -> None:
        """Load every subscription and begin; what was missed is made up for in the background."""
        for subscription in await self._source.subscriptions():
            try:
                self.set(subscription)
            except QuickreadError as error:
                log.warning("not scheduled", digest=subscription.id, problem=error.message)
        self._scheduler.start()
        self.every(CATCH_UP_SECONDS, self.run_due, "catch up", at_once=True)

    def stop(self) -> Awaitable[object]:
        """Stop; a digest that is half made is made after the next start.

        Await what it returns before closing the store: until then a job may still be letting go
        of its connection.
        """
        self._stopping = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        for task in self._under_way:
            task.cancel()
        return asyncio.gather(*self._under_way, return_exceptions=True)

    @property
    def running(self) -> bool:
        """Whether it fires."""
        return bool(self._scheduler.running)

    def set(self, subscription: Subscription) -> None:
        """Schedule a subscription, or anew after it changed; a paused one is not."""
        self.drop(subscription.id)
        if subscription.paused:
            return
        when = parse_schedule(subscription.schedule, zone=subscription.zone)
        if isinstance(when, Breaking):
            return  # comes with the news, not by the clock
        self._scheduler.add_job(
            self._until_stopped,
            WhenTrigger(when),
            args=[self._run, subscription.id],
            id=str(subscription.id),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,  # however late it wakes: what is too old is not due
        )

    def drop(self, subscription_id: int) -> None:
        """Schedule a subscription no more."""
        try:
            self._scheduler.remove_job(str(subscription_id))
        except JobLookupError:
            return

    def every(
        self,
        seconds: float,
        work: Callable[[], Awaitable[Any]],
        name: str,
        *,
        at_once: bool = False,
    ) -> None:
        """Run housekeeping again and again, never twice at the same time."""
        first = {"next_run_time": datetime.now(UTC)} if at_once else {}
        self._scheduler.add_job(
            self._until_stopped, "interval", args=[work], seconds=seconds, id=name,
            coalesce=True, max_instances=1, misfire_grace_time=None, **first,
        )  # fmt: skip

    async def run_due(self) -> int:
        """Run every subscription that is due at the clock's moment; return how many were."""
        count = 0
        for subscription in await self._source.subscriptions():
            if self._slot(subscription):
                count += await self._run(subscription.id)
        return count

    async def _run(self, number: int) -> bool:
        """Make what is due; a failure is this subscription's own, and is tried again later."""
        if number in self._making:
            return False
        self._making.add(number)
        try:
            async with self._free:
                # read anew: it may have been served, paused or removed since it was listed
                subscription = await self._source.subscription(number)
                slot = self._slot(subscription)
                if slot:
                    await self._on_due(subscription, slot)
                return slot is not None
        except QuickreadError as error:
            log.warning("a digest was not made", digest=number, problem=error.message)
            self._try_again(number)
        except Exception:
            log.exception("a digest was not made", digest=number)  # the next catching up tries it
        finally:
            self._making.discard(number)
        return False

    def _try_again(self, number: int) -> None:
        """Have it made soon: what was in the way, such as a busy database, passes."""
        if self.running:
            at = datetime.now(UTC) + timedelta(seconds=self._again)
            self._scheduler.add_job(
                self._until_stopped, "date", run_date=at, args=[self._run, number],
                id=f"again {number}", replace_existing=True, misfire_grace_time=None,
                max_instances=2,  # the one that failed just now has not ended yet
            )  # fmt: skip

    def _slot(self, subscription: Subscription) -> datetime | None:
        try:
            return due_slot(subscription, self._clock())
        except QuickreadError as error:
            log.warning("no schedule", digest=subscription.id, problem=error.message)
            return None

    async def _until_stopped(self, work: Callable[..., Awaitable[Any]], *given: Any) -> None:
        """Do a job's work; that it is cut off by stopping is no error to be logged."""
        task = asyncio.current_task()
        if task:  # always: a job runs as one
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        try:
            await work(*given)
        except asyncio.CancelledError:
            if not self._stopping:
                raise
