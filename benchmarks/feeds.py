"""Polling ten thousand feeds: unchanged, changed, with a dead host, beside the `reader` library.

python -m benchmarks.feeds [--feeds 10000] [--changed 2000] [--peer 300]

Every feed has a host of its own on loopback (127.x.y.z). Feeds are as long as the wire's, entries
too; a changed one has two new entries on top of fifty. Each part runs in a process of its own.
"""

import argparse
import asyncio
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.data import data_folder, rows
from briefings.feeds.fetch import Fetcher
from briefings.feeds.guard import Guard
from briefings.feeds.hosts import Hosts
from briefings.model import Feed
from briefings.newsroom import Newsroom
from briefings.store import Store, open_store
from briefings.workers import Workers

SHOWN = 50
NEW = 2
DEAD = 200
_WORDS = "grain port river council flood minister strike budget harvest rail bridge court".split()
_BASE = datetime(2026, 3, 1, tzinfo=UTC)


def texts(count: int) -> list[tuple[str, str]]:
    """Return titles and summaries: the wire's, or some of the same length where there is none."""
    folder = data_folder()
    found: list[tuple[str, str]] = []
    for path in sorted(folder.glob("wire/*.jsonl")) if folder else ():
        for row in rows(path):
            found.append((row["title"], row["summary"] or ""))
            if len(found) == count:
                return found
    rand = random.Random(1)
    while len(found) < count:
        words = rand.choices(_WORDS, k=40)
        found.append((" ".join(words[:10]), " ".join(words)))
    return found


def body(number: int, version: int, known: Sequence[tuple[str, str]]) -> bytes:
    """Return a feed as it stands at a version: each brings two entries and drops two."""
    items = []
    for place in range(SHOWN):
        entry = version * NEW + SHOWN - place
        title, summary = known[(number * 61 + entry) % len(known)]
        at = format_datetime(_BASE + timedelta(minutes=entry))
        items.append(
            f"<item><title>{escape(title)}</title><link>http://f{number}.example/{entry}</link>"
            f"<guid>{number}-{entry}</guid><pubDate>{at}</pubDate>"
            f"<description>{escape(summary)}</description></item>"
        )
    head = f"<rss version='2.0'><channel><title>Feed {number}</title><ttl>10</ttl>"
    return (head + "".join(items) + "</channel></rss>").encode()


class Answering(asyncio.Protocol):
    """The least HTTP there is: the machine's time is for whoever is measured."""

    known: Sequence[tuple[str, str]] = ()
    version = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer; /version/N changes every feed, and /dead is not answered."""
        path = data.split(b" ", 2)[1].decode()
        transport: asyncio.WriteTransport = self._transport
        if path.startswith("/dead"):
            return
        if path.startswith("/version/"):
            Answering.version = int(path.rsplit("/", 1)[1])
            transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            return
        etag = f'"{Answering.version}"'.encode()
        asked = re.search(rb"(?i)if-none-match: (\S+)", data)
        if asked and asked.group(1) == etag:
            transport.write(b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n")
            return
        content = body(int(path.rsplit("/", 1)[1]), Answering.version, self.known)
        transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: " + etag
            + b"\r\nContent-Length: %d\r\n\r\n" % len(content) + content
        )  # fmt: skip


async def serve() -> None:
    """Serve until the standard input ends."""
    Answering.known = texts(20_000)
    server = await asyncio.get_running_loop().create_server(Answering, "0.0.0.0", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


def address(number: int, port: int) -> str:
    """Return where a feed is: each on a host of its own."""
    high, low = divmod(number, 250)
    return f"http://127.1.{high}.{low + 1}:{port}/feed/{number}"


@contextmanager
def serving() -> Iterator[int]:
    """Run the server in a process of its own; give its port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.feeds", "--part", "serve"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(10)


def set_version(port: int, version: int) -> None:
    """Have every feed changed."""
    from urllib.request import urlopen

    urlopen(f"http://127.0.0.1:{port}/version/{version}", timeout=10).close()


# --- Quickread ---------------------------------------------------------------------------------


@asynccontextmanager
async def quickread(folder: Path) -> AsyncIterator[tuple[Store, Newsroom]]:
    """Open a store, and a newsroom with what the product has."""
    store = await open_store(f"sqlite:///{folder}/feeds.db")
    guard = Guard(("127.0.0.0/8",))
    fetch, workers = Fetcher(guard=guard), Workers(2)
    newsroom = Newsroom(store, fetch, clock=lambda: datetime.now(UTC), reader=workers,
                        hosts=Hosts(is_own=guard.owns), grouping=workers.for_stories)  # fmt: skip
    yield store, newsroom
    await newsroom.close()
    await workers.close()
    await fetch.close()
    await store.close()


async def drain(newsroom: Newsroom, count: int) -> tuple[float, int, int]:
    """Poll until `count` feeds were read; return seconds, entries, failures."""
    start, read, new, failed = time.perf_counter(), 0, 0, 0
    while read + failed < count:
        done = await newsroom.poll()
        read, new, failed = read + done.read, new + len(done.new), failed + done.failed
    return time.perf_counter() - start, new, failed


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


