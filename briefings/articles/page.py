"""Web pages to articles, by trafilatura (Barbaresi 2021, https://trafilatura.readthedocs.io).

page → tree → parts joined, links dropped → text and what is said of it → lines tidied
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from lxml.etree import LxmlError

from briefings.articles.tree import prepare, shown_text
from briefings.articles.walls import SHORT, Wall, is_stub, wall_in
from briefings.errors import QuickreadError
from briefings.feeds.links import is_web_address
from briefings.text.languages import guess_language

LIMIT = 5_000_000
"""Characters of a page that are read at most."""
_POOR = 400
"""Characters of text below which the slower way of extraction is tried too."""
_CLOSING = 8
"""Lines at a text's end among which remarks of the site are looked for."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_TIMES = re.compile(
    r"""(?:article:published_time["']\s+content=["']|"datePublished"\s*:\s*")"""
    r"""(\d{4}-\d\d-\d\dT[0-9:.]{5,15}(?:Z|[+-]\d\d:?\d\d))["']"""
)
_ARTICLE = re.compile(
    r"""og:type["']\s+content=["']article|"@type"\s*:\s*\[?\s*"(?:\w*Article|BlogPosting)\""""
)

_BROKEN = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    AssertionError,
    RecursionError,
    LxmlError,
)
"""What the libraries raise on pages that are broken enough."""


class NotAnArticle(QuickreadError):
    """A page without an article. `wall` is what stands in its place, None for nothing at all."""

    def __init__(self, message: str, *, hint: str = "", wall: Wall | None = None) -> None:
        super().__init__(message, hint=hint)
        self.wall = wall


@dataclass(frozen=True, slots=True)
class Page:
    """An article as its page gives it; paragraphs are parted by blank lines."""

    title: str
    text: str
    published: datetime | None = None
    language: str | None = None
    url: str | None = None
    """The address that the page calls its own, else the one it was fetched from."""
    stub: bool = False
    """Whether the publisher says that reading all of it costs money, and there is little here."""


def read_page(html: str | bytes, url: str | None = None) -> Page:
    """Take the article out of a page. Raises NotAnArticle. Runs for some 20 ms."""
    from trafilatura import load_html
    from trafilatura.utils import decode_file

    try:
        markup = html if isinstance(html, str) else str(decode_file(html[:LIMIT]))
        markup = _CONTROL.sub("", markup[:LIMIT])
        tree = load_html(markup)
    except _BROKEN:
        tree, markup = None, ""
    if tree is None:
        raise NotAnArticle("There is no article on that page.")
    shown = shown_text(tree, 20_000)
    given = _extracted(tree, markup, url)
    text = "\n\n".join(_tidied(str(given.get("text") or "")))
    title = " ".join(str(given.get("title") or "").split())
    wall = wall_in(text, title, shown, is_article=_ARTICLE.search(markup) is not None)
    if wall is not None:
        raise NotAnArticle(wall.value, wall=wall)
    if not text:
        raise NotAnArticle("There is no article on that page.")
    return Page(
        title=title,
        text=text,
        published=_exact_time(markup, _date(given.get("date"))),
        language=given.get("language") or guess_language(text),
        url=_own_address(given.get("url"), url),
        stub=is_stub(markup, text),
    )


def _extracted(tree: Any, markup: str, url: str | None) -> Mapping[str, Any]:
    """Extract the quick way; where that gives next to nothing, the thorough way too."""
    from trafilatura import load_html

    try:
        prepare(tree)
        quick = _extract(tree, url, fast=True)
        if len(str(quick.get("text") or "")) >= _POOR:
            return quick
        thorough = _extract(load_html(markup), url, fast=False)
    except _BROKEN:
        return {}
    both = (quick, thorough)
    return max(both, key=lambda given: min(len(str(given.get("text") or "")), SHORT))


def _extract(tree: Any, url: str | None, *, fast: bool) -> Mapping[str, Any]:
    from trafilatura import bare_extraction

    found = bare_extraction(
        tree,
        url=url,
        fast=fast,
        favor_recall=fast,
        with_metadata=True,
        include_comments=False,
        include_formatting=False,
    )
    if found is None:
        return {}
    return found if isinstance(found, dict) else found.as_dict()


def _tidied(text: str) -> list[str]:
    """Return the lines of a text without what the site says for itself at the end."""
    lines = list(_lines(text))
    closing = len(lines) - _CLOSING
    return [
        line
        for number, line in enumerate(lines)
        if number == 0 or number < closing or not _remarks().fullmatch(line)
    ]


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        bare = " ".join(line.split()).strip("|").strip()
        bare = re.sub(r"^[-–*]\s+", "• ", bare)
        if bare.strip("•_-–—* "):
            yield bare


@cache
def _remarks() -> re.Pattern[str]:
    text = files("briefings.articles").joinpath("remarks.txt").read_text(encoding="utf-8")
    kinds = [line for line in text.splitlines() if line and not line.startswith("#")]
    return re.compile("|".join(f"(?:{kind})" for kind in kinds), re.IGNORECASE)


def _date(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
    except ValueError:
        return None


def _exact_time(markup: str, day: datetime | None) -> datetime | None:
    """Return the time of publication that the page's data give, if it fits the day found."""
    for found in _TIMES.finditer(markup):
        try:
            at = datetime.fromisoformat(found.group(1)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
        if day is None or abs((at - day).total_seconds()) < 48 * 3600:
            return at
    return day


def _own_address(found: object, asked: str | None) -> str | None:
    return found if isinstance(found, str) and is_web_address(found) else asked
