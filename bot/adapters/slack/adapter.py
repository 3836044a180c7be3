"""Slack: commands, questions and buttons in, messages out.

payload → events (what was asked) → Conversation.handle → render → the channel or the asker
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Protocol

import structlog

from bot.adapters.slack.connect import Identity, Listeners, SlackConnection
from bot.adapters.slack.errors import SlackRefused
from bot.adapters.slack.events import Asked, Json, command, pressed, question
from bot.adapters.slack.manifest import SCOPES
from bot.adapters.slack.people import People
from bot.adapters.slack.render import CHARACTERS, SlackPayload, render
from bot.adapters.structure import complaint
from bot.channels import Channel, Conversation, Posted, Reply, Request, User
from bot.messages import Message
from briefings.errors import Malformed, PlatformError, QuickreadError, Refused, Unreachable

EVENT_TYPE = "quickread_delivery"
COMMANDS = ("brief", "digest", "feeds", "help", "ask")
READING = frozenset({"brief", "help", "ask", ""})
"""Commands that change nothing, for which nobody's rights are looked up."""
PAGES = 5
"""Pages of a channel's history that `find` reads at most."""

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
        self._people = People(self._slack)
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
        try:
            return await self._post(channel, render(message), key, thread)
        except Malformed as problem:
            # how Slack counts a message's length is not documented: once more, in smaller parts
            smaller = render(message, characters=CHARACTERS // 2)
            if len(smaller) == 1:
                raise
            _log.warning("slack_message_split", error=problem.message)
            return await self._post(channel, smaller, key, thread)

    async def _post(
        self, channel: Channel, payloads: Sequence[SlackPayload], key: str, thread: str | None
    ) -> Posted:
        there = await self._parts(channel.id, key, thread) if len(payloads) > 1 else {}
        for number, payload in enumerate(payloads):
            if number not in there:
                body = _body(channel.id, payload, thread)
                body["metadata"] = {
                    "event_type": EVENT_TYPE,
                    "event_payload": {"key": key, "part": number, "parts": len(payloads)},
                }
                answer = await self._joining(channel.id, self._slack.call, "chat.postMessage", body)
                there[number] = str(answer["ts"])
        return Posted(there[0])

    async def find(self, channel: Channel, key: str, *, thread: str | None = None) -> Posted | None:
        """Look in the channel's latest messages for the one with this key, all its parts."""
        there = await self._parts(channel.id, key, thread, whole=True)
        return Posted(there[0]) if 0 in there else None

    async def _parts(
        self, channel: str, key: str, thread: str | None, *, whole: bool = False
    ) -> dict[int, str]:
        """Return the times of the parts that are in the channel; none if `whole` and one lacks."""
        found: dict[int, str] = {}
        count = 1
        params: Json = {"channel": channel, "limit": 200, "include_all_metadata": True}
        method = "conversations.history"
        if thread:
            method, params["ts"] = "conversations.replies", thread
        for _ in range(PAGES):
            answer = await self._joining(channel, self._slack.read, method, params)
            for message in answer.get("messages", ()):
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if payload.get("key") == key:
                    found[int(payload.get("part", 0))] = str(message["ts"])
                    count = int(payload.get("parts", 1))
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor or len(found) == count:
                break
            params["cursor"] = cursor
        return found if len(found) == count or not whole else {}

    async def _joining(
        self, channel: str, call: Callable[..., Awaitable[Json]], method: str, body: Json
    ) -> Json:
        """Call a method; join the channel first where Slack says that the bot is not in it."""
        try:
            return await call(method, **body)
        except SlackRefused as refusal:
            if refusal.code != "not_in_channel":
                raise
            try:
                await self._slack.call("conversations.join", channel=channel)
            except Refused:
                raise refusal from None
            return await call(method, **body)

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
        work = asyncio.create_task(self._reply(asked))
        try:
            waiting = await self._while_working(asked, work)
            request, reply = await work
            if reply.private:
                await self._say_privately(asked, reply.message, replace=waiting)
            else:
                await self._say_publicly(asked, request, reply)
                if waiting:
                    await self._slack.respond(asked.response_url, {"delete_original": True})
            if reply.attachment:
                await self._hand_out(asked, reply)
        except QuickreadError as error:
            _log.warning("slack_answer_failed", command=asked.name, error=error.message)
            await self._say_error(asked, error)
        except Exception:  # noqa: BLE001  # whoever asked gets an answer, whatever broke
            _log.exception("slack_answer_failed", command=asked.name)
            await self._say_error(asked, Unreachable("That went wrong.", hint="Please try again."))
        finally:
            work.cancel()

    async def _reply(self, asked: Asked) -> tuple[Request, Reply]:
        channel = Channel(self.platform, asked.team or self.workspace, asked.channel)
        user = User(asked.user, may_manage=False)
        if asked.name not in READING:
            user = await self._people.look_up(asked.user, asked.channel)
        request = Request(channel, user, asked.name, asked.argument, asked.thread)
        return request, await self._conversation.handle(request)

    async def _while_working(self, asked: Asked, work: asyncio.Task[Any]) -> bool:
        """Tell the asker that work is under way when it takes long; whether that was told."""
        done, _ = await asyncio.wait({work}, timeout=self._patience)
        if done or not asked.response_url:
            return False
        body = {"response_type": "ephemeral", "text": "Working on it …"}
        try:
            await self._slack.respond(asked.response_url, body)
        except PlatformError:
            return False
        return True

    async def _say_publicly(self, asked: Asked, request: Request, reply: Reply) -> None:
        payloads = render(reply.message)
        first = ""
        for payload in payloads:
            body = _body(asked.channel, payload, asked.under)
            try:
                answer = await self._joining(
                    asked.channel, self._slack.call, "chat.postMessage", body
                )
            except SlackRefused as refusal:
                # a private channel that the bot is not in: only the command's own address works
                if refusal.code not in ("channel_not_found", "not_in_channel"):
                    raise
                if not asked.response_url:
                    raise
                await self._respond(asked, payload, response_type="in_channel")
                continue
            first = first or str(answer["ts"])
        if first and self._on_posted:
            await self._on_posted(request, reply, Posted(first))

    async def _hand_out(self, asked: Asked, reply: Reply) -> None:
        """Post the file; what is for the asker only goes into their direct messages."""
        name, text = reply.attachment or ("", "")
        channel, thread = asked.channel, asked.under
        if reply.private:
            opened = await self._slack.call("conversations.open", users=asked.user)
            channel, thread = str(opened["channel"]["id"]), None
        await self._slack.upload(name, text, channel, thread)

    async def _say_privately(self, asked: Asked, message: Message, *, replace: bool) -> None:
        for number, payload in enumerate(render(message)):
            if asked.response_url:
                extra = {"replace_original": True} if replace and not number else {}
                await self._respond(asked, payload, response_type="ephemeral", **extra)
            else:
                body = _body(asked.channel, payload, asked.under)
                await self._slack.call("chat.postEphemeral", user=asked.user, **body)

    async def _respond(self, asked: Asked, payload: SlackPayload, **extra: Any) -> None:
        body = {"text": payload.text, "blocks": payload.blocks, "replace_original": False, **extra}
        if asked.under:
            body["thread_ts"] = asked.under
        await self._slack.respond(asked.response_url, body)

    async def _say_error(self, asked: Asked, error: QuickreadError) -> None:
        try:
            await self._say_privately(asked, complaint(error), replace=True)
        except PlatformError as problem:
            _log.warning("slack_error_not_told", error=problem.message)


def _body(channel: str, payload: SlackPayload, thread: str | None) -> Json:
    body: Json = {
        "channel": channel,
        "text": payload.text,
        "blocks": payload.blocks,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    if thread:
        body["thread_ts"] = thread
    return body
