"""What each word of an article, and each pair of words, is worth: how likely an editor keeps it.

A sentence's worth is what it covers of the words and pairs that highlights are expected to have,
as in concept-based summaries (Gillick and Favre 2009), with each concept's probability learned
from its first place, how often it comes, and what kind of word it is (as Hong and Nenkova 2014
do for words). So a sentence, and the same sentence with a clause left out, are measured alike.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from briefings.text.languages import stop_words

PLACES = (0, 1, 2, 3, 5, 8, 13, 21)
"""Sentences, counted from 0, at which a further stretch of an article begins."""
_STEM = 6
"""Letters that tell a word from others; its endings come after."""
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"(?<=[^\W_] )[^\W\d_a-zß-öø-ÿа-яіїєґ][^\W_]*")
"""A word with a capital letter, not the first of a sentence."""
_OTHERS = 2000
"""Characters of another article on the story that are looked at."""
PAIRS = 6.0
"""What pairs of words count for beside single words."""
_OFTEN = 2.5
"""Natural logarithm of how often a word counts as often, at most."""

Pair = tuple[str, str]
Weights = Mapping[str, float]


@cache
def weights() -> Mapping[str, Weights]:
    """Return the learned weights of a "word" and a "pair", by the names of their features."""
    data = files("briefings.bullets").joinpath("weights.json").read_text(encoding="utf-8")
    return {
        kind: {str(name): float(value) for name, value in found.items()}
        for kind, found in json.loads(data).items()
    }


def keys(text: str) -> list[str]:
    """Return the words of `text`, each by its first letters in lower case."""
    return [word[:_STEM] for word in _WORD.findall(text.lower())]


@dataclass(frozen=True, slots=True)
class Worth:
    """The probability of each word and of each pair of neighbours to stand in the highlights."""

    words: Mapping[str, float]
    pairs: Mapping[Pair, float]

    def of(self, words: Iterable[str], pairs: Iterable[Pair]) -> float:
        """Return how many of these are expected in the highlights; pairs count more."""
        word, pair = self.words.get, self.pairs.get
        return sum([word(one, 0.0) for one in words]) + PAIRS * sum(
            [pair(one, 0.0) for one in pairs]
        )


def weigh(
    sentences: Sequence[str],
    language: str | None,
    *,
    title: str = "",
    others: Iterable[str] = (),
    learned: Mapping[str, Weights] | None = None,
) -> Worth:
    """Return the worth of all words and pairs of an article's `sentences`, in their order.

    `title` is the article's, `others` are texts on the same story; what they share is worth more.
    """
    word, pair = (learned or weights())["word"], (learned or weights())["pair"]
    kinds = _Kinds(sentences, language, title, others)
    alone = {key: _sum(kinds.of(key), word) for key in kinds.often}
    joined = {key: _sum(kinds.of(key), pair) for key in kinds.often}
    words: dict[str, float] = {}
    pairs: dict[Pair, float] = {}
    for number, row in enumerate(kinds.rows):
        place = f"place {_place(number)}"
        first, second = word["bias"] + word[place], pair["bias"] + pair[place]
        size = len(row) or 1
        for index, key in enumerate(row):
            if key not in words:
                words[key] = _chance(first + word["depth"] * index / size + alone[key])
        for index, both in enumerate(pairwise(row)):
            if both not in pairs:
                own = kinds.of_pair(both)
                logit = second + pair["depth"] * index / size + joined[both[0]] + joined[both[1]]
                pairs[both] = _chance(logit + _sum(own, pair) if own else logit)
    return Worth(words, pairs)


def features(
    sentences: Sequence[str], language: str | None
) -> tuple[dict[str, dict[str, float]], dict[Pair, dict[str, float]]]:
    """Return the features of each word and each pair, for learning their weights."""
    kinds = _Kinds(sentences, language, "", ())
    words: dict[str, dict[str, float]] = {}
    pairs: dict[Pair, dict[str, float]] = {}
    for number, row in enumerate(kinds.rows):
        place = {f"place {_place(number)}": 1.0}
        for index, key in enumerate(row):
            words.setdefault(key, place | {"depth": index / len(row)} | dict(kinds.of(key)))
        for index, both in enumerate(pairwise(row)):
            if both in pairs:
                continue
            found = place | {"depth": index / len(row)} | dict(kinds.of_pair(both))
            for name, value in (*kinds.of(both[0]), *kinds.of(both[1])):
                found[name] = found.get(name, 0.0) + value
            pairs[both] = found
    return words, pairs


class _Kinds:
    """What is known of each word of an article: the features its worth is learned from."""

    def __init__(
        self, sentences: Sequence[str], language: str | None, title: str, others: Iterable[str]
    ) -> None:
        self.rows = [keys(sentence) for sentence in sentences]
        self.often = Counter(key for row in self.rows for key in set(row))
        self._together = Counter(both for row in self.rows for both in set(pairwise(row)))
        self._common = _common(language)
        self._names = {
            name.lower()[:_STEM] for sentence in sentences for name in _NAME.findall(sentence)
        }
        self._title = frozenset(keys(title))
        self._others = frozenset(key for text in others for key in keys(text[:_OTHERS]))
        self._found: dict[str, list[tuple[str, float]]] = {}

    def of(self, key: str) -> list[tuple[str, float]]:
        """Return a word's features that are not nought."""
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_at(key)
        return found

    def _look_at(self, key: str) -> list[tuple[str, float]]:
        often = min(math.log(self.often[key]), _OFTEN)
        found = [("letters", len(key) / _STEM), ("often", often)]
        if key in self._common:
            found.append(("common", 1.0))
        else:
            found.append(("telling often", often))
            if key in self._title:
                found.append(("title", 1.0))
            if key in self._others:
                found.append(("others", 1.0))
        if key in self._names:
            found.append(("name", 1.0))
        if key[0].isdigit():
            found.append(("number", 1.0))
        return found

    def of_pair(self, both: Pair) -> list[tuple[str, float]]:
        """Return a pair's own features that are not nought."""
        one, other = both
        found = []
        if (often := self._together[both]) > 1:
            found.append(("together", min(math.log(often), _OFTEN)))
        if one in self._common:
            if other in self._common:
                found.append(("both common", 1.0))
        elif one in self._names and other in self._names:
            found.append(("both names", 1.0))
        return found


@cache
def _common(language: str | None) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in stop_words(language)) | {"s", "t"}


def _place(number: int) -> int:
    return sum(number >= first for first in PLACES) - 1


def _sum(found: Iterable[tuple[str, float]], weight: Weights) -> float:
    total = 0.0
    for name, value in found:
        total += weight[name] * value
    return total


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
