"""Digests come at their time, and those that were missed once, while they are fresh."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.editions import due_slot, freshness
from bot.schedules import Schedules, WhenTrigger
from bot.when import parse_when
from briefings.errors import StoreError
from briefings.store import Store
from briefings.subscriptions import Subscription
from tests.conftest import StandingClock

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
DAILY = Subscription(
    1, "web/local/a", "ukraine", "daily 08:00", "UTC", created_at=NOON - timedelta(days=9)
)


class Made:
    """Keeps which digests were asked for; notes the slot as the store would."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.slots: list[tuple[str, datetime]] = []
        self.errors: list[Exception] = []
        self.came, self.done = asyncio.Event(), asyncio.Event()

    async def __call__(self, subscription: Subscription, slot: datetime) -> None:
        self.slots.append((subscription.topic, slot))
        self.came.set()
        if self.errors:
            raise self.errors.pop(0)
        await self.store.enqueue([], slot=(subscription.id, slot))
        self.done.set()


@pytest.fixture
def made(store: Store) -> Made:
    return Made(store)


@pytest.fixture
def schedules(store: Store, made: Made, clock: StandingClock) -> Schedules:
    return Schedules(store, made, clock=clock)


async def subscribe(store: Store, topic: str, schedule: str = "daily 08:00") -> Subscription:
    return await store.add_subscription(
        channel="web/local/a", topic=topic, schedule=schedule, zone="UTC"
    )


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        ("2026-03-10T07:59", "2026-03-09T08:00", None),
        ("2026-03-10T08:00", "2026-03-09T08:00", "2026-03-10T08:00"),
        ("2026-03-10T08:00", "2026-03-10T08:00", None),
        ("2026-03-10T13:59", "2026-03-09T08:00", "2026-03-10T08:00"),  # late, still fresh
        ("2026-03-10T14:01", "2026-03-09T08:00", None),  # stale: tomorrow's will tell it
        ("2026-03-10T09:00", "2026-03-01T08:00", "2026-03-10T08:00"),  # of nine missed the newest
        ("2026-03-10T07:00", "2026-03-11T08:00", None),  # a clock that was set back
    ],
)
def test_a_missed_moment_is_made_up_for_once_while_it_is_fresh(
    now: str, last: str, due: str | None
) -> None:
    subscription = replace(DAILY, last_slot=datetime.fromisoformat(f"{last}+00:00"))
    expected = datetime.fromisoformat(f"{due}+00:00") if due else None
    assert due_slot(subscription, datetime.fromisoformat(f"{now}+00:00")) == expected


def test_nothing_is_due_from_before_it_was_subscribed() -> None:
    new = replace(DAILY, created_at=NOON.replace(hour=9), last_slot=None)
    assert due_slot(new, NOON) is None


def test_what_was_missed_is_not_made_up_for_in_quiet_hours() -> None:
    quiet = replace(DAILY, schedule="every 2 hours quiet 11:00-13:00", zone="UTC")
    assert due_slot(quiet, NOON) is None
    assert due_slot(quiet, NOON + timedelta(hours=2)) == NOON + timedelta(hours=2)


def test_a_paused_digest_is_never_due() -> None:
    assert due_slot(replace(DAILY, paused=True), NOON) is None


@given(
    st.sampled_from(["daily 08:00", "hourly", "every 15 minutes", "mon 09:00", "0 8,9 * * *"]),
    st.lists(st.integers(-500, 2000), max_size=60),
)
def test_however_irregularly_it_wakes_each_moment_is_made_once_and_in_order(
    schedule: str, sleeps: list[int]
) -> None:
    subscription, now, slots = replace(DAILY, schedule=schedule), NOON, []
    when = parse_when(schedule)
    for minutes in sleeps:
        now += timedelta(minutes=minutes)  # a clock that is set may also go back
        slot = due_slot(subscription, now)
        newest = when.last_until(now)
        assert newest
        if slot is None:  # nothing new, or too old to be worth it
            done = subscription.last_slot or subscription.created_at
            assert done
            assert newest <= done or now - newest > freshness(when, newest)
        else:
            assert slot == newest
            slots.append(slot)
            subscription = replace(subscription, last_slot=slot)
    assert slots == sorted(set(slots))


