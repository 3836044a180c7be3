"""From a question to the sentences of many articles that may answer it.

question → the articles with its words, near in time → their sentences → what speaks for each → rank

What each feature counts was learned (`training/store_questions.py`): a conditional logit (McFadden
1974) over the sentences of a question, of which those with a true answer are the right ones.
"""

import json
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise

from briefings.answers.corpus import Corpus, Passage
from briefings.answers.inquiry import Inquiry
from briefings.answers.names import Name, names_in
from briefings.answers.sorts import fits, is_itself

ARTICLES = 40
"""Articles that are read for a question."""
SENTENCES = 60
"""Sentences that are weighed for a question."""
Features = dict[str, float]

_DAY = 86400.0
_WEEK = 7.0
_AHEAD = 2.0
"""Days after the question in which an article may still be of its week."""
_FADES = 14.0
_NEAR_COUNTS = 0.4
_AROUND = 2
"""Sentences before and after that tell what one is about."""
_BESIDE = 50.0
"""Characters in which the nearness of two words fades to a third."""
_VOTES = 0.3
_WORD = re.compile(r"[^\W_]+(?:['’]s)?")


@dataclass(slots=True)
class Found:
    """A sentence that may answer, with what speaks for it."""

    passage: Passage
    sentence: str
    features: Features = field(default_factory=dict)
    names: tuple[Name, ...] = ()
    """Names in it that the question does not give."""
    fitting: tuple[Name, ...] = ()
    """Those that are of the kind that is asked for."""
    score: float = 0.0


@cache
def learned() -> Mapping[str, Mapping[str, float]]:
    """Return the learned weights: of sentences, and of whether they answer."""
    data = files("briefings.answers").joinpath("data", "retrieval.json")
    weights: dict[str, dict[str, float]] = json.loads(data.read_text(encoding="utf-8"))
    return weights


def find(corpus: Corpus, inquiry: Inquiry) -> list[Found]:
    """Return the sentences that may answer, best first, with their features."""
    found = weigh(corpus, inquiry)
    weights = learned()["sentence"]
    for one in found:
        one.score = sum(weights.get(name, 0.0) * value for name, value in one.features.items())
    return sorted(found, key=lambda one: one.score, reverse=True)


def weigh(corpus: Corpus, inquiry: Inquiry) -> list[Found]:
    """Return the sentences that have most of a question, with their features."""
    scores = corpus.score(inquiry.keys)
    if not scores:
        return []
    near = {number: _nearness(corpus, number, inquiry) for number in scores}
    best = max(scores.values()) or 1.0

    def promise(number: int) -> float:
        return scores[number] / best + _NEAR_COUNTS * near[number]

    found: list[Found] = []
    weights = _Weights(corpus, inquiry)
    for number in sorted(scores, key=promise, reverse=True)[:ARTICLES]:
        dated = {"article": scores[number] / best, "near": near[number]}
        dated["near_news"] = near[number] * inquiry.is_news
        found += _sentences(corpus, number, inquiry, weights, dated)
    found.sort(key=lambda one: one.score, reverse=True)
    for one in found[:SENTENCES]:
        _read(corpus, one, inquiry)
    _vote(found[:SENTENCES])
    return found[:SENTENCES]


def _nearness(corpus: Corpus, number: int, inquiry: Inquiry) -> float:
    """How near in time: 1 in the week before the question, fading from there; 0 for unknown."""
    when = corpus.articles[number].when
    if when is None or inquiry.asked is None:
        return 0.0
    days = (inquiry.asked - when).total_seconds() / _DAY
    return math.exp(-max(0.0, days - _WEEK, -_AHEAD - days) / _FADES)


def _sentences(
    corpus: Corpus, number: int, inquiry: Inquiry, weights: "_Weights", dated: Features
) -> list[Found]:
    passages = corpus.passages(number)
    shared = [inquiry.keys.intersection(one.keys) for one in passages]
    title = inquiry.keys & corpus.titles[number]
    whole = weights.share(title.union(*shared))
    found = []
    for place, passage in enumerate(passages):
        around = shared[place].union(*shared[max(0, place - _AROUND) : place + _AROUND])
        if around:
            features = weights.cover(shared[place], around, around | title)
            pairs = inquiry.pairs.intersection(pairwise(passage.keys))
            features["whole"] = whole
            features["pairs"] = len(pairs) / (len(inquiry.pairs) or 1)
            features["early"] = 1 / (1 + place / 5)
            features["long"] = min(len(passage.keys), 40) / 40
            rough = features["cover"] + 0.5 * features["wide"] + 0.3 * whole
            one = Found(passage, corpus.text(passage), features | dated, score=rough)
            found.append(one)
    return found


