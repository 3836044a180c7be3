"""Feed documents to entries: RSS 0.9 to 2.0, RDF and Atom by feedparser, JSON Feed by hand.

Nothing here reaches out: no entity is expanded, no reference followed.
"""

import codecs
import json
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from time import struct_time
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser

from briefings.errors import BrokenFeed, NotAFeed
from briefings.feeds.discover import feed_links
from briefings.feeds.items import unread
from briefings.feeds.markup import to_line, to_text
from briefings.model import Entry, FeedDocument

ENTRIES = 500
"""Entries of one document that are read at most, as they stand in it."""
_NESTING = 200
_HEAD = 10_000
"""Bytes in which a document type is looked for."""
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_HTML = re.compile(rb"\s*(<!--.*?-->\s*)*(<!doctype\s+html|<html)", re.DOTALL | re.IGNORECASE)
_FEED_ROOT = re.compile(rb"<(?:\w+:)?(rss|rdf|feed)\b", re.IGNORECASE)
_QUIET = re.compile(
    rb"<skip(Hours|Days)>(.{0,2000}?)</skip(?:Hours|Days)>", re.DOTALL | re.IGNORECASE
)
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_HINTS = {
    "hourly": 3600.0,
    "daily": 86400.0,
    "weekly": 604800.0,
    "monthly": 2592000.0,
    "yearly": 31536000.0,
}


def parse_feed(
    body: bytes, *, url: str, content_type: str | None = None, seen: str = ""
) -> FeedDocument:
    """Read a feed's document that was found at `url`, without the items that `seen` tells of.

    Raises NotAFeed with the feeds that it announces for a web page, BrokenFeed for what can't be
    read. Runs for some milliseconds: call it off the event loop.
    """
    if body.startswith(_WIDE):
        body, content_type = _narrowed(body), "application/xml; charset=utf-8"
    start = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not body.strip():
        raise BrokenFeed("The server gave an empty answer.", hint="Try again later.")
    if start[:1] == b"{":
        return _parse_json(body, url)
    if _HTML.match(start) and not _FEED_ROOT.search(body[:2000]):
        raise NotAFeed(
            "That address gives a web page, not a feed.",
            hint="Use the address of its RSS or Atom feed.",
            candidates=feed_links(body, url),
        )
    rest = unread(body, seen)
    whole = len(rest.body) == len(body)
    document = _parse_xml(rest.body, url, content_type, whole=whole)
    return replace(document, items=rest.items or len(document.entries), seen_items=rest.seen)


def _narrowed(body: bytes) -> bytes:
    """Return a document that begins with the mark of UTF-16 or UTF-32 as UTF-8."""
    wide = body.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE))
    text = body.decode("utf-32" if wide else "utf-16", "replace")
    return _DECLARATION.sub("", text, count=1).encode("utf-8", "replace")


