"""Answers to a command, question or button: in the channel, or to the asker only."""

from typing import Any

import structlog

from bot.adapters.slack.client import SlackClient
from bot.adapters.slack.errors import SlackRefused
from bot.adapters.slack.events import Asked
from bot.adapters.slack.posting import Poster, body_of
from bot.adapters.slack.render import SlackPayload, render
from bot.adapters.structure import complaint
from bot.channels import Reply
from bot.messages import Message
from briefings.errors import PlatformError, QuickreadError, Refused

_ABSENT = frozenset({"channel_not_found", "not_in_channel"})

_log = structlog.get_logger(__name__)


class Answers:
    """The answers to one thing asked."""

    def __init__(self, slack: SlackClient, poster: Poster, asked: Asked) -> None:
        self._slack, self._poster, self._asked = slack, poster, asked
        self._waiting = False

    async def wait(self) -> None:
        """Tell the asker that work is under way; the answer takes this away again."""
        if not self._asked.response_url:
            return
        body = {"response_type": "ephemeral", "text": "Working on it …"}
        try:
            await self._slack.respond(self._asked.response_url, body)
        except PlatformError:
            return
        self._waiting = True

    async def give(self, reply: Reply) -> str:
        """Answer; return the time of the first public message, "" if there is none.

        Raises PlatformError.
        """
        first = ""
        if reply.private:
            await self._privately(reply.message)
        else:
            first = await self._publicly(reply.message)
            if self._waiting:
                await self._slack.respond(self._asked.response_url, {"delete_original": True})
        if reply.attachment:
            await self._hand_out(*reply.attachment, private=reply.private)
        return first

    async def fail(self, error: QuickreadError) -> None:
        """Tell the asker, and nobody else, what went wrong."""
        try:
            await self._privately(complaint(error))
        except PlatformError as problem:
            _log.warning("slack_error_not_told", error=problem.message)

    async def _publicly(self, message: Message) -> str:
        times = [await self._say(payload) for payload in render(message)]
        return times[0]

    async def _say(self, payload: SlackPayload) -> str:
        asked = self._asked
        try:
            return await self._poster.say(asked.channel, payload, asked.under)
        except SlackRefused as refusal:
            # a private channel that the bot is not in: only the command's own address works
            if refusal.code not in _ABSENT or not asked.response_url:
                raise
            await self._respond(payload, response_type="in_channel")
            return ""

    async def _privately(self, message: Message) -> None:
        """Tell the asker only: where they asked, or in their direct messages."""
        asked = self._asked
        for number, payload in enumerate(render(message)):
            if asked.response_url:
                replace = self._waiting and not number
                await self._respond(payload, response_type="ephemeral", replace_original=replace)
            elif asked.channel.startswith("D"):  # nobody else is there
                await self._poster.say(asked.channel, payload, asked.under)
            else:
                await self._whisper(payload)

    async def _whisper(self, payload: SlackPayload) -> None:
        asked = self._asked
        try:
            body = body_of(asked.channel, payload, asked.under)
            await self._slack.call("chat.postEphemeral", user=asked.user, **body)
        except Refused:  # one of the two is not in the channel
            place = await self._poster.place(f"@{asked.user}")
            await self._poster.say(place, payload, None)

    async def _respond(self, payload: SlackPayload, **extra: Any) -> None:
        body = {"text": payload.text, "blocks": payload.blocks, "replace_original": False, **extra}
        if self._asked.under:
            body["thread_ts"] = self._asked.under
        await self._slack.respond(self._asked.response_url, body)

    async def _hand_out(self, name: str, text: str, *, private: bool) -> None:
        """Post a file; what is for the asker only goes into their direct messages."""
        channel, thread = self._asked.channel, self._asked.under
        if private:
            channel, thread = await self._poster.place(f"@{self._asked.user}"), None
        await self._slack.upload(name, text, channel, thread)
