"""The library's client: which intents it asks for, and who hears what it receives."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.adapters.discord.library import Interaction, app_commands, discord

Listener = Callable[[Any], Awaitable[None]]


async def _ignore(_heard: Any) -> None:
    return


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears what. Each is handed the library's own object."""

    message: Listener = _ignore
    press: Listener = _ignore
    """A pressed button or a form that was sent."""
    left: Listener = _ignore
    """A server that the bot was removed from."""
    channel_gone: Listener = _ignore
    thread_gone: Listener = _ignore
    message_gone: Listener = _ignore


@dataclass(frozen=True, slots=True)
class Shards:
    """Which part of the servers this process serves; none named is all of them.

    A server belongs to the shard `(id >> 22) % count`.
    """

    ids: tuple[int, ...] = ()
    count: int | None = None


class Client(discord.AutoShardedClient):
    """The library's client with as few intents as will do, calling the listeners it was given."""

    def __init__(self, listeners: Listeners, shards: Shards) -> None:
        some: dict[str, Any] = {"shard_ids": list(shards.ids)} if shards.ids else {}
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            max_ratelimit_timeout=30.0,
            shard_count=shards.count,
            **some,
        )
        self.tree = app_commands.CommandTree(self)
        self._told = listeners
        self.connected = asyncio.Event()

    async def setup_hook(self) -> None:
        """Ask for the messages' text where the application was given that intent."""
        if may_read(self.application_flags):
            self._connection._intents.message_content = True  # set before connecting

    async def on_connect(self) -> None:
        """Note that the gateway has taken the bot; the servers' details follow."""
        self.connected.set()

    async def on_message(self, message: discord.Message) -> None:
        """Pass a message on."""
        await self._told.message(message)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Pass a pressed button or a sent form on; commands go through the tree."""
        kinds = discord.InteractionType
        if interaction.type in (kinds.component, kinds.modal_submit):
            await self._told.press(interaction)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Pass on that the bot was removed from a server, which is not merely out of order."""
        await self._told.left(guild)

    async def on_guild_channel_delete(self, channel: Any) -> None:
        """Pass on that a channel was deleted."""
        await self._told.channel_gone(channel)

    async def on_raw_thread_delete(self, thread: discord.RawThreadDeleteEvent) -> None:
        """Pass on that a thread was deleted."""
        await self._told.thread_gone(thread)

    async def on_raw_message_delete(self, message: discord.RawMessageDeleteEvent) -> None:
        """Pass on that a message was deleted."""
        await self._told.message_gone(message)


def intents() -> discord.Intents:
    """Return what the bot asks to hear: see docs/discord.md for what each is for."""
    wanted = discord.Intents.none()
    wanted.guilds = wanted.guild_messages = wanted.dm_messages = True
    return wanted


def may_read(flags: discord.ApplicationFlags) -> bool:
    """Whether the application was given the privileged message-content intent."""
    return flags.gateway_message_content or flags.gateway_message_content_limited
