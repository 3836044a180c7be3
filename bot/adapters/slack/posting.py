"""Posting to channels: each delivery once, its key in the message's metadata."""

from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.adapters.slack.connect import SlackConnection
from bot.adapters.slack.errors import SlackRefused
from bot.adapters.slack.events import Json
from bot.adapters.slack.render import CHARACTERS, SlackPayload, render
from bot.messages import Message
from briefings.errors import Malformed, Refused

EVENT_TYPE = "quickread_delivery"
PAGES = 5
"""Pages of 200 messages of a channel that are looked at, at most, for a delivery."""

_log = structlog.get_logger(__name__)


class Poster:
    """Posts to the channels of a workspace and looks deliveries up there."""

    def __init__(self, slack: SlackConnection) -> None:
        self._slack = slack

    async def say(self, channel: str, payload: SlackPayload, thread: str | None) -> str:
        """Post one message; return its time, Slack's id of it. Raises PlatformError."""
        return await self._send(channel, body_of(channel, payload, thread))

    async def deliver(self, channel: str, message: Message, key: str, thread: str | None) -> str:
        """Post a message with its key, in parts if need be; return the first part's time.

        Raises Unreachable, Refused, Malformed.
        """
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
        answer = await self._joining(channel, self._slack.call, "chat.postMessage", body)
        return str(answer["ts"])

    async def find(self, channel: str, key: str, thread: str | None) -> str | None:
        """Return the time of the first part of the message with this key, if all parts are there.

        Raises Unreachable, Refused.
        """
        found, parts = await self._there(channel, key, thread)
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
