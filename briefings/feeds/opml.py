"""Lists of feeds as OPML, which every feed reader takes and gives."""

import html.entities
import re
import xml.etree.ElementTree as ET  # documents with a DOCTYPE are refused below
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from briefings.errors import InputError
from briefings.model import Feed

_LIMIT = 5_000_000
_MOST = 5_000
_NESTING = 50
_AMPERSAND = re.compile(r"&(?:(#?\w{1,40});)?")


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """One feed of a list."""

    url: str
    title: str = ""
    category: str = ""
    site_url: str | None = None


def read_opml(text: str) -> tuple[OpmlFeed, ...]:
    """Read the feeds of an OPML document. Raises InputError for what is none."""
    if len(text) > _LIMIT:
        raise InputError("That list is too long: 5 MB of OPML are enough for me.")
    if "<" not in text:
        return _lines(text)
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise _not_opml()
    try:
        root = ET.fromstring(_mended(text))  # noqa: S314
    except (ET.ParseError, ValueError, RecursionError):
        raise _not_opml() from None
    body = root.find("body") if root.tag == "opml" else None
    if body is None:
        raise _not_opml()
    feeds = {feed.url: feed for feed in _outlines(body, "", 0)}
    return tuple(feeds.values())[:_MOST]


def _outlines(element: ET.Element, category: str, depth: int) -> Iterator[OpmlFeed]:
    if depth > _NESTING:
        return
    for outline in element.findall("outline"):
        name = outline.get("title") or outline.get("text") or ""
        url = next((value for key, value in outline.items() if key.lower() == "xmlurl"), None)
        if url and url.strip():
            yield OpmlFeed(url.strip(), name.strip(), category, outline.get("htmlUrl"))
        yield from _outlines(outline, name.strip() or category, depth + 1)


def _lines(text: str) -> tuple[OpmlFeed, ...]:
    """Read a plain list, an address on each line. Raises InputError for anything else."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not any(line.startswith(("http://", "https://")) for line in lines):
        raise _not_opml()
    return tuple(OpmlFeed(line) for line in dict.fromkeys(lines))[:_MOST]


def _mended(text: str) -> str:
    """Mend what hand-made lists have most: bare ampersands, HTML's entities, control characters."""
    xml_own = ("amp", "lt", "gt", "quot", "apos")

    def entity(found: re.Match[str]) -> str:
        name = found.group(1)
        if name and (name.startswith("#") or name in xml_own):
            return found.group()
        known = html.entities.html5.get(f"{name};") if name else None
        return escape(known) if known else "&amp;" + found.group()[1:]

    return _AMPERSAND.sub(entity, _sayable(text)).strip().removeprefix("\ufeff")


def write_opml(feeds: Iterable[Feed]) -> str:
    """Return feeds as an OPML document."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = "Quickread feeds"
    body = ET.SubElement(root, "body")
    for feed in feeds:
        if not feed.url.startswith(("http://", "https://")):
            continue
        given = {"type": "rss", "text": feed.title, "title": feed.title, "xmlUrl": feed.url}
        if feed.site_url:
            given["htmlUrl"] = feed.site_url
        ET.SubElement(body, "outline", {key: _sayable(value) for key, value in given.items()})
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _sayable(text: str) -> str:
    """Leave out what XML has no way to say."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def _not_opml() -> InputError:
    return InputError(
        "That is not a list of feeds.",
        hint="Give OPML, as feed readers export it, or an address on each line.",
    )
