"""The connection to Slack: Bolt, its Socket Mode and its web client. Nothing else imports them.

Socket Mode → Bolt (acknowledges at once) → the listeners given to `open`
`call` → Web API → the answer, or an error of ours
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.errors import TOKEN_CODES, SlackRefused, platform_error
from briefings.errors import ConfigError, PlatformError, Unreachable

Json = dict[str, Any]
Listener = Callable[[Json], Awaitable[None]]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in the workspace its token belongs to."""

    team: str
    user: str
    bot: str
    workspace: str = ""
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Listeners:
    """What is called, each with Slack's own payload, after it was acknowledged."""

    command: Listener
    event: Listener
    press: Listener


class SlackConnection:
    """One workspace's connection. Errors of the libraries end here."""

    def __init__(
        self,
        *,
        bot_token: str,
        app_token: str,
        api_url: str,
        seconds: float = 20.0,
        heartbeat: float = 10.0,
    ) -> None:
        """`seconds` is how long a call may take, `heartbeat` how often the socket is looked at."""
        self._bot_token, self._app_token = bot_token, app_token
        self._api_url = api_url if api_url.endswith("/") else f"{api_url}/"
        self._seconds, self._heartbeat = seconds, heartbeat
        self._watcher: asyncio.Task[None] | None = None
        self._closed = False
        self._headers: Mapping[str, str] = {}
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None
        self._handler: AsyncSocketModeHandler | None = None

    async def sign_in(self) -> Identity:
        """Check the bot's token. Raises ConfigError when Slack does not accept it, Unreachable."""
        self._closed = False
        answer = await self._checked("SLACK_BOT_TOKEN", "auth.test")
        given = str(self._headers.get("x-oauth-scopes", ""))
        return Identity(
            answer["team_id"],
            answer["user_id"],
            answer.get("bot_id", ""),
            answer.get("team", ""),
            frozenset(scope.strip() for scope in given.split(",") if scope.strip()),
        )

    async def socket_address(self) -> str:
        """Ask where the socket is, good for one try. Raises ConfigError for a wrong app token."""
        method = "apps.connections.open"
        answer = await self._checked("SLACK_APP_TOKEN", method, token=self._app_token)
        return str(answer["url"])

    async def open(
        self, identity: Identity, listeners: Listeners, commands: tuple[str, ...]
    ) -> None:
        """Connect by Socket Mode and begin to listen. Raises ConfigError, Unreachable."""
        address = await self.socket_address()
        app = self._app(identity, listeners, commands)
        self._handler = AsyncSocketModeHandler(app, self._app_token, ping_interval=self._heartbeat)
        self._handler.client.wss_uri = address
        try:
            async with asyncio.timeout(self._seconds):
                await self._handler.connect_async()  # type: ignore[no-untyped-call]
        except TimeoutError:
            await self.close()
            raise Unreachable("Slack's socket can't be reached.") from None
        self._watcher = asyncio.create_task(self._watch(self._handler))

    async def _watch(self, handler: AsyncSocketModeHandler) -> None:
        """Take the address of a lost socket away, so that a new one is asked for.

        Slack's addresses are good for one try; the library would try the old one for ever.
        """
        while True:
            await asyncio.sleep(self._heartbeat)
            if not await handler.client.is_connected():
                handler.client.wss_uri = None

    def _app(self, identity: Identity, listeners: Listeners, commands: tuple[str, ...]) -> AsyncApp:
        async def authorize() -> AuthorizeResult:
            return AuthorizeResult(
                enterprise_id=None,
                team_id=identity.team,
                bot_token=self._bot_token,
                bot_user_id=identity.user,
                bot_id=identity.bot,
            )

        logger = logging.getLogger("slack_bolt.quickread")
        logger.addFilter(_worth_logging)
        app = AsyncApp(
            name="quickread",
            logger=logger,
            client=AsyncWebClient(base_url=self._api_url, session=self._web()),
            authorize=authorize,
            request_verification_enabled=False,  # Socket Mode carries no signed requests
            ssl_check_enabled=False,
            url_verification_enabled=False,
        )
        _listen(app, listeners, commands)
        return app

    async def close(self) -> None:
        """Disconnect, until `sign_in`. Safe to call at any time, also twice."""
        self._closed = True
        if self._watcher:
            self._watcher.cancel()
            self._watcher = None
        if self._handler:
            await self._handler.close_async()  # type: ignore[no-untyped-call]
            self._handler = None
        if self._session:
            await self._session.close()
            self._session = self._client = None
        await asyncio.sleep(0)  # the library's cancelled tasks end in the next round

    async def call(self, method: str, *, token: str | None = None, **params: Any) -> Json:
        """Call a method that changes something; it is sent once, never again by itself.

        Raises Unreachable, Refused, Malformed.
        """
        headers = {"Authorization": f"Bearer {token}"} if token else None
        return await self._sent(method, json=params, headers=headers)

    async def read(self, method: str, **params: Any) -> Json:
        """Call a method that only reads. Raises Unreachable, Refused, Malformed."""
        return await self._sent(method, http_verb="GET", params=params)

    async def respond(self, url: str, body: Json) -> None:
        """Answer at a command's own response address. Raises Unreachable, Refused."""
        try:
            async with self._web().post(url, json=body) as answer:
                if answer.status != 200:
                    raise platform_error(
                        "" if answer.status >= 500 else "expired_url",
                        status=answer.status,
                        retry_after=_seconds(answer.headers.get("Retry-After")),
                    )
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise Unreachable("Slack can't be reached.") from None

    async def upload(self, name: str, text: str, channel: str, thread: str | None) -> None:
        """Hand out a text as a file. Raises Unreachable, Refused."""
        data = text.encode()
        place = await self.read("files.getUploadURLExternal", filename=name, length=len(data))
        try:
            async with self._web().post(place["upload_url"], data=data) as answer:
                if answer.status != 200:
                    raise platform_error("", status=answer.status)
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise Unreachable("Slack can't be reached.") from None
        body: Json = {"files": [{"id": place["file_id"], "title": name}], "channel_id": channel}
        if thread:
            body["thread_ts"] = thread
        await self.call("files.completeUploadExternal", **body)

    async def _checked(self, setting: str, method: str, **params: Any) -> Json:
        """Call a method at the start, when a token that is refused is a wrong setting."""
        try:
            return await self.call(method, **params)
        except PlatformError as error:
            await self.close()
            if isinstance(error, SlackRefused) and error.code in TOKEN_CODES:
                raise ConfigError(
                    f"Slack does not accept {setting} ({error.code}).",
                    hint="docs/slack.md shows where the token is found.",
                ) from None
            raise

    async def _sent(self, method: str, **request: Any) -> Json:
        try:
            answer = await self._api().api_call(method, **request)
        except SlackApiError as error:
            raise _mapped(error) from None
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            _log.warning("slack_unreachable", method=method, error=type(error).__name__)
            raise Unreachable("Slack can't be reached.") from None
        self._headers = {name.lower(): value for name, value in answer.headers.items()}
        return answer.data if isinstance(answer.data, dict) else {}

    def _web(self) -> aiohttp.ClientSession:
        if self._closed:
            raise Unreachable("Slack is not connected.")
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self._seconds)
            self._session = aiohttp.ClientSession(timeout=timeout, trust_env=True)
        return self._session

    def _api(self) -> AsyncWebClient:
        if self._client is None:
            self._client = AsyncWebClient(
                token=self._bot_token,
                base_url=self._api_url,
                session=self._web(),
                retry_handlers=[],  # a message sent twice is worse than one sent late
            )
        return self._client


def _worth_logging(record: logging.LogRecord) -> bool:
    """Whether a line of the library's is news: not that our token is in the environment as well."""
    return "`token` will be unused" not in record.getMessage()


def _listen(app: AsyncApp, listeners: Listeners, commands: tuple[str, ...]) -> None:
    async def command(ack: Any, body: Json) -> None:
        await ack()
        await listeners.command(body)

    async def event(body: Json) -> None:
        await listeners.event(body)

    async def press(ack: Any, body: Json) -> None:
        await ack()
        await listeners.press(body)

    for name in commands:
        app.command(f"/{name}")(command)
    for kind in ("message", "app_mention"):
        app.event(kind)(event)
    app.action(re.compile(".*"))(press)


def _mapped(error: SlackApiError) -> PlatformError:
    answer = error.response
    status = getattr(answer, "status_code", None) or getattr(answer, "status", None) or 0
    data = getattr(answer, "data", None)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    headers = getattr(answer, "headers", None) or {}
    return platform_error(code, status=status, retry_after=_seconds(headers.get("Retry-After")))


def _seconds(text: str | None) -> float | None:
    try:
        return max(float(text), 0.0) if text else None
    except ValueError:
        return None
