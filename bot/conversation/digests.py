"""The commands `/digest …`."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channels import Reply, Request
from bot.compose import digest_messages, list_message, text_message
from bot.conversation.ports import DeskEditions, DeskNewsroom, DeskSchedules, DeskStore
from bot.editions import next_digest
from bot.messages import Block, Divider, Line, Message, Text, Time, line
from bot.when import Breaking, Schedule, parse_schedule
from briefings.clock import Clock
from briefings.errors import InputError, NotFound, ScheduleError
from briefings.subscriptions import Subscription

MOST = 20
"""Digests that a channel can have."""
_SIZE = re.compile(r"\bsize\s+(\d{1,3})\b", re.IGNORECASE)
_FEEDS = re.compile(r"\bfeeds\s+(all|\d{1,12}(?:\s*,\s*\d{1,12}){0,99})\s*$", re.IGNORECASE)
_LARGEST = 15
_ONLY_NEWS = re.compile(
    r",?\s*\bonly\s+(?:if|when|with)\s+(?:there\s+(?:is|are)\s+)?(?:any\s+)?news\b", re.IGNORECASE
)
_ALWAYS = re.compile(r",?\s*\b(?:even\s+)?without\s+(?:any\s+)?news\b", re.IGNORECASE)
_TOPIC_LIMIT = 100
_STARTS = re.compile(
    r"(?:^|\s)(?=(?:daily|every|everyday|weekdays?|workdays|weekends?|weekly|monthly|hourly|cron|breaking"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|\d{1,2}(?:[:.]\d{2}|\s*[ap]m)\b"
    r"|[\d*/,-]+(?:\s+[\d*/,-]+){4}))",
    re.IGNORECASE,
)


class Digests:
    """Subscribes channels to digests."""

    def __init__(
        self,
        newsroom: DeskNewsroom,
        store: DeskStore,
        schedules: DeskSchedules,
        editions: DeskEditions,
        *,
        clock: Clock,
        zone: str,
    ) -> None:
        self._newsroom = newsroom
        self._store = store
        self._schedules = schedules
        self._editions = editions
        self._clock = clock
        self._zone = zone

    def handlers(self) -> dict[str, Callable[[Request], Awaitable[Reply]]]:
        """Return the commands by name."""
        return {
            "digest subscribe": self._subscribe,
            "digest list": self._list,
            "digest preview": self._preview,
            "digest change": self._change_to,
            "digest pause": self._pause,
            "digest resume": self._resume,
            "digest remove": self._remove,
        }

    async def follow(self, request: Request) -> Reply:
        """Subscribe the channel to a brief's topic, every day."""
        return await self._subscribe(replace(request, argument=f"{request.argument} daily 08:00"))

    async def _subscribe(self, request: Request) -> Reply:
        wanted = read_subscription(request.argument, zone=request.user.zone or self._zone)
        topic, when = wanted.topic, wanted.when
        channel = request.channel.address
        existing = await self._store.subscriptions(channel)
        if len(existing) >= MOST:
            raise InputError(f"A channel can have {MOST} digests.", hint="Remove one first.")
        if any(
            (one.topic, one.schedule, one.zone) == (topic, when.text, when.zone) for one in existing
        ):
            raise InputError("This channel gets that digest already.", hint="See /digest list.")
        subscription = await self._store.add_subscription(
            channel=channel, topic=topic, schedule=when.text, zone=when.zone, size=wanted.size,
            created_by=request.user.id, only_news=wanted.only_news,
            feed_ids=await self._own_feeds(request, wanted.feed_ids or ()),
        )  # fmt: skip
        self._schedules.set(subscription)
        if not isinstance(when, Breaking):
            await self._editions.make_first(subscription)
        return Reply(await self._welcome(subscription, when, request))

    async def _welcome(
        self, subscription: Subscription, when: Schedule, request: Request
    ) -> Message:
        feeds = await self._newsroom.feeds(request.channel.scope)
        if isinstance(when, Breaking):
            return _welcome_alerts(subscription, when, len(feeds))
        return text_message(
            "This channel gets a digest of ", Text(subscription.topic, bold=True),
            f" {when.describe()}, from {len(feeds)} feeds. The next one comes ",
            Time(when.next_after(self._clock()), zone=when.zone), ".",
            note=f"The first one follows now. Try /digest preview {subscription.id}, or "
            f"/brief {subscription.topic} at any time.",
        )  # fmt: skip

    async def _list(self, request: Request) -> Reply:
        found = await self._store.subscriptions(request.channel.address)
        rows = tuple(self._row(subscription) for subscription in found)
        empty = "No digest comes here yet. Try /digest subscribe ukraine daily 08:00 Europe/Kyiv"
        return Reply(list_message("Digests in this channel", rows, empty=empty), private=True)

    def _row(self, subscription: Subscription) -> Line:
        return digest_line(subscription, self._clock())

    async def _preview(self, request: Request) -> Reply:
        subscription = await self._find(request)
        now = self._clock()
        since = subscription.last_slot or now - timedelta(hours=24)
        digest = await self._newsroom.digest(subscription, since=since, until=now)
        messages = digest_messages(digest, zone=subscription.zone)
        return Reply(joined(messages), private=True)

    async def _change_to(self, request: Request) -> Reply:
        """Change a digest; it keeps its number and what it told already."""
        number, _, rest = request.argument.strip().partition(" ")
        subscription = await self._find(replace(request, argument=number))
        wanted = read_subscription(rest, zone=request.user.zone or subscription.zone)
        if wanted.only_news is None:
            wanted = replace(wanted, only_news=subscription.only_news)
        when, feed_ids = wanted.when, subscription.feed_ids
        if wanted.feed_ids is not None:
            feed_ids = await self._own_feeds(request, wanted.feed_ids)
        changed = replace(
            subscription, feed_ids=feed_ids, topic=wanted.topic, schedule=when.text, zone=when.zone,
            size=wanted.size, only_news=wanted.only_news,
        )  # fmt: skip
        await self._change(changed)
        next_at = next_digest(when, self._clock())
        coming = (" The next one comes ", Time(next_at, zone=when.zone), ".") if next_at else ()
        words = ("This channel gets a digest of ", Text(changed.topic, bold=True))
        return Reply(text_message(*words, f" {when.describe()} from now on.", *coming))

    async def _pause(self, request: Request) -> Reply:
        subscription = await self._find(request)
        await self._change(replace(subscription, paused=True, pause_reason=""))
        words = (Text(subscription.topic, bold=True), " is paused.")
        return Reply(text_message(*words, note=f"/digest resume {subscription.id} lets it go on."))

    async def _resume(self, request: Request) -> Reply:
        subscription = await self._find(request)
        await self._change(replace(subscription, paused=False, pause_reason=""))
        when = parse_schedule(subscription.schedule, zone=subscription.zone)
        next_at = next_digest(when, self._clock())
        coming = (" The next digest comes ", Time(next_at, zone=when.zone), ".") if next_at else ()
        return Reply(text_message(Text(subscription.topic, bold=True), " goes on.", *coming))

    async def _remove(self, request: Request) -> Reply:
        subscription = await self._find(request)
        await self._store.remove_subscription(subscription.id)
        self._schedules.drop(subscription.id)
        words = ("The digest of ", Text(subscription.topic, bold=True), " comes here no more.")
        return Reply(text_message(*words))

    async def _own_feeds(self, request: Request, numbers: Sequence[int]) -> tuple[int, ...]:
        """Return the numbers of feeds. Raises NotFound for one that is not read here."""
        if not numbers:
            return ()
        own = {feed.id for feed in await self._newsroom.feeds(request.channel.scope)}
        for number in numbers:
            if number not in own:
                raise NotFound(f"No feed {number} is read here.", hint="See /feeds list.")
        return tuple(numbers)

    async def _change(self, subscription: Subscription) -> None:
        await self._store.update_subscription(subscription)
        self._schedules.set(subscription)

    async def _find(self, request: Request) -> Subscription:
        found = await self._store.subscriptions(request.channel.address)
        return named(request.argument, found)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a channel asks for."""

    topic: str
    when: Schedule
    size: int = 5
    only_news: bool | None = None
    feed_ids: tuple[int, ...] | None = None
    """The feeds it reads; none of them means all, None that nothing is said of feeds."""


def read_subscription(argument: str, *, zone: str) -> Wanted:
    """Read `<topic> <when> [zone] [size N] [feeds N,N] [only if news]`.

    Raises InputError, ScheduleError.
    """
    argument, only_news = _part_silence(argument)
    argument, feed_ids = _part_feeds(argument)
    argument, size = _part_size(argument)
    problem: ScheduleError | None = None
    for start in (match.start() for match in _STARTS.finditer(argument)):
        try:
            when = parse_schedule(argument[start:], zone=zone)
        except ScheduleError as error:
            problem = problem or error
            continue
        topic = " ".join(argument[:start].split())
        if len(topic) > _TOPIC_LIMIT:
            raise InputError(f"A topic has at most {_TOPIC_LIMIT} characters.")
        return Wanted(topic or "everything", when, size, only_news, feed_ids)
    if problem:
        raise problem
    raise ScheduleError(
        "When should it come?",
        hint="For example: /digest subscribe ukraine daily 08:00 Europe/Kyiv",
    )


def _part_size(argument: str) -> tuple[str, int]:
    found = _SIZE.search(argument)
    if not found:
        return argument, 5
    size = int(found.group(1))
    if not 1 <= size <= _LARGEST:
        raise InputError(f"A digest has 1 to {_LARGEST} stories.")
    return _without(argument, found), size


def _part_feeds(argument: str) -> tuple[str, tuple[int, ...] | None]:
    found = _FEEDS.search(argument)
    if not found:
        return argument, None
    numbers = () if found[1].lower() == "all" else found[1].split(",")
    return _without(argument, found), tuple(dict.fromkeys(int(one) for one in numbers))


def _part_silence(argument: str) -> tuple[str, bool | None]:
    for pattern, only_news in ((_ONLY_NEWS, True), (_ALWAYS, False)):
        found = pattern.search(argument)
        if found:
            return _without(argument, found), only_news
    return argument, None


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _welcome_alerts(subscription: Subscription, when: Breaking, feeds: int) -> Message:
    return text_message(
        "This channel hears at once of a new story on ", Text(subscription.topic, bold=True),
        f" when {when.sources} independent {'source' if when.sources == 1 else 'sources'} report "
        f"it within {when.minutes} minutes, at most {when.most} times a day. I read {feeds} feeds.",
        note=f"/digest pause {subscription.id} stops it for a while.",
    )  # fmt: skip


def named(name: str, found: Sequence[Subscription]) -> Subscription:
    """Find the digest meant by a number or topic; the only one there is needs no name."""
    wanted = name.strip().lstrip("#").casefold()
    if not wanted and len(found) == 1:
        return found[0]
    for one in found:
        if wanted in (str(one.id), one.topic.casefold()):
            return one
    if not found:
        raise NotFound("No digest comes to this channel.", hint="See /help digest.")
    raise NotFound(
        f"Which digest is “{name[:60]}”?",
        hint="One of " + ", ".join(f"{one.id} ({one.topic})" for one in found[:MOST]) + ".",
    )


def joined(messages: Sequence[Message]) -> Message:
    """Return a digest's messages as one."""
    blocks: list[Block] = []
    for message in messages:
        blocks += [Divider()] if blocks else []
        blocks += message.blocks
    return Message(tuple(blocks), messages[0].summary)


def digest_line(subscription: Subscription, now: datetime) -> Line:
    """Say in a line which digest this is and when it comes next."""
    when = parse_schedule(subscription.schedule, zone=subscription.zone)
    start = (f"{subscription.id}: ", Text(subscription.topic, bold=True))
    said = f" · {when.describe()} · up to {subscription.size} stories"
    if subscription.paused:
        reason = f": {subscription.pause_reason}" if subscription.pause_reason else ""
        return line(*start, f"{said} · paused{reason}")
    if subscription.only_news:
        said += " · only if there is news"
    next_at = next_digest(when, now)
    coming = (" · next ", Time(next_at, zone=when.zone)) if next_at else ()
    return line(*start, said, *coming)
