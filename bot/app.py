"""The composition root: builds the parts; `serving` starts and stops them.

settings → store → newsroom → editions, schedules → desk → adapters → outbox
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from bot.alerts import Alerts
from bot.channels import Adapter, Posted, Reply, Request
from bot.compose import paused_message
from bot.config import Settings
from bot.conversation import Desk
from bot.conversation.panel import Panel
from bot.conversation.suggestions import Suggestions
from bot.corrections import Corrections
from bot.editions import Editions
from bot.feed_notices import FeedNotices
from bot.limits import Limits
from bot.metrics import Metrics
from bot.notices import Notices
from bot.outbox import Outbox
from bot.platforms import chat_adapters
from bot.retention import Keep, forget_old
from bot.schedules import Schedules
from bot.seeds import load_seeds, seeds_folder
from bot.threads import Threads
from bot.watches import Watches
from briefings.clock import Clock, utc_now
from briefings.feeds.fetch import Fetcher
from briefings.feeds.guard import Guard
from briefings.feeds.hosts import Hosts, PolitePost
from briefings.hubs import Hubs, open_hubs
from briefings.newsroom import Newsroom
from briefings.store import Store, open_store
from briefings.subscriptions import Subscription
from briefings.workers import InThreads, Workers

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class App:
    """The parts of a running Quickread."""

    settings: Settings
    store: Store
    newsroom: Newsroom
    editions: Editions
    schedules: Schedules
    outbox: Outbox
    desk: Desk
    adapters: dict[str, Adapter]
    notices: Notices
    alerts: Alerts
    corrections: Corrections
    watches: Watches
    workers: InThreads | Workers
    feed_notices: FeedNotices
    hubs: Hubs | None
    """None where the world can't reach us."""
    metrics: Metrics
    clock: Clock
    wake: asyncio.Event
    """Set when there is something to post."""

    async def publish(self, subscription: Subscription, slot: datetime) -> None:
        """Make a due digest and have it posted."""
        if await self.editions.make(subscription, slot):
            self.wake.set()

    async def remember(self, request: Request, reply: Reply, posted: Posted) -> None:
        """Keep what an answer is about, so that its thread can be asked."""
        await Threads(self.store, clock=self.clock).remember(request, reply, posted)

    async def pause(self, channel: str, problem: str) -> None:
        """Pause the digests of a channel that can't be posted to, and tell who subscribed."""
        for subscription in await self.store.subscriptions(channel):
            if subscription.paused:
                continue
            paused = replace(subscription, paused=True, pause_reason=problem)
            await self.store.update_subscription(paused)
            self.schedules.drop(subscription.id)
            if subscription.created_by:
                since = subscription.last_slot or subscription.created_at
                await self.notices.person(
                    subscription.scope,
                    subscription.created_by,
                    paused_message(subscription, problem),
                    key=f"paused/{subscription.id}/{since:%Y-%m-%dT%H:%M}",
                )

    async def read(self) -> None:
        """Read the feeds whose turn it is; tell at once what breaks in them, and is corrected."""
        read = await self.newsroom.poll()
        if read.new and await self.alerts.check():
            self.wake.set()
        if read.new and await self.watches.check():
            self.wake.set()
        await self.corrections.check()

    async def read_pages(self) -> None:
        """Fetch pages behind new entries, and tell what they answer."""
        if await self.newsroom.fetch_pages() and await self.watches.check():
            self.wake.set()

    async def tidy(self) -> None:
        """Forget what is older than the settings keep it."""
        chosen = self.settings
        keep = Keep(
            articles=chosen.quickread_article_days,
            threads=chosen.quickread_thread_days,
            deliveries=chosen.quickread_delivery_days,
        )
        await forget_old(self.store, keep, clock=self.clock)

    async def leave(self, scope: str) -> None:
        """Delete all that belongs to a workspace that the bot was removed from."""
        for subscription in await self.store.subscriptions():
            if subscription.scope == scope:
                self.schedules.drop(subscription.id)
        gone = await self.store.forget_scope(scope)
        log.info("a workspace was left", scope=scope, rows=gone)


class _WakingEditions:
    """Editions that have the first digest posted at once."""

    def __init__(self, editions: Editions, wake: asyncio.Event) -> None:
        self._editions = editions
        self._wake = wake

    async def make_first(self, subscription: Subscription) -> bool:
        made = await self._editions.make_first(subscription)
        self._wake.set()
        return made


def fetcher(settings: Settings, clock: Clock) -> Fetcher:
    """Return what fetches feeds and pages, with the operator's address in its name."""
    contact = settings.quickread_contact or "https://pypi.org/project/quickread/"
    return Fetcher(
        user_agent=f"Quickread/0.1 (+{contact})",
        guard=Guard(settings.quickread_private_hosts),
        clock=clock,
    )


def hosts(settings: Settings) -> Hosts:
    """Return who gives turns at hosts; the operator's own are not spared."""
    return Hosts(is_own=Guard(settings.quickread_private_hosts).owns)


def workers_of(settings: Settings) -> InThreads | Workers:
    """Return who does what takes a processor's time: as many processes as are set."""
    count = settings.quickread_workers
    if count is None:
        count = min(4, max(1, (os.cpu_count() or 1) - 1))
    return Workers(count) if count else InThreads()


