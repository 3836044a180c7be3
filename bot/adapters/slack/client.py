"""Slack's Web API: one session for all workspaces, and a client for each. Errors end here.

`call` → the workspace's token → Web API → the answer, or an error of ours
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.errors import TOKEN_CODES, SlackRefused, platform_error
from briefings.errors import ConfigError, PlatformError, Unreachable

Json = dict[str, Any]
Token = Callable[[], Awaitable[str]]
"""Gives the token of a workspace that is good now. Raises PlatformError."""

_log = structlog.get_logger(__name__)


class Web:
    """The session that everything to Slack goes through."""

    def __init__(self, api_url: str, *, seconds: float = 20.0) -> None:
        """`seconds` is how long a call may take."""
        self.api_url = api_url if api_url.endswith("/") else f"{api_url}/"
        self.seconds = seconds
        self._closed = False
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None

    def reopen(self) -> None:
        """Let calls through again after `close`."""
        self._closed = False

    @property
    def session(self) -> aiohttp.ClientSession:
        """The session. Raises Unreachable when it is closed."""
        if self._closed:
            raise Unreachable("Slack is not connected.")
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self.seconds)
            self._session = aiohttp.ClientSession(timeout=timeout, trust_env=True)
        return self._session

    @property
    def library(self) -> AsyncWebClient:
        """The library's client, with no token of its own."""
        if self._client is None or self._client.session is not self.session:
            self._client = AsyncWebClient(
                base_url=self.api_url,
                session=self.session,
                retry_handlers=[],  # a message sent twice is worse than one sent late
            )
        return self._client

    async def close(self) -> None:
        """Close the session. Safe to call twice."""
        self._closed = True
        if self._session:
            await self._session.close()
            self._session = self._client = None

    async def send(self, method: str, token: str, **request: Any) -> tuple[Json, Mapping[str, str]]:
        """Call a method; return the answer and its headers, their names in small letters.

        Raises Unreachable, Refused, Malformed.
        """
        headers = {"Authorization": f"Bearer {token}"}
        try:
            answer = await self.library.api_call(method, headers=headers, **request)
        except SlackApiError as error:
            raise mapped(error) from None
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            _log.warning("slack_unreachable", method=method, error=type(error).__name__)
            raise Unreachable("Slack can't be reached.") from None
        given = {str(name).lower(): str(value) for name, value in answer.headers.items()}
        return (answer.data if isinstance(answer.data, dict) else {}), given

    async def checked(
        self, setting: str, method: str, token: str
    ) -> tuple[Json, Mapping[str, str]]:
        """Call a method at the start, when a token that is refused is a wrong setting.

        Raises ConfigError, PlatformError.
        """
        try:
            return await self.send(method, token, json={})
        except PlatformError as error:
            if isinstance(error, SlackRefused) and error.code in TOKEN_CODES:
                raise ConfigError(
                    f"Slack does not accept {setting} ({error.code}).",
                    hint="docs/slack.md shows where the token is found.",
                ) from None
            raise

    async def post(self, url: str, **content: Any) -> None:
        """Post to an address that Slack gave. Raises Unreachable, Refused."""
        try:
            async with self.session.post(url, **content) as answer:
                if answer.status != 200:
                    raise platform_error(
                        "" if answer.status >= 500 else "expired_url",
                        status=answer.status,
                        retry_after=_seconds(answer.headers.get("Retry-After")),
                    )
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise Unreachable("Slack can't be reached.") from None


class SlackClient:
    """The Web API as one workspace's bot."""

    def __init__(self, web: Web, token: Token) -> None:
        self._web, self._token = web, token

    async def call(self, method: str, **params: Any) -> Json:
        """Call a method that changes something; it is sent once, never again by itself.

        Raises Unreachable, Refused, Malformed.
        """
        return (await self._web.send(method, await self._token(), json=params))[0]

    async def read(self, method: str, **params: Any) -> Json:
        """Call a method that only reads. Raises Unreachable, Refused, Malformed."""
        token = await self._token()
        return (await self._web.send(method, token, http_verb="GET", params=params))[0]

    async def respond(self, url: str, body: Json) -> None:
        """Answer at a command's own response address. Raises Unreachable, Refused."""
        await self._web.post(url, json=body)

    async def upload(self, name: str, text: str, channel: str, thread: str | None) -> None:
        """Hand out a text as a file. Raises Unreachable, Refused."""
        data = text.encode()
        place = await self.read("files.getUploadURLExternal", filename=name, length=len(data))
        await self._web.post(place["upload_url"], data=data)
        body: Json = {"files": [{"id": place["file_id"], "title": name}], "channel_id": channel}
        if thread:
            body["thread_ts"] = thread
        await self.call("files.completeUploadExternal", **body)


def mapped(error: SlackApiError) -> PlatformError:
    """Return the library's error as one of ours."""
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
