"""Slack under load: how soon a command is acknowledged, and whether every digest arrives once.

    python -m benchmarks.slack_load commands [--feeds 500] [--at-once 50] [--seconds 60]
    python -m benchmarks.slack_load digests [--channels 1000]

The product runs as the process that people start; Slack stands on loopback in this one, and the
feeds in a third. `commands` uses /brief 50 times in the same moment, again and again, while all
feeds are polled and grouped, and prints how long each waited for its acknowledgement and for its
answer. `digests` has all channels' digests due at once while one post in ten is answered with 429,
the socket drops and the process is killed once.
"""

import asyncio
import contextlib
import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import sqlalchemy as sa
import typer
from aiohttp import web

from benchmarks.data import needed, rows
from benchmarks.discord_load import feed_process
from benchmarks.search import TOPICS, fill
from briefings.store import open_store
from briefings.store.tables import deliveries, subscriptions
from briefings.store.tables import feeds as feed_table
from tests.fakes.slack_server import Json, Room, SlackServer

SCOPE = "slack/T1"
ARTICLES = 3000
REFUSED = 0.1
"""The share of posts that are answered with 429."""
BREATH = 1.0
"""Seconds between the last answer of a burst of commands and the next burst."""
PATIENCE = 600.0
LONGEST = 120.0
"""Seconds that `commands` goes on at most."""

cli = typer.Typer(add_completion=False)


class Clocked(SlackServer):
    """A Slack that notes when a command was sent, acknowledged and answered."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, float] = {}
        self.waits: list[float] = []
        self.answers: list[float] = []
        self._answered: dict[str, asyncio.Event] = {}

    async def ask(self, topic: str) -> None:
        """Use /brief, to be answered privately, and wait for the answer."""
        name, started = uuid.uuid4().hex, time.perf_counter()
        self._answered[name] = asyncio.Event()
        self.sent[name] = started
        url = f"http://127.0.0.1:{self.port}/respond/{name}"
        await self.command("brief", f"{topic} private", response_url=url)
        await self._answered[name].wait()
        del self._answered[name]
        self.answers.append(time.perf_counter() - started)

    async def push(self, kind: str, payload: Json) -> str:
        """Send an envelope; note when."""
        envelope = uuid.uuid4().hex
        self.sent[envelope] = time.perf_counter()
        body = {"envelope_id": envelope, "type": kind, "payload": payload}
        await self._open_sockets()[-1].send_json(body)
        return envelope

    async def _notify(self) -> None:
        while self.acknowledged:
            sent = self.sent.pop(self.acknowledged.pop(), None)
            if sent is not None:
                self.waits.append(time.perf_counter() - sent)
        while self.responses:
            said = self.responses.pop()
            event = self._answered.get(said["id"])
            if event and not said.get("text", "").startswith("Working on it"):
                event.set()
        await super()._notify()


class Grudging(SlackServer):
    """A Slack of many channels that answers one post in ten with 429."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.names = [f"C{10_000 + number}" for number in range(channels)]
        self.rooms |= {name: Room(name, ["UBOT", "U1"]) for name in self.names}
        self.slowed, self.dropped = 0, 0
        self._random = random.Random(5)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["method"] == "chat.postMessage" and self._random.random() < REFUSED:
            self.slowed += 1
            self.fail("chat.postMessage", status=429, retry_after=1)
        return await super()._api(request)

    async def drop(self) -> None:
        """Break the sockets."""
        for socket in self._open_sockets():
            self.dropped += 1
            await socket.close()

    def keys(self, name: str) -> list[tuple[str, int]]:
        """The deliveries' keys, and their parts, in the order in which they stand there."""
        marks = [one["metadata"]["event_payload"] for one in self.rooms[name].messages]
        return [(mark["key"], mark["part"]) for mark in marks]

    def heads(self) -> int:
        """How many channels have something."""
        return sum(bool(self.rooms[name].messages) for name in self.names)


