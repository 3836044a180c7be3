"""What people say to the bot on Discord, and its answers.

interaction → deferred at once → Conversation.handle → render → the deferred message, filled in
message → question or nothing → Conversation.handle → render → a reply
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from bot.adapters.discord.calls import Calls
from bot.adapters.discord.commands import MANAGED, Words, joined
from bot.adapters.discord.connect import mapped
from bot.adapters.discord.events import (
    Spot,
    is_addressed,
    may_manage,
    question,
    spot_of,
    spot_of_message,
    under,
)
from bot.adapters.discord.fallback import in_some_form
from bot.adapters.discord.forms import FORM, filled_in, settings_form
from bot.adapters.discord.interactions import Answers
from bot.adapters.discord.library import Interaction
from bot.adapters.discord.recent import Recent
from bot.adapters.discord.render import DiscordPayload, read_custom_id
from bot.adapters.structure import complaint, cut_off
from bot.channels import Conversation, DigestSettings, Posted, Reply, Request, Suggesting, User
from briefings.errors import PlatformError, QuickreadError, Unreachable

QUIET = frozenset({"digest list", "digest preview", "feeds list", "feeds export", "help", "more"})
"""Commands whose answers are expected to be for the asker only."""
FORM_OPEN = timedelta(minutes=15)
"""For how long somebody may fill in a form that was opened for them."""
KEPT = 10_000
"""Messages that are known to have been answered without asking the store."""

_log = structlog.get_logger(__name__)


class Seen(Protocol):
    """What was handled already, over restarts."""

    async def mark_seen(self, key: str) -> bool:
        """Mark the key; return whether that is for the first time."""


OnPosted = Callable[[Request, Reply, Posted], Awaitable[None]]
Give = Callable[[Reply], Awaitable[str]]
Fail = Callable[[QuickreadError], Awaitable[None]]


class Receiver:
    """Takes commands, buttons and messages to the conversation, and its answers back."""

    def __init__(
        self,
        conversation: Conversation,
        calls: Calls,
        *,
        suggest: Suggesting | None,
        seen: Seen | None,
        on_posted: OnPosted | None,
    ) -> None:
        self._conversation, self._calls = conversation, calls
        self._seen, self._on_posted = seen, on_posted
        self._suggest = suggest
        self._offered: Recent[tuple[int, str], datetime] = Recent(KEPT)
        self._tasks: set[asyncio.Task[None]] = set()
        self._recent: Recent[str, None] = Recent(KEPT)

    async def stop(self) -> None:
        """End; answers under way get two seconds, then a half to say that they are cut off."""
        for seconds in (2, 0.5):
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=seconds)
            for task in self._tasks:
                task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def command(self, interaction: Interaction, name: str, argument: Words) -> None:
        """Answer a command."""
        manages = may_manage(interaction, trusted=name.split(maxsplit=1)[0] in MANAGED)
        self._spawn(self._interact(interaction, name, argument, manages=manages))

    async def press(self, interaction: Interaction) -> None:
        """Answer a pressed button, whenever its message was posted."""
        data: Any = interaction.data or {}
        button = read_custom_id(str(data.get("custom_id", "")))
        if button:
            manages = may_manage(interaction, trusted=False)  # everybody can press a button
            if button.action == FORM:
                manages = manages or self._trusts(interaction)
                filled = filled_in(data)
                work = self._interact(interaction, button.value, filled, manages=manages)
            elif button.action == "follow" and manages and self._suggest:
                work = self.form(interaction, "", button.value)
            else:
                work = self._interact(interaction, button.action, button.value, manages=manages)
            self._spawn(work)

    async def form(self, interaction: Interaction, digest: str, topic: str) -> None:
        """Open the form for the channel's digest of this name, or for a new one on a topic."""
        channel = spot_of(interaction).channel
        try:
            settings = DigestSettings(topic)
            if self._suggest:
                settings = await self._suggest.settings(channel, digest)
            settings = replace(settings, topic=settings.topic or topic)
            with mapped():
                form = settings_form(settings, interaction.locale.value)
                await interaction.response.send_modal(form)
        except PlatformError as problem:
            _log.warning("discord_no_form", error=problem.message)
        except QuickreadError as error:
            answers = Answers(interaction, private=True)
            await self._tell(answers.refuse, error)
        else:
            self._offered.keep((interaction.user.id, channel.address), interaction.created_at)

    def _trusts(self, interaction: Interaction) -> bool:
        """Whether a form was opened for this person here lately, who was allowed to then."""
        key = (interaction.user.id, spot_of(interaction).channel.address)
        offered = self._offered.get(key)
        return offered is not None and interaction.created_at - offered < FORM_OPEN

    async def message(self, message: Any) -> None:
        """Answer a message if it is a question to the bot."""
        own = self._calls.own_id
        text = question(message, own)
        if text is None or not await self._first_time(f"discord/message/{message.id}"):
            return
        spot = spot_of_message(message)
        thread = spot.thread or under(message)
        request = replace(
            _request(spot, str(message.author.id), "", text, thread=thread),
            overheard=not is_addressed(message, own),
        )

        async def say(payloads: Sequence[DiscordPayload]) -> int:
            ids = [
                await self._calls.send(message.channel.id, payload, reply_to=message.id)
                for payload in payloads
            ]
            return ids[0]

        async def give(reply: Reply) -> str:
            return str(await in_some_form(reply.message, say))

        async def fail(error: QuickreadError) -> None:
            await in_some_form(complaint(error), say)

        self._spawn(self._answer(request, give, fail))

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
        spot = spot_of(interaction)
        under_message = str(interaction.message.id) if interaction.message else None
        request = _request(
            spot,
            str(interaction.user.id),
            name,
            joined(word, rest),
            thread=spot.thread or under_message,
            manages=manages,
        )
        await self._answer(request, answers.give, answers.fail)

    async def _answer(self, request: Request, give: Give, fail: Fail) -> None:
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
        except asyncio.CancelledError:
            await self._tell(fail, cut_off())
            raise
        except Exception:  # noqa: BLE001  # whoever asked gets an answer, whatever broke
            _log.exception("discord_answer_failed", command=request.name)
            await self._tell(fail, Unreachable("That went wrong.", hint="Please try again."))

    async def _tell(self, fail: Fail, error: QuickreadError) -> None:
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
        self._recent.keep(key, None)
        return self._seen is None or await self._seen.mark_seen(key)


def _request(
    spot: Spot,
    user: str,
    name: str,
    argument: str,
    *,
    thread: str | None = None,
    manages: bool = False,
) -> Request:
    return Request(spot.channel, User(user, may_manage=manages), name, argument, thread)
