"""What the measurements of Slack and Discord under load share.

The product runs as the process that people start; the platform stands on loopback in the process
that measures, and the feeds in a third.
"""

import asyncio
import contextlib
import gc
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from aiohttp import web

from benchmarks.data import needed, rows
from benchmarks.search import TOPICS, fill
from benchmarks.wire import WireEntry, rss
from briefings.store import open_store
from briefings.store.tables import deliveries, subscriptions
from briefings.store.tables import feeds as feed_table

ARTICLES = 3000
ENTRIES = 25
"""Entries of a feed."""
REFUSED = 0.1
"""The share of posts that are answered with 429."""
PATIENCE = 600.0
"""Seconds that anything is waited for."""
_BREATH = 1.0
"""Seconds between the last answer of a burst of commands and the next burst."""
_LONGEST = 120.0
"""Seconds that commands are measured at most."""
_QUIET = 15.0
"""Seconds without a post after which nothing is expected any more."""


class Asked(Protocol):
    """A platform that commands are used on, and that notes how long each waited."""

    waits: list[float]
    answers: list[float]

    async def ask(self, topic: str) -> None:
        """Use /brief and wait for its answer."""

    async def connected(self) -> None:
        """Wait until the product is there."""


@dataclass(frozen=True, slots=True)
class Drill:
    """What should have been posted, by channel, and how it went."""

    wanted: Mapping[str, list[str]]
    killed_at: int
    """Digests there were when the process was killed."""
    took: float


