"""Whether an entry was there before: ids change, repeat, and whole feeds come again under new ones.

entry → same id, and not plainly another one → known
      → same link                            → known
      → in a flood: same title               → known, under new names
      → new
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from briefings.feeds.links import link_key
from briefings.model import Entry

FLOOD = 10
"""New entries at once from which on they may be old ones that come again."""
REISSUE = 3
"""New entries at once from which on it is looked for their titles among the stored ones."""
_SHARE = 0.7
_SLACK = timedelta(days=1)
_TITLE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What tells a stored entry from others."""

    id: int
    entry_id: str
    link: str | None
    """As `link_key` gives it."""
    title: str
    text: str
    published: datetime | None
    fetched: bool


class Register:
    """The entries of one feed that are stored, to look others up in."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._ids: dict[str, Known] = {}
        self._links: dict[str, Known] = {}
        for one in known:
            self.add(one)

    def add(self, one: Known) -> None:
        """Take one more in."""
        self._ids[one.entry_id] = one
        if one.link:
            self._links.setdefault(one.link, one)

    def find(self, entry: Entry) -> Known | None:
        """Return the stored entry that this is."""
        link = link_key(entry.link)
        found = self._ids.get(entry.id)
        if found is not None and not _another(found, entry, link):
            return found
        return self._links.get(link) if link else None

    def free_id(self, entry: Entry) -> str | None:
        """Return the id to store a new entry under: its link where others have its id too."""
        names = (entry.id, entry.link)
        return next((name for name in names if name and name not in self._ids), None)

    def has_id(self, name: str) -> bool:
        """Whether an entry has this id already."""
        return name in self._ids


def _another(known: Known, entry: Entry, link: str | None) -> bool:
    """Whether a publisher used an id twice: link, title and date are all different."""
    return (
        bool(link and known.link and link != known.link)
        and title_key(entry.title) != title_key(known.title)
        and entry.published is not None
        and entry.published != known.published
    )


def is_flood(new: int, items: int) -> bool:
    """Whether so many of a document's entries are new that the feed may come under new ids."""
    return new >= FLOOD and new >= items * _SHARE


def is_reissue(new: int, items: int) -> bool:
    """Whether so many are new that a feed, be it a short one, may show old ones under new ids."""
    return new >= REISSUE and new >= items * _SHARE


def title_key(title: str) -> str:
    """Return what two spellings of a title have in common; empty for one that tells too little."""
    words = re.findall(r"\w+", title.casefold())
    return " ".join(words) if len(words) >= _TITLE_WORDS else ""


def arrival(entry: Entry, *, last_read: datetime, now: datetime) -> datetime:
    """Return when an entry of a flood counts as arrived: an old one is no news.

    One without a date is old where the feed was read within the last day, when a new one would
    have been among few.
    """
    if entry.published is not None:
        old = entry.published < last_read - _SLACK
        return entry.published if old else now
    return last_read - _SLACK if now - last_read < _SLACK else now


def past_keys(entry_id: str, link: str | None) -> tuple[str, ...]:
    """Return the short names under which an entry is remembered when its article is forgotten."""
    names = (f"id {entry_id}", *((f"link {link}",) if link else ()))
    return tuple(blake2b(name.encode(), digest_size=16).hexdigest() for name in names)
