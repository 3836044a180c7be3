"""Subscriptions to the hubs that feeds announce.

a poll finds a hub → ask it → it verifies at our address → it sends what changed
tend: ask, renew, end; a hub's failure is stored with the subscription and never raised
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import structlog

from briefings.clock import Clock
from briefings.errors import NotFound, QuickreadError, StoreError
from briefings.feeds.fetch import Fetched, Post
from briefings.feeds.headers import links
from briefings.feeds.websub import (
    GOODBYES,
    HubSubscription,
    absolute,
    asked,
    begin,
    confirmed,
    denied,
    form,
    intended,
    is_denial,
    is_signed,
    leave,
)
from briefings.model import Feed
from briefings.pushing import HubState

log = structlog.get_logger(__name__)

AT_ONCE = 50
"""Hubs that are asked in one round at most."""


class HubStore(Protocol):
    """Keeps subscriptions to hubs."""

    async def hub_subscriptions(self) -> tuple[HubSubscription, ...]:
        """Return all."""

    async def save_hub_subscription(self, subscription: HubSubscription) -> None:
        """Keep a feed's, instead of the one it had."""

    async def remove_hub_subscription(self, feed_id: int) -> None:
        """Delete a feed's."""

    async def unwanted_hub_feeds(self) -> tuple[int, ...]:
        """Return the feeds with a subscription that nobody follows, or that are gone."""

    async def postpone(self, feed_ids: Sequence[int], until: datetime) -> None:
        """Let these feeds have their turn then."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What was sent to one of our addresses."""

    body: bytes
    content_type: str = ""
    signature: str = ""
    """`X-Hub-Signature`."""
    link: str = ""
    """`Link`."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A feed's document that its hub sent."""

    feed_id: int
    fetched: Fetched


class Hubs:
    """Subscribes to hubs, and judges who calls as one. `public_url`: where the world reaches us."""

    def __init__(self, store: HubStore, post: Post, *, clock: Clock, public_url: str) -> None:
        self._store = store
        self._post = post
        self._clock = clock
        self._public_url = public_url
        self._by_feed: dict[int, HubSubscription] = {}
        self._by_name: dict[str, HubSubscription] = {}

    async def remember(self) -> None:
        """Learn the subscriptions again after a start. Raises StoreError."""
        for kept in await self._store.hub_subscriptions():
            if kept.public_url == self._public_url:
                self._hold(kept)
            else:  # hubs call an address that is ours no more
                await self._keep(
                    begin(kept.feed_id, kept.hub, kept.topic, self._public_url, self._clock())
                )

    def until(self, feed_id: int) -> datetime | None:
        """Return until when a feed's hub can be trusted to tell of news, None where it can't."""
        held = self._by_feed.get(feed_id)
        trusted = held is not None and held.live(self._clock()) and not held.silent
        return held.until if held and trusted else None

    def state(self, feed_id: int) -> HubState | None:
        """Return what a feed's hub does, as people are told; None where it has none."""
        held = self._by_feed.get(feed_id)
        if held is None or not held.wanted:
            return None
        return HubState(held.hub, held.until, silent=held.silent, problem=held.problem)

    async def polled(self, feed: Feed, hub: str | None, topic: str | None, news: int) -> None:
        """Note what a poll found: a hub or none, and how much that was not told of before."""
        held = self._by_feed.get(feed.id)
        hub = absolute(hub, feed.url)
        topic = absolute(topic, feed.url) or feed.url
        now = self._clock()
        if hub is None:
            if held is not None and held.wanted:
                await self._keep(leave(held, now))
        elif held is None or not held.wanted or (held.hub, held.topic) != (hub, topic):
            await self._keep(begin(feed.id, hub, topic, self._public_url, now))
        elif news and held.live(now) and not held.silent:
            await self._keep(replace(held, silent=True))

    async def tend(self) -> None:
        """Ask the hubs whose turn it is. Raises StoreError."""
        now = self._clock()
        for feed_id in await self._store.unwanted_hub_feeds():
            held = self._by_feed.get(feed_id)
            if held is not None and held.wanted:
                await self._keep(leave(held, now))
        due = sorted(
            (held for held in self._by_feed.values() if held.next_at <= now),
            key=lambda held: held.next_at,
        )
        await asyncio.gather(*(self._ask(held) for held in due[:AT_ONCE]))

    async def verify(self, name: str, query: Mapping[str, str]) -> str:
        """Return what a hub that verifies is to get back. Raises NotFound, StoreError."""
        held, now = self._by_name.get(name), self._clock()
        if held is None:
            raise NotFound("Nothing was asked for here.")
        if held.wanted and is_denial(held, query):
            log.info("a hub denied a subscription", hub=held.hub, topic=held.topic)
            if held.live(now):  # else polls were never made rarer
                await self._store.postpone([held.feed_id], now)
            await self._keep(denied(held, now))
            return ""
        challenge = intended(held, query, now)
        if challenge is None:
            raise NotFound("That was not asked for.")
        if held.wanted:
            await self._keep(confirmed(held, query, now))
            log.info("subscribed to a hub", hub=held.hub, topic=held.topic)
        else:
            await self._remove(held)
        return challenge

    def expects(self, name: str) -> bool:
        """Whether anything is to come at this address."""
        held = self._by_name.get(name)
        return held is not None and held.live(self._clock())

    async def judge(self, name: str, pushed: Pushed) -> Delivery | None:
        """Return the document that a hub sent, None where it is not to be believed.

        Raises NotFound where nothing was agreed, StoreError.
        """
        held = self._by_name.get(name)
        if held is None or not held.live(self._clock()):
            raise NotFound("Nothing is expected here.")
        about = links(pushed.link).get("self", held.topic)
        if about != held.topic or not is_signed(held, pushed.signature, pushed.body):
            log.info("not a hub's message", hub=held.hub, topic=held.topic)
            return None
        if held.silent:
            await self._keep(replace(held, silent=False))
        return Delivery(
            held.feed_id, Fetched(200, held.topic, pushed.body, content_type=pushed.content_type)
        )

    async def _ask(self, held: HubSubscription) -> None:
        if not held.wanted and held.failures >= GOODBYES:
            await self._remove(held)
            return
        asking = asked(held, self._clock())
        await self._keep(asking)
        try:
            await self._post.post(asking.hub, form(asking))
        except StoreError:
            raise
        except QuickreadError as error:
            log.info("a hub failed", hub=asking.hub, problem=error.message)
            if self._by_feed.get(held.feed_id) == asking:  # else it verified all the same
                await self._keep(replace(asking, problem=error.message))

    async def _keep(self, subscription: HubSubscription) -> None:
        await self._store.save_hub_subscription(subscription)
        self._hold(subscription)

    def _hold(self, subscription: HubSubscription) -> None:
        before = self._by_feed.get(subscription.feed_id)
        if before is not None:
            self._by_name.pop(before.name, None)
        self._by_feed[subscription.feed_id] = subscription
        self._by_name[subscription.name] = subscription

    async def _remove(self, subscription: HubSubscription) -> None:
        await self._store.remove_hub_subscription(subscription.feed_id)
        self._by_feed.pop(subscription.feed_id, None)
        self._by_name.pop(subscription.name, None)


async def open_hubs(store: HubStore, post: Post, *, clock: Clock, public_url: str) -> Hubs | None:
    """Return who subscribes, None where the world can't reach us. Raises StoreError."""
    if not public_url:
        return None
    hubs = Hubs(store, post, clock=clock, public_url=public_url)
    await hubs.remember()
    return hubs
