"""Fuzzing the way from bytes to text: packed answers, feeds and pages, damaged in every way.

python -m tests.briefings.feeds.fuzz [minutes] [seed]    says what it found, and how to see it again
"""

# ruff: noqa: T201  # it is run by hand

import asyncio
import gzip
import random
import re
import sys
import time
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import brotli

from briefings.articles.page import read_page
from briefings.errors import QuickreadError
from briefings.feeds.parse import ENTRIES, parse_feed
from briefings.feeds.unpack import PIECE, unpack

URL = "https://site.example/feed.xml"
SLOW = 5.0
"""Seconds of computing for one small document that are worth looking at."""
_ITEM = """<item><title>Flood {0} reaches &amp;lt;Passau</title><link>/news/{0}?utm_source=x</link>
<guid isPermaLink="false">{0}</guid><pubDate>Tue, 10 Mar 2026 08:0{0}:00 +0200</pubDate>
<description><![CDATA[<p>One &nbsp; two.</p><script>x()</script><ul><li>A<li>B</ul>]]></description>
<dc:creator>A. Writer</dc:creator></item>"""
SEEDS = (
    "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE rss [<!ENTITY a 'b'>]>\n<rss version='2.0'"
    " xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>T</title><ttl>60</ttl><skipHours>"
    "<hour>3</hour></skipHours>" + "".join(_ITEM.format(n) for n in range(4)) + "</channel></rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='uk'><title type='html'>&lt;b&gt;T</title>"
    "<link rel='hub' href='https://hub.example/'/><entry><id>tag:x,2026:1</id><title>Київ</title>"
    "<link href='/a'/><updated>2026-03-10T08:00:00Z</updated><content type='xhtml'><div xmlns="
    "'http://www.w3.org/1999/xhtml'><p>Слова</p></div></content></entry></feed>",
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns="
    "'http://purl.org/rss/1.0/'><channel><title>T</title></channel><item rdf:about='x'><title>Hi"
    "</title><link>/a</link></item></rdf:RDF>",
    '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": 1, "title":'
    ' "Hi", "url": "/a", "content_html": "<p>x", "date_published": "2026-03-10T08:00:00Z"}]}',
    "<!doctype html><html lang=en><head><title>T</title><meta property='og:type' content='article'>"
    "<link rel=alternate type='application/rss+xml' href=/rss><link rel=canonical href=/a></head>"
    "<body><article><h1>Flood</h1>" + "<p>The river rose by two metres, officials said.</p>" * 12
    + "</article><ul><li><a href=/b>b</a></ul></body></html>",
)  # fmt: skip
TOKENS = (
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<item>", b"</item>", b"<entry", b"</entry>", b"&#0;",
    b"&#x110000;", b"&#xD800;", b"&a;", b"&", b"<", b">", b"\0", b"\xff\xfe", b"\xef\xbb\xbf",
    b"<!DOCTYPE x [", b"<!ENTITY % a SYSTEM 'file:///etc/passwd'>%a;", b"]>", b"xml:base='http://['",
    b"http://[::1", b"//", b"javascript:", b"<title>", b"<link href=", b"<content type='xhtml'>",
    b"<content type='text/html' mode='base64'>", b"%", b"\x1b", b"\xed\xa0\x80",
    b"Tue, 99 Foo 99999 99:99:99 +9999", b"-0001-00-00T00:00:00Z", b"<svg>", b"<p",
    b"[", b"null", b"1e999", b"encoding='utf-7'", b"encoding='utf-16'", b"encoding='idna'",
    b"encoding='base64'", b"<georss:polygon>1 2 x</georss:polygon>", b"<itunes:duration>",
    b"99999999999999999", b"'", b'"', b"{", b"<tr><td>",
    b"<media:content url=", b"<enclosure length='x'/>", b"\r", b"\xe2\x80\xa8",
)  # fmt: skip
_CHARSETS = (
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "windows-1251",
    "shift_jis",
    "utf-7",
    "cp037",
)


def damaged(rand: random.Random) -> bytes:
    """Return one of the seeds, damaged in one to eight ways."""
    body = rand.choice(SEEDS).encode(rand.choice(_CHARSETS) if rand.random() < 0.15 else "utf-8",
                                     "replace")  # fmt: skip
    for _ in range(rand.randint(1, 8)):
        body = rand.choice(_DAMAGES)(body, rand)[:200_000]
    return body