@asynccontextmanager
async def open_newsroom(settings: Settings, *, clock: Clock = utc_now) -> AsyncIterator[Newsroom]:
    """Open the store and the newsroom alone, seeds included, for one command."""
    store = await open_store(settings.database_url.get_secret_value(), clock=clock)
    fetch = fetcher(settings, clock)
    try:
        newsroom = Newsroom(store, fetch, clock=clock)
        await load_seeds(seeds_folder(settings.quickread_seeds), store, newsroom)
        yield newsroom
    finally:
        await fetch.close()
        await store.close()


@asynccontextmanager
async def build(settings: Settings, *, clock: Clock = utc_now) -> AsyncIterator[App]:
    """Build every part; nothing is started. Raises ConfigError, StoreError."""
    async with AsyncExitStack() as stack:
        store = await open_store(settings.database_url.get_secret_value(), clock=clock)
        stack.push_async_callback(store.close)
        fetch = fetcher(settings, clock)
        stack.push_async_callback(fetch.close)
        workers = workers_of(settings)
        stack.push_async_callback(workers.close)
        metrics = Metrics()
        turns = hosts(settings)
        hubs = await open_hubs(
            store,
            PolitePost(fetch, turns),
            clock=clock,
            public_url=settings.quickread_public_url if settings.quickread_poll else "",
        )
        newsroom = Newsroom(
            store,
            fetch,
            clock=clock,
            reader=workers,
            hosts=turns,
            watch=metrics,
            first_interval=settings.quickread_poll_minutes * 60,
            grouping=workers.for_stories,
            push=hubs,
        )
        stack.push_async_callback(newsroom.close)
        await load_seeds(seeds_folder(settings.quickread_seeds), store, newsroom)
        yield _assemble(settings, store, newsroom, workers, hubs, metrics, clock)


def _assemble(
    settings: Settings,
    store: Store,
    newsroom: Newsroom,
    workers: InThreads | Workers,
    hubs: Hubs | None,
    metrics: Metrics,
    clock: Clock,
) -> App:
    wake = asyncio.Event()
    editions = Editions(newsroom, store, clock=clock)
    adapters: dict[str, Adapter] = {}
    app: App

    async def on_due(subscription: Subscription, slot: datetime) -> None:
        await app.publish(subscription, slot)

    async def on_refused(channel: str, problem: str) -> None:
        await app.pause(channel, problem)

    async def on_posted(request: Request, reply: Reply, posted: Posted) -> None:
        await app.remember(request, reply, posted)

    schedules = Schedules(store, on_due, clock=clock)
    desk = Desk(
        newsroom,
        store,
        schedules,
        _WakingEditions(editions, wake),
        clock=clock,
        zone=settings.quickread_zone,
        limits=Limits(
            clock=clock,
            user_per_minute=settings.quickread_user_rate,
            channel_per_minute=settings.quickread_channel_rate,
        ),
    )
    outbox = Outbox(store, adapters, clock=clock, on_refused=on_refused)
    notices = Notices(store, clock=clock, wake=wake.set)
    app = App(
        settings,
        store,
        newsroom,
        editions,
        schedules,
        outbox,
        desk,
        adapters,
        notices,
        Alerts(newsroom, store, clock=clock),
        Corrections(store, notices, adapters),
        Watches(newsroom, store, clock=clock),
        workers,
        FeedNotices(store, notices, clock=clock),
        hubs,
        metrics,
        clock,
        wake,
    )

    async def on_left(scope: str) -> None:
        await app.leave(scope)

    suggest = Suggestions(newsroom, store, clock=clock, zone=settings.quickread_zone)
    besides = {
        "suggest": suggest,
        "on_channel_gone": on_refused,
        "on_thread_gone": desk.forget_thread,
        "on_left": on_left,
    }
    chats = chat_adapters(
        settings,
        desk,
        clock,
        for_slack={
            **besides,
            "panel": Panel(newsroom, store, clock=clock, zone=settings.quickread_zone),
        },
        for_discord=besides,
        memory=store,
        on_posted=on_posted,
    )
    routes = [route for chat in chats if hasattr(chat, "routes") for route in chat.routes()]
    adapters["web"] = _page(app, clock, on_posted, routes)
    for adapter in chats:
        adapters[adapter.platform] = adapter
    return app


def _page(
    app: App, clock: Clock, on_posted: Callable[..., Awaitable[None]], routes: Sequence[Any]
) -> Adapter:
    from bot.adapters.web import WebAdapter
    from bot.adapters.web.websub import Callbacks
    from bot.overview import Overview
    from bot.previews import previews

    settings = app.settings
    callbacks = Callbacks(app.hubs, app.newsroom.take).routes() if app.hubs else ()
    return WebAdapter(
        app.desk,
        app.store,
        Overview(app.newsroom, app.store, app.schedules, clock=clock),
        host=settings.quickread_host,
        port=settings.quickread_port,
        hosts=settings.quickread_hosts,
        previews=previews(),
        metrics=app.metrics.text,
        on_posted=on_posted,
        zone=settings.quickread_zone,
        besides=[*routes, *callbacks],
    )
