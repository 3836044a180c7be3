"""What a language's words have to do with one another: families, opposites, classes, rarity.

The files are in data/, by language; a language without a file has none of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from briefings.answers.words import Word
from briefings.text.languages import stem

_CLOSE = 0.85
_NEAR = 0.7
SAME = 0.7
"""How much two words have to be related to count as the same."""
_FAMILY = 0.9
_FIRST = 4
"""Letters that related words have in common at least."""
_UNKNOWN = 0.78
"""How rare a word is that is not in the list of frequencies, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language."""

    language: str | None
    families: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Stems of the same family, by stem."""
    opposites: Mapping[str, frozenset[str]] = field(default_factory=dict)
    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    numerals: Mapping[str, str] = field(default_factory=dict)
    rarity: Mapping[str, float] = field(default_factory=dict)
    """How rare a stem is in the news, 0 to 1."""

    def key(self, word: Word) -> str:
        """Return what tells a word from others: its figure or its stem."""
        return self.numerals.get(word.lower, word.stem)

    def weight(self, key: str) -> float:
        """Return how much it tells that a text has this word, about 0 to 1."""
        return self.rarity.get(key, _UNKNOWN) + 0.05

    def related(self, one: str, other: str) -> float:
        """Return how certain it is that two stems say the same, 0 to 1."""
        if one == other:
            return 1.0
        if other in self.families.get(one, ()):
            return _FAMILY
        short, long = sorted((len(one), len(other)))
        if short < _FIRST:
            return 0.0
        shared = _shared(one, other)
        if shared >= max(_FIRST, short - 1) and long - shared <= _FIRST + 1:
            return _CLOSE
        return _NEAR if shared >= max(_FIRST + 1, 0.7 * long) else 0.0

    def is_of(self, name: str, lower: str) -> bool:
        """Whether a word in lower case is of this class ("negation", "time")."""
        return lower in self.classes.get(name, ())

    def negates(self, lower: str) -> bool:
        """Whether a word in lower case says that something is not so."""
        return self.is_of("negation", lower) or lower.endswith(("n't", "n’t"))


def _shared(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


@cache
def lexicon(language: str | None) -> Lexicon:
    """Return the words of a language."""
    classes = {}
    for line in _lines("wordclasses", language):
        name, _, listed = line.partition(":")
        classes[name] = frozenset(listed.split())
    numerals: dict[str, str] = {}
    for line in _lines("numerals", language):
        figure, *names = line.split()
        numerals |= dict.fromkeys(names, figure)
    rarity: dict[str, float] = {}
    for line in _lines("frequencies", language):
        value, *stems = line.split()
        rarity |= dict.fromkeys(stems, int(value) / 100)
    return Lexicon(
        language,
        families=_groups(_families(language), language),
        opposites=_groups(_lines("antonyms", language), language),
        classes=classes,
        numerals=numerals,
        rarity=rarity,
    )


def _families(language: str | None) -> Iterator[str]:
    """Yield words that say the same in another form: of verbs, of countries and their people."""
    yield from _lines("forms", language)
    if language == "en":
        text = files("briefings.store").joinpath("relatives.txt").read_text(encoding="utf-8")
        yield from (line for line in text.splitlines() if line and line[0] != "#")


def _groups(lines: Iterable[str], language: str | None) -> Mapping[str, frozenset[str]]:
    """Return, by stem, the stems that share a line with it."""
    groups: dict[str, set[str]] = {}
    for line in lines:
        stems = [stem(word, language) for word in line.split()]
        for one in stems:
            groups.setdefault(one, set()).update(other for other in stems if other != one)
    return {one: frozenset(others) for one, others in groups.items()}


def _lines(name: str, language: str | None) -> Iterator[str]:
    if language is None or not re.fullmatch(r"[a-z]{2}", language):
        return
    data = files("briefings.answers").joinpath("data", f"{name}.{language}.txt")
    if data.is_file():
        for line in data.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                yield line
