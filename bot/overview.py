"""What the page shows besides conversations: feeds, stories, coming digests, deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.compose import entries_a_week, source_name
from bot.editions import next_digest
from bot.feed_words import pushed_words
from bot.when import parse_schedule
from briefings.clock import Clock
from briefings.deliveries import Delivery
from briefings.errors import QuickreadError
from briefings.model import Feed, Story
from briefings.pushing import HubState
from briefings.subscriptions import Subscription

LIVE = timedelta(days=3)
"""How far back stories count as live."""


class OverviewStore(Protocol):
    """Stories, subscriptions, deliveries."""

    async def live_stories(self, since: datetime, limit: int = 50) -> tuple[Story, ...]:
        """Return stories with news."""

    async def subscriptions(self, channel: str | None = None) -> tuple[Subscription, ...]:
        """Return all."""

    async def recent_deliveries(self, limit: int = 50) -> tuple[Delivery, ...]:
        """Return deliveries, newest first."""

    async def count_articles(self) -> int:
        """Return how many articles there are."""


class OverviewNewsroom(Protocol):
    """Feeds."""

    async def feeds(self, scope: str) -> tuple[Feed, ...]:
        """Return the feeds followed."""

    async def weekly_entries(self, feeds: Sequence[Feed]) -> dict[int, int]:
        """Return how many entries each of these feeds brought within a week, by the feed's id."""

    def pushed(self, feed: Feed) -> HubState | None:
        """Return what the hub of a feed does, None where it has none."""


class Running(Protocol):
    """Something that runs or not."""

    @property
    def running(self) -> bool:
        """Whether it does."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a view: words, a link, small print, and whether it is in trouble."""

    title: str
    detail: str = ""
    url: str | None = None
    at: datetime | None = None
    trouble: bool = False
    next_at: datetime | None = None
    """When it is looked at again."""


class Overview:
    """Answers what the page asks beyond messages."""

    def __init__(
        self,
        newsroom: OverviewNewsroom,
        store: OverviewStore,
        schedules: Running,
        *,
        clock: Clock,
    ) -> None:
        self._newsroom = newsroom
        self._store = store
        self._schedules = schedules
        self._clock = clock

    async def rows(self, view: str, scope: str) -> tuple[Row, ...]:
        """Return the lines of a view: feeds, stories, coming or deliveries."""
        match view:
            case "feeds":
                feeds = await self._newsroom.feeds(scope)
                weekly = await self._newsroom.weekly_entries(feeds)
                now, pushed = self._clock(), self._newsroom.pushed
                return tuple(
                    _feed(feed, weekly.get(feed.id, 0), pushed_words(pushed(feed), now))
                    for feed in feeds
                )
            case "stories":
                stories = await self._store.live_stories(self._clock() - LIVE)
                return tuple(_story(story) for story in stories)
            case "coming":
                return await self._coming()
            case "deliveries":
                return tuple(_delivery(one) for one in await self._store.recent_deliveries())
        return ()

    async def health(self) -> dict[str, object]:
        """Return what `/healthz` says."""
        try:
            articles = await self._store.count_articles()
        except QuickreadError:
            return {"ok": False, "database": False, "scheduler": self._schedules.running}
        running = self._schedules.running
        return {"ok": running, "database": True, "scheduler": running, "articles": articles}

    async def _coming(self) -> tuple[Row, ...]:
        rows = []
        for one in await self._store.subscriptions():
            when = parse_schedule(one.schedule, zone=one.zone)
            channel = one.channel.split("/", 2)[-1]
            rows.append(
                Row(
                    f"{one.topic} · #{channel}",
                    f"paused {one.pause_reason}".strip() if one.paused else when.describe(),
                    at=None if one.paused else next_digest(when, self._clock()),
                    trouble=bool(one.paused and one.pause_reason),
                )
            )
        return tuple(sorted(rows, key=lambda row: (row.at is None, row.at)))


def _feed(feed: Feed, weekly: int, pushed: str) -> Row:
    state = feed.problem or ("read" if feed.succeeded_at else "not read yet")
    if feed.succeeded_at:
        state += " · " + entries_a_week(weekly)
    if pushed:
        state += " · " + pushed
    if not feed.url.startswith("http"):
        state = "came with Quickread"
    url = feed.site_url or feed.url
    return Row(
        feed.title,
        state,
        url=url if url.startswith("http") else None,
        at=feed.succeeded_at,
        trouble=bool(feed.problem),
        next_at=feed.next_poll_at,
    )


def _story(story: Story) -> Row:
    names = list(dict.fromkeys(source_name(article) for article in story.articles))
    told = f"{len(names)} sources: " if len(names) > 1 else ""
    url = next((article.url for article in story.articles if article.url), None)
    return Row(story.headline, told + ", ".join(names[:4]), url=url, at=story.updated)


def _delivery(delivery: Delivery) -> Row:
    state = str(delivery.state) + (f": {delivery.problem}" if delivery.problem else "")
    return Row(
        delivery.payload.get("summary", delivery.key),
        f"{delivery.channel} · {state}",
        at=delivery.sent_at or delivery.created_at,
        trouble=delivery.problem is not None,
    )
