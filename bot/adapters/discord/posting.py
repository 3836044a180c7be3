"""Posting to channels and threads: each delivery once, by a nonce and a mark that stays.

channel, thread → target: a channel, a thread, a forum's post, somebody's direct messages → parts
"""

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import structlog

from bot.adapters.discord.calls import Calls
from bot.adapters.discord.errors import ARCHIVED, GONE, THREAD_EXISTS, DiscordRefused
from bot.adapters.discord.fallback import in_some_form
from bot.adapters.discord.places import Kind, Place
from bot.adapters.discord.recent import Recent
from bot.adapters.discord.render import DiscordPayload
from bot.adapters.splitting import cut, on_one_line
from bot.channels import Channel
from bot.messages import Message
from briefings.errors import Gone, PlatformError, Refused

SITE = "https://discord.com/channels"
LOOK_BACK = 200
"""Messages of a channel that are looked at for a delivery."""
POSTS_BACK = 25
"""A forum's latest posts of the bot that are looked at for one."""
THREAD_NAME = "In detail"
POST_NAME = 100
"""Characters of a forum post's name."""
OPENED = 20_000
"""Threads that are known to be open."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a delivery goes: `into` takes the messages, which reply to `reply_to` if that is set.

    `post` is whether it opens a post of a forum.
    """

    place: Place
    into: int
    reply_to: int | None = None
    post: bool = False
    threaded: bool = False


