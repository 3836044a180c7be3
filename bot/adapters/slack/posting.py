"""Posting to channels: each delivery once, its key in the message's metadata."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.adapters.slack.client import SlackClient
from bot.adapters.slack.errors import SlackRefused
from bot.adapters.slack.events import Json
from bot.adapters.slack.pace import Pace
from bot.adapters.slack.render import CHARACTERS, SlackPayload, render
from bot.messages import Message
from briefings.errors import Malformed, Refused, Unreachable

EVENT_TYPE = "quickread_delivery"
PAGES = 5
"""Pages of 200 messages of a channel that are looked at, at most, for a delivery."""

TRIES = 3
"""How often an answer that somebody waits for is sent when Slack asks to slow down."""
SHORT = 10.0
"""Seconds that such a somebody is kept waiting at most, each time."""
MOST_OPENED = 10_000

_log = structlog.get_logger(__name__)


class Poster:
    """Posts to the channels of a workspace and looks deliveries up there."""

    def __init__(self, slack: SlackClient, pace: Pace, team: str) -> None:
        self._slack, self._pace, self._team = slack, pace, team
        self._opened: dict[str, str] = {}
        self._home = ""
        """The workspace's own address."""

    async def say(self, channel: str, payload: SlackPayload, thread: str | None) -> str:
        """Post one message that somebody waits for; return its time, Slack's id of it.

        What was refused for the moment was not posted, so it is tried again. Raises PlatformError.
        """
        body = body_of(channel, payload, thread)
        for _ in range(TRIES - 1):
            try:
                return await self._send(channel, body)
            except Unreachable as error:
                if error.retry_after is None or error.retry_after > SHORT:
                    raise
                await asyncio.sleep(error.retry_after)
        return await self._send(channel, body)

    async def place(self, channel: str) -> str:
        """Return the channel's id: for `@U1` that of the direct messages with that person.

        Raises Unreachable, Refused.
        """
        if not channel.startswith("@"):
            return channel
        user = channel[1:]
        if user not in self._opened:
            opened = await self._slack.call("conversations.open", users=user)
            if len(self._opened) >= MOST_OPENED:
                del self._opened[next(iter(self._opened))]
            self._opened[user] = str(opened["channel"]["id"])
        return self._opened[user]

    async def deliver(self, channel: str, message: Message, key: str, thread: str | None) -> str:
        """Post a message with its key, in parts if need be; return the first part's time.

        Raises Unreachable, Refused, Malformed.
        """
        channel = await self.place(channel)
        try:
            return await self._deliver(channel, render(message), key, thread)
        except Malformed as problem:
            # how Slack counts a message's length is not documented: once more, in smaller parts
            smaller = render(message, characters=CHARACTERS // 2)
            if len(smaller) == 1:
                raise
            _log.warning("slack_message_split", error=problem.message)
            return await self._deliver(channel, smaller, key, thread)

    async def _deliver(
        self, channel: str, payloads: Sequence[SlackPayload], key: str, thread: str | None
    ) -> str:
        parts = len(payloads)
        there = (await self._there(channel, key, thread))[0] if parts > 1 else {}
        for number, payload in enumerate(payloads):
            if number not in there:
                body = body_of(channel, payload, thread)
                mark = {"key": key, "part": number, "parts": parts}
                body["metadata"] = {"event_type": EVENT_TYPE, "event_payload": mark}
                there[number] = await self._send(channel, body)
        return there[0]

    async def _send(self, channel: str, body: Json) -> str:
        place = f"{self._team}/{channel}"
        await self._pace.turn(place)
        try:
            answer = await self._joining(channel, self._slack.call, "chat.postMessage", body)
        except Unreachable as error:
            if error.retry_after:
                self._pace.hold(place, error.retry_after)
            raise
        return str(answer["ts"])

    async def edit(
        self, channel: str, ts: str, message: Message, key: str, thread: str | None
    ) -> None:
        """Have a message end in other words; where its parts are not those it has, it stays.

        Raises Unreachable, Refused, Malformed.
        """
        channel, payloads = await self.place(channel), render(message)
        there, parts = {0: ts}, 1
        if len(payloads) > 1:
            there, parts = await self._there(channel, key, thread)
        if len(payloads) == parts == len(there):
            last = payloads[-1]
            body = {"ts": there[parts - 1], "text": last.text, "blocks": last.blocks}
            await self._slack.call("chat.update", channel=channel, **body)

    async def locate(self, channel: str, ts: str, thread: str | None) -> str:
        """Return a message's permanent link. Raises Unreachable, Refused.

        Slack has a method for it, but that is a call for each message; the address is always so.
        """
        if not self._home:
            self._home = str((await self._slack.call("auth.test")).get("url") or "")
        if not self._home.startswith("https://"):
            return ""
        channel = await self.place(channel)
        link = f"{self._home.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
        return f"{link}?thread_ts={thread}&cid={channel}" if thread else link

    async def find(self, channel: str, key: str, thread: str | None) -> str | None:
        """Return the time of the first part of the message with this key, if all parts are there.

        Raises Unreachable, Refused.
        """
        found, parts = await self._there(await self.place(channel), key, thread)
        return found[0] if len(found) == parts else None

    async def _there(
        self, channel: str, key: str, thread: str | None
    ) -> tuple[dict[int, str], int]:
        """Return part → time of the parts with this key, and how many there should be."""
        found: dict[int, str] = {}
        parts = 1
        params: Json = {"channel": channel, "limit": 200, "include_all_metadata": True}
        method = "conversations.history"
        if thread:
            method, params["ts"] = "conversations.replies", thread
        for _ in range(PAGES):
            answer = await self._joining(channel, self._slack.read, method, params)
            for message in answer.get("messages", ()):
                mark = (message.get("metadata") or {}).get("event_payload") or {}
                if mark.get("key") == key:
                    found[int(mark.get("part", 0))] = str(message["ts"])
                    parts = int(mark.get("parts", 1))
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor or len(found) == parts:
                break
            params["cursor"] = cursor
        return found, parts

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


def body_of(channel: str, payload: SlackPayload, thread: str | None) -> Json:
    """Return what `chat.postMessage` takes for a payload."""
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
