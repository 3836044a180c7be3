"""Discord: commands, questions and buttons in, messages out.

interaction → deferred at once → Conversation.handle → render → the deferred message, filled in
message → question or nothing → Conversation.handle → render → a reply
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Protocol

import structlog

from bot.adapters.discord.commands import (
    MANAGED,
    Interaction,
    Words,
    add_commands,
    fingerprint,
    joined,
)
from bot.adapters.discord.connect import DiscordConnection
from bot.adapters.discord.events import Place, may_manage, place_of, question, under
from bot.adapters.discord.interactions import Answers
from bot.adapters.discord.posting import Poster
from bot.adapters.discord.render import read_custom_id, render
from bot.adapters.structure import complaint
from bot.channels import Channel, Conversation, Posted, Reply, Request, User
from bot.messages import Message
from briefings.errors import PlatformError, QuickreadError, Unreachable

QUIET = frozenset({"digest list", "digest preview", "feeds list", "feeds export", "help", "more"})
"""Commands whose answers are expected to be for the asker only."""

_log = structlog.get_logger(__name__)


class Memory(Protocol):
    """What was handled and told already, over restarts."""

    async def mark_seen(self, key: str) -> bool:
        """Mark the key; return whether that is for the first time."""

    async def setting(self, key: str) -> Any:
        """Return a kept value, None if there is none."""

    async def set_setting(self, key: str, value: Any) -> None:
        """Keep a value."""


OnPosted = Callable[[Request, Reply, Posted], Awaitable[None]]


class DiscordAdapter:
    """The bot on Discord, in all servers that it was added to."""

    platform = "discord"

    def __init__(
        self,
        conversation: Conversation,
        *,
        token: str,
        api_url: str = "https://discord.com/api/v10",
        gateway_url: str = "",
        guilds: Sequence[str] = (),
        memory: Memory | None = None,
        on_posted: OnPosted | None = None,
    ) -> None:
        """`guilds` are servers that get the commands at once, while developing; else all get them.

        `on_posted` is told where a public answer landed, so that its thread knows what it is about.
        """
        self._conversation, self._memory, self._on_posted = conversation, memory, on_posted
        self._guilds = tuple(guilds)
        self._discord = DiscordConnection(
            token=token,
            api_url=api_url,
            gateway_url=gateway_url,
            on_message=self._on_message,
            on_press=self._on_press,
            commands=lambda tree: add_commands(tree, self._on_command),
        )
        self._poster = Poster(self._discord)
        self._tasks: set[asyncio.Task[None]] = set()
        self._recent: OrderedDict[str, None] = OrderedDict()

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

    async def check(self) -> str:
        """Try the token; say in words as whom it signs in, and disconnect.

        Raises ConfigError, PlatformError.
        """
        await self._discord.sign_in()
        try:
            name, servers = await self._discord.whereabouts()
        finally:
            await self._discord.close()
        if not servers:
            return f"signed in as {name}, in no server yet: see `quickread discord invite`"
        return f"signed in as {name}, in {servers} server{'s' if servers > 1 else ''}"

    async def stop(self) -> None:
        """Disconnect; answers under way get two seconds."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._discord.close()

    @property
    def application_id(self) -> str:
        """The application's id, known after `start`: for the install link."""
        return str(self._discord.client.application_id or "")

    async def post(
        self, channel: Channel, message: Message, *, key: str, thread: str | None = None
    ) -> Posted:
        """Post a message; parts that an earlier try has posted are not posted again.

        `thread` is the message under which a thread is opened, if it has none yet.
        Raises Unreachable, Refused, Malformed.
        """
        under = int(thread) if thread else None
        return Posted(await self._poster.deliver(int(channel.id), message, key, under))

    async def find(self, channel: Channel, key: str, *, thread: str | None = None) -> Posted | None:
        """Look in the channel's latest messages for the one with this key, all its parts."""
        under = int(thread) if thread else None
        found = await self._poster.find(int(channel.id), key, under)
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

    async def _on_command(self, interaction: Interaction, name: str, argument: Words) -> None:
        manages = may_manage(interaction, trusted=name.split(maxsplit=1)[0] in MANAGED)
        await self._interact(interaction, name, argument, manages=manages)

    async def _on_press(self, interaction: Interaction) -> None:
        data: Any = interaction.data or {}
        button = read_custom_id(str(data.get("custom_id", "")))
        if button:
            manages = may_manage(interaction, trusted=False)  # everybody can press a button
            await self._interact(interaction, button.action, button.value, manages=manages)

    async def _interact(
        self, interaction: Interaction, full_name: str, argument: Words, *, manages: bool
    ) -> None:
        """Defer at once, then answer: the deferred message is filled in.

        Discord itself refuses to have an interaction answered twice.
        """
        asked_privately = isinstance(argument, str) and argument.endswith(" private")
        answers = Answers(interaction, private=full_name in QUIET or asked_privately)
        try:
            await answers.defer()
        except PlatformError as problem:
            _log.warning("discord_not_deferred", command=full_name, error=problem.message)
            return
        try:
            rest = argument if isinstance(argument, str) else await argument
        except QuickreadError as error:
            await self._tell(answers.fail, error)
            return
        name, _, word = full_name.partition(" ")
        place = place_of(interaction.channel, interaction.channel_id, interaction.guild_id)
        under_message = str(interaction.message.id) if interaction.message else None
        request = self._request(
            place,
            str(interaction.user.id),
            name,
            joined(word, rest),
            thread=place.thread or under_message,
            manages=manages,
        )
        self._spawn(self._answer(request, answers.give, answers.fail))

    async def _on_message(self, message: Any) -> None:
        client = self._discord.client
        text = question(message, client.user.id if client.user else 0)
        if text is None or not await self._first_time(f"discord/message/{message.id}"):
            return
        place = place_of(message.channel, message.channel.id, message.guild and message.guild.id)
        thread = place.thread or under(message)
        request = self._request(place, str(message.author.id), "", text, thread=thread)
        target = int(place.thread or place.channel)

        async def give(reply: Reply) -> str:
            ids = [
                await self._discord.send(target, payload, reply_to=message.id)
                for payload in render(reply.message)
            ]
            return str(ids[0])

        async def fail(error: QuickreadError) -> None:
            await give(Reply(complaint(error)))

        self._spawn(self._answer(request, give, fail))

    def _request(
        self,
        place: Place,
        user: str,
        name: str,
        argument: str,
        *,
        thread: str | None = None,
        manages: bool = False,
    ) -> Request:
        channel = Channel(self.platform, place.server, place.channel)
        who = User(user, may_manage=manages)
        return Request(channel, who, name, argument, thread)

    async def _answer(
        self,
        request: Request,
        give: Callable[[Reply], Awaitable[str]],
        fail: Callable[[QuickreadError], Awaitable[None]],
    ) -> None:
        try:
            reply = await self._conversation.handle(request)
            if reply.silent:
                return
            posted = await give(reply)
            if self._on_posted and not reply.private:
                await self._on_posted(request, reply, Posted(posted))
        except QuickreadError as error:
            _log.warning("discord_answer_failed", command=request.name, error=error.message)
            await self._tell(fail, error)
        except Exception:  # noqa: BLE001  # whoever asked gets an answer, whatever broke
            _log.exception("discord_answer_failed", command=request.name)
            await self._tell(fail, Unreachable("That went wrong.", hint="Please try again."))

    async def _tell(
        self, fail: Callable[[QuickreadError], Awaitable[None]], error: QuickreadError
    ) -> None:
        try:
            await fail(error)
        except PlatformError as problem:
            _log.warning("discord_error_not_told", error=problem.message)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _first_time(self, key: str) -> bool:
        """Whether this was not handled before, in this run or an earlier one; it now is."""
        if key in self._recent:
            return False
        self._recent[key] = None
        while len(self._recent) > 10_000:
            self._recent.popitem(last=False)
        return self._memory is None or await self._memory.mark_seen(key)
