"""Discord: the bot in all servers that it was added to, and in direct messages."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

import structlog

from bot.adapters.discord.calls import Calls
from bot.adapters.discord.client import Listeners, Shards
from bot.adapters.discord.commands import Uses, add_commands, fingerprint
from bot.adapters.discord.connect import DiscordConnection
from bot.adapters.discord.events import PLATFORM
from bot.adapters.discord.health import reach, report
from bot.adapters.discord.posting import Poster
from bot.adapters.discord.receiving import OnPosted, Receiver, Seen
from bot.channels import Channel, Conversation, Posted, Suggesting
from bot.messages import Message
from briefings.errors import QuickreadError

LONGEST_PAUSE = 600.0
"""Seconds between two tries to connect anew, at most."""

_log = structlog.get_logger(__name__)


class Memory(Seen, Protocol):
    """What was handled and told already, over restarts."""

    async def setting(self, key: str) -> Any:
        """Return a kept value, None if there is none."""

    async def set_setting(self, key: str, value: Any) -> None:
        """Keep a value."""


OnGone = Callable[[str, str], Awaitable[None]]
"""Is told of a channel's address and what happened to it, or of an address and a message's id."""
OnLeft = Callable[[str], Awaitable[None]]
"""Is told of a scope: the server `discord/456` that the bot was removed from."""


class DiscordAdapter:
    """The bot on Discord."""

    platform = PLATFORM

    def __init__(
        self,
        conversation: Conversation,
        *,
        token: str,
        api_url: str = "https://discord.com/api/v10",
        gateway_url: str = "",
        guilds: Sequence[str] = (),
        shards: Shards = Shards(),  # noqa: B008  # frozen
        crosspost: bool = True,
        suggest: Suggesting | None = None,
        memory: Memory | None = None,
        on_posted: OnPosted | None = None,
        on_channel_gone: OnGone | None = None,
        on_thread_gone: OnGone | None = None,
        on_left: OnLeft | None = None,
        pause: float = 5.0,
    ) -> None:
        """`guilds` are servers that get the commands at once, while developing; else all get them.

        `on_posted` is told where a public answer landed, so that its thread knows what it is about.
        `pause` is the seconds until the first try to connect anew, each next try waiting longer.
        """
        self._memory, self._guilds = memory, tuple(guilds)
        self._on_channel_gone, self._on_thread_gone = on_channel_gone, on_thread_gone
        self._on_left, self._pause, self._stopping = on_left, pause, False
        self._reconnecting: asyncio.Task[None] | None = None
        self._discord = DiscordConnection(
            token=token,
            api_url=api_url,
            gateway_url=gateway_url,
            listeners=Listeners(
                message=self._message,
                press=self._press,
                left=self._left,
                channel_gone=self._channel_gone,
                thread_gone=self._thread_gone,
                message_gone=self._message_gone,
            ),
            shards=shards,
            on_ended=self._ended,
            commands=lambda tree: add_commands(tree, Uses(self._command, self._form, suggest)),
        )
        self._calls = Calls(self._discord)
        self._poster = Poster(self._calls, crosspost=crosspost)
        self._receiver = Receiver(
            conversation, self._calls, suggest=suggest, seen=memory, on_posted=on_posted
        )

    async def start(self) -> None:
        """Connect and begin to receive. Raises ConfigError, PlatformError."""
        await self._discord.sign_in()
        try:
            await self._sync_commands()
            await self._discord.open()
        except BaseException:
            await self._discord.close()
            raise
        _log.info("discord_connected", servers=len(self._discord.client.guilds))

    async def check(self, channels: Sequence[str] = ()) -> str:
        """Try the token; say in words as whom it signs in and where it is, and disconnect.

        Raises ConfigError, PlatformError, also for what is lacking there or in `channels`.
        """
        await self._discord.sign_in()
        try:
            said = report(await self._discord.health())
            await reach(self._calls, channels)
            return said
        finally:
            await self._discord.close()

    async def stop(self) -> None:
        """Disconnect; answers under way get two seconds."""
        self._stopping = True
        if self._reconnecting:
            self._reconnecting.cancel()
            await asyncio.gather(self._reconnecting, return_exceptions=True)
        await self._discord.hush()  # what came now could not be answered any more
        await self._receiver.stop()
        await self._discord.close()

    def _ended(self) -> None:
        """Connect anew after the connection ended for good."""
        if not self._stopping:
            self._reconnecting = asyncio.create_task(self._reconnect())

    async def _reconnect(self) -> None:
        wait = self._pause
        while True:
            await asyncio.sleep(wait)
            try:
                await self.start()
            except QuickreadError as error:
                _log.error("discord_not_connected", problem=str(error))
                wait = min(wait * 2, LONGEST_PAUSE)
            else:
                return

    @property
    def application_id(self) -> str:
        """The application's id, known after `start`: for the install link."""
        return str(self._discord.client.application_id or "")

    async def post(
        self, channel: Channel, message: Message, *, key: str, thread: str | None = None
    ) -> Posted:
        """Post a message; parts that an earlier try has posted are not posted again.

        `thread` is the message under which a thread is opened, if it has none yet; where there are
        no threads, the message replies to it.
        Raises Unreachable, Refused, Malformed, and Gone where that message or its thread is gone.
        """
        return Posted(await self._poster.deliver(channel, message, key, thread))

    async def edit(
        self,
        channel: Channel,
        message_id: str,
        message: Message,
        *,
        key: str,
        thread: str | None = None,
    ) -> None:
        """Have a message say something else. Raises Unreachable, Refused, Malformed."""
        await self._poster.edit(channel, message_id, message, key, thread)

    async def locate(
        self, channel: Channel, message_id: str, *, key: str, thread: str | None = None
    ) -> str:
        """Return where a message can be read. Raises Unreachable, Refused."""
        del key
        return await self._poster.locate(channel, message_id, thread)

    async def find(self, channel: Channel, key: str, *, thread: str | None = None) -> Posted | None:
        """Look in the channel's latest messages for the one with this key, all its parts."""
        found = await self._poster.find(channel, key, thread)
        return Posted(found) if found else None

    async def _sync_commands(self) -> None:
        """Tell Discord the commands where they are not what it was told last."""
        print_ = fingerprint(self._discord.client.tree)
        for guild in self._guilds or (None,):
            key = f"discord/commands/{self.application_id}/{guild or '*'}"
            if self._memory and await self._memory.setting(key) == print_:
                continue
            await self._discord.sync_commands(guild)
            if self._memory:
                await self._memory.set_setting(key, print_)

    async def _command(self, *given: Any) -> None:
        await self._receiver.command(*given)

    async def _form(self, *given: Any) -> None:
        await self._receiver.form(*given)

    async def _press(self, interaction: Any) -> None:
        await self._receiver.press(interaction)

    async def _message(self, message: Any) -> None:
        await self._receiver.message(message)

    async def _left(self, server: Any) -> None:
        """Forget what belongs to a server that the bot was removed from."""
        scope = f"{PLATFORM}/{server.id}"
        _log.info("discord_left", scope=scope)
        if self._on_left:
            await self._on_left(scope)

    async def _channel_gone(self, channel: Any) -> None:
        self._calls.forget(channel.id)
        if self._on_channel_gone:
            address = Channel(PLATFORM, str(channel.guild.id), str(channel.id)).address
            await self._on_channel_gone(address, "The channel was deleted.")

    async def _thread_gone(self, thread: Any) -> None:
        self._poster.forget_thread(thread.thread_id)
        await self._forget(thread.guild_id, thread.parent_id, thread.thread_id)

    async def _message_gone(self, message: Any) -> None:
        if message.guild_id:
            await self._forget(message.guild_id, message.channel_id, message.message_id)

    async def _forget(self, server: int, channel: int, message: int) -> None:
        if self._on_thread_gone:
            address = Channel(PLATFORM, str(server), str(channel)).address
            await self._on_thread_gone(address, str(message))
