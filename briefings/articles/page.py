"""Web pages to articles, by trafilatura (Barbaresi 2021, https://trafilatura.readthedocs.io)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml.etree import LxmlError

from briefings.errors import QuickreadError
from briefings.text.languages import guess_language

LIMIT = 5_000_000
"""Characters of a page that are read at most."""
_SHORT = 600
_WALL = re.compile(
    r"enable javascript|javascript is (disabled|required)|turn on javascript|are you a robot"
    r"|unusual traffic|verify you are (a )?human|access denied|before you continue to"
    r"|we (use|value) (cookies|your privacy)|accept (all )?cookies|checking your browser"
    r"|subscribe to (continue|read|keep reading)|already a subscriber|to continue reading",
    re.IGNORECASE,
)


class NotAnArticle(QuickreadError):
    """A page without an article: a consent wall, a paywall's stub, a page for scripts only."""


@dataclass(frozen=True, slots=True)
class Page:
    """An article as its page gives it; paragraphs are parted by blank lines."""

    title: str
    text: str
    published: datetime | None = None
    language: str | None = None
    url: str | None = None


def read_page(html: str | bytes, url: str | None = None) -> Page:
    """Take the article out of a page. Raises NotAnArticle. Runs for some 20 ms."""
    from trafilatura import bare_extraction, load_html

    markup = html[:LIMIT]
    try:
        tree = load_html(markup)
        found = (
            bare_extraction(
                tree,
                url=url,
                with_metadata=True,
                include_comments=False,
                include_tables=False,
                include_formatting=False,
                favor_precision=False,
            )
            if tree is not None
            else None
        )
    except (ValueError, TypeError, AttributeError, RecursionError, LxmlError):
        found = None
    if found is None:
        raise NotAnArticle("There is no article on that page.")
    given = found if isinstance(found, dict) else found.as_dict()
    text = "\n\n".join(_lines(str(given.get("text") or "")))
    if len(text) < _SHORT and _WALL.search(text or str(given.get("title") or "")):
        raise NotAnArticle("The page shows a wall instead of its article.")
    if not text:
        raise NotAnArticle("There is no article on that page.")
    return Page(
        title=str(given.get("title") or ""),
        text=text,
        published=_date(given.get("date")),
        language=given.get("language") or guess_language(text),
        url=given.get("url") or url,
    )


def _lines(text: str) -> list[str]:
    lines = (line.strip() for line in text.splitlines())
    return [re.sub(r"^[-–*]\s+", "• ", line) for line in lines if line]


def _date(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
    except ValueError:
        return None