async def test_what_was_missed_while_it_was_down_comes_after_the_start(
    schedules: Schedules, store: Store, made: Made, clock: StandingClock
) -> None:
    await subscribe(store, "ukraine")
    clock.now = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
    await schedules.start()
    assert schedules.running
    await asyncio.wait_for(made.came.wait(), 5)
    await schedules.stop()
    assert made.slots == [("ukraine", datetime(2026, 3, 11, 8, 0, tzinfo=UTC))]


async def test_running_what_is_due_twice_makes_it_once(
    schedules: Schedules, store: Store, made: Made, clock: StandingClock
) -> None:
    await subscribe(store, "ukraine")
    clock.now = datetime(2026, 3, 11, 8, 0, tzinfo=UTC)
    counts = await asyncio.gather(*(schedules.run_due() for _ in range(3)))
    assert sum(counts) == len(made.slots) == 1
    assert await schedules.run_due() == 0


@pytest.mark.parametrize("error", [StoreError("locked"), RuntimeError("a bug")])
async def test_a_digest_that_fails_stops_no_other_and_is_made_next_time(
    schedules: Schedules, store: Store, made: Made, clock: StandingClock, error: Exception
) -> None:
    await subscribe(store, "broken")
    await subscribe(store, "fine")
    clock.now = datetime(2026, 3, 11, 8, 0, tzinfo=UTC)
    made.errors.append(error)
    await schedules.run_due()
    assert [topic for topic, _ in made.slots] == ["broken", "fine"]
    clock.forward(minutes=5)
    await schedules.run_due()
    assert [topic for topic, _ in made.slots] == ["broken", "fine", "broken"]


async def test_a_digest_that_could_not_be_made_just_now_is_made_soon(
    store: Store, made: Made, clock: StandingClock
) -> None:
    schedules = Schedules(store, made, clock=clock, again=0)
    await subscribe(store, "ukraine")
    clock.now = datetime(2026, 3, 11, 8, 0, tzinfo=UTC)
    made.errors += [StoreError("The database is busy."), StoreError("It still is.")]
    await schedules.start()
    await asyncio.wait_for(made.done.wait(), 5)
    await schedules.stop()
    assert len(made.slots) == 3


@pytest.mark.parametrize("schedule", ["gibberish", "0 0 30 2 *", ""])
async def test_a_schedule_that_cannot_be_read_stops_neither_the_start_nor_the_others(
    schedules: Schedules, store: Store, made: Made, clock: StandingClock, schedule: str
) -> None:
    await subscribe(store, "broken", schedule)
    await subscribe(store, "fine")
    clock.now = datetime(2026, 3, 11, 8, 0, tzinfo=UTC)
    await schedules.start()
    await asyncio.wait_for(made.came.wait(), 5)
    await schedules.stop()
    assert [topic for topic, _ in made.slots] == ["fine"]


async def test_one_removed_while_others_are_made_does_not_come(
    store: Store, clock: StandingClock
) -> None:
    topics = []
    await subscribe(store, "first")
    second = await subscribe(store, "second")

    async def on_due(subscription: Subscription, _slot: datetime) -> None:
        topics.append(subscription.topic)
        await store.remove_subscription(second.id)

    clock.now = datetime(2026, 3, 11, 8, 0, tzinfo=UTC)
    await Schedules(store, on_due, clock=clock).run_due()
    assert topics == ["first"]


def test_a_timer_fires_at_the_next_moment_and_skips_what_has_passed() -> None:
    trigger = WhenTrigger(parse_when("daily 08:00"))
    first = trigger.get_next_fire_time(None, NOON)
    assert first == NOON.replace(day=11, hour=8)
    assert trigger.get_next_fire_time(first, first) == NOON.replace(day=12, hour=8)
    assert trigger.get_next_fire_time(first, NOON.replace(day=20)) == NOON.replace(day=21, hour=8)


async def test_a_subscription_is_scheduled_anew_and_dropped_without_a_fuss(
    schedules: Schedules, store: Store
) -> None:
    one = await subscribe(store, "ukraine")
    schedules.set(one)
    schedules.set(replace(one, schedule="hourly"))
    schedules.set(replace(one, paused=True))
    schedules.drop(one.id)
    schedules.drop(one.id)