@contextlib.asynccontextmanager
async def product(server: SlackServer, database: Path, **more: str) -> AsyncIterator[Any]:
    """Run the product as a process."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"sqlite:///{database}",
        "SLACK_BOT_TOKEN": server.bot_token,
        "SLACK_APP_TOKEN": server.app_token,
        "SLACK_API_URL": server.api_url,
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
                await server.until(lambda: server.connections, PATIENCE)
                started = time.perf_counter()
                asking = asyncio.create_task(_keep_asking(server, at_once))
                polled = await _until_polled(store, feeds, started, seconds)
                asking.cancel()
                took = time.perf_counter() - started
                assert running.returncode is None
            await store.close()
        _report_commands(server, polled, feeds, took)


async def _keep_asking(server: Clocked, at_once: int) -> None:
    """Use so many commands in the same moment, again and again, a second after all answers."""
    titles = [row["title"] for row in rows(needed("wire/2022-03.jsonl"))]
    words = sorted({word.strip(".,:;'\"") for title in titles for word in title.split()} - {""})
    rand = random.Random(2)
    while True:
        await asyncio.gather(*(server.ask(rand.choice(words)) for _ in range(at_once)))
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
    waits = sorted(seconds * 1000 for seconds in server.waits)
    answers = sorted(server.answers)
    print(
        f"{len(waits)} commands in {took:.0f} s while {polled} of {feeds} feeds were read: "
        f"acknowledged after {statistics.median(waits):.0f} ms in the median, "
        f"{_at(waits, 0.99):.0f} at the 99th percentile, {waits[-1]:.0f} at most; "
        f"{len(answers)} answered, after {statistics.median(answers):.1f} s in the median, "
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
            started = time.perf_counter()
            quiet = {"QUICKREAD_POLL": "false"}
            async with product(server, database, **quiet) as running:
                await server.until(lambda: server.heads() > channels // 4, PATIENCE)
                running.kill()
                await running.wait()
            killed_at = server.heads()
            async with product(server, database, **quiet):
                await server.until(lambda: server.heads() > channels // 2, PATIENCE)
                await server.drop()
                await _until_quiet(server)
            took = time.perf_counter() - started
        written = await store.rows(
            sa.select(deliveries.c.channel, deliveries.c.key).order_by(deliveries.c.position)
        )
        await store.close()
        _report_digests(server, written, killed_at, took)


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


async def _until_quiet(server: Grudging) -> None:
    """Wait until every channel has its digest and nothing was posted for fifteen seconds."""
    last, since = -1, time.perf_counter()
    wanted = len(server.names)
    while time.perf_counter() - since < (15 if server.heads() >= wanted else PATIENCE):
        posted = sum(len(server.rooms[name].messages) for name in server.names)
        if posted != last:
            last, since = posted, time.perf_counter()
        await asyncio.sleep(0.5)


def _report_digests(server: Grudging, written: Any, killed_at: int, took: float) -> None:
    wanted: dict[str, list[str]] = {name: [] for name in server.names}
    for row in written:
        wanted[row.channel.rsplit("/", 1)[1]].append(row.key)
    posted = {name: server.keys(name) for name in server.names}
    marks = Counter((name, *mark) for name, keys in posted.items() for mark in keys)
    came = {name: list(dict.fromkeys(key for key, _ in keys)) for name, keys in posted.items()}
    print(
        f"{len(server.names)} channels: {sum(map(bool, came.values()))} got their digest; "
        f"{sum(map(len, came.values()))} of {sum(map(len, wanted.values()))} messages arrived, "
        f"{sum(count - 1 for count in marks.values())} of them twice; "
        f"{sum(came[name] != wanted[name] for name in came)} channels out of order or incomplete; "
        f"{server.slowed} posts were slowed down, the process was killed after {killed_at} "
        f"digests, {server.dropped} socket dropped; {took:.0f} s"
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


if __name__ == "__main__":
    cli()
