"""Finding the feeds of a site."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "text/xml",
        "application/xml",
    }
)
_LIKELY = re.compile(
    r"(/feed/?$|/rss/?$|/atom/?$|\.rss$|\.atom$|(rss|atom|feed)[\w-]*\.xml$)", re.IGNORECASE
)
_GUESSES = ("feed", "rss", "rss.xml", "atom.xml", "feed.xml", "index.xml")
_READ = 500_000
MOST = 20


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.announced: list[str] = []
        self.likely: list[str] = []
        self.base = ""

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Skip “<![…>”, which is a comment in HTML; the library's own reading of it can raise."""
        del report
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        href = given.get("href", "").strip()
        if not href:
            return
        if tag == "base":
            self.base = self.base or href
        elif tag == "link":
            relation = given.get("rel", "").lower().split()
            kind = given.get("type", "").lower().split(";")[0].strip()
            if "alternate" in relation and kind in _TYPES and "oembed" not in href:
                self.announced.append(href)
        elif tag == "a" and _LIKELY.search(href.split("?")[0]):
            self.likely.append(href)


def feed_links(page: bytes | str, base_url: str) -> tuple[str, ...]:
    """Return the addresses of the feeds that a page announces, else of those it links to."""
    text = page if isinstance(page, str) else page[:_READ].decode("utf-8", "replace")
    links = _Links()
    links.feed(text[:_READ])
    base = _join(base_url, links.base) or base_url
    found = (_join(base, href) for href in links.announced or links.likely)
    return tuple(dict.fromkeys(address for address in found if address))[:MOST]


def likely_feed_addresses(site_url: str) -> tuple[str, ...]:
    """Return addresses at which sites often have a feed that they don't announce."""
    root = urljoin(site_url, "/")
    return tuple(urljoin(root, guess) for guess in _GUESSES)


def _join(base: str, href: str) -> str | None:
    try:
        address = urljoin(base, href)
        parts = urlsplit(address)
        return address if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None
