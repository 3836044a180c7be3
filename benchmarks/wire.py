"""The wire as the feeds it came from: real entries, served on loopback at a clock's pace."""

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape

from aiohttp import web

from briefings.clock import Clock

WINDOW = 50
"""Entries that a feed shows at a time, the newest first, as publishers do."""


@dataclass(frozen=True, slots=True)
class WireEntry:
    """One entry of the wire; `published` is when its feed begins to show it."""

    feed: str
    link: str
    title: str
    summary: str
    published: datetime


def read_wire(rows: Iterable[dict[str, Any]]) -> dict[str, list[WireEntry]]:
    """Return each feed's entries, oldest first."""
    feeds: defaultdict[str, list[WireEntry]] = defaultdict(list)
    for row in rows:
        at = datetime.fromisoformat(row["published"]).astimezone(UTC)
        feeds[row["feed"]].append(
            WireEntry(row["feed"], row["link"], row["title"], row["summary"] or "", at)
        )
    for entries in feeds.values():
        entries.sort(key=lambda entry: entry.published)
    return dict(feeds)


class WireServer:
    """Serves the wire's feeds as RSS, each as it stood at the clock's moment, with ETags."""

    def __init__(self, feeds: dict[str, list[WireEntry]], clock: Clock) -> None:
        self._names = list(feeds)
        self._entries = [feeds[name] for name in self._names]
        self._times = [[entry.published for entry in entries] for entries in self._entries]
        self._clock = clock
        self._runner: web.AppRunner | None = None
        self.address = ""
        self.answers: defaultdict[int, int] = defaultdict(int)

    async def start(self) -> None:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_get("/{number:\\d+}/feed.xml", self._feed)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.address = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner:
            await self._runner.cleanup()

    def feed_addresses(self) -> dict[str, str]:
        """Return the loopback address of each feed, by the name it has in the wire."""
        return {
            name: f"{self.address}/{number}/feed.xml" for number, name in enumerate(self._names)
        }

    async def _feed(self, request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        shown = bisect_right(self._times[number], self._clock())
        etag = hashlib.sha256(f"{number}-{shown}".encode()).hexdigest()[:16]
        if request.headers.get("If-None-Match") == f'"{etag}"':
            self.answers[304] += 1
            return web.Response(status=304, headers={"ETag": f'"{etag}"'})
        self.answers[200] += 1
        entries = self._entries[number][max(0, shown - WINDOW) : shown]
        return web.Response(
            text=rss(self._names[number], reversed(entries)),
            content_type="application/rss+xml",
            headers={"ETag": f'"{etag}"'},
        )


def rss(name: str, entries: Iterable[WireEntry]) -> str:
    """Return entries as an RSS 2.0 document."""
    items = "".join(
        f"<item><title>{escape(entry.title)}</title><link>{escape(entry.link)}</link>"
        f"<guid>{escape(entry.link)}</guid><description>{escape(entry.summary)}</description>"
        f"<pubDate>{format_datetime(entry.published)}</pubDate></item>"
        for entry in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{escape(name)}</title><link>{escape(name)}</link>"
        f"<description>As delivered</description>{items}</channel></rss>"
    )
