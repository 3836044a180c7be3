"""Starting the parts, keeping them at work, and stopping them.

poll → alerts     pages     outbox     housekeeping: each goes on whatever happens to another
"""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import structlog

from bot.app import App, build
from bot.channels import Adapter
from bot.config import Settings
from bot.platforms import not_set_up
from briefings.errors import QuickreadError

log = structlog.get_logger(__name__)

POLL_SECONDS = 5.0
PAGE_SECONDS = 15.0
OUTBOX_SECONDS = 5.0
TIDY_SECONDS = 3600.0
HUB_SECONDS = 15.0
FEED_NOTICE_SECONDS = 600.0
STOP_SECONDS = 4.0
"""How long stopping may take; what is not done by then is done after the next start."""

LOADED = (0.0, 15.0, 120.0)
"""Seconds after which what is loaded by then stays, and is no more looked through for garbage: that
takes some tenths of a second, in which no command is acknowledged."""


async def serve(settings: Settings, *, announce: Callable[[str], object]) -> None:
    """Run until SIGTERM or SIGINT, then stop within five seconds."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with build(settings) as app, running(app):
        for seconds in LOADED:
            loop.call_later(seconds, gc.freeze)
        announce(f"Quickread is ready: {getattr(app.adapters['web'], 'address', '')}")
        for step in not_set_up(settings):
            announce(step)
        await stop.wait()
        log.info("stopping")


@asynccontextmanager
async def running(app: App) -> AsyncIterator[App]:
    """Start the parts of an app, and stop them in the end."""
    tasks: list[asyncio.Task[None]] = []
    try:
        await app.adapters["web"].start()
        app.workers.start()
        await app.schedules.start()
        app.schedules.every(TIDY_SECONDS, app.tidy, "tidy")
        tasks += [
            asyncio.create_task(connect(adapter), name=adapter.platform)
            for adapter in app.adapters.values()
            if adapter.platform != "web"
        ]
        tasks.append(asyncio.create_task(_post(app), name="outbox"))
        if app.settings.quickread_poll:
            app.schedules.every(FEED_NOTICE_SECONDS, app.feed_notices.check, "feed notices")
            await app.newsroom.catch_up()
            tasks.append(asyncio.create_task(_again(app.read, POLL_SECONDS)))
            if app.hubs:
                tasks.append(asyncio.create_task(_again(app.hubs.tend, HUB_SECONDS)))
            if app.settings.quickread_pages:
                tasks.append(asyncio.create_task(_again(app.read_pages, PAGE_SECONDS)))
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
