"""The composition root: builds the parts, starts and stops them.

settings → store → newsroom → editions, schedules → desk → adapters → outbox
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.alerts import Alerts
from bot.channels import Adapter, Conversation, Posted, Reply, Request
from bot.compose import paused_message
from bot.config import Settings
from bot.conversation import Desk
from bot.editions import Editions
from bot.limits import Limits
from bot.notices import Notices
from bot.outbox import Outbox
from bot.schedules import Schedules
from bot.seeds import load_seeds, seeds_folder
from briefings.clock import Clock, utc_now
from briefings.errors import QuickreadError
from briefings.feeds.fetch import Fetcher
from briefings.feeds.guard import Guard
from briefings.newsroom import Newsroom
from briefings.store import Store, open_store
from briefings.subscriptions import Subscription

log = structlog.get_logger(__name__)

POLL_SECONDS = 20.0
PAGE_SECONDS = 15.0
OUTBOX_SECONDS = 5.0
TIDY_SECONDS = 3600.0
SEEN = timedelta(days=7)
"""How long events are remembered, so that none is answered twice."""
STOP_SECONDS = 4.0
"""How long stopping may take; what is not done by then is done after the next start."""


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
    wake: asyncio.Event
    """Set when there is something to post."""

    async def publish(self, subscription: Subscription, slot: datetime) -> None:
        """Make a due digest and have it posted."""
        if await self.editions.make(subscription, slot):
            self.wake.set()

    async def remember(self, request: Request, reply: Reply, posted: Posted) -> None:
        """Keep what an answer is about, so that its thread can be asked."""
        if reply.about:
            address = request.channel.address
            topic = request.argument
            await self.store.remember_thread(address, posted.message_id, reply.about, topic)

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
        """Read the feeds whose turn it is, and tell at once what breaks in them."""
        read = await self.newsroom.poll()
        if read.new and await self.alerts.check():
            self.wake.set()

    async def tidy(self) -> None:
        """Forget what no platform will send again."""
        await self.store.forget_seen(utc_now() - SEEN)


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


@asynccontextmanager
async def open_newsroom(settings: Settings, *, clock: Clock = utc_now) -> AsyncIterator[Newsroom]:
    """Open the store and the newsroom alone, seeds included, for one command."""
    store = await open_store(settings.database_url.get_secret_value(), clock=clock)
    fetch = fetcher(settings, clock)
    try:
        newsroom = Newsroom(store, fetch, clock=clock)
        await newsroom.open()
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
        newsroom = Newsroom(store, fetch, clock=clock)
        await newsroom.open()
        await load_seeds(seeds_folder(settings.quickread_seeds), store, newsroom)
        yield _assemble(settings, store, newsroom, clock)


def _assemble(settings: Settings, store: Store, newsroom: Newsroom, clock: Clock) -> App:
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
        wake,
    )
    adapters["web"] = _page(app, clock, on_posted)
    for adapter in chat_adapters(settings, desk, clock, memory=store, on_posted=on_posted):
        adapters[adapter.platform] = adapter
    return app


def _page(app: App, clock: Clock, on_posted: Callable[..., Awaitable[None]]) -> Adapter:
    from bot.adapters.web import WebAdapter
    from bot.overview import Overview
    from bot.previews import previews

    settings = app.settings
    return WebAdapter(
        app.desk,
        app.store,
        Overview(app.newsroom, app.store, app.schedules, clock=clock),
        host=settings.quickread_host,
        port=settings.quickread_port,
        hosts=settings.quickread_hosts,
        previews=previews(),
        on_posted=on_posted,
        zone=settings.quickread_zone,
    )


def chat_adapters(
    settings: Settings, desk: Conversation | None, clock: Clock, **given: Any
) -> list[Any]:
    """Return the adapters of the platforms whose tokens are set, not connected yet."""
    del clock
    adapters: list[Any] = []
    if settings.slack and settings.slack_bot_token and settings.slack_app_token:
        from bot.adapters.slack.adapter import SlackAdapter

        adapters.append(
            SlackAdapter(
                desk,  # type: ignore[arg-type]  # the doctor checks tokens without a conversation
                bot_token=settings.slack_bot_token.get_secret_value(),
                app_token=settings.slack_app_token.get_secret_value(),
                api_url=settings.slack_api_url,
                **given,
            )
        )
    if settings.discord and settings.discord_token:
        from bot.adapters.discord.adapter import DiscordAdapter

        adapters.append(
            DiscordAdapter(
                desk,  # type: ignore[arg-type]
                token=settings.discord_token.get_secret_value(),
                api_url=settings.discord_api_url,
                gateway_url=settings.discord_gateway_url,
                guilds=settings.discord_guilds,
                **given,
            )
        )
    return adapters


async def serve(settings: Settings, *, announce: Callable[[str], object]) -> None:
    """Run until SIGTERM or SIGINT, then stop within five seconds."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with build(settings) as app, running(app):
        announce(f"Quickread is ready: {getattr(app.adapters['web'], 'address', '')}")
        await stop.wait()
        log.info("stopping")


@asynccontextmanager
async def running(app: App) -> AsyncIterator[App]:
    """Start the parts of an app, and stop them in the end."""
    tasks: list[asyncio.Task[None]] = []
    try:
        await app.adapters["web"].start()
        await app.schedules.start()
        app.schedules.every(TIDY_SECONDS, app.tidy, "tidy")
        tasks += [
            asyncio.create_task(connect(adapter), name=adapter.platform)
            for adapter in app.adapters.values()
            if adapter.platform != "web"
        ]
        tasks.append(asyncio.create_task(_post(app), name="outbox"))
        if app.settings.quickread_poll:
            tasks.append(asyncio.create_task(_again(app.read, POLL_SECONDS)))
            if app.settings.quickread_pages:
                tasks.append(asyncio.create_task(_again(app.newsroom.fetch_pages, PAGE_SECONDS)))
        yield app
    finally:
        app.schedules.stop()
        for task in tasks:
            task.cancel()
        stopping = [adapter.stop() for adapter in app.adapters.values()]
        await _within(STOP_SECONDS, asyncio.gather(*tasks, *stopping, return_exceptions=True))


async def connect(adapter: Adapter) -> None:
    """Connect a platform; while it can't be reached, try again ever more rarely."""
    wait = 5.0
    while True:
        try:
            await adapter.start()
        except QuickreadError as error:
            log.error("not connected", platform=adapter.platform, problem=str(error))  # noqa: TRY400
            await asyncio.sleep(wait)
            wait = min(wait * 2, 600.0)
        else:
            log.info("connected", platform=adapter.platform)
            return


async def _post(app: App) -> None:
    """Post what is due, at once when something was written down."""
    while True:
        app.wake.clear()
        try:
            await app.outbox.deliver_due()
        except QuickreadError as error:
            log.warning("posting failed", problem=str(error))
        await _within(OUTBOX_SECONDS, app.wake.wait())


async def _again(work: Callable[[], Awaitable[Any]], seconds: float) -> None:
    """Do a round of work again and again; one that fails is logged and does not end it."""
    while True:
        try:
            await work()
        except QuickreadError as error:
            log.warning("a round of work failed", problem=str(error))
        await asyncio.sleep(seconds)


async def _within(seconds: float, work: Awaitable[Any]) -> None:
    try:
        await asyncio.wait_for(work, seconds)
    except TimeoutError:
        return
