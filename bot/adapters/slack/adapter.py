"""Slack: commands, questions and buttons in, messages out.

payload → events (what was asked) → Conversation.handle → render → the channel or the asker
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol

import structlog

from bot.adapters.slack.answers import Answers
from bot.adapters.slack.connect import Identity, Listeners, SlackConnection
from bot.adapters.slack.events import Asked, Json, command, pressed, question
from bot.adapters.slack.manifest import SCOPES
from bot.adapters.slack.people import People
from bot.adapters.slack.posting import Poster
from bot.channels import Channel, Conversation, Posted, Reply, Request, User
from bot.messages import Message
from briefings.errors import QuickreadError, Refused, Unreachable

COMMANDS = ("brief", "digest", "feeds", "help", "ask")
READING = frozenset({"brief", "more", "help", "ask", "watch", "unwatch", ""})
"""Commands that change nothing, for which nobody's rights are looked up."""

_log = structlog.get_logger(__name__)


class Memory(Protocol):
    """What was handled already, over restarts."""

    async def mark_seen(self, key: str) -> bool:
        """Mark the key; return whether that is for the first time."""


OnPosted = Callable[[Request, Reply, Posted], Awaitable[None]]


class SlackAdapter:
    """The bot in one Slack workspace, by Socket Mode."""

    platform = "slack"

    def __init__(
        self,
        conversation: Conversation,
        *,
        bot_token: str,
        app_token: str,
        api_url: str = "https://slack.com/api/",
        memory: Memory | None = None,
        on_posted: OnPosted | None = None,
        commands: tuple[str, ...] = COMMANDS,
        patience: float = 1.5,
    ) -> None:
        """`patience` is after how many seconds of work the asker is told that it is under way.

        `on_posted` is told where a public answer landed, so that its thread knows what it is about.
        """
        self._conversation, self._memory, self._on_posted = conversation, memory, on_posted
        self._commands, self._patience = commands, patience
        self._slack = SlackConnection(bot_token=bot_token, app_token=app_token, api_url=api_url)
        self._people, self._poster = People(self._slack), Poster(self._slack)
        self._identity = Identity("", "", "")
        self._tasks: set[asyncio.Task[None]] = set()
        self._recent: OrderedDict[str, None] = OrderedDict()

    @property
    def workspace(self) -> str:
        """The workspace's id, known after `start`."""
        return self._identity.team

    async def start(self) -> None:
        """Connect and begin to receive. Raises ConfigError, PlatformError."""
        self._identity = await self._slack.sign_in()
        listeners = Listeners(self._on_command, self._on_event, self._on_press)
        await self._slack.open(self._identity, listeners, self._commands)
        _log.info("slack_connected", workspace=self.workspace)

    async def check(self) -> str:
        """Try both tokens and the permissions; say in words that all is well, and disconnect.

        Raises ConfigError, PlatformError.
        """
        try:
            identity = await self._slack.sign_in()
            await self._slack.socket_address()
        finally:
            await self._slack.close()
        missing = sorted(set(SCOPES) - identity.scopes) if identity.scopes else []
        if missing:
            raise Refused(
                f"The Slack app lacks {', '.join(missing)}.",
                hint="Paste the manifest that `quickread slack manifest` prints, install again.",
            )
        return f"both tokens are good, for the workspace {identity.workspace or identity.team}"

    async def stop(self) -> None:
        """Disconnect; answers under way get two seconds."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._slack.close()

    async def post(
        self, channel: Channel, message: Message, *, key: str, thread: str | None = None
    ) -> Posted:
        """Post a message; parts that an earlier try has posted are not posted again.

        Raises Unreachable, Refused, Malformed.
        """
        return Posted(await self._poster.deliver(channel.id, message, key, thread))

    async def find(self, channel: Channel, key: str, *, thread: str | None = None) -> Posted | None:
        """Look in the channel's latest messages for the one with this key, all its parts."""
        found = await self._poster.find(channel.id, key, thread)
        return Posted(found) if found else None

    async def _on_command(self, payload: Json) -> None:
        self._spawn(self._answer(command(payload)))

    async def _on_press(self, payload: Json) -> None:
        asked = pressed(payload)
        if asked:
            self._spawn(self._answer(asked))

    async def _on_event(self, body: Json) -> None:
        team = body.get("team_id") or self.workspace
        asked = question(body["event"], team=team, bot_user=self._identity.user)
        if asked:
            self._spawn(self._answer(asked))

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

    async def _answer(self, asked: Asked) -> None:
        if not await self._first_time(asked.key):
            return
        answers = Answers(self._slack, self._poster, asked)
        work = asyncio.create_task(self._handle(asked))
        try:
            done, _ = await asyncio.wait({work}, timeout=self._patience)
            if not done:
                await answers.wait()
            request, reply = await work
            if reply.silent:
                return
            posted = await answers.give(reply)
            if posted and self._on_posted:
                # whoever goes on under an answer does so in the thread that it stands in
                await self._on_posted(request, reply, Posted(asked.under or posted))
        except QuickreadError as error:
            _log.warning("slack_answer_failed", command=asked.name, error=error.message)
            await answers.fail(error)
        except Exception:  # noqa: BLE001  # whoever asked gets an answer, whatever broke
            _log.exception("slack_answer_failed", command=asked.name)
            await answers.fail(Unreachable("That went wrong.", hint="Please try again."))
        finally:
            work.cancel()

    async def _handle(self, asked: Asked) -> tuple[Request, Reply]:
        channel = Channel(self.platform, asked.team or self.workspace, asked.channel)
        user = User(asked.user, may_manage=False)
        if asked.name not in READING:
            user = await self._people.look_up(asked.user, asked.channel)
        request = Request(
            channel, user, asked.name, asked.argument, asked.thread, overheard=asked.overheard
        )
        return request, await self._conversation.handle(request)
