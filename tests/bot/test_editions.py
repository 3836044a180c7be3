"""A digest is made for its moment, and written down once."""

from datetime import datetime, timedelta

import pytest

from bot.editions import Editions
from briefings.model import Digest
from briefings.store import Store
from briefings.subscriptions import Subscription
from tests.conftest import StandingClock


class QuietNewsroom:
    """Has no news, and remembers which windows it was asked for."""

    def __init__(self) -> None:
        self.windows: list[tuple[datetime, datetime]] = []

    async def digest(
        self, subscription: Subscription, *, since: datetime, until: datetime
    ) -> Digest:
        self.windows.append((since, until))
        return Digest(subscription.topic, (), since, until)


async def subscribe(store: Store, schedule: str, *, only_news: bool | None = None) -> Subscription:
    return await store.add_subscription(
        channel="web/local/a", topic="grain", schedule=schedule, zone="UTC", only_news=only_news
    )


@pytest.mark.parametrize(
    ("schedule", "only_news", "said"),
    [
        ("daily 12:00", None, True),
        ("daily 12:00", True, False),
        ("every 2 hours", None, False),
        ("every 2 hours", False, True),
    ],
)
async def test_that_nothing_is_new_is_said_where_the_subscription_has_it_so(
    store: Store, clock: StandingClock, schedule: str, only_news: bool | None, said: bool
) -> None:
    subscription = await subscribe(store, schedule, only_news=only_news)
    made = await Editions(QuietNewsroom(), store, clock=clock).make(subscription, clock())
    assert made is said
    assert len(await store.due_deliveries(clock())) == said
    assert (await store.subscription(subscription.id)).last_slot == clock()


async def test_a_late_digest_says_so_and_covers_what_came_meanwhile(
    store: Store, clock: StandingClock
) -> None:
    newsroom = QuietNewsroom()
    subscription = await subscribe(store, "daily 11:00")
    slot = clock() - timedelta(hours=1)
    await Editions(newsroom, store, clock=clock).make(subscription, slot)
    assert newsroom.windows[0][1] == clock()


async def test_the_same_moment_is_decided_once(store: Store, clock: StandingClock) -> None:
    subscription = await subscribe(store, "daily 12:00")
    editions = Editions(QuietNewsroom(), store, clock=clock)
    assert await editions.make(subscription, clock())
    assert not await editions.make(subscription, clock())
    assert len(await store.due_deliveries(clock())) == 1
