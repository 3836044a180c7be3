"""Words as the full-text index has them, and what a topic asks of it.

Both databases index the same stems, made here, so that they find the same. A topic's word stands
for the stems it may have in any language, and a country's name also for what its people and things
are called: `ukraine` finds "Ukrainian".
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from briefings.text.languages import STEMMED, stem

WORDS_INDEXED = 20_000
"""Words of an article that can be found; a longer one is found by its beginning."""
WORDS_ASKED = 12
"""Words of a topic that count."""
_TOKEN_LENGTH = 40
_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r'(?P<not>-)?(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))')
_SITE = re.compile(r"site:(?=[^/]*\.)([A-Za-z0-9][A-Za-z0-9.-]{2,250})/?")
_EVERYTHING = frozenset({"all", "everything", "news", "latest", "top"})

Alternatives = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What an article must have: one alternative of each group in a row; and must not have.

    A wanted or unwanted thing is a phrase: a row of words, each a set of stems. Of sites, the names
    of their hosts, any one of the wanted will do.
    """

    wanted: tuple[tuple[Alternatives, ...], ...]
    unwanted: tuple[tuple[Alternatives, ...], ...] = ()
    sites: tuple[str, ...] = ()
    unwanted_sites: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether no words are wanted."""
        return not self.wanted


def words(text: str) -> Iterator[str]:
    """Yield the words of a text, in one case and form."""
    for found in _WORD.finditer(_plain(text)):
        yield found.group()[:_TOKEN_LENGTH]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def index_text(title: str, text: str, language: str | None) -> str:
    """Return the stems of an article, in order, as the index takes them."""
    known = language.split("-")[0].lower() if language else "en"
    found = _WORD.findall(_plain(f"{title} {text}"))[:WORDS_INDEXED]
    return " ".join([stem(word[:_TOKEN_LENGTH], known) for word in found])


@lru_cache(maxsize=8192)
def title_stems(title: str, language: str | None) -> frozenset[str]:
    """Return the stems of a title's words."""
    return frozenset(index_text(title, "", language).split())


def read_topic(topic: str) -> Query:
    """Read a topic as people type it.

    Words and "phrases" that must be there, -words that must not; site:example.org for what comes
    from there, -site:example.org for what does not. "everything" is no word.
    """
    wanted: list[tuple[Alternatives, ...]] = []
    unwanted: list[tuple[Alternatives, ...]] = []
    general = False
    sites: dict[bool, list[str]] = {True: [], False: []}
    for part in _PART.finditer(topic[:1000]):
        inside = part["phrase"] or part["word"] or ""
        if site := _SITE.fullmatch(inside):
            sites[not part["not"]].append(site[1].lower().removeprefix("www."))
        elif phrase := tuple(_alternatives(word) for word in words(inside)):
            (unwanted if part["not"] else wanted).append(phrase)
            general |= not part["not"] and (part["word"] or "").casefold() in _EVERYTHING
    if len(wanted) == 1 and general:
        wanted.clear()
    return Query(
        tuple(wanted[:WORDS_ASKED]),
        tuple(unwanted[:WORDS_ASKED]),
        tuple(sites[True][:WORDS_ASKED]),
        tuple(sites[False][:WORDS_ASKED]),
    )


def read_words(asked: Iterable[str]) -> Query:
    """Return the query for what has all of these words, each in any of its forms."""
    return Query(tuple((_alternatives(word),) for one in asked for word in words(one)))


def _alternatives(word: str) -> Alternatives:
    """Return the stems under which a typed word may stand in the index."""
    meant = (word, *_relatives().get(word, ()))
    stems = {stem(one, language) for one in meant for language in STEMMED}
    return tuple(sorted(stems | {word}))


@cache
def _relatives() -> dict[str, tuple[str, ...]]:
    """Return, for each name of a country, the other names of it and its people."""
    text = files("briefings.store").joinpath("relatives.txt").read_text(encoding="utf-8")
    return dict(_read_relatives(text.splitlines()))


def _read_relatives(lines: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in lines:
        family = tuple(line.split())
        if family and not line.startswith("#"):
            for name in family:
                yield name, tuple(other for other in family if other != name)