class Poster:
    """Posts to channels and looks deliveries up there. `crosspost`: announcements are handed on."""

    def __init__(self, calls: Calls, *, crosspost: bool = True) -> None:
        self._calls, self._crosspost = calls, crosspost
        self._opened: Recent[int, None] = Recent(OPENED)

    async def deliver(
        self, channel: Channel, message: Message, key: str, thread: str | None
    ) -> str:
        """Post a message with its key, in parts if need be; return the first part's id.

        `thread` is the message under which a thread is opened, if it has none yet.
        Raises Unreachable, Refused, Malformed, and Gone where that message or its thread is gone.
        """
        target = await self._target(channel, int(thread) if thread else None, opening=True)
        with _gone_where(threaded=target.threaded):

            async def say(payloads: Sequence[DiscordPayload]) -> int:
                return await self._deliver(channel, target, payloads, key, _post_name(message))

            first = await in_some_form(message, say)
        await self._hand_on(target, first)
        return str(first)

    async def find(self, channel: Channel, key: str, thread: str | None) -> str | None:
        """Return the id of the first part of the message with this key, if all parts are there.

        Raises Unreachable, Refused.
        """
        target = await self._target(channel, int(thread) if thread else None, opening=False)
        try:
            there = await self._there(channel, target, key)
        except Refused:
            if target.threaded:
                return None  # the thread was not opened yet
            raise
        number = 0
        while marker(key, number, last=False) in there:
            number += 1
        if marker(key, number, last=True) not in there:
            return None
        first = there[marker(key, 0, last=number == 0)]
        await self._hand_on(target, first)
        return str(first)

    async def edit(
        self, channel: Channel, first: str, message: Message, key: str, thread: str | None
    ) -> None:
        """Have a message end in other words; where its parts are not those it has, it stays.

        Raises Unreachable, Refused, Malformed.
        """
        target = await self._target(channel, int(thread) if thread else None, opening=False)
        place = int(first) if target.post else target.into

        async def say(payloads: Sequence[DiscordPayload]) -> None:
            mark = marker(key, len(payloads) - 1, last=True)
            found: int | None = int(first)
            if len(payloads) > 1:
                found = (await self._calls.own_markers(place, LOOK_BACK)).get(mark)
            if found:
                await self._calls.edit(place, found, payloads[-1], mark)

        try:
            await in_some_form(message, say)
        except DiscordRefused as refusal:
            if refusal.code != ARCHIVED:
                raise
            await self._calls.unfold(place)
            await in_some_form(message, say)

    async def locate(self, channel: Channel, message: str, thread: str | None) -> str:
        """Return where a message can be read. Raises Unreachable, Refused."""
        target = await self._target(channel, int(thread) if thread else None, opening=False)
        server = "@me" if channel.person else channel.workspace
        return f"{SITE}/{server}/{message if target.post else target.into}/{message}"

    def forget_thread(self, thread: int) -> None:
        """Forget that a thread is open: it was deleted."""
        self._opened.drop(thread)

    async def _target(self, channel: Channel, thread: int | None, *, opening: bool) -> _Target:
        if channel.person:
            direct = await self._calls.direct(int(channel.person))
            return _Target(Place(direct, Kind.DIRECT), direct, reply_to=thread)
        place = await self._calls.place(int(channel.id))
        if thread is None:
            return _Target(place, place.id, post=place.kind is Kind.FORUM)
        if place.kind is Kind.FORUM:
            return _Target(place, thread, threaded=True)
        if not place.threads:
            return _Target(place, place.id, reply_to=thread)
        if opening:
            await self._open_thread(place.id, thread)
        return _Target(place, thread, threaded=True)

    async def _deliver(
        self,
        channel: Channel,
        target: _Target,
        payloads: Sequence[DiscordPayload],
        key: str,
        name: str,
    ) -> int:
        several = len(payloads) > 1
        there = await self._there(channel, target, key) if several else {}
        ids: list[int] = []
        for number, payload in enumerate(payloads):
            mark = marker(key, number, last=number == len(payloads) - 1)
            found = there.get(mark)
            if found is None and target.post and not ids:
                found = await self._calls.open_post(target.place, name, payload, mark)
            ids.append(
                found
                or await self._calls.send(
                    ids[0] if target.post else target.into,
                    payload,
                    nonce=nonce(key, number),
                    marker=mark,
                    reply_to=target.reply_to,
                )
            )
        return ids[0]

    async def _there(self, channel: Channel, target: _Target, key: str) -> dict[int, int]:
        """Return marker → message where a delivery's parts would be."""
        if not target.post:
            return await self._calls.own_markers(target.into, LOOK_BACK)
        firsts = {marker(key, 0, last=False), marker(key, 0, last=True)}
        server = int(channel.workspace)
        for post in await self._calls.own_posts(server, target.place.id, POSTS_BACK):
            there = await self._calls.own_markers(post, LOOK_BACK)
            if firsts & there.keys():
                return there
        return {}

    async def _hand_on(self, target: _Target, message: int) -> None:
        """Publish an announcement to the servers that follow; that it fails loses nothing here."""
        if target.place.kind is not Kind.ANNOUNCEMENTS or target.threaded or not self._crosspost:
            return
        try:
            await self._calls.publish(target.place.id, message)
        except PlatformError as problem:
            _log.info("discord_not_crossposted", error=problem.message)

    async def _open_thread(self, channel: int, message: int) -> None:
        """Open the thread under a message if need be; it has the id of the message."""
        if message in self._opened:
            return
        try:
            with _gone_where(threaded=True):
                await self._calls.thread_under(channel, message, THREAD_NAME)
        except DiscordRefused as refusal:
            if refusal.code != THREAD_EXISTS:
                raise
        self._opened.keep(message, None)


@contextlib.contextmanager
def _gone_where(*, threaded: bool) -> Iterator[None]:
    """Tell a thread that is gone or closed from a channel that is: the channel itself is well."""
    try:
        yield
    except DiscordRefused as refusal:
        if not threaded or refusal.code not in GONE:
            raise
        raise Gone(refusal.message) from None


def _post_name(message: Message) -> str:
    return (cut(on_one_line(message.summary), POST_NAME) or ["Quickread"])[0]


def nonce(key: str, part: int) -> str:
    """Return what makes Discord drop a second message within minutes: 24 characters of 25."""
    return hashlib.sha256(f"{key}#{part}".encode()).hexdigest()[:24]


def marker(key: str, part: int, *, last: bool) -> int:
    """Return the id of a part's container, by which `find` knows it for ever: 31 bits, never 0."""
    name = f"{key}#{part}{'.' if last else '+'}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) >> 1 or 1
