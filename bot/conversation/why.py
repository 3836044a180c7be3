"""`/brief why <link>`: why an item was posted in this channel, or was not.

link → the article it brought, if any feed did → what the channel was told → each digest's reason
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.channels import Reply, Request
from bot.compose import list_message
from bot.editions import next_digest
from bot.messages import Line, Text, Time, line
from bot.when import Breaking, parse_schedule
from briefings.clock import Clock
from briefings.deliveries import Told
from briefings.digests import STALE, is_news
from briefings.errors import NotFound, ScheduleError
from briefings.model import Article, Story
from briefings.subscriptions import Subscription

_MOMENT = timedelta(microseconds=1)


class WhyStore(Protocol):
    """What a reason is found in."""

    async def article_at(self, url: str, *, scope: str) -> Article | None:
        """Return the article behind a link, of the feeds that the scope sees."""

    async def search(
        self,
        topic: str,
        *,
        scope: str | None = None,
        feed_ids: Sequence[int] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 20,
    ) -> tuple[Story, ...]:
        """Return stories on a topic."""

    async def subscriptions(self, channel: str | None = None) -> tuple[Subscription, ...]:
        """Return a channel's subscriptions."""

    async def told(
        self, channel: str, story_ids: Sequence[int] | None = None, since: datetime | None = None
    ) -> tuple[Told, ...]:
        """Return what a channel was told of these stories."""


class Why:
    """Explains what became of an item."""

    def __init__(self, store: WhyStore, *, clock: Clock, zone: str) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    async def explain(self, url: str, request: Request) -> Reply:
        """Say why the item behind a link came to this channel or did not. Raises NotFound."""
        channel, zone = request.channel, request.user.zone or self._zone
        article = await self._store.article_at(url, scope=channel.scope)
        if article is None:
            raise NotFound(
                "No feed that is read here has brought that link.",
                hint="See /feeds list for their health, or add its feed with /feeds add.",
            )
        told: tuple[Told, ...] = ()
        if article.story_id is not None:
            told = await self._store.told(channel.address, [article.story_id])
        rows = [_came_in(article, zone)]
        own = [one for one in told if article.id in one.article_ids]
        if own:
            rows.append(line("It was told here on ", Time(own[0].at, zone=zone), "."))
        else:
            digests = await self._store.subscriptions(channel.address)
            rows += [await self._reason(one, article, told, zone) for one in digests]
            if not digests:
                rows.append(line("No digest comes to this channel. See /help digest."))
        return Reply(list_message(article.title, tuple(rows), empty=""), private=True)

    async def _reason(
        self, subscription: Subscription, article: Article, told: Sequence[Told], zone: str
    ) -> Line:
        start = (Text(subscription.topic, bold=True), ": ")
        if not await self._matches(subscription, article):
            return line(
                *start, "it is not on that topic, or of a feed that this digest leaves out."
            )
        if not is_news(article, article.arrived or self._clock(), _ever()):
            days = STALE.days
            return line(*start, f"it had come out more than {days} days before, so it was no news.")
        if told:
            at = Time(told[-1].at, zone=zone)
            return line(*start, "its story was told on ", at, ", and it says nothing new on that.")
        return line(*start, *self._turn(subscription, article, zone))

    def _turn(self, subscription: Subscription, article: Article, zone: str) -> Line:
        """Say that its turn is yet to come, or how it was passed over."""
        if subscription.paused:
            return line(f"that digest is paused. {subscription.pause_reason}".strip())
        try:
            when = parse_schedule(subscription.schedule, zone=subscription.zone)
        except ScheduleError as error:
            return line(error.message)
        if isinstance(when, Breaking):
            return line(f"it broke no news: that takes {when.text.removeprefix('breaking ')}.")
        last, arrived = subscription.last_slot, article.arrived
        coming = next_digest(when, self._clock())
        if coming and (last is None or arrived is None or arrived >= last):
            return line("it may come with the next digest, at ", Time(coming, zone=zone), ".")
        return line(
            f"there was no room for it: that digest has at most {subscription.size} stories, and "
            "others were newer or reported by more sources."
        )

    async def _matches(self, subscription: Subscription, article: Article) -> bool:
        at = article.arrived or self._clock()
        found = await self._store.search(
            subscription.topic,
            scope=subscription.scope,
            feed_ids=subscription.feed_ids or None,
            since=at,
            until=at + _MOMENT,
            limit=500,
        )
        return any(one.id == article.id for story in found for one in story.articles)


def _came_in(article: Article, zone: str) -> Line:
    if article.arrived is None:
        return line(f"It came in from {article.source}.")
    return line(f"It came in from {article.source} on ", Time(article.arrived, zone=zone), ".")


def _ever() -> datetime:
    return datetime.max.replace(tzinfo=UTC)
