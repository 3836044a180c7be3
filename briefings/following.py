"""Which feeds a workspace reads: adding by feed or site address, listing, removing, OPML.

address → fetch → a feed? follow it
                → a page? the feeds it announces → one: follow it; several: say which
"""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from briefings.errors import AddressError, FetchError, NotAFeed, NotFound, QuickreadError
from briefings.feeds.discover import likely_feed_addresses
from briefings.feeds.fetch import Fetch
from briefings.feeds.opml import read_opml, write_opml
from briefings.model import Feed, FeedDocument
from briefings.workers import InThreads, Reader

GUESSES = 4
"""Well-known addresses that are tried on a site that announces no feed."""
_NAMED = 5
IMPORTED = 500
"""Feeds taken from one OPML file at most."""

_FEED = re.compile(r"^feed:(//)?", re.IGNORECASE)
"""What some programs put before a feed's address, or in the place of its scheme."""
_OTHER = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d{1,5}(/|$))", re.IGNORECASE)
"""A scheme that is not the web's: what stands behind its colon is no port."""


class FeedShelf(Protocol):
    """Keeps feeds and who follows them."""

    async def add_feed(
        self,
        url: str,
        title: str,
        *,
        scope: str,
        site_url: str | None = None,
        language: str | None = None,
    ) -> Feed:
        """Follow a feed, new or known."""

    async def feeds(self, scope: str) -> tuple[Feed, ...]:
        """Return the feeds that the scope follows."""

    async def unfollow(self, scope: str, feed_id: int) -> None:
        """Follow it no more."""


@dataclass(frozen=True, slots=True)
class Import:
    """What came of an OPML file."""

    added: tuple[Feed, ...]
    known: int
    failed: tuple[str, ...]


class Following:
    """Adds, lists and removes feeds."""

    def __init__(self, shelf: FeedShelf, fetch: Fetch, reader: Reader | None = None) -> None:
        self._shelf = shelf
        self._fetch = fetch
        self._reader = reader or InThreads()

    async def add(self, address: str, *, scope: str) -> Feed:
        """Follow the feed at this address or the one feed of the site there.

        Raises AddressError, FetchError, BrokenFeed, and NotAFeed that carries the feeds to choose
        from when the site has several.
        """
        url = web_address(address)
        try:
            where, document = await self._read(url)
        except NotAFeed as page:
            where, document = await self._discover(url, page.candidates)
        return await self._shelf.add_feed(
            where,
            document.title or urlsplit(where).hostname or where,
            scope=scope,
            site_url=document.site_url,
            language=document.language,
        )

    async def remove(self, name: str, *, scope: str) -> Feed:
        """Unfollow the feed of this address, number or title. Raises NotFound."""
        feed = named(name, await self._shelf.feeds(scope))
        await self._shelf.unfollow(scope, feed.id)
        return feed

    async def import_opml(self, text: str, *, scope: str) -> Import:
        """Follow every feed of an OPML file; they are first read when their turn comes."""
        known = {feed.url for feed in await self._shelf.feeds(scope)}
        added, failed = [], []
        listed = read_opml(text)
        for outline in listed[:IMPORTED]:
            try:
                url = web_address(outline.url)
                if url not in known:
                    known.add(url)
                    title = outline.title or urlsplit(url).hostname or url
                    added.append(
                        await self._shelf.add_feed(
                            url, title, scope=scope, site_url=outline.site_url
                        )
                    )
            except QuickreadError:
                failed.append(outline.url)
        failed += [outline.url for outline in listed[IMPORTED:]]
        return Import(tuple(added), len(listed) - len(added) - len(failed), tuple(failed))

    async def export_opml(self, *, scope: str) -> str:
        """Return the scope's feeds as OPML."""
        return write_opml(await self._shelf.feeds(scope))

    async def _read(self, url: str) -> tuple[str, FeedDocument]:
        fetched = await self._fetch.fetch(url)
        return fetched.url, await self._reader.feed(fetched)

    async def _discover(self, url: str, announced: Sequence[str]) -> tuple[str, FeedDocument]:
        if len(announced) > 1:
            raise NotAFeed(
                "That is a page with several feeds.",
                hint="Add the one you want: " + _some(announced),
                candidates=tuple(announced),
            )
        for address in announced or likely_feed_addresses(url)[:GUESSES]:
            try:
                return await self._read(address)
            except (FetchError, NotAFeed):
                continue
        raise NotAFeed(
            "There is no feed at that address, and the page announces none.",
            hint="Look for an RSS or Atom link on the site and add its address.",
        )


def _some(addresses: Sequence[str]) -> str:
    more = f", and {len(addresses) - _NAMED} more" if len(addresses) > _NAMED else ""
    return ", ".join(addresses[:_NAMED]) + more


def web_address(address: str) -> str:
    """Return the address with its scheme. Raises AddressError."""
    words = address.strip()
    if words.startswith("<"):  # as Slack writes it, with what is shown behind a bar
        words = words.strip("<>").partition("|")[0]
    words = _FEED.sub("", words)
    if words and "://" not in words and not _OTHER.match(words):
        words = f"https://{words}"
    try:
        parts = urlsplit(words)
    except ValueError:
        parts = urlsplit("")
    known = parts.scheme in ("http", "https") and parts.hostname and len(words) <= 2000
    if not known or len(words.split()) > 1:
        raise AddressError(
            f"I can't read “{address.strip()[:80]}” as a web address.",
            hint="It should look like https://example.org/feed.xml or example.org, one at a time.",
        )
    rest = words[len(f"{parts.scheme}://{parts.netloc}") :]
    host = parts.netloc if "@" in parts.netloc else parts.netloc.lower()
    return f"{parts.scheme}://{host}{rest}"


def named(name: str, feeds: Sequence[Feed]) -> Feed:
    """Find the feed that is meant by an address, a number or a title. Raises NotFound."""
    wanted = name.strip().strip("<>").casefold()
    for feed in feeds:
        if wanted in (feed.url.casefold(), str(feed.id), feed.title.casefold()):
            return feed
    hosts = [feed for feed in feeds if wanted and wanted in feed.url.casefold()]
    if len(hosts) == 1:
        return hosts[0]
    titles = {feed.title.casefold(): feed for feed in feeds}
    near = difflib.get_close_matches(wanted, titles, 1)
    raise NotFound(
        f"No feed here is called “{name.strip()[:80]}”.",
        hint=f"Did you mean {titles[near[0]].title}?" if near else "See /feeds list.",
    )
