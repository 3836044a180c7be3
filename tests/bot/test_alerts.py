"""A story that breaks is told at once, once, and no more often than was asked for."""

from collections.abc import AsyncIterator

import pytest

from bot.alerts import Alerts
from briefings.feeds.fetch import Fetcher
from briefings.feeds.guard import Guard
from briefings.model import Entry
from briefings.newsroom import Newsroom
from briefings.store import Store
from tests.conftest import StandingClock

CHANNEL = "slack/T1/C1"
QUAKE = "Strong earthquake shakes the harbour of Odesa"
FLOOD = "River flood cuts off the mountain town of Rakhiv"
STRIKE = "Railway workers begin a strike in Lviv over wages"
WORDS = {
    STRIKE: "Railway workers in Lviv began a strike over their wages, their union announced.",
    QUAKE: "An earthquake of magnitude 6.1 shook the harbour of Odesa on Tuesday, the port said.",
    FLOOD: "A flood of the river Tisza cut off the mountain town of Rakhiv, its mayor said.",
}
OWN = (
    "Our reporter on the spot spoke with neighbours who had left their houses in a hurry at dawn "
    "and did not know when they might return.",
    "People sent in pictures of crowded streets; a bakery handed out bread, a school opened its "
    "gymnasium, and buses were running late all morning.",
    "Two shopkeepers told this paper they had seen nothing like it for thirty years, while a "
    "visitor from abroad had slept through everything.",
    "Officials will meet at noon; the regional governor cut short her holiday and promised help "
    "to whoever needs a roof, a meal or a doctor.",
)
"""What each source adds in its own words: without that it would be a copy."""


class Room:
    """A newsroom whose feeds the test writes itself."""

    def __init__(self, store: Store, newsroom: Newsroom) -> None:
        self.store, self.newsroom = store, newsroom
        self.feeds: list[int] = []

    async def report(self, title: str, *sources: int) -> None:
        """Have the feeds with these numbers tell a story."""
        while len(self.feeds) <= max(sources):
            number = len(self.feeds)
            feed = await self.store.add_feed(f"https://{number}.example/f", f"F{number}", scope="*")
            self.feeds.append(feed.id)
        for source in sources:
            link = f"https://{source}.example/{title[:9]}"
            entry = Entry(link, link, title, f"{WORDS[title]} {OWN[source % len(OWN)]}")
            added = await self.store.add_entries(self.feeds[source], [entry])
            await self.newsroom.group(added)


@pytest.fixture
async def room(store: Store, clock: StandingClock) -> AsyncIterator[Room]:
    fetch = Fetcher(guard=Guard(()), clock=clock)
    yield Room(store, Newsroom(store, fetch, clock=clock))
    await fetch.close()


@pytest.fixture
def alerts(store: Store, room: Room, clock: StandingClock) -> Alerts:
    return Alerts(room.newsroom, store, clock=clock)


async def subscribe(
    store: Store, schedule: str = "breaking 3 sources in 60 minutes, 1 a day"
) -> int:
    made = await store.add_subscription(
        channel=CHANNEL, topic="everything", schedule=schedule, zone="Europe/Kyiv"
    )
    return made.id


async def test_a_new_story_is_told_once_when_enough_sources_report_it(
    store: Store, room: Room, alerts: Alerts, clock: StandingClock
) -> None:
    number = await subscribe(store)
    await room.report(QUAKE, 0, 1)
    assert await alerts.check() == 0
    clock.forward(minutes=10)
    await room.report(QUAKE, 2)
    assert await alerts.check() == 1
    await room.report(QUAKE, 3)
    assert await alerts.check() == 0
    (delivery,) = await store.due_deliveries(clock())
    assert delivery.key.startswith(f"alert/{number}/")
    assert "Breaking: " in str(delivery.payload)
    assert QUAKE in str(delivery.payload)


async def test_a_digest_does_not_tell_again_what_an_alert_told(
    store: Store, room: Room, alerts: Alerts, clock: StandingClock
) -> None:
    number = await subscribe(store)
    await room.report(QUAKE, 0, 1, 2)
    since = clock()
    await alerts.check()
    clock.forward(hours=1)
    daily = await store.subscription(number)
    digest = await room.newsroom.digest(daily, since=since, until=clock())
    assert digest.briefs == ()


async def test_a_story_that_grew_slowly_is_no_breaking_news(
    store: Store, room: Room, alerts: Alerts, clock: StandingClock
) -> None:
    await subscribe(store)
    await room.report(QUAKE, 0)
    clock.forward(minutes=61)
    await room.report(QUAKE, 1, 2, 3)
    assert await alerts.check() == 0


async def test_a_day_has_no_more_alerts_than_were_asked_for(
    store: Store, room: Room, alerts: Alerts, clock: StandingClock
) -> None:
    await subscribe(store)
    await room.report(QUAKE, 0, 1, 2)
    await room.report(FLOOD, 0, 1, 2)
    assert await alerts.check() == 1
    assert await alerts.check() == 0
    clock.now = clock.now.replace(hour=22)  # midnight in Kyiv
    await room.report(STRIKE, 0, 1, 2)
    assert await alerts.check() == 1


async def test_in_quiet_hours_nothing_breaks(
    store: Store, room: Room, alerts: Alerts, clock: StandingClock
) -> None:
    await subscribe(store, "breaking 3 sources in 120 minutes quiet 12:00-15:00")
    await room.report(QUAKE, 0, 1, 2)
    assert await alerts.check() == 0  # noon in UTC is 14:00 in Kyiv
    clock.forward(minutes=61)
    assert await alerts.check() == 1  # still fresh when they end


async def test_a_paused_or_broken_subscription_holds_up_no_other(
    store: Store, room: Room, alerts: Alerts
) -> None:
    await subscribe(store, "breaking nonsense")
    await subscribe(store)
    await room.report(QUAKE, 0, 1, 2)
    assert await alerts.check() == 1
