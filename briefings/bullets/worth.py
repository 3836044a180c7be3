"""What each word of an article, and each pair of words, is worth: how likely an editor keeps it.

A sentence's worth is what it covers of the words and pairs that highlights are expected to have,
as in concept-based summaries (Gillick and Favre 2009), with each concept's probability learned
from its first place, how often it comes, and what kind of word it is (as Hong and Nenkova 2014
do for words). So a sentence, and the same sentence with a clause left out, are measured alike.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.resources import files
from itertools import chain, pairwise
from math import exp, log
from typing import NamedTuple

from briefings.text.languages import stop_words

PLACES = (0, 1, 2, 3, 5, 8, 13, 21)
"""Sentences, counted from 0, at which a further stretch of an article begins."""
_STEM = 6
"""Letters that tell a word from others; its endings come after."""
_WORD = re.compile(rf"([^\W_]{{1,{_STEM}}})[^\W_]*")
_NAME = re.compile(r"(?<=[^\W_] )[^\W\d_a-zß-öø-ÿа-яіїєґ][^\W_]*")
"""A word with a capital letter, not the first of a sentence."""
_OTHERS = 2000
"""Characters of another article on the story that are looked at."""
PAIRS = 6.0
"""What pairs of words count for beside single words."""
_OFTEN = 2.5
"""Natural logarithm of how often a word counts as often, at most."""

_BOTH_COMMON = (("both common", 1.0),)
_BOTH_NAMES = (("both names", 1.0),)

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
    return _WORD.findall(text.lower())


@dataclass(frozen=True, slots=True)
class Worth:
    """The probability of each word and of each pair of neighbours to stand in the highlights."""

    words: Mapping[str, float]
    pairs: Mapping[Pair, float]
    rows: Sequence[Sequence[str]]
    """The words of each sentence."""
    paired: Sequence[Set[Pair]]
    """The pairs of each sentence."""
    names: Set[str]
    """Those of the words that are written like names."""

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
    places: Sequence[int] = (),
) -> Worth:
    """Return the worth of all words and pairs of an article's `sentences`, in their order.

    `places` are the sentences' numbers where these should count as others. `title` is the
    article's, `others` are texts on the same story; what they share is worth more.
    """
    kinds = _Kinds(sentences, language, title, others)
    told = {key: _told(kinds.of(key)) for key in kinds.often}
    words: dict[str, float] = {}
    pairs: dict[Pair, float] = {}
    for number, row in enumerate(kinds.rows):
        place = f"place {_place(places[number] if places else number)}"
        telling = [told[key] for key in row]
        _weigh_words(words, row, telling, place)
        _weigh_pairs(pairs, row, telling, place, kinds.together)
    return Worth(words, pairs, kinds.rows, kinds.paired, kinds.names)


def _weigh_words(
    words: dict[str, float], row: Sequence[str], telling: Sequence["_Told"], place: str
) -> None:
    """Add the probability of each word of a sentence that none before it has."""
    weight = weights()["word"]
    first, step = -weight["bias"] - weight[place], weight["depth"] / (len(row) or 1)
    for index, key in enumerate(row):
        if key not in words:
            words[key] = 1 / (1 + exp(first - step * index - telling[index][0]))


def _weigh_pairs(
    pairs: dict[Pair, float],
    row: Sequence[str],
    telling: Sequence["_Told"],
    place: str,
    together: Mapping[Pair, int],
) -> None:
    """Add the probability of each pair of a sentence that none before it has."""
    weight = weights()["pair"]
    first, step = weight["bias"] + weight[place], weight["depth"] / (len(row) or 1)
    common, names, often = weight["both common"], weight["both names"], weight["together"]
    for index, both in enumerate(pairwise(row)):
        if both in pairs:
            continue
        _, one, one_common, one_name = telling[index]
        _, other, other_common, other_name = telling[index + 1]
        logit = first + step * index + one + other
        if (times := together[both]) > 1:
            logit += often * min(log(times), _OFTEN)
        if one_common:
            logit += common * other_common
        elif one_name and other_name:
            logit += names
        pairs[both] = 1 / (1 + exp(-logit))


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
            words.setdefault(key, place | {"depth": index / len(row)} | kinds.of(key).features())
        for index, both in enumerate(pairwise(row)):
            if both in pairs:
                continue
            found = place | {"depth": index / len(row)} | dict(kinds.of_pair(both))
            both_kinds = (kinds.of(key).features().items() for key in both)
            for name, value in chain.from_iterable(both_kinds):
                found[name] = found.get(name, 0.0) + value
            pairs[both] = found
    return words, pairs


class _Kind(NamedTuple):
    """What is known of a word; many share a kind."""

    letters: int
    often: int
    common: bool
    name: bool
    number: bool
    title: bool
    others: bool

    def features(self) -> dict[str, float]:
        """Return the features that are not nought."""
        often = min(log(self.often), _OFTEN)
        found = {"letters": self.letters / _STEM, "often": often}
        if self.common:
            found["common"] = 1.0
        else:
            found["telling often"] = often
        flags = {"name": self.name, "number": self.number}
        if not self.common:
            flags |= {"title": self.title, "others": self.others}
        return found | {name: 1.0 for name, is_so in flags.items() if is_so}


_kind = partial(tuple.__new__, _Kind)
"""A kind from its parts: what `_Kind` does, in a third of the time."""


class _Told(NamedTuple):
    """What a word of some kind adds: to its own worth and to that of its pairs; what it is."""

    word: float
    pair: float
    common: bool
    name: bool


@lru_cache(maxsize=10_000)
def _told(kind: _Kind) -> _Told:
    word, pair = weights()["word"], weights()["pair"]
    found = kind.features().items()
    return _Told(
        sum(word[name] * value for name, value in found),
        sum(pair[name] * value for name, value in found),
        kind.common,
        kind.name,
    )


def forget() -> None:
    """Forget what was computed from the weights, for when others are tried."""
    _told.cache_clear()


class _Kinds:
    """What is known of the words of an article, and of its pairs of words."""

    def __init__(
        self, sentences: Sequence[str], language: str | None, title: str, others: Iterable[str]
    ) -> None:
        self.rows = [keys(sentence) for sentence in sentences]
        self.often = Counter(chain.from_iterable(map(set, self.rows)))
        self.paired = [set(pairwise(row)) for row in self.rows]
        self.together = Counter(chain.from_iterable(self.paired))
        self._common = _common(language)
        self.names = {
            name.lower()[:_STEM] for sentence in sentences for name in _NAME.findall(sentence)
        }
        self._title = frozenset(keys(title))
        self._others = frozenset(key for text in others for key in keys(text[:_OTHERS]))

    def of(self, key: str) -> _Kind:
        """Return a word's kind."""
        return _kind(
            (
                len(key),
                self.often[key],
                key in self._common,
                key in self.names,
                key[0].isdigit(),
                key in self._title,
                key in self._others,
            )
        )

    def of_pair(self, both: Pair) -> Sequence[tuple[str, float]]:
        """Return a pair's own features that are not nought."""
        often = self.together[both]
        kind: tuple[tuple[str, float], ...] = ()
        if both[0] in self._common:
            if both[1] in self._common:
                kind = _BOTH_COMMON
        elif both[0] in self.names and both[1] in self.names:
            kind = _BOTH_NAMES
        return (("together", min(log(often), _OFTEN)), *kind) if often > 1 else kind


@cache
def _common(language: str | None) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in stop_words(language)) | {"s", "t"}


def _place(number: int) -> int:
    return sum(number >= first for first in PLACES) - 1