def _flip(body: bytes, rand: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(rand.randint(1, 6) if changed else 0):
        changed[rand.randrange(len(changed))] = rand.randrange(256)
    return bytes(changed)


def _insert(body: bytes, rand: random.Random) -> bytes:
    at = rand.randint(0, len(body))
    return body[:at] + rand.choice(TOKENS) * rand.choice((1, 1, 1, 3, 500)) + body[at:]


def _cut(body: bytes, rand: random.Random) -> bytes:
    start, end = sorted((rand.randint(0, len(body)), rand.randint(0, len(body))))
    return body[:start] + body[min(end, start + rand.choice((3, 40, 400))) :]


def _truncate(body: bytes, rand: random.Random) -> bytes:
    return body[: rand.randint(0, len(body))]


def _repeat(body: bytes, rand: random.Random) -> bytes:
    start, end = sorted((rand.randint(0, len(body)), rand.randint(0, len(body))))
    return body[:end] + body[start:end] * rand.choice((1, 2, 30)) + body[end:]


def _tag(body: bytes, rand: random.Random) -> bytes:
    """Take a tag away, or put it elsewhere."""
    tags = list(re.finditer(rb"<[^<>]{1,60}>", body))
    if not tags:
        return body
    found = rand.choice(tags)
    rest = body[: found.start()] + body[found.end() :]
    at = rand.randint(0, len(rest))
    return rest if rand.random() < 0.5 else rest[:at] + found.group() + rest[at:]


_DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _insert, _insert, _cut, _truncate, _repeat, _tag, _tag,
)  # fmt: skip


def read_feed(body: bytes) -> None:
    """Read it as a feed, twice, and check what must hold of whatever comes."""
    try:
        document = parse_feed(body, url=URL, content_type="text/xml; charset=utf-8")
    except QuickreadError:
        return
    assert len(document.entries) <= ENTRIES
    assert len({entry.id for entry in document.entries}) == len(document.entries)
    for entry in document.entries:
        assert entry.id, "an entry has an id"
        assert entry.title, "an entry has a title"
        assert "\n" not in entry.title
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", entry.title + entry.summary)
        assert "root:x:0" not in entry.title + entry.summary + entry.content
        if entry.link:
            assert entry.link.startswith(("http://", "https://"))
        if entry.published:
            assert entry.published.tzinfo is not None
    again = parse_feed(
        body, url=URL, content_type="text/xml; charset=utf-8", seen=document.seen_items
    )
    assert again.seen_items == document.seen_items, "a document's items are known again"


def read_as_page(body: bytes) -> None:
    """Read it as a page."""
    try:
        page = read_page(body, URL)
    except QuickreadError:
        return
    assert page.text.strip()
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", page.text)


def read_packed(body: bytes, rand: random.Random) -> None:
    """Pack it, damage that, and unpack it: damage is said, and no piece is large."""
    coding = rand.choice(("gzip", "deflate", "br", "zstd"))
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
    packed = _flip(pack.get(coding, bytes)(body), rand)

    async def chunks() -> AsyncIterator[bytes]:
        for at in range(0, len(packed), 1000):
            yield packed[at : at + 1000]

    async def read() -> None:
        total = 0
        async for piece in unpack(chunks(), coding):
            assert len(piece) <= PIECE
            total += len(piece)
            if total > 10 * PIECE:
                return

    try:
        asyncio.run(read())
    except QuickreadError:
        return


def once(seed: int) -> str:
    """Damage one document and read it every way; return what was tried."""
    rand = random.Random(seed)
    body = damaged(rand)
    which = rand.random()
    if which < 0.7:
        read_feed(body)
        return "feed"
    if which < 0.9:
        read_as_page(body)
        return "page"
    read_packed(body, rand)
    return "packed"


def main() -> None:
    """Fuzz for some minutes; end with 1 where something was found."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns() % 10**12
    end, tried, slowest, found = time.monotonic() + 60 * minutes, Counter[str](), 0.0, 0
    while time.monotonic() < end:
        start = time.process_time()
        try:
            tried[once(seed)] += 1
        except Exception as error:  # noqa: BLE001  # that is what it looks for
            found += 1
            print(f"seed {seed}: {type(error).__name__}: {str(error)[:200]}", flush=True)
            Path(f"fuzz-{seed}.bin").write_bytes(damaged(random.Random(seed)))
        took = time.process_time() - start
        if took > SLOW:
            print(f"seed {seed}: {took:.1f} seconds", flush=True)
        slowest = max(slowest, took)
        seed += 1
    print(
        f"{sum(tried.values())} documents {dict(tried)}, {found} crashes, slowest {slowest:.2f} s"
    )
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
