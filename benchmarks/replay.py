"""A month of the wire through the whole product, on a clock that this script controls.

    python -m benchmarks.replay [2022-03] [--database URL]

The entries are served on loopback as the feeds they came from. The real product polls them, stores
and groups what they bring, and posts digests to three channels with different topics and zones.
Prints what was delivered and when; fails if an entry was lost, a digest came twice or not at all,
or a story was told twice to the same channel.
"""

import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.data import needed, rows
from benchmarks.wire import WireEntry, WireServer, read_wire
from bot.app import App, build
from bot.channels import Channel, Posted
from bot.config import Settings
from bot.messages import Heading, Line, Message, plain
from bot.when import parse_when
from briefings.deliveries import Told
from briefings.feeds.links import link_key
from briefings.subscriptions import Subscription

STEP = timedelta(minutes=30)
CHANNELS = (
    ("desk/local/ukraine", "ukraine", "daily 08:00", "Europe/Kyiv"),
    ("desk/local/everything", "everything", "daily 07:30", "America/New_York"),
    ("desk/local/covid", "covid", "daily 18:00", "Asia/Tokyo"),
)
SCOPE = "desk/local"


@dataclass(slots=True)
class Clock:
    """The moment that the whole product believes in."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(slots=True)
class Desk:
    """A platform that writes down what is posted."""

    clock: Clock
    platform: str = "desk"
    posts: list[tuple[datetime, str, str, str | None, Message]] = field(default_factory=list)

    async def start(self) -> None:
        """Nothing to connect to."""

    async def stop(self) -> None:
        """Nothing to disconnect from."""

    async def post(
        self, channel: Channel, message: Message, *, key: str, thread: str | None = None
    ) -> Posted:
        """Write it down."""
        self.posts.append((self.clock(), channel.address, key, thread, message))
        return Posted(str(len(self.posts)))

    async def find(self, channel: Channel, key: str, *, thread: str | None = None) -> Posted | None:
        """Look whether it was written down."""
        del channel, thread
        numbers = [n for n, (_, _, posted, _, _) in enumerate(self.posts, 1) if posted == key]
        return Posted(str(numbers[0])) if numbers else None


async def replay(month: str, database: str) -> int:
    """Run a month; return how many things went wrong."""
    feeds = read_wire(rows(needed(f"wire/{month}.jsonl")))
    first = datetime.fromisoformat(f"{month}-01T00:00:00+00:00")
    last = (first + timedelta(days=32)).replace(day=1)
    clock = Clock(first)
    server = WireServer(feeds, clock)
    await server.start()
    with tempfile.TemporaryDirectory() as empty:
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            database_url=database,
            quickread_private_hosts=("127.0.0.1",),
            quickread_seeds=Path(empty),
        )
        async with build(settings, clock=clock) as app:
            desk = Desk(clock)
            app.adapters["desk"] = desk
            started = time.perf_counter()
            await _run(app, clock, server, last)
            seconds = time.perf_counter() - started
            problems = await _check(app, desk, feeds, first, last)
    await server.stop()
    _report(desk, server, feeds, seconds)
    for problem in problems:
        print(f"FAILED: {problem}")
    return len(problems)


async def _run(app: App, clock: Clock, server: WireServer, last: datetime) -> None:
    for name, address in server.feed_addresses().items():
        await app.store.add_feed(address, name, scope=SCOPE)
    for channel, topic, schedule, zone in CHANNELS:
        await app.store.add_subscription(
            channel=channel, topic=topic, schedule=schedule, zone=zone, created_by="replay"
        )
    while clock.now < last:
        clock.now += STEP
        await app.newsroom.poll()
        await app.schedules.run_due()
        await app.outbox.deliver_due()
    # what the last half hour brought is read after the month, so that nothing is still on its way
    for feed in await app.store.all_feeds():
        await app.newsroom.poll_feed(feed)


async def _check(
    app: App, desk: Desk, feeds: dict[str, list[WireEntry]], first: datetime, last: datetime
) -> list[str]:
    return [
        *await _lost(app, feeds),
        *_digests(desk, await app.store.subscriptions(), first, last),
        *_told_twice(await _everything_told(app)),
    ]


async def _lost(app: App, feeds: dict[str, list[WireEntry]]) -> list[str]:
    stored = {link_key(url) for url in await app.store.article_links()}
    return [
        f"lost: {entry.link}"
        for entries in feeds.values()
        for entry in entries
        if link_key(entry.link) not in stored
    ]


def _digests(
    desk: Desk, subscriptions: Sequence[Subscription], first: datetime, last: datetime
) -> list[str]:
    """Compare the digests that came with the moments at which they were due."""
    problems = []
    parents = Counter((channel, at) for at, channel, _, thread, _ in desk.posts if thread is None)
    for one in subscriptions:
        when, due = parse_when(one.schedule, zone=one.zone), first
        while (due := when.next_after(due)) < last:
            came = parents[one.channel, due]
            if came != 1:
                problems.append(f"{one.channel} got {came} digests at {due:%d %b %H:%M}")
    keys = Counter(key for _, _, key, _, _ in desk.posts)
    problems += [f"posted {count} times: {key}" for key, count in keys.items() if count > 1]
    return problems


async def _everything_told(app: App) -> list[Told]:
    return [one for channel, *_ in CHANNELS for one in await app.store.told(channel)]


def _told_twice(told: Sequence[Told]) -> list[str]:
    """A story is told once; an update brings articles and bullets that it had not."""
    problems = []
    articles: set[tuple[str, int, int]] = set()
    bullets: set[tuple[str, int, str]] = set()
    for one in told:
        own_articles = {(one.channel, one.story_id, number) for number in one.article_ids}
        own_bullets = {(one.channel, one.story_id, words) for words in one.bullets}
        if own_articles & articles or own_bullets & bullets:
            problems.append(f"told twice in {one.channel}: story {one.story_id}")
        articles |= own_articles
        bullets |= own_bullets
    return problems


def _report(
    desk: Desk, server: WireServer, feeds: dict[str, list[WireEntry]], seconds: float
) -> None:
    for at, channel, _, thread, message in desk.posts:
        if thread is None:
            print(f"{at:%Y-%m-%d %H:%M} UTC  {channel:<24} {plain(_heading(message))}")
    parents = Counter(channel for _, channel, _, thread, _ in desk.posts if thread is None)
    entries = sum(map(len, feeds.values()))
    print(f"\n{entries} entries of {len(feeds)} feeds; polls: {dict(server.answers)}")
    print(f"{len(desk.posts)} messages; digests: {dict(parents)}")
    print(f"{seconds:.1f} s")


def _heading(message: Message) -> Line:
    block = message.blocks[0]
    return block.line if isinstance(block, Heading) else ()


def main(
    month: Annotated[str, typer.Argument(help="Which month of the wire.")] = "2022-03",
    database: Annotated[str, typer.Option(help="Where to store; a new file by default.")] = "",
) -> None:
    """Run a month of the wire through the whole product."""
    with tempfile.TemporaryDirectory() as folder:
        address = database or f"sqlite:///{folder}/replay.db"
        sys.exit(1 if asyncio.run(replay(month, address)) else 0)


if __name__ == "__main__":
    typer.run(main)
