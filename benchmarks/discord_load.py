"""Discord under load: how soon a command is taken, and whether every digest arrives once.

    python -m benchmarks.discord_load commands [--feeds 500] [--at-once 50] [--seconds 60]
    python -m benchmarks.discord_load digests [--channels 1000]

The product runs as the process that people start; Discord stands on loopback in this one, and the
feeds in a third. `commands` uses /brief 50 times in the same moment, again and again, while all
feeds are polled and grouped, and prints how long each waited for its deferral. `digests` has all
channels' digests due at once while one request in ten is answered with 429, the gateway drops and
the process is killed once.
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
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import sqlalchemy as sa
import typer
from aiohttp import web

from benchmarks.data import needed, rows
from benchmarks.search import TOPICS, fill
from benchmarks.wire import WireEntry, rss
from briefings.store import open_store
from briefings.store.tables import feeds as feed_table
from briefings.store.tables import subscriptions
from tests.fakes.discord_server import GUILD, DiscordServer, Json, walk

SCOPE = f"discord/{GUILD}"
ARTICLES = 3000
ENTRIES = 25
"""Entries of a feed."""
REFUSED = 0.1
"""The share of posts that are answered with 429."""
BREATH = 1.0
"""Seconds between the last answer of a burst of commands and the next burst."""
PATIENCE = 600.0
LONGEST = 120.0
"""Seconds that `commands` goes on at most."""

cli = typer.Typer(add_completion=False)


class Clocked(DiscordServer):
    """A Discord that notes when a command was sent, deferred and answered."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, float] = {}
        self.deferred: list[float] = []
        self.answered: list[float] = []
        self.answer: dict[str, asyncio.Event] = {}

    async def ask(self, topic: str) -> None:
        """Use /brief and wait for its answer."""
        started = time.perf_counter()
        token = await self.command("brief", {"topic": topic})
        self.sent.setdefault(token, started)
        await self.answer.setdefault(token, asyncio.Event()).wait()

    async def _interaction(self, kind: int, data: Json, **extra: Any) -> str:
        token = f"{self.id()}"
        self.sent[token] = time.perf_counter()
        return await super()._interaction(kind, data, token=token, **extra) and token

    def _callback(self, body: Json, interaction: str, token: str) -> Json:
        self.deferred.append(time.perf_counter() - self.sent[token])
        return super()._callback(body, interaction, token)

    def _edit(self, body: Json, token: str) -> Json:
        edited = super()._edit(body, token)
        self._done(token)
        return edited

    def _followup(self, body: Json, token: str) -> Json:
        said = super()._followup(body, token)
        self._done(token)
        return said

    def _done(self, token: str) -> None:
        self.answered.append(time.perf_counter() - self.sent[token])
        self.answer.setdefault(token, asyncio.Event()).set()


