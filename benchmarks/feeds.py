"""Polling ten thousand feeds: unchanged, changed, with a dead host, beside the `reader` library.

python -m benchmarks.feeds [--feeds 10000] [--changed 1000] [--peer 300] [--seconds 120]

Every feed has a host of its own on loopback (127.x.y.z). Feeds are as long as the wire's, entries
too; a changed one has two new entries on top of fifty. Each part runs in a process of its own:

ours   the newsroom alone, with the processes that the product would have here
desk   the product as people start it, with Slack on loopback: all feeds are polled once more, with
       a command twice a second; how soon each is acknowledged
peer   `reader`, with the same feeds
"""

import argparse
import asyncio
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from benchmarks.feed_site import address, serving, set_version
from benchmarks.footprint import watched
from bot.app import workers_of
from bot.config import Settings
from briefings.feeds.fetch import Fetcher
from briefings.feeds.guard import Guard
from briefings.feeds.hosts import Hosts
from briefings.model import Feed
from briefings.newsroom import Newsroom
from briefings.store import Store, open_store
from briefings.store.tables import feeds as feed_table

DEAD = 200
LOOPBACK = "127.0.0.0/8"
EVERY = 0.5
"""Seconds between two commands."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    feeds: int
    changed: int
    peer: int
    seconds: float


# --- the newsroom ------------------------------------------------------------------------------


@asynccontextmanager
async def quickread(database: Path) -> AsyncIterator[tuple[Store, Newsroom]]:
    """Open a store, and a newsroom with what the product has."""
    store = await open_store(f"sqlite:///{database}")
    guard = Guard((LOOPBACK,))
    fetch, workers = Fetcher(guard=guard), workers_of(Settings())
    workers.start()
    newsroom = Newsroom(
        store,
        fetch,
        clock=lambda: datetime.now(UTC),
        reader=workers,
        hosts=Hosts(is_own=guard.owns),
        grouping=workers.for_stories,
    )
    yield store, newsroom
    await newsroom.close()
    await workers.close()
    await fetch.close()
    await store.close()


@dataclass(slots=True)
class Drained:
    """What polling came to, and after how many seconds; `left`: entries not in their stories."""

    read: float = 0.0
    placed: float = 0.0
    failed: int = 0
    left: int = 0


async def drain(store: Store, newsroom: Newsroom, count: int, patience: float) -> Drained:
    """Poll until `count` feeds were read; then wait for stories, for so many seconds at most."""
    start, asked, done = time.perf_counter(), 0, Drained()
    while asked < count:
        came = await newsroom._poller.poll_due(0.5)
        asked += came.read + came.failed
        done.failed += came.failed
    done.read = time.perf_counter() - start
    while left := await store.unplaced():
        await newsroom._poller.poll_due(0.5)
        if time.perf_counter() - start > done.read + patience:
            break
    done.left, done.placed = len(left), time.perf_counter() - start
    return done


async def due(store: Store, feeds: Sequence[Feed]) -> None:
    """Have these feeds, and only these, have their turn now."""
    now = datetime.now(UTC)
    await store.postpone([feed.id for feed in await store.all_feeds()], now + timedelta(days=1))
    await store.postpone([feed.id for feed in feeds], now)


async def lags(found: list[float]) -> None:
    """Note how late the event loop is, again and again: what a command would wait."""
    while True:
        start = time.perf_counter()
        await asyncio.sleep(0.01)
        found.append(time.perf_counter() - start - 0.01)


async def measured(
    what: str, store: Store, newsroom: Newsroom, feeds: Sequence[Feed], patience: float
) -> None:
    """Poll these feeds once and say how fast that was."""
    await due(store, feeds)
    count, before = len(feeds), await store.count_articles()
    late: list[float] = []
    watching = asyncio.create_task(lags(late))
    own = time.process_time()
    async with watched(os.getpid()) as footprint:
        done = await drain(store, newsroom, count, patience)
    own = (time.process_time() - own) / count * 1000
    watching.cancel()
    new = await store.count_articles() - before
    print(
        f"Quickread, {what}: {count} feeds in {done.read:.1f} s, {count / done.read:.0f} feeds/s,"
        f" {new} new entries, {new - done.left} of them in their stories after {done.placed:.1f} s;"
        f" {done.failed} failed; {own:.1f} ms of the main process each;"
        f" the loop late by {percentile(late, 99) * 1000:.0f} ms (p99); {footprint}",
        flush=True,
    )


async def ours(port: int, sizes: Sizes, database: Path) -> None:
    """Measure the newsroom."""
    async with quickread(database) as (store, newsroom):
        feeds = [
            await store.add_feed(address(number, port), f"Feed {number}", scope="slack/T1")
            for number in range(sizes.feeds)
        ]
        gc.freeze()  # as the product does when all is loaded
        some = feeds[: sizes.changed]
        await measured("first read", store, newsroom, some, sizes.seconds)
        set_version(port, 1, sizes.feeds)
        await measured("changed", store, newsroom, some, sizes.seconds)
        now = datetime.now(UTC)
        await store.save_polls(
            [replace(feed, etag='"1"', succeeded_at=now) for feed in feeds[sizes.changed :]]
        )
        await measured("unchanged", store, newsroom, feeds, sizes.seconds)
        await beside_a_dead_host(port, store, newsroom, feeds[:500])


async def beside_a_dead_host(
    port: int, store: Store, newsroom: Newsroom, some: Sequence[Feed]
) -> None:
    """Say how long feeds take beside those of a dead host."""
    await due(store, some)
    alone = await drain(store, newsroom, len(some), 0.0)
    dead = [
        await store.add_feed(f"http://127.3.3.3:{port}/dead/{number}", "Dead", scope="*")
        for number in range(DEAD)
    ]
    await due(store, [*dead, *some])
    start, read = time.perf_counter(), 0
    while read < len(some):
        read += (await newsroom._poller.poll_due(0.5)).read
    seconds = time.perf_counter() - start
    print(
        f"Quickread, {len(some)} unchanged feeds: {alone.read:.1f} s alone, {seconds:.1f} s beside"
        f" {DEAD} feeds of a dead host", flush=True,
    )  # fmt: skip
    for feed in dead:
        await store.unfollow("*", feed.id)


# --- the desk ----------------------------------------------------------------------------------


async def desk(port: int, sizes: Sizes, database: Path) -> None:
    """Poll all feeds once more in the product; use commands meanwhile."""
    from benchmarks.load import product
    from benchmarks.slack_load import Clocked, settings_for

    set_version(port, 2, sizes.changed)
    store = await open_store(f"sqlite:///{database}")
    async with store.writing() as connection:  # as after a long stop, but without spreading them
        await connection.execute(sa.update(feed_table).values(next_poll_at=None, checked_at=None))
    server = Clocked()
    started = datetime.now(UTC)
    async with (
        server,
        product(database, settings_for(server) | {"QUICKREAD_PRIVATE_HOSTS": LOOPBACK}) as running,
        watched(running.pid) as footprint,
    ):
        await server.connected()
        await store.postpone([feed.id for feed in await store.feeds("slack/T1")], started)
        begun = time.perf_counter()
        polled, asked = 0, []
        while polled < sizes.feeds and time.perf_counter() - begun < sizes.seconds:
            asked.append(asyncio.create_task(server.ask("ukraine")))
            await asyncio.sleep(EVERY)
            if len(asked) % 4 == 0:
                done = sa.select(sa.func.count()).where(feed_table.c.checked_at >= started)
                polled = int((await store.rows(done))[0][0])
        seconds = time.perf_counter() - begun
        for task in asked:
            task.cancel()
    await store.close()
    waits = [wait * 1000 for wait in server.waits]
    print(
        f"The product, {sizes.changed} changed and {sizes.feeds - sizes.changed} unchanged feeds:"
        f" {polled} polled in {seconds:.0f} s; {len(waits)} of {len(asked)} commands acknowledged,"
        f" in {statistics.median(waits):.0f} ms (median), {percentile(waits, 99):.0f} ms (p99),"
        f" {max(waits):.0f} ms at most; {footprint}", flush=True,
    )  # fmt: skip


def percentile(values: Sequence[float], hundredth: int) -> float:
    """Return the value that so many of a hundred don't exceed."""
    return sorted(values)[len(values) * hundredth // 100] if values else 0.0


# --- reader ------------------------------------------------------------------------------------


async def peer(port: int, sizes: Sizes) -> None:
    """Measure the `reader` library with the same feeds."""
    import feedparser_sgmllib

    sys.modules.setdefault("sgmllib", feedparser_sgmllib)  # the library asks for it by its old name
    from reader import make_reader

    count = sizes.peer
    with tempfile.TemporaryDirectory() as folder:
        reading = make_reader(f"{folder}/reader.db")
        for number in range(count):
            reading.add_feed(address(number, port))
        for what, version in (("first read", 0), ("changed", 1), ("unchanged", 1)):
            set_version(port, version, count)
            async with watched(os.getpid()) as footprint:
                start, before = time.perf_counter(), time.process_time()
                updated = list(reading.update_feeds_iter(workers=10, scheduled=False))
                seconds = time.perf_counter() - start
            own = (time.process_time() - before) / count * 1000
            new = sum(getattr(one.value, "new", 0) for one in updated if one.value)
            print(f"reader, {what}: {count} feeds in {seconds:.1f} s, {count / seconds:.0f}"
                  f" feeds/s, {own:.1f} ms of the process each, {new} new entries;"
                  f" {footprint}", flush=True)  # fmt: skip


def main() -> None:
    """Run every part, or one."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--feeds", type=int, default=10_000)
    options.add_argument("--changed", type=int, default=1_000)
    options.add_argument("--peer", type=int, default=300)
    options.add_argument("--seconds", type=float, default=120.0)
    options.add_argument("--part", choices=("ours", "desk", "peer"))
    options.add_argument("--port", type=int)
    options.add_argument("--database", type=Path)
    given = options.parse_args()
    sizes = Sizes(given.feeds, given.changed, given.peer, given.seconds)
    match given.part:
        case "ours":
            asyncio.run(ours(given.port, sizes, given.database))
        case "desk":
            asyncio.run(desk(given.port, sizes, given.database))
        case "peer":
            asyncio.run(peer(given.port, sizes))
        case _:
            with tempfile.TemporaryDirectory() as folder, serving() as port:
                for part in ("peer", "ours", "desk"):
                    set_version(port, 0, 0)
                    script = [sys.executable, "-m", "benchmarks.feeds", *sys.argv[1:]]
                    script += ["--part", part, "--port", str(port)]
                    subprocess.run([*script, "--database", f"{folder}/feeds.db"], check=True)


if __name__ == "__main__":
    main()