async def measured(what: str, store: Store, newsroom: Newsroom, feeds: Sequence[Feed]) -> None:
    """Poll these feeds once and say how fast that was."""
    await due(store, feeds)
    late: list[float] = []
    watching = asyncio.create_task(lags(late))
    before = time.process_time()
    seconds, new, failed = await drain(newsroom, len(feeds))
    own = (time.process_time() - before) / len(feeds) * 1000
    watching.cancel()
    late.sort()
    lag = late[len(late) * 99 // 100] * 1000
    print(
        f"Quickread, {what}: {len(feeds)} feeds in {seconds:.1f} s, {len(feeds) / seconds:.0f}"
        f" feeds/s, {own:.1f} ms of the main process each, {new} new entries,"
        f" {failed} failed; the loop late by {lag:.0f} ms"
        f" (p99); memory {memory():.0f} MB", flush=True,
    )  # fmt: skip


async def ours(port: int, count: int, changed: int) -> None:
    """Measure Quickread."""
    with tempfile.TemporaryDirectory() as folder:
        async with quickread(Path(folder)) as (store, newsroom):
            feeds = [
                await store.add_feed(address(number, port), f"Feed {number}", scope="*")
                for number in range(count)
            ]
            await measured("first read", store, newsroom, feeds[:changed])
            set_version(port, 1)
            await measured("changed", store, newsroom, feeds[:changed])
            known = [
                replace(feed, etag='"1"', succeeded_at=datetime.now(UTC))
                for feed in feeds[changed:]
            ]
            await store.save_polls(known)
            await measured("unchanged", store, newsroom, feeds)
            some = feeds[:500]
            await measured("unchanged, no dead host", store, newsroom, some)
            dead = [
                await store.add_feed(f"http://127.3.3.3:{port}/dead/{n}", "Dead", scope="*")
                for n in range(DEAD)
            ]
            await due(store, [*dead, *some])
            start, read = time.perf_counter(), 0
            late: float | None = None
            while late is None:
                read += (await newsroom._poller.poll_due(0.5)).read
                late = time.perf_counter() - start if read >= len(some) else None
            print(
                f"Quickread, beside {DEAD} feeds of a dead host: {len(some)} feeds in {late:.1f} s"
            )


# --- reader -------------------------------------------------------------------------------------


def peer(port: int, count: int) -> None:
    """Measure the `reader` library with the same feeds."""
    import feedparser_sgmllib

    sys.modules.setdefault("sgmllib", feedparser_sgmllib)  # the library asks for it by its old name
    from reader import make_reader

    with tempfile.TemporaryDirectory() as folder:
        reading = make_reader(f"{folder}/reader.db")
        for number in range(count):
            reading.add_feed(address(number, port))
        for what, version in (("first read", 0), ("changed", 1), ("unchanged", 1)):
            set_version(port, version)
            start, before = time.perf_counter(), time.process_time()
            updated = list(reading.update_feeds_iter(workers=10, scheduled=False))
            seconds = time.perf_counter() - start
            own = (time.process_time() - before) / count * 1000
            new = sum(getattr(one.value, "new", 0) for one in updated if one.value)
            print(f"reader, {what}: {count} feeds in {seconds:.1f} s, {count / seconds:.0f}"
                  f" feeds/s, {own:.1f} ms of the process each, {new} new entries;"
                  f" memory {memory():.0f} MB", flush=True)  # fmt: skip


def memory() -> float:
    """Return the megabytes that this process and its children had at most."""
    pids, total = [os.getpid()], 0
    for pid in pids:
        status = Path(f"/proc/{pid}/status")
        if status.exists():
            total += int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1])
            for task in Path(f"/proc/{pid}/task").iterdir():
                with suppress(OSError):  # a thread that ended meanwhile
                    pids += map(int, (task / "children").read_text().split())
    return total / 1000


def main() -> None:
    """Run every part, or one."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--feeds", type=int, default=10_000)
    options.add_argument("--changed", type=int, default=2_000)
    options.add_argument("--peer", type=int, default=300)
    options.add_argument("--part", choices=("serve", "ours", "peer"))
    options.add_argument("--port", type=int)
    given = options.parse_args()
    match given.part:
        case "serve":
            asyncio.run(serve())
        case "ours":
            asyncio.run(ours(given.port, given.feeds, given.changed))
        case "peer":
            peer(given.port, given.peer)
        case _:
            sizes = [f"--{name}={getattr(given, name)}" for name in ("feeds", "changed", "peer")]
            script = [sys.executable, "-m", "benchmarks.feeds", *sizes]
            for part in ("ours", "peer"):
                with serving() as port:
                    subprocess.run([*script, "--part", part, "--port", str(port)], check=True)


if __name__ == "__main__":
    main()