@contextlib.asynccontextmanager
async def product(database: Path, environment: Mapping[str, str]) -> AsyncIterator[Any]:
    """Run the product as a process."""
    given = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"sqlite:///{database}",
        "QUICKREAD_PORT": "0",
        "QUICKREAD_PRIVATE_HOSTS": "127.0.0.1",
        "QUICKREAD_LOG_LEVEL": "error",
        "QUICKREAD_USER_RATE": "0",
        "QUICKREAD_CHANNEL_RATE": "0",
        "QUICKREAD_PAGES": "false",
        **environment,
    }
    command = Path(sys.executable).with_name("quickread")
    running = await asyncio.create_subprocess_exec(
        command, "run", cwd=database.parent, env=given, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()


async def serve_feeds() -> None:
    """Serve feeds made of the wire's entries, as many as are asked for; prints the address."""
    wire = list(rows(needed("wire/2022-03.jsonl")))
    rand = random.Random(3)

    async def answer(request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        now = datetime.now(UTC)
        entries = [
            WireEntry(
                "", f"https://n{number}.test/{place}", one["title"], one["summary"] or "", now
            )
            for place, one in enumerate(rand.choices(wire, k=ENTRIES))
        ]
        return web.Response(text=rss(f"Feed {number}", entries), content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/{number:\\d+}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


@contextlib.asynccontextmanager
async def feed_process() -> AsyncIterator[str]:
    """Run the feeds' server as a process; give its address."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.load", stdout=asyncio.subprocess.PIPE
    )
    assert running.stdout
    try:
        yield (await running.stdout.readline()).decode().strip()
    finally:
        running.terminate()
        await running.wait()


async def measure_commands(
    server: Any,
    scope: str,
    environment: Mapping[str, str],
    *,
    feeds: int,
    at_once: int,
    seconds: float,
) -> str:
    """Keep commands under way while the feeds are polled; say how long each waited."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "load.db"
        async with feed_process() as address:
            store = await open_store(f"sqlite:///{database}")
            await fill(store, ARTICLES)
            async with store.writing() as connection:  # those feeds are nowhere to be read
                await connection.execute(sa.update(feed_table).values(next_poll_at=None))
            for number in range(feeds):
                await store.add_feed(f"{address}/{number}", f"Feed {number}", scope=scope)
            async with product(database, environment) as running:
                await server.connected()
                gc.freeze()  # else this process's own pauses are measured
                started = time.perf_counter()
                asking = asyncio.create_task(_keep_asking(server, at_once))
                polled = await _until_polled(store, feeds, started, seconds)
                asking.cancel()
                took = time.perf_counter() - started
                assert running.returncode is None
            await store.close()
    return f"{_waits(server)}; {polled} of {feeds} feeds were read in {took:.0f} s"


async def _keep_asking(server: Asked, at_once: int) -> None:
    """Use so many commands in the same moment, again and again, a second after all answers."""
    titles = [row["title"] for row in rows(needed("wire/2022-03.jsonl"))]
    words = sorted({word.strip(".,:;'\"") for title in titles for word in title.split()} - {""})
    rand = random.Random(2)
    while True:
        await asyncio.gather(*(server.ask(rand.choice(words)) for _ in range(at_once)))
        await asyncio.sleep(_BREATH)


async def _until_polled(store: Any, feeds: int, started: float, seconds: float) -> int:
    """Wait until all feeds were read, and for so many seconds at least; return how many were."""
    read = sa.select(sa.func.count()).where(
        feed_table.c.succeeded_at.is_not(None), feed_table.c.url.like("http://127.0.0.1%")
    )
    while True:
        await asyncio.sleep(1.0)
        polled = int((await store.rows(read))[0][0])
        passed = time.perf_counter() - started
        if passed > max(_LONGEST, seconds) or (passed > seconds and polled >= feeds):
            return polled


def _waits(server: Asked) -> str:
    waits = sorted(seconds * 1000 for seconds in server.waits)
    answers = sorted(server.answers)
    return (
        f"{len(waits)} commands acknowledged after {statistics.median(waits):.0f} ms in the "
        f"median, {_at(waits, 0.99):.0f} at the 99th percentile, {waits[-1]:.0f} at most; "
        f"{len(answers)} answered, after {statistics.median(answers):.1f} s in the median, "
        f"{_at(answers, 0.99):.1f} at the 99th percentile"
    )


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


async def measure_digests(server: Any, scope: str, environment: Mapping[str, str]) -> Drill:
    """Have all channels' digests due at once; kill the product at a quarter, drop it at a half."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "load.db"
        store = await open_store(f"sqlite:///{database}")
        await fill(store, ARTICLES)
        await _subscribe(store, [f"{scope}/{name}" for name in server.names])
        started, quiet = time.perf_counter(), {**environment, "QUICKREAD_POLL": "false"}
        async with product(database, quiet) as running:
            await server.until(lambda: server.heads() > len(server.names) // 4, PATIENCE)
            running.kill()
            await running.wait()
        killed_at = server.heads()
        server.forget()
        async with product(database, quiet):
            await server.until(lambda: server.heads() > len(server.names) // 2, PATIENCE)
            await server.drop()
            await _until_quiet(server)
            await _until_sent(store)
        took = time.perf_counter() - started
        queued = await store.rows(
            sa.select(deliveries.c.channel, deliveries.c.key).order_by(deliveries.c.position)
        )
        await store.close()
    wanted: dict[str, list[str]] = {name: [] for name in server.names}
    for row in queued:
        wanted[row.channel.rsplit("/", 1)[1]].append(row.key)
    return Drill(wanted, killed_at, took)


async def _subscribe(store: Any, channels: Iterable[str]) -> None:
    """Give every channel a digest that was due a minute ago."""
    now = datetime.now(UTC)
    slot = now - timedelta(minutes=1)
    rand = random.Random(4)
    made = [
        {
            "channel": channel,
            "topic": rand.choice(TOPICS[:4]),
            "schedule": f"daily {slot:%H:%M}",
            "zone": "UTC",
            "size": 3,
            "feed_ids": [],
            "created_by": "",
            "created_at": now - timedelta(days=3),
            "paused": False,
            "pause_reason": "",
            "last_slot": slot - timedelta(days=1),
        }
        for channel in channels
    ]
    async with store.writing() as connection:
        for start in range(0, len(made), 500):
            await connection.execute(sa.insert(subscriptions), made[start : start + 500])


async def _until_quiet(server: Any) -> None:
    """Wait until every channel has its digest and nothing was posted for fifteen seconds."""
    last, since = -1, time.perf_counter()
    while time.perf_counter() - since < (
        _QUIET if server.heads() >= len(server.names) else PATIENCE
    ):
        if (count := server.posted()) != last:
            last, since = count, time.perf_counter()
        await asyncio.sleep(0.5)


async def _until_sent(store: Any) -> None:
    """Wait until nothing is to be posted any more: some wait long after they were refused."""
    pending = sa.select(sa.func.count()).where(deliveries.c.state == "pending")
    for _ in range(int(PATIENCE)):
        if not (await store.rows(pending))[0][0]:
            return
        await asyncio.sleep(1.0)


if __name__ == "__main__":
    asyncio.run(serve_feeds())
