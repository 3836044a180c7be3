"""The page as an adapter: a server on this machine, and channels that digests are posted to."""

import errno
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import structlog
from aiohttp import web

from bot.adapters.web.forgery import Gate, add_headers
from bot.adapters.web.live import HEARTBEAT, Live
from bot.adapters.web.ports import Complete, OnPosted, PageStore, Preview, Views
from bot.adapters.web.room import Room
from bot.adapters.web.routes import Routes
from bot.channels import Channel, Conversation, Posted
from bot.conversation.catalogue import complete as known_commands
from bot.messages import Message
from briefings.errors import ConfigError, Malformed

BODY = 8 * 1024 * 1024
"""Bytes of a request: an OPML file fits."""
CHANNELS = ("newsroom", "ukraine")
"""What a first start begins with."""
_log = structlog.get_logger(__name__)


class WebAdapter:
    """The local page."""

    platform = "web"
    workspace = "local"

    def __init__(
        self,
        conversation: Conversation,
        store: PageStore,
        views: Views,
        *,
        host: str = "127.0.0.1",
        port: int = 8765,
        hosts: Iterable[str] = (),
        previews: Mapping[str, Preview] | None = None,
        complete: Complete = known_commands,
        on_posted: OnPosted | None = None,
        zone: str = "UTC",
        channels: Iterable[str] = CHANNELS,
        heartbeat: float = HEARTBEAT,
        metrics: Callable[[], str] | None = None,
        besides: Iterable[web.AbstractRouteDef] = (),
    ) -> None:
        """`port` 0 takes any that is free. `hosts` are further names the page is known by.

        `besides` are addresses of other parts, which check for themselves who asks.
        """
        self._besides = tuple(besides)
        self._store, self._host, self._port = store, host, port
        self._channels = tuple(channels)
        self.live = Live()
        self.room = Room(
            conversation, store, self.live, workspace=self.workspace, on_posted=on_posted
        )
        self.gate = Gate(host, hosts, open_paths=_paths(self._besides))
        self._routes = Routes(
            self.room,
            store,
            self.live,
            views,
            token=self.gate.token,
            previews=previews or {},
            complete=complete,
            zone=zone,
            heartbeat=heartbeat,
            metrics=metrics,
        )
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        """Where the page is, once started."""
        host = self._host if self._host not in ("0.0.0.0", "::") else "127.0.0.1"  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self._port}/"

    def application(self) -> web.Application:
        """Return the routes behind the gate."""
        app = web.Application(middlewares=[self.gate.middleware()], client_max_size=BODY)
        app.on_response_prepare.append(add_headers)
        app.add_routes(self._routes.table())
        app.add_routes(self._besides)
        return app

    async def start(self) -> None:
        """Serve the page. Raises ConfigError when the address can't be used."""
        await self.open_channels()
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, self._host, self._port)
        try:
            await site.start()
        except OSError as error:
            await runner.cleanup()
            raise _unusable(error, self._host, self._port) from None
        self._runner = runner
        self._port = _port_of(runner)
        _log.info("page_serving", address=self.address)

    async def open_channels(self) -> None:
        """Make the first channels where there are none."""
        if not await self._store.page_channels():
            for name in self._channels:
                await self._store.add_page_channel(name)

    async def stop(self) -> None:
        """Let answers under way finish for a moment, then close every connection."""
        await self.room.close()
        self.live.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def post(
        self, channel: Channel, message: Message, *, key: str, thread: str | None = None
    ) -> Posted:
        """Post a message, once for its key. Raises Malformed for a thread that can't be."""
        if thread is not None and not thread.isdecimal():
            raise Malformed("There is no such thread on the page.")
        kept = await self.room.post(
            await self._place(channel), message, key=key, thread=int(thread) if thread else None
        )
        return Posted(str(kept.id))

    async def edit(
        self,
        channel: Channel,
        message_id: str,
        message: Message,
        *,
        key: str,
        thread: str | None = None,
    ) -> None:
        """Have a message say something else."""
        del channel, key, thread
        if message_id.isdecimal():
            await self.room.change(int(message_id), message)

    async def locate(
        self, channel: Channel, message_id: str, *, key: str, thread: str | None = None
    ) -> str:
        """Return where the page shows a message: its thread, whatever the page is called."""
        over = await self._store.page_message_numbered(int(thread)) if thread else None
        name = (await self._place(channel)).id
        return f"#/c/{quote(name, safe='')}/t/{quote(over.key if over else key, safe='')}"

    async def find(self, channel: Channel, key: str, *, thread: str | None = None) -> Posted | None:
        """Look whether the message with this key was posted already."""
        kept = await self._store.page_message(key)
        place = await self._place(channel)
        return Posted(str(kept.id)) if kept and kept.channel == place.address else None

    async def _place(self, channel: Channel) -> Channel:
        """Return where it is shown: the page has one user, who is told things in the first."""
        if channel.person is None:
            return channel
        names = await self._store.page_channels()
        return replace(channel, id=names[0] if names else self._channels[0])


def _paths(routes: Iterable[web.AbstractRouteDef]) -> tuple[str, ...]:
    """Return where the routes are; up to what changes in them, slash included."""
    plain = (route.path for route in routes if isinstance(route, web.RouteDef))
    return tuple(path.partition("{")[0] for path in plain)


def _port_of(runner: web.AppRunner) -> int:
    where: Any = runner.addresses[0]
    return int(where[1])


def _unusable(error: OSError, host: str, port: int) -> ConfigError:
    if error.errno == errno.EADDRINUSE:
        return ConfigError(
            f"Port {port} is in use: another program, perhaps another Quickread, has it.",
            hint="Stop that one, or set QUICKREAD_PORT to another number (0 takes a free one).",
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return ConfigError(
            f"Port {port} may not be used by this user.",
            hint="Set QUICKREAD_PORT to a number above 1023.",
        )
    return ConfigError(
        f"The page can't be served at {host}, port {port}.",
        hint="Set QUICKREAD_HOST to an address of this machine, such as 127.0.0.1.",
    )
