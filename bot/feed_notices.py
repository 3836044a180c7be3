"""Feeds that are gone for good, or have failed for a week: their readers are told once.

troubled feeds → subscriptions that would have had their entries → a notice in each channel
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.compose import text_message
from bot.messages import Actions, Button, Link, Message
from bot.notices import Notices
from briefings.clock import Clock
from briefings.model import Feed
from briefings.subscriptions import Subscription

PATIENCE = timedelta(days=7)
"""How long a feed fails before anybody is told."""
NEWS = timedelta(days=3)
"""For how long a trouble is told to those who were not told yet: after a stop, say."""

_NEVER = datetime(9000, 1, 1, tzinfo=UTC)


class FeedNoticeStore(Protocol):
    """Keeps feeds and subscriptions."""

    async def troubled_feeds(self, failing_since: datetime) -> tuple[Feed, ...]:
        """Return the feeds that have failed since then or longer, and those that are gone."""

    async def feeds(self, scope: str) -> tuple[Feed, ...]:
        """Return the feeds that the scope follows."""

    async def subscriptions(self, channel: str | None = None) -> tuple[Subscription, ...]:
        """Return all subscriptions."""


class FeedNotices:
    """Tells channels of feeds that bring nothing any more."""

    def __init__(self, store: FeedNoticeStore, notices: Notices, *, clock: Clock) -> None:
        self._store = store
        self._notices = notices
        self._clock = clock

    async def check(self) -> int:
        """Tell who has to be told; return how many channels were. Raises StoreError."""
        now = self._clock()
        troubled = await self._store.troubled_feeds(now - PATIENCE)
        told = 0
        for feed in troubled:
            if now - _told_from(feed) > NEWS:
                continue
            for channel in await self._channels(feed):
                # the feed's own moment in the key: the next trouble is told again
                key = f"feed/{feed.id}/{_told_from(feed):%Y-%m-%dT%H:%M}/{channel}"
                told += await self._notices.channel(channel, _message(feed), key=key)
        return told

    async def _channels(self, feed: Feed) -> list[str]:
        """Return the channels whose digests the feed's entries would have been in."""
        followed: dict[str, bool] = {}
        channels = []
        for one in await self._store.subscriptions():
            if one.paused or (one.feed_ids and feed.id not in one.feed_ids):
                continue
            if one.scope not in followed:
                feeds = await self._store.feeds(one.scope)
                followed[one.scope] = any(other.id == feed.id for other in feeds)
            if followed[one.scope]:
                channels.append(one.channel)
        return list(dict.fromkeys(channels))


def _told_from(feed: Feed) -> datetime:
    """Return from when on there is something to tell."""
    if feed.stopped_at is not None:
        return feed.stopped_at
    return (feed.failing_since or _NEVER) + PATIENCE


def _message(feed: Feed) -> Message:
    name = Link(feed.title, feed.site_url or feed.url)
    if feed.stopped_at is not None:
        said = text_message(
            "The feed ", name, " is gone for good, says its server. I no longer ask for it.",
            note="If it has a new address, use /feeds add with that one.",
        )  # fmt: skip
    else:
        said = text_message(
            "For a week I could not read the feed ", name, f": {feed.problem or 'it fails.'}",
            note="I go on trying once a day.",
        )  # fmt: skip
    number = str(feed.id)
    mend = (Button("Look for it", "feed_mend", number), Button("Remove it", "feed_drop", number))
    return replace(said, blocks=(*said.blocks, Actions(mend)))