def _parse_xml(body: bytes, url: str, content_type: str | None, *, whole: bool) -> FeedDocument:
    head = _DOCTYPE.sub(b"", body[:_HEAD], count=1)
    clean = head + body[_HEAD:]
    if _depth(clean) > _NESTING:
        raise BrokenFeed("The feed's elements are nested too deep to be one.")
    # without a base the library leaves addresses as they are, which is faster; they are joined here
    headers = {"content-location": url} if b"base=" in clean else {}
    if content_type:
        headers["content-type"] = content_type
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = feedparser.parse(
                clean, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
    except Exception as error:  # the library lets many kinds through; all mean the same here
        raise _broken() from error
    if whole and not parsed.get("version") and not parsed.entries:
        raise _broken()
    return FeedDocument(
        title=to_line(str(parsed.feed.get("title") or "")),
        site_url=_web(parsed.feed.get("link"), url),
        language=_language(parsed.feed.get("language")),
        entries=_distinct(
            _entry(item, url, parsed.feed.get("language")) for item in parsed.entries[:ENTRIES]
        ),
        poll_hint=_poll_hint(parsed.feed),
        quiet=quiet_times(body),
        hub=_announced(parsed.feed, "hub", url),
        topic=_announced(parsed.feed, "self", url),
    )


def _entry(item: dict[str, Any], url: str, language: object) -> Entry | None:
    link = _web(item.get("link"), url)
    title = to_line(str(item.get("title") or ""))
    summary = to_text(str(item.get("summary") or ""))
    content = to_text(_content(item))
    name = str(item.get("id") or link or "").strip() or title
    if not name or not (title or summary or content):
        return None
    return Entry(
        id=name[:2000],
        link=link,
        title=title or _opening(summary or content),
        summary=summary,
        content=content,
        published=_time(item),
        authors=tuple(
            to_line(str(author.get("name")))
            for author in item.get("authors") or ()
            if isinstance(author, Mapping) and author.get("name")
        )[:10],
        language=_language(item.get("language") or language),
    )


def _content(item: Mapping[str, Any]) -> str:
    values = [str(part.get("value") or "") for part in item.get("content") or ()]
    return max(values, key=len, default="")


def _time(item: dict[str, Any]) -> datetime | None:
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        value = dict.get(item, name)  # its own get() warns where it falls back
        if isinstance(value, struct_time):
            try:
                at = datetime(*value[:6], tzinfo=UTC)
            except ValueError:
                continue
            if at >= _EARLIEST:
                return at
    return None


def _poll_hint(feed: Mapping[str, Any]) -> float | None:
    ttl = str(feed.get("ttl") or "")
    if ttl.isdigit() and 0 < int(ttl) <= 43_200:
        return int(ttl) * 60.0
    period = _HINTS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    if period is None:
        return None
    often = str(feed.get("sy_updatefrequency") or "1")
    return period / max(1, int(often)) if often.isdigit() else period


def quiet_times(body: bytes) -> str:
    """Return RSS's skipHours and skipDays as words: "0 23 sunday"."""
    found = []
    for name, inner in _QUIET.findall(body):
        for value in re.findall(rb"<(?:hour|day)>\s*(\w{1,9})\s*</", inner)[:24]:
            word = value.decode("ascii", "replace").lower()
            if name.lower() == b"days" and word in _DAYS:
                found.append(word)
            elif name.lower() == b"hours" and word.isdigit() and int(word) <= 24:
                found.append(str(int(word) % 24))
    return " ".join(dict.fromkeys(found))


def _announced(feed: Mapping[str, Any], relation: str, url: str) -> str | None:
    """Return where a link of this relation leads."""
    links = [link for link in feed.get("links") or () if isinstance(link, Mapping)]
    found = (_web(link.get("href"), url) for link in links if link.get("rel") == relation)
    return next((address for address in found if address), None)


def _parse_json(body: bytes, url: str) -> FeedDocument:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise _broken() from None
    version = document.get("version")
    if not isinstance(version, str) or "jsonfeed.org" not in version:
        raise NotAFeed("That address gives JSON that is not a JSON Feed.")
    items = document.get("items")
    base = document.get("home_page_url") or url
    return FeedDocument(
        title=to_line(str(document.get("title") or "")),
        site_url=_web(document.get("home_page_url"), url),
        language=_language(document.get("language")),
        entries=_distinct(
            _json_entry(item, str(base), document.get("language"))
            for item in (items if isinstance(items, list) else [])[:ENTRIES]
            if isinstance(item, dict)
        ),
        hub=_json_hub(document.get("hubs"), url),
        topic=_web(document.get("feed_url"), url),
    )


def _json_hub(hubs: object, url: str) -> str | None:
    """Return the first WebSub hub of a JSON Feed's `hubs`."""
    given = [hub for hub in hubs if isinstance(hub, dict)] if isinstance(hubs, list) else []
    kinds = ("websub", "pubsubhubbub")
    found = [hub.get("url") for hub in given if str(hub.get("type", "")).lower() in kinds]
    return _web(found[0], url) if found else None


def _json_entry(item: Mapping[str, Any], base: str, language: object) -> Entry | None:
    link = _web(item.get("url") or item.get("external_url"), base)
    plain = str(item.get("content_text") or "")
    content = to_text(str(item.get("content_html") or "")) or to_text(plain)
    summary = to_text(str(item.get("summary") or ""))
    title = to_line(str(item.get("title") or "")) or _opening(summary or content)
    name = str(item.get("id") or link or "").strip() or title
    if not name or not title:
        return None
    return Entry(
        id=name[:2000],
        link=link,
        title=title,
        summary=summary,
        content=content,
        published=_iso(item.get("date_published")) or _iso(item.get("date_modified")),
        language=_language(item.get("language") or language),
    )


def _iso(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return at if at >= _EARLIEST else None


def _distinct(entries: Iterable[Entry | None]) -> tuple[Entry, ...]:
    """Return each entry once, the first of those with one id; by its link where ids repeat."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry is None:
            continue
        kept = found.setdefault(entry.id, entry)
        if kept is not entry and entry.link and entry.link != kept.link:
            found.setdefault(entry.link, replace(entry, id=entry.link))
    return tuple(found.values())


def _web(address: object, base: str) -> str | None:
    """Return the address made absolute if it is one of the web, else None."""
    if not isinstance(address, str) or not address.strip():
        return None
    try:
        absolute = urljoin(base, address.strip())
        parts = urlsplit(absolute)
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return absolute if known and len(absolute) <= 4000 else None


def _language(value: object) -> str | None:
    tag = str(value or "").strip()
    return tag if re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*", tag) else None


def _opening(text: str) -> str:
    words = text.split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")


def _depth(body: bytes) -> int:
    """Return how deep elements are nested, roughly: enough to tell a feed from an attack."""
    depth = deepest = 0
    for found in re.finditer(rb"<(/?)[A-Za-z][^<>]*?(/?)>", body):
        if found.group(1):
            depth = max(0, depth - 1)
        elif not found.group(2):
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _broken() -> BrokenFeed:
    return BrokenFeed(
        "What is at that address can't be read as a feed.",
        hint="Open it in a browser: is it RSS, Atom or JSON Feed?",
    )
