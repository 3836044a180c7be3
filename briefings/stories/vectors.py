"""What a report is about, as weighted words: names and numbers count more, the opening most.

report → words of the whole, of its first lines, of its first line → three vectors of length 1
       → its numbers alone, and the names that it is most about
       → what it counts and when it happened (`particulars`)
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from briefings.stories.background import Frequencies, is_common
from briefings.stories.particulars import Particulars, particulars
from briefings.text.languages import stem, stop_words

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_SITE = re.compile(r"\s(?:[|·]|::)\s[^|·]{2,40}$")
"""The publisher's name behind a title, which all of its titles share."""
READ = 2000
"""Characters of a text that are looked at: what happened comes first."""
NAME, NUMBER, TITLE = 4.0, 2.0, 2.0
"""How many times a name, a number, a word of the title counts."""
OPENINGS = (30, 60)
"""How many words the first line and the first lines have; the latter count more in the whole."""
_OPENING = 1.5
_MAIN = 2
"""Names that a report is most about: who did it, and where or to whom."""
_DATES = frozenset(
    "january february march april june july august september october november december jan feb mar "
    "apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday "
    "mon tue wed thu fri sat sun".split()
)


@dataclass(frozen=True, slots=True)
class Report:
    """An article as the grouping reads it."""

    id: str
    title: str
    summary: str = ""
    text: str = ""
    published: datetime | None = None
    url: str | None = None
    source: str = ""

    @property
    def body(self) -> str:
        """What stands under the title, as far as it is looked at."""
        return f"{self.summary} {self.text}".strip()[:READ]


Vector = dict[str, float]
"""Weights of words; the length of all of them is 1."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as it is compared: the whole, its first lines, its first line, its particulars."""

    views: tuple[Vector, Vector, Vector]
    numbers: Vector
    names: Vector
    """The names that it is most about, and their shares in that: 1 together, if there are any."""
    particulars: Particulars


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each word counts, in the whole and in each opening, and which are names."""

    views: tuple[Counter[str], Counter[str], Counter[str]]
    names: frozenset[str]


def count(report: Report) -> Counts:
    """Return how often each word's stem counts."""
    whole: Counter[str] = Counter()
    openings: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    names = set()
    title = _SITE.sub("", report.title)
    for text, weight in ((title, TITLE), (report.body, 1.0)):
        for number, word in enumerate(words_of(text)):
            key = key_of(word)
            if not key:
                continue
            worth = _weight(word, key)
            if worth == NAME:
                names.add(key)
            counts = weight * worth
            whole[key] += counts * (_OPENING if number < OPENINGS[1] else 1.0)  # type: ignore[assignment]
            for opening, length in zip(openings, OPENINGS, strict=True):
                if number < length or text is title:
                    opening[key] += counts  # type: ignore[assignment]
    return Counts((whole, *openings), frozenset(names))


def read(report: Report, counts: Counts, frequencies: Frequencies) -> Reading:
    """Weigh a report's words by how rare they are (Salton and Buckley 1988)."""
    whole, opening, line = counts.views
    rare = {word: frequencies.rarity(word) for word in whole}
    first, second = _unit(whole, rare), _unit(opening, rare)
    third = second if opening == line else _unit(line, rare)  # short: most of them are one
    main = sorted(counts.names, key=lambda name: (-first[name], name))[:_MAIN]
    return Reading(
        views=(first, second, third),
        numbers=_of_length_1({word: first[word] for word in first if word[0].isdigit()}),
        names=_shares({name: first[name] for name in main}),
        particulars=particulars(f"{report.title}\n{report.body}"),
    )


def _unit(counts: Counter[str], rare: Mapping[str, float]) -> Vector:
    return _of_length_1(
        {word: (1 + math.log(count)) * rare[word] for word, count in counts.items()}
    )


def _of_length_1(vector: Vector) -> Vector:
    length = math.sqrt(sum([value * value for value in vector.values()])) or 1.0
    return {word: value / length for word, value in vector.items()}


def _shares(vector: Vector) -> Vector:
    whole = sum(vector.values()) or 1.0
    return {word: value / whole for word, value in vector.items()}


def words_of(text: str) -> Iterator[str]:
    """Yield the words as they stand; a number with its points and commas is one."""
    for found in _WORD.finditer(text):
        yield found.group()


def _weight(word: str, key: str) -> float:
    """Names tell events apart best, then numbers; a title's capitals make no name of a word."""
    if word[0].isdigit():
        return NUMBER
    named = word[0].isupper() and not is_common(key) and word.lower() not in _DATES
    return NAME if named else 1.0


def key_of(word: str) -> str:
    """Return a word's stem, nothing for one that carries no meaning."""
    return _key(word.lower()) if len(word) <= _LONGEST else ""


_LONGEST = 60
"""Letters of a word; what is longer is an address or a key."""


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    word = word.removesuffix("'s").removesuffix("’s")
    if word in stop_words("en") or (len(word) < 2 and not word.isdigit()):
        return ""
    return stem(word, "en")


def dot(one: Vector, other: Vector) -> float:
    """Return how alike two vectors are: 1 for the same, 0 for no word in common."""
    if len(one) > len(other):
        one, other = other, one
    return sum([value * other[word] for word, value in one.items() if word in other])


def strangeness(one: Reading, other: Reading) -> float:
    """Return how much two reports are about names that the other has not: 0 to 1."""
    unknown = sum([share for name, share in one.names.items() if name not in other.views[0]])
    return min(
        unknown, sum([share for name, share in other.names.items() if name not in one.views[0]])
    )
