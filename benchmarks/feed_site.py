"""A server of ten thousand feeds on loopback, each on a host of its own, as long as the wire's."""

import asyncio
import random
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.request import urlopen
from xml.sax.saxutils import escape

from benchmarks.data import data_folder, rows

SHOWN = 50
NEW = 2
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
    changing = 0
    """How many feeds, the first ones, are at that version; the others stay at the first change."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer; /version/N/M changes the first M feeds, and /dead is not answered."""
        path = data.split(b" ", 2)[1].decode()
        transport: asyncio.WriteTransport = self._transport
        if path.startswith("/dead"):
            return
        if path.startswith("/version/"):
            Answering.version, Answering.changing = map(int, path.split("/")[2:])
            transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            return
        number = int(path.rsplit("/", 1)[1])
        version = self.version if number < self.changing else min(self.version, 1)
        etag = f'"{version}"'.encode()
        asked = re.search(rb"(?i)if-none-match: (\S+)", data)
        if asked and asked.group(1) == etag:
            transport.write(b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n")
            return
        content = body(number, version, self.known)
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
        [sys.executable, "-m", "benchmarks.feed_site"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(10)


def set_version(port: int, version: int, changing: int) -> None:
    """Have the first `changing` feeds changed."""
    urlopen(f"http://127.0.0.1:{port}/version/{version}/{changing}", timeout=10).close()


if __name__ == "__main__":
    asyncio.run(serve())
