"""What Slack sends, by Socket Mode or HTTP: Bolt receives, acknowledges and hands on.

Socket Mode ─┬→ Bolt (signature, which workspace) → acknowledged → the listeners given
HTTP         ┘
"""

import asyncio
import contextlib
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.adapters.slack.client import Json, Web
from bot.adapters.slack.errors import SlackRefused
from bot.adapters.slack.manifest import EVENTS
from bot.adapters.slack.workspaces import Workspaces
from briefings.errors import Unreachable

Listener = Callable[[Json], Awaitable[None]]
Answerer = Callable[[Json], Awaitable[Json]]

FAREWELL = 1.0
"""Seconds that a socket gets to say good-bye."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Listeners:
    """What is called, each with Slack's own payload.

    What `submit` and `offer` return goes into the acknowledgement, so that waits for them.
    """

    command: Listener
    event: Listener
    press: Listener
    shortcut: Listener
    submit: Answerer
    offer: Answerer


class Reception:
    """Receives what Slack sends."""

    def __init__(
        self,
        web: Web,
        workspaces: Workspaces,
        listeners: Listeners,
        commands: tuple[str, ...],
        *,
        app_token: str = "",
        signing_secret: str = "",
        oauth: Callable[[], AsyncOAuthFlow] | None = None,
        sockets: int = 1,
        heartbeat: float = 10.0,
    ) -> None:
        """`sockets` is how many connections are kept, `heartbeat` how often they are looked at."""
        self._web, self._workspaces = web, workspaces
        self._listeners, self._commands = listeners, commands
        self._app_token, self._signing_secret = app_token, signing_secret
        self._oauth, self._sockets, self._heartbeat = oauth, sockets, heartbeat
        self._watcher: asyncio.Task[None] | None = None
        self._handlers: list[AsyncSocketModeHandler] = []
        self._app: AsyncApp | None = None

    async def socket_address(self) -> str:
        """Ask where a socket is, good for one try. Raises ConfigError for a wrong app token."""
        method = "apps.connections.open"
        answer, _ = await self._web.checked("SLACK_APP_TOKEN", method, self._app_token)
        return str(answer["url"])

    async def open(self) -> None:
        """Begin to receive. Raises ConfigError, Unreachable."""
        self._app = self._bolt()
        if not self._app_token:
            return
        for _ in range(self._sockets):
            await self._connect(self._app)
        self._watcher = asyncio.create_task(self._watch())

    async def _connect(self, app: AsyncApp) -> None:
        address = await self.socket_address()
        handler = AsyncSocketModeHandler(app, self._app_token, ping_interval=self._heartbeat)
        handler.client.wss_uri = address
        self._handlers.append(handler)
        try:
            async with asyncio.timeout(self._web.seconds):
                await handler.connect_async()  # type: ignore[no-untyped-call]
        except TimeoutError:
            await self.close()
            raise Unreachable("Slack's socket can't be reached.") from None

    async def take(self, request: AsyncBoltRequest) -> BoltResponse:
        """Take a signed HTTP request. Raises Unreachable before `open`."""
        if self._app is None:
            raise Unreachable("Slack is not connected.")
        return await self._app.async_dispatch(request)

    async def _watch(self) -> None:
        """Take the address of a lost socket away, so that a new one is asked for.

        Slack's addresses are good for one try; the library would try the old one for ever.
        """
        while True:
            await asyncio.sleep(self._heartbeat)
            for handler in self._handlers:
                if not await handler.client.is_connected():
                    handler.client.wss_uri = None

    def _bolt(self) -> AsyncApp:
        logger = logging.getLogger("slack_bolt.quickread")
        logger.addFilter(_worth_logging)
        app = AsyncApp(
            name="quickread",
            logger=logger,
            client=self._web.library,
            authorize=_Authorize(self._workspaces),  # type: ignore[arg-type]  # as documented
            oauth_flow=self._oauth() if self._oauth else None,
            signing_secret=self._signing_secret,
            # Socket Mode carries no signed requests; HTTP is not served without the secret
            request_verification_enabled=bool(self._signing_secret),
            ssl_check_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        _listen(app, self._listeners, self._commands)
        return app

    async def close(self) -> None:
        """Disconnect. Safe to call at any time, also twice."""
        if self._watcher:
            self._watcher.cancel()
            self._watcher = None
        handlers, self._handlers, self._app = self._handlers, [], None
        await asyncio.gather(*map(_ended, handlers))
        await asyncio.sleep(0)  # the library's cancelled tasks end in the next round


async def _ended(handler: AsyncSocketModeHandler) -> None:
    with contextlib.suppress(TimeoutError):  # a socket that is gone says no good-bye
        async with asyncio.timeout(FAREWELL):
            await handler.close_async()  # type: ignore[no-untyped-call]


class _Authorize(AsyncAuthorize):
    """Tells Bolt the workspace that a request comes from."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self, *, team_id: str | None, enterprise_id: str | None = None, **_: Any
    ) -> AuthorizeResult | None:
        team = team_id or enterprise_id or self._workspaces.own.team
        try:
            await self._workspaces.meet(team, enterprise_id or "")
            workspace = await self._workspaces.of(team)
            token = await self._workspaces.token(team)
        except SlackRefused:
            return None
        identity = workspace.identity
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team,
            bot_token=token,
            bot_user_id=identity.user,
            bot_id=identity.bot,
        )


_NOISE = ("`token` will be unused", "authorize` function", "AuthorizeResult")


def _worth_logging(record: logging.LogRecord) -> bool:
    """Whether a line of the library's is news: not that our token is in the environment as well."""
    said = record.getMessage()
    return not any(words in said for words in _NOISE)


def _listen(app: AsyncApp, listeners: Listeners, commands: tuple[str, ...]) -> None:
    def first_acknowledged(listener: Listener) -> Callable[..., Awaitable[None]]:
        async def listen(ack: Any, body: Json) -> None:
            await ack()
            await listener(body)

        return listen

    def acknowledged_with(answerer: Answerer) -> Callable[..., Awaitable[None]]:
        async def listen(ack: Any, body: Json) -> None:
            await ack(**await answerer(body))

        return listen

    async def event(body: Json) -> None:
        await listeners.event(body)

    for name in commands:
        app.command(f"/{name}")(first_acknowledged(listeners.command))
    for kind in sorted({name.split(".")[0] for name in EVENTS}):
        app.event(kind)(event)
    anything = re.compile(".*")
    app.action(anything)(first_acknowledged(listeners.press))
    app.shortcut(anything)(first_acknowledged(listeners.shortcut))
    app.view(anything)(acknowledged_with(listeners.submit))
    app.options(anything)(acknowledged_with(listeners.offer))
