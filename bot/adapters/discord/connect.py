"""The connection to Discord: discord.py's client, its gateway and its web calls.

`mapped` is where the library's errors end; nothing of it reaches the adapter's callers.
"""

import asyncio
import contextlib
import io
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import aiohttp
import structlog
import yarl

from bot.adapters.discord.commands import Interaction
from bot.adapters.discord.errors import platform_error
from bot.adapters.discord.library import DiscordWebSocket, Route, app_commands, discord
from bot.adapters.discord.render import DiscordPayload
from bot.adapters.discord.translations import Translations
from bot.adapters.discord.view import layout_view
from briefings.errors import ConfigError, PlatformError, Unreachable

_log = structlog.get_logger(__name__)

Listener = Callable[[Any], Awaitable[None]]


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


class Client(discord.AutoShardedClient):
    """The library's client with as few intents as will do, calling the listeners it was given."""

    def __init__(self, on_message: Listener, on_interaction: Listener) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            max_ratelimit_timeout=30.0,
        )
        self.tree = app_commands.CommandTree(self)
        self._heard, self._pressed = on_message, on_interaction
        self.connected = asyncio.Event()

    async def on_connect(self) -> None:
        """Note that the gateway has taken the bot; the servers' details follow."""
        self.connected.set()

    async def on_message(self, message: discord.Message) -> None:
        """Pass a message on."""
        await self._heard(message)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Pass a pressed button on; commands go through the tree."""
        if interaction.type is discord.InteractionType.component:
            await self._pressed(interaction)


class DiscordConnection:
    """One bot's connection."""

    def __init__(
        self,
        *,
        token: str,
        api_url: str,
        gateway_url: str,
        on_message: Listener,
        on_press: Listener,
        commands: Callable[[app_commands.CommandTree[Any]], None],
        seconds: float = 60.0,
    ) -> None:
        """`commands` puts the commands into a tree, `seconds` is how long a call may take."""
        self._token, self._seconds = token, seconds
        self._api_url, self._gateway_url = api_url.rstrip("/"), gateway_url
        self._listeners, self._commands = (on_message, on_press), commands
        self.client = self._new_client()
        self._running: asyncio.Task[None] | None = None

    def _new_client(self) -> Client:
        client = Client(*self._listeners)
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
            self._running.add_done_callback(_note_the_end)
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

    async def close(self) -> None:
        """Disconnect. Safe to call at any time, also twice."""
        if self.client.http.token is not None and not self.client.is_closed():
            await self.client.close()
        if self._running:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            self._running = None

    def _check_connected(self) -> None:
        if self.client.user is None or self.client.is_closed():
            raise Unreachable("Discord is not connected.")

    async def send(
        self,
        channel: int,
        payload: DiscordPayload,
        *,
        nonce: str | None = None,
        marker: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        """Post to a channel or thread; return the message's id. Raises PlatformError."""
        self._check_connected()
        place = self.client.get_partial_messageable(channel)
        options: dict[str, Any] = {"nonce": nonce} if nonce else {}
        if reply_to:
            options["reference"] = discord.MessageReference(
                message_id=reply_to, channel_id=channel, fail_if_not_exists=False
            )
        with mapped():
            async with asyncio.timeout(self._seconds):
                sent = await place.send(**content(payload, marker), **options)
        return sent.id

    async def thread_under(self, channel: int, message: int, name: str) -> int:
        """Open a thread under a message; return its id. Raises PlatformError."""
        self._check_connected()
        with mapped():
            await self.client.http.start_thread_with_message(
                channel, message, name=name, auto_archive_duration=1440
            )
        return message  # a thread has the id of the message it hangs under

    async def own_markers(self, channel: int, limit: int) -> dict[int, int]:
        """Return marker → message id of the bot's latest messages. Raises PlatformError."""
        self._check_connected()
        found: dict[int, int] = {}
        own = self.client.user.id if self.client.user else 0
        with mapped():
            place = self.client.get_partial_messageable(channel)
            async for message in place.history(limit=limit):
                if message.author.id == own:
                    for component in message.components:
                        if isinstance(component, discord.Container) and component.id:
                            found[component.id] = message.id
        return found

    async def whereabouts(self) -> tuple[str, int]:
        """Return the bot's name and in how many servers it is, up to 200. Raises PlatformError."""
        with mapped():
            servers = [server async for server in self.client.fetch_guilds(limit=200)]
        return self.client.user.name if self.client.user else "", len(servers)

    async def sync_commands(self, guild: str | None) -> None:
        """Tell Discord the commands, of one server or everywhere. Raises PlatformError."""
        place = discord.Object(int(guild)) if guild else None
        with mapped():
            await self.client.tree.set_translator(Translations())
            if place:
                self.client.tree.copy_global_to(guild=place)
            await self.client.tree.sync(guild=place)


def _note_the_end(running: asyncio.Task[None]) -> None:
    problem = None if running.cancelled() else running.exception()
    if problem:
        _log.error("discord_connection_ended", error=str(problem))


def content(payload: DiscordPayload, marker: int | None = None) -> dict[str, Any]:
    """Return what the library's sending methods take for a payload."""
    if payload.components:
        return {"view": layout_view(payload, marker=marker)}
    return {"content": payload.content, "suppress_embeds": True}


def as_file(name: str, text: str) -> discord.File:
    """Return a text as a file to upload."""
    return discord.File(io.BytesIO(text.encode()), filename=name)