class Grudging(DiscordServer):
    """A Discord of many channels that answers one post in ten with 429."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.names = [str(10_000 + number) for number in range(channels)]
        self.kinds |= dict.fromkeys(self.names, 0)
        self.slowed = 0
        self._random = random.Random(5)

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        posting = request.method == "POST" and request.path.endswith("/messages")
        if posting and self._random.random() < REFUSED:
            self.slowed += 1
            self.fail("POST messages", status=429, retry_after=0.5)
        return await super()._rest(request)

    def heads(self) -> int:
        """How many messages stand in the channels themselves."""
        return sum(len(self.messages[name]) for name in self.names)


@contextlib.asynccontextmanager
async def product(server: DiscordServer, database: Path, **more: str) -> AsyncIterator[Any]:
    """Run the product as a process."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"sqlite:///{database}",
        "DISCORD_TOKEN": server.token,
        "DISCORD_API_URL": server.api_url,
        "DISCORD_GATEWAY_URL": server.gateway_url,
        "QUICKREAD_PORT": "0",
        "QUICKREAD_PRIVATE_HOSTS": "127.0.0.1",
        "QUICKREAD_LOG_LEVEL": "error",
        "QUICKREAD_USER_RATE": "0",
        "QUICKREAD_CHANNEL_RATE": "0",
        "QUICKREAD_PAGES": "false",
        **more,
    }
    command = Path(sys.executable).with_name("quickread")
    running = await asyncio.create_subprocess_exec(
        command, "run", cwd=database.parent, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()


async def serve_feeds(count: int) -> None:
    """Serve so many feeds, made of the wire's entries; prints the address."""
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
    del count
    await asyncio.Event().wait()


@contextlib.asynccontextmanager
async def feed_process(count: int) -> AsyncIterator[str]:
    """Run the feeds' server as a process; give its address."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.discord_load", "feeds", str(count),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert running.stdout
    try:
        yield (await running.stdout.readline()).decode().strip()
    finally:
        running.terminate()
        await running.wait()


async def measure_commands(feeds: int, at_once: int, seconds: float) -> None:
    """Keep commands under way while the feeds are polled."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "load.db"
        server = Clocked()
        async with server, feed_process(feeds) as address:
            store = await open_store(f"sqlite:///{database}")
            await fill(store, ARTICLES)
            async with store.writing() as connection:  # those feeds are nowhere to be read
                await connection.execute(sa.update(feed_table).values(next_poll_at=None))
            for number in range(feeds):
                await store.add_feed(f"{address}/{number}", f"Feed {number}", scope=SCOPE)
            async with product(server, database) as running:
                await server.until(lambda: server.identified, PATIENCE)
                gc.freeze()  # else this process's own pauses are measured
                started = time.perf_counter()
                topics = _topics()
                asking = asyncio.create_task(_keep_asking(server, topics, at_once))
                polled = await _until_polled(store, feeds, started, seconds)
                asking.cancel()
                took = time.perf_counter() - started
                assert running.returncode is None
            await store.close()
        _report_commands(server, polled, feeds, took)


def _topics() -> list[str]:
    """Return words of the news, so that few briefs are asked for twice."""
    titles = [row["title"] for row in rows(needed("wire/2022-03.jsonl"))]
    return sorted({word.strip(".,:;'\"") for title in titles for word in title.split()} - {""})


async def _keep_asking(server: Clocked, topics: list[str], at_once: int) -> None:
    """Use so many commands in the same moment, again and again, a second after all answers."""
    rand = random.Random(2)
    while True:
        await asyncio.gather(*(server.ask(rand.choice(topics)) for _ in range(at_once)))
        await asyncio.sleep(BREATH)


async def _until_polled(store: Any, feeds: int, started: float, seconds: float) -> int:
    """Wait until all feeds were read, and for so many seconds at least; return how many were."""
    read = sa.select(sa.func.count()).where(
        feed_table.c.succeeded_at.is_not(None), feed_table.c.url.like("http://127.0.0.1%")
    )
    while True:
        await asyncio.sleep(1.0)
        polled = int((await store.rows(read))[0][0])
        passed = time.perf_counter() - started
        if passed > max(LONGEST, seconds) or (passed > seconds and polled >= feeds):
            return polled


def _report_commands(server: Clocked, polled: int, feeds: int, took: float) -> None:
    waits = sorted(seconds * 1000 for seconds in server.deferred)
    answers = sorted(server.answered)
    print(
        f"{len(waits)} commands in {took:.0f} s while {polled} of {feeds} feeds were read: "
        f"deferred after {statistics.median(waits):.0f} ms in the median, {_at(waits, 0.99):.0f} "
        f"at the 99th percentile, {waits[-1]:.0f} at most; "
        f"answered after {statistics.median(answers):.1f} s in the median, "
        f"{_at(answers, 0.99):.1f} at the 99th percentile"
    )


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


async def measure_digests(channels: int) -> None:
    """Have all channels' digests due at once, and break what can break."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "load.db"
        store = await open_store(f"sqlite:///{database}")
        await fill(store, ARTICLES)
        server = Grudging(channels)
        async with server:
            await _subscribe(store, server.names)
            await store.close()
            started = time.perf_counter()
            quiet = {"QUICKREAD_POLL": "false"}
            async with product(server, database, **quiet) as running:
                await server.until(lambda: server.heads() > channels // 4, PATIENCE)
                running.kill()
                await running.wait()
            killed_at = server.heads()
            server._nonces.clear()  # as if Discord had forgotten them by then
            async with product(server, database, **quiet):
                await server.until(lambda: server.heads() > channels // 2, PATIENCE)
                await server.drop()
                await _until_quiet(server, channels)
        took = time.perf_counter() - started
        _report_digests(server, killed_at, took)


async def _subscribe(store: Any, names: list[str]) -> None:
    now = datetime.now(UTC)
    slot = now - timedelta(minutes=1)
    rand = random.Random(4)
    made = [
        {
            "channel": f"{SCOPE}/{name}",
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
        for name in names
    ]
    async with store.writing() as connection:
        for start in range(0, len(made), 500):
            await connection.execute(sa.insert(subscriptions), made[start : start + 500])


async def _until_quiet(server: Grudging, channels: int) -> None:
    """Wait until every channel has its digest and nothing was posted for fifteen seconds."""
    last, since = -1, time.perf_counter()
    while time.perf_counter() - since < (15 if server.heads() >= channels else PATIENCE):
        posted = sum(map(len, server.messages.values()))
        if posted != last:
            last, since = posted, time.perf_counter()
        await asyncio.sleep(0.5)


def _report_digests(server: Grudging, killed_at: int, took: float) -> None:
    heads = Counter(len(server.messages[name]) for name in server.names)
    marks = Counter(
        (channel, part["id"])
        for channel, messages in server.messages.items()
        for message in messages
        for part in walk(message["components"])
        if part["type"] == 17
    )
    stories = sum(len(server.messages[thread]) for thread in server.threads)
    print(
        f"{len(server.names)} channels: {heads[1]} got their digest once, {heads[0]} never, "
        f"{sum(heads.values()) - heads[0] - heads[1]} more than once; {stories} stories in "
        f"{len(server.threads)} threads, {sum(n - 1 for n in marks.values())} of them twice; "
        f"{server.slowed} posts were slowed down, the process was killed after {killed_at} "
        f"digests, the gateway resumed {server.resumed} times; {took:.0f} s"
    )


@cli.command()
def commands(
    feeds: Annotated[int, typer.Option(help="Feeds that are polled meanwhile.")] = 500,
    at_once: Annotated[int, typer.Option(help="Commands used in the same moment.")] = 50,
    seconds: Annotated[float, typer.Option(help="For how long at least.")] = 60.0,
) -> None:
    """Time commands while feeds are polled and grouped."""
    asyncio.run(measure_commands(feeds, at_once, seconds))


@cli.command()
def digests(channels: Annotated[int, typer.Option(help="How many.")] = 1000) -> None:
    """Count what arrives when very many digests are due at once and everything breaks."""
    asyncio.run(measure_digests(channels))


@cli.command("feeds", hidden=True)
def feeds_(count: int) -> None:
    """Serve feeds, as a process of its own."""
    asyncio.run(serve_feeds(count))


if __name__ == "__main__":
    cli()