class _Weights:
    """How much of a question some of its words are."""

    def __init__(self, corpus: Corpus, inquiry: Inquiry) -> None:
        self._inquiry = inquiry
        self._weight = {key: corpus.weight(key) for key in inquiry.keys}
        self._total = sum(self._weight.values()) or 1.0
        self._focus = sum(map(self._of, inquiry.focus)) or 1.0
        self._names = sum(map(self._of, inquiry.names))
        self._head = sum(map(self._of, inquiry.head)) or 1.0

    def share(self, have: Collection[str]) -> float:
        """Return the share that these of its words have."""
        return sum(map(self._of, have)) / self._total

    def cover(self, own: frozenset[str], around: frozenset[str], wide: frozenset[str]) -> Features:
        """Return how much of the question stands in the sentence, beside it and above it."""
        asked, named = self._inquiry, wide & self._inquiry.names
        return {
            "cover": self.share(own),
            "around": self.share(around),
            "wide": self.share(wide),
            "focus": sum(map(self._of, own & asked.focus)) / self._focus,
            "names": sum(map(self._of, named)) / self._names if self._names else 1.0,
            "head": sum(map(self._of, own & asked.head)) / self._head,
        }

    def _of(self, key: str) -> float:
        return self._weight.get(key, 0.0)


def _read(corpus: Corpus, one: Found, inquiry: Inquiry) -> None:
    """Look for what may be the answer itself."""
    new = (name for name in names_in(one.sentence) if name.keys and not name.keys <= inquiry.keys)
    one.names = tuple(new)
    one.fitting = tuple(name for name in one.names if fits(name, inquiry.kinds, one.sentence))
    one.features |= {
        "fits": float(bool(one.fitting)),
        "itself": float(any(is_itself(name, inquiry.kinds) for name in one.fitting)),
        "misfit": float(bool(inquiry.kinds - {"reason"}) and not one.fitting),
        "close": _closeness(corpus, one, inquiry),
        "asks": float(one.sentence.rstrip().endswith("?")),
    }


def _closeness(corpus: Corpus, one: Found, inquiry: Inquiry) -> float:
    """How near the question's words stand to the best of the names, 0 to 1."""
    places = [
        (found.start(), found.end(), key)
        for found in _WORD.finditer(one.sentence)
        if (key := _key(found.group())) in inquiry.keys
    ]
    total = sum(map(corpus.weight, inquiry.keys)) or 1.0

    def near(name: Name) -> float:
        best: dict[str, float] = {}
        for start, end, key in places:
            away = max(start - name.end, name.start - end, 0)
            best[key] = max(best.get(key, 0.0), math.exp(-away / _BESIDE))
        return sum(corpus.weight(key) * value for key, value in best.items()) / total

    return max(map(near, one.fitting or one.names), default=0.0)


def _key(word: str) -> str:
    word = word.casefold().removesuffix("'s").removesuffix("’s")
    return word if word[0].isdigit() else word[:6]


def _vote(found: Sequence[Found]) -> None:
    """Let articles vote: what several of them name beside the question's words is likelier."""
    votes: dict[str, dict[int, float]] = {}
    for one in found:
        for name in one.names:
            by_article = votes.setdefault(name.words, {})
            weight = one.score * (_VOTES + one.features["near"])
            weight *= 2 if name in one.fitting else 1
            number = one.passage.article
            by_article[number] = max(by_article.get(number, 0.0), weight)
    totals = {words: sum(by_article.values()) for words, by_article in votes.items()}
    most = max(totals.values(), default=0.0) or 1.0
    for one in found:
        own = [name.words for name in one.names]
        one.features["votes"] = max((totals[words] / most for words in own), default=0.0)
        most_voters = max((len(votes[words]) for words in own), default=0)
        one.features["voters"] = math.log1p(most_voters)
