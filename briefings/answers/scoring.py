"""Which passage of a text answers a question best, and whether it does.

passages → features → rank (conditional on an answer) → signs of the best → how sure

Both are logistic regressions over standardised features; training/answers.py learns their weights.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefings.answers.features import Features, Reader
from briefings.answers.lexicon import lexicon
from briefings.answers.matching import Asked, Indexed, index, match
from briefings.answers.passages import Passage
from briefings.answers.question import Question

LEAST = 0.2
"""Share of a question that has to stand in or beside the best passage for it to answer at all."""
_ALONE = 5.0
"""How far ahead a passage is that has no other beside it."""


@dataclass(frozen=True, slots=True)
class Model:
    """Learned weights, by feature's name, each with "bias"."""

    passage: Mapping[str, float]
    answers: Mapping[str, float]
    enough: float
    """How sure an answer has to be to be given."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read for a question."""

    sure: float
    """How likely the best passage answers, 0 to 1."""
    ranked: tuple[int, ...]
    """Numbers of the passages, best first."""
    scores: tuple[float, ...]
    """By passage."""
    text: Indexed
    asked: tuple[Asked, ...]


@cache
def model() -> Model:
    """Return the learned weights."""
    data = files("briefings.answers").joinpath("data", "reading.json")
    return Model(**json.loads(data.read_text(encoding="utf-8")))


def read_text(question: Question, passages: tuple[Passage, ...], learned: Model) -> Reading:
    """Weigh a text's passages for a question."""
    text = index(passages, question.language)
    words_of = lexicon(question.language)
    asked = match(question, text, words_of)
    features = Reader(question, text, asked, words_of).features()
    scores = [weigh(one, learned.passage) for one in features]
    ranked = sorted(range(len(scores)), key=lambda number: -scores[number])
    signs = answer_signs(features, scores, ranked)
    sure = 1 / (1 + math.exp(-max(-30.0, min(30.0, weigh(signs, learned.answers)))))
    if signs["cover_beside"] < LEAST:
        sure = min(sure, learned.enough / 2)
    return Reading(sure, tuple(ranked), tuple(scores), text, asked)


def answer_signs(
    features: Sequence[Features], scores: Sequence[float], ranked: Sequence[int]
) -> Features:
    """Return what tells whether the best passage answers: its features, and how far it leads."""
    best = ranked[0]
    ahead = scores[best] - scores[ranked[1]] if len(ranked) > 1 else _ALONE
    return features[best] | {
        "score": scores[best],
        "ahead": ahead,
        "all": sum(math.exp(min(10.0, score)) for score in scores),
    }


def weigh(features: Features, weights: Mapping[str, float]) -> float:
    """Return the weighted sum of features."""
    return weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in features.items())
