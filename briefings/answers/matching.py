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
    for candidate in {*text.beginnings.get(key[:_FIRST], ()), *words_of.families.get(key, ()), key}:
        sure = words_of.related(key, candidate)
        for passage, place in text.places.get(candidate, ()) if sure else ():
            if sure > found[passage]:
                found[passage], places[passage] = sure, place
            exact[passage] = exact[passage] or sure == 1.0
    weight = words_of.weight(key)
    return Asked(word, key, weight, tuple(found), tuple(exact), tuple(places))
