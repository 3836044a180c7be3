"""The connection to Discord: discord.py's client, its gateway and its web calls.

`mapped` is where the library's errors end; nothing of it reaches the adapter's callers.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import aiohttp
import structlog
import yarl

from bot.adapters.discord.client import Client, Listeners, Shards, may_read
from bot.adapters.discord.errors import platform_error
from bot.adapters.discord.health import SERVERS, Health, servers_from
from bot.adapters.discord.library import DiscordWebSocket, Route, app_commands, discord
from bot.adapters.discord.translations import Translations
from briefings.errors import ConfigError, PlatformError, Unreachable

CLOSED = "Session is closed"
"""What is said of a call by a connection that has ended: a plain RuntimeError."""

FAREWELL = 1.0
"""Seconds that the gateway gets to say good-bye."""

_log = structlog.get_logger(__name__)


@contextlib.contextmanager
def mapped() -> Iterator[None]:
    """Turn the library's errors into ours."""
    try:
        yield
    except discord.LoginFailure:
        raise ConfigError(
            "Discord does not accept DISCORD_TOKEN.",
            hint="docs/discord.md shows where the token is found.",
        ) from None
    except discord.HTTPException as error:
        raise _http_error(error) from None
    except discord.RateLimited as error:
        raise platform_error(429, retry_after=error.retry_after) from None
    except RuntimeError as error:
        if str(error) != CLOSED:
            raise
        raise Unreachable("Discord is not connected.") from None
    except (discord.DiscordException, aiohttp.ClientError, TimeoutError, OSError) as error:
        _log.warning("discord_unreachable", error=type(error).__name__)
        raise Unreachable("Discord can't be reached.") from None


def _http_error(error: discord.HTTPException) -> PlatformError:
    after = error.response.headers.get("Retry-After") if error.response else None
    try:
        seconds = float(after) if after else None
    except ValueError:
        seconds = None
    return platform_error(error.status, error.code, retry_after=seconds)


class DiscordConnection:
    """One bot's connection."""

    def __init__(
        self,
        *,
        token: str,
        api_url: str,
        gateway_url: str,
        listeners: Listeners,
        shards: Shards,
        commands: Callable[[app_commands.CommandTree[Any]], None],
        on_ended: Callable[[], None] = lambda: None,
        seconds: float = 60.0,
    ) -> None:
        """`commands` puts the commands into a tree, `seconds` is how long a call may take.

        `on_ended` is called when the connection ended for good and was not closed.
        """
        self._token, self._seconds = token, seconds
        self._api_url, self._gateway_url = api_url.rstrip("/"), gateway_url
        self._listeners, self._shards, self._commands = listeners, shards, commands
        self._on_ended = on_ended
        self.client = self._new_client()
        self._running: asyncio.Task[None] | None = None

    def _new_client(self) -> Client:
        client = Client(self._listeners, self._shards)
        self._commands(client.tree)
        return client

    async def sign_in(self) -> None:
        """Check the token. May be tried again. Raises ConfigError, PlatformError."""
        if self.client.is_closed():
            self.client = self._new_client()
        self._point()
        try:
            with mapped():
                await self.client.login(self._token)
        except Exception:
            await self.client.close()
            raise

    async def open(self) -> None:
        """Connect and wait until the gateway takes the bot. Raises Unreachable, ConfigError."""
        self._running = asyncio.create_task(self._run())
        ready = asyncio.create_task(self.client.connected.wait())
        await asyncio.wait(
            {self._running, ready}, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED
        )
        if ready.done():
            self._running.add_done_callback(self._note_the_end)
            return
        ready.cancel()
        problem = self._running.exception() if self._running.done() else None
        await self.close()
        raise problem or Unreachable("Discord's gateway can't be reached.")

    async def _run(self) -> None:
        with mapped():
            await self.client.connect()

    def _point(self) -> None:
        """Point the library at the addresses of the settings; it keeps them for the process."""
        Route.BASE = self._api_url
        if self._gateway_url:
            url = self._gateway_url
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
            ask = self.client.http.get_bot_gateway

            async def gateway() -> tuple[int, str, Any]:
                shards, _, limits = await ask()
                return shards, url, limits

            self.client.http.get_bot_gateway = gateway  # type: ignore[method-assign]

    async def hush(self) -> None:
        """Receive nothing more, while answers still go out. Safe to call at any time."""
        if self.client.is_closed():
            return
        shards = self.client.shards.values()
        ending = asyncio.gather(*(one.disconnect() for one in shards), return_exceptions=True)
        with contextlib.suppress(TimeoutError):  # a gateway that is gone says no good-bye
            await asyncio.wait_for(ending, FAREWELL)

    async def close(self) -> None:
        """Disconnect. Safe to call at any time, also twice."""
        running, self._running = self._running, None
        if self.client.http.token is not None and not self.client.is_closed():
            await self.client.close()
        if running:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    def connected(self) -> Client:
        """Return the client that is signed in. Raises Unreachable where none is."""
        if self.client.user is None or self.client.is_closed():
            raise Unreachable("Discord is not connected.")
        return self.client

    async def health(self) -> Health:
        """Return how the bot is, after signing in. Raises PlatformError."""
        client, application = self.client, self.client.application
        with mapped():
            guilds = await client.http.get_guilds(SERVERS, with_counts=False)
            _, _, starts = await client.http.get_bot_gateway()
        return Health(
            client.user.name if client.user else "",
            servers_from([dict(guild) for guild in guilds]),
            reads_messages=may_read(client.application_flags),
            endpoint=(application.interactions_endpoint_url or "") if application else "",
            starts_left=starts["remaining"],
        )

    async def sync_commands(self, guild: str | None) -> None:
        """Tell Discord the commands, of one server or everywhere. Raises PlatformError."""
        place = discord.Object(int(guild)) if guild else None
        with mapped():
            await self.client.tree.set_translator(Translations())
            if place:
                self.client.tree.copy_global_to(guild=place)
            await self.client.tree.sync(guild=place)

    def _note_the_end(self, running: asyncio.Task[None]) -> None:
        if running.cancelled() or running is not self._running:
            return
        _log.error("discord_connection_ended", error=str(running.exception() or "closed"))
        self._on_ended()
