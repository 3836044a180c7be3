"""Which of a question's words stand where in a text, in the same form or in another."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefings.answers.lexicon import SAME, Lexicon, lexicon
from briefings.answers.passages import Passage
from briefings.answers.question import Question
from briefings.answers.words import Word

_FIRST = 4
_LONG = 5
"""Letters of a word that may be misspelt, at least."""
_MISSPELT = 0.75
"""How certain it is that a word is meant that is a letter off."""
_MOST_WORDS = 40
"""Words of a question that are looked for."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """A text's passages with where each word stands."""

    passages: tuple[Passage, ...]
    keys: tuple[tuple[str, ...], ...]
    """What tells its words apart, by passage."""
    lower: tuple[tuple[str, ...], ...]
    places: Mapping[str, Sequence[tuple[int, int]]]
    """Passage and number of the word, by key."""
    beginnings: Mapping[str, Sequence[str]]
    """Keys by their first letters."""


@lru_cache(maxsize=512)
def index(passages: tuple[Passage, ...], language: str | None) -> Indexed:
    """Read where a text's words stand."""
    words_of = lexicon(language)
    keys = tuple(tuple(words_of.key(word) for word in one.words) for one in passages)
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, inside in enumerate(keys):
        for place, key in enumerate(inside):
            places[key].append((number, place))
    beginnings: dict[str, list[str]] = defaultdict(list)
    for key in places:
        beginnings[key[:_FIRST]].append(key)
    lower = tuple(tuple(word.lower for word in one.words) for one in passages)
    return Indexed(passages, keys, lower, dict(places), dict(beginnings))


@dataclass(frozen=True, slots=True)
class Asked:
    """A word that a question gives, and how well each passage matches it."""

    word: Word
    key: str
    weight: float
    found: tuple[float, ...]
    """How certain it is that a passage has it, 0 to 1, by passage."""
    exact: tuple[bool, ...]
    places: tuple[int | None, ...]
    """Number of the word in the passage, where it has it."""

    def stands_in(self, passage: int) -> bool:
        """Whether a passage has it."""
        return self.found[passage] >= SAME


def match(question: Question, text: Indexed, words_of: Lexicon) -> tuple[Asked, ...]:
    """Look for a question's words in a text."""
    meant = [
        word
        for word in question.words
        if not word.is_common and not words_of.is_of("asking", word.lower)
    ]
    return tuple(_asked(word, text, words_of) for word in (meant or question.words)[:_MOST_WORDS])


def _asked(word: Word, text: Indexed, words_of: Lexicon) -> Asked:
    key = words_of.key(word)
    size = len(text.passages)
    found, exact = [0.0] * size, [False] * size
    places: list[int | None] = [None] * size
    for candidate in _candidates(word, key, text, words_of):
        sure = words_of.related(key, candidate) or _MISSPELT
        for passage, place in text.places.get(candidate, ()) if sure else ():
            if sure > found[passage]:
                found[passage], places[passage] = sure, place
            exact[passage] = exact[passage] or sure == 1.0
    weight = words_of.weight(key)
    return Asked(word, key, weight, tuple(found), tuple(exact), tuple(places))


def _candidates(word: Word, key: str, text: Indexed, words_of: Lexicon) -> set[str]:
    """Return a text's words that may be this one, also where a name is a letter off."""
    alike = {one for one in text.beginnings.get(key[:_FIRST], ()) if words_of.related(key, one)}
    found = alike | ({key, *words_of.families.get(key, ())} & text.places.keys())
    if found or len(key) < _LONG or word.is_number or key in words_of.rarity:
        return found
    return {one for one in text.places if one[0] == key[0] and _is_letter_off(key, one)}


def is_same_name(one: str, other: str) -> bool:
    """Whether two names in lower case are one, perhaps spelt otherwise: "zelensky", "zelenskiy"."""
    if one == other:
        return True
    return min(len(one), len(other)) >= _LONG and one[0] == other[0] and _is_letter_off(one, other)


def _is_letter_off(one: str, other: str) -> bool:
    """Whether a letter is missing, too many, another, or has changed places with the next."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = _shared(one, other)
    end = _shared(one[start:][::-1], other[start:][::-1])
    rest, other_rest = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(rest), len(other_rest)) <= 1 or (len(rest) == 2 and rest == other_rest[::-1])


def _shared(one: str, other: str) -> int:
    """Return how many letters two words have in common at the start."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
