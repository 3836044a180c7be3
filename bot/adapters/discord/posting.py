"""Posting to channels and threads: each delivery once, by a nonce and a mark that stays."""

import hashlib
from collections.abc import Sequence

import structlog

from bot.adapters.discord.connect import DiscordConnection
from bot.adapters.discord.errors import THREAD_EXISTS, DiscordRefused
from bot.adapters.discord.render import DiscordPayload, plain, render
from bot.messages import Message
from briefings.errors import Malformed, Refused

LOOK_BACK = 200
"""Messages of a channel that are looked at for a delivery."""
THREAD_NAME = "In detail"

_log = structlog.get_logger(__name__)


class Poster:
    """Posts to channels and looks deliveries up there."""

    def __init__(self, connection: DiscordConnection) -> None:
        self._discord = connection
        self._opened: set[int] = set()

    async def deliver(self, channel: int, message: Message, key: str, thread: int | None) -> str:
        """Post a message with its key, in parts if need be; return the first part's id.

        `thread` is the message under which a thread is opened, if it has none yet.
        Raises Unreachable, Refused, Malformed.
        """
        target = await self._thread(channel, thread) if thread else channel
        try:
            return await self._deliver(target, render(message), key)
        except Malformed as problem:
            _log.warning("discord_components_refused", error=problem.message)
            return await self._deliver(target, plain(message), key)

    async def _deliver(self, target: int, payloads: Sequence[DiscordPayload], key: str) -> str:
        several = len(payloads) > 1
        there = await self._discord.own_markers(target, LOOK_BACK) if several else {}
        ids: list[int] = []
        for number, payload in enumerate(payloads):
            mark = marker(key, number, last=number == len(payloads) - 1)
            ids.append(
                there.get(mark)
                or await self._discord.send(target, payload, nonce=nonce(key, number), marker=mark)
            )
        return str(ids[0])

    async def find(self, channel: int, key: str, thread: int | None) -> str | None:
        """Return the id of the first part of the message with this key, if all parts are there.

        Raises Unreachable, Refused.
        """
        try:
            there = await self._discord.own_markers(thread or channel, LOOK_BACK)
        except Refused:
            if thread:
                return None  # the thread was not opened yet
            raise
        number = 0
        while marker(key, number, last=False) in there:
            number += 1
        if marker(key, number, last=True) not in there:
            return None
        return str(there[marker(key, 0, last=number == 0)])

    async def _thread(self, channel: int, message: int) -> int:
        """Return the thread under a message, opened if need be."""
        if message not in self._opened:
            try:
                await self._discord.thread_under(channel, message, THREAD_NAME)
            except DiscordRefused as refusal:
                if refusal.code != THREAD_EXISTS:
                    raise
            self._opened.add(message)
        return message  # a thread has the id of the message it hangs under


def nonce(key: str, part: int) -> str:
    """Return what makes Discord drop a second message within minutes: 24 characters of 25."""
    return hashlib.sha256(f"{key}#{part}".encode()).hexdigest()[:24]


def marker(key: str, part: int, *, last: bool) -> int:
    """Return the id of a part's container, by which `find` knows it for ever: 31 bits, never 0."""
    name = f"{key}#{part}{'.' if last else '+'}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) >> 1 or 1
