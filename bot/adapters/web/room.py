"""What is said in the page's channels and threads.

line → kept and shown → command or question? → Conversation.handle → reply, kept and shown
"""

import asyncio
import re
import secrets
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.adapters.structure import complaint, cut_off
from bot.adapters.web.live import Event, Live
from bot.adapters.web.ports import OnPosted, PageStore
from bot.adapters.web.render import Json, event_of
from bot.channels import Channel, Conversation, Posted, Reply, Request, User
from bot.message_json import from_json, to_json
from bot.messages import Actions, Message, Paragraph, Text, line
from briefings.deliveries import PageMessage
from briefings.errors import InputError, NotFound, QuickreadError

YOU, BOT = "you", "quickread"
LINE = 4_000
"""Characters of a typed line."""
NAME = 40
"""Characters of a channel's name."""
MOST_CHANNELS = 100
_log = structlog.get_logger(__name__)


class Room:
    """Keeps what is said, has it answered, and tells the open pages."""

    def __init__(
        self,
        conversation: Conversation,
        store: PageStore,
        live: Live,
        *,
        workspace: str,
        on_posted: OnPosted | None = None,
    ) -> None:
        self._conversation, self._store, self._live = conversation, store, live
        self._workspace, self._on_posted = workspace, on_posted
        self._tasks: set[asyncio.Task[None]] = set()
        self.working: dict[str, Json] = {}
        """What is being answered, for pages that open meanwhile."""

    def channel(self, name: str) -> Channel:
        """Return the channel of this name."""
        return Channel("web", self._workspace, name)

    async def add_channel(self, name: str) -> str:
        """Keep a channel and return its name as it is written. Raises InputError."""
        clean = channel_name(name)
        known = await self._store.page_channels()
        if clean not in known:
            if len(known) >= MOST_CHANNELS:
                raise InputError(f"There can be {MOST_CHANNELS} channels.")
            await self._store.add_page_channel(clean)
            self._live.tell(Event("channel", {"name": clean}))
        return clean

    async def check(self, name: str) -> Channel:
        """Return the channel of this name. Raises NotFound where there is none."""
        if name not in await self._store.page_channels():
            raise NotFound("There is no such channel.", hint="Choose one at the left.")
        return self.channel(name)

    async def say(self, name: str, text: str, *, thread: int | None, zone: str | None) -> Json:
        """Keep and show a typed line, and have it answered. Raises InputError, NotFound."""
        words = text.strip()
        if not words:
            raise InputError("There is nothing to send.")
        if len(words) > LINE:
            raise InputError(f"A line can have {LINE:,} characters.", hint="Make it shorter.")
        channel = await self.check(name)
        command, argument = read_line(words)
        return await self._take(channel, words, command, argument, thread=thread, zone=zone)

    async def import_feeds(self, name: str, file: str, text: str, *, zone: str | None) -> Json:
        """Have a file of feeds read. Raises InputError, NotFound."""
        channel = await self.check(name)
        shown = f"/feeds import {file[:80]}".strip()
        return await self._take(
            channel, shown, "feeds", f"import {text}", thread=None, zone=zone
        )  # fmt: skip

    async def press(self, key: str, action: str, value: str, *, zone: str | None) -> None:
        """Do what a message's button says. Raises NotFound where the message has no such one."""
        message = await self._store.page_message(key)
        buttons = [
            button
            for block in (from_json(message.payload).blocks if message else ())
            if isinstance(block, Actions)
            for button in block.buttons
        ]
        if not message or (action, value) not in [(one.action, one.value) for one in buttons]:
            raise NotFound("That button is not there any more.", hint="Load the page again.")
        channel = Channel.parse(message.channel)
        under = message.thread or message.id
        request = self._request(channel, action, value, under, zone)
        self._spawn(self._answer(request, message.thread))

    async def post(
        self,
        channel: Channel,
        message: Message,
        *,
        key: str,
        thread: int | None = None,
        author: str = BOT,
        private: bool = False,
        attachment: tuple[str, str] | None = None,
    ) -> PageMessage:
        """Keep a message, once for its key, and show it."""
        payload = to_json(message)
        if attachment:
            payload["attachment"] = {"name": attachment[0], "text": attachment[1]}
        private_to = YOU if private else None
        kept = await self._store.add_page_message(
            channel.address, key, author, payload, thread=thread, private_to=private_to
        )
        self._live.tell(Event("message", event_of(kept), kept.id))
        return kept

    async def change(self, number: int, message: Message) -> None:
        """Have a message say something else, on pages that are open too."""
        await self._store.amend_page_message(number, to_json(message))
        kept = await self._store.page_message_numbered(number)
        if kept:
            self._live.tell(Event("changed", event_of(kept)))

    async def close(self, patience: float = 1.5) -> None:
        """Let answers under way finish for `patience` seconds, then say that they are cut off."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _take(
        self,
        channel: Channel,
        shown: str,
        command: str,
        argument: str,
        *,
        thread: int | None,
        zone: str | None,
    ) -> Json:
        words = Message((Paragraph(line(Text(shown))),), shown)
        kept = await self.post(channel, words, key=_key(), thread=thread, author=YOU)
        request = self._request(channel, command, argument, thread, zone)
        self._spawn(self._answer(request, thread))
        return event_of(kept)

    def _request(
        self, channel: Channel, name: str, argument: str, thread: int | None, zone: str | None
    ) -> Request:
        user = User(YOU, may_manage=True, zone=zone)
        return Request(channel, user, name, argument, str(thread) if thread else None)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, request: Request, thread: int | None) -> None:
        ask = _key()
        about: Json = {"ask": ask, "channel": request.channel.id, "thread": thread}
        self.working[ask] = about
        self._live.tell(Event("working", about))
        try:
            reply = await self._handle(request)
            if reply.silent:
                return
            kept = await self.post(
                request.channel,
                reply.message,
                key=ask,
                thread=thread,
                private=reply.private,
                attachment=reply.attachment,
            )
            if self._on_posted:
                await self._on_posted(request, reply, Posted(str(kept.id)))
        except QuickreadError as error:
            _log.warning("page_answer_not_kept", problem=error.message)
        except asyncio.CancelledError:
            said = complaint(cut_off())
            await self.post(request.channel, said, key=ask, thread=thread, private=True)
            raise
        finally:
            del self.working[ask]
            self._live.tell(Event("done", about))

    async def _handle(self, request: Request) -> Reply:
        try:
            return await self._conversation.handle(request)
        except QuickreadError as error:
            return Reply(complaint(error), private=True)
        except Exception:  # noqa: BLE001  # whoever asked gets an answer, whatever broke
            _log.exception("page_answer_failed", command=request.name)
            sorry = QuickreadError("That went wrong, and it is in the log.", hint="Try again.")
            return Reply(complaint(sorry), private=True)


def read_line(text: str) -> tuple[str, str]:
    """Return the command and its argument; a line without a slash is a question, without name."""
    if not text.startswith("/"):
        return "", text
    name, _, argument = text[1:].lstrip().partition(" ")
    return name.lower() or "help", argument.strip()


def channel_name(text: str) -> str:
    """Return a name as channels are written: lower case, words joined. Raises InputError."""
    name = re.sub(r"[^\w-]+", "-", text.strip().lstrip("#").lower()).strip("-_")[:NAME].strip("-_")
    if not name:
        raise InputError("A channel needs a name.", hint="Letters and digits, such as ukraine.")
    return name


def _key() -> str:
    return f"page-{secrets.token_hex(12)}"
