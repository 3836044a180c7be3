"""Which passage of a text answers a question best, and whether it does.

passages → features → rank (conditional on an answer) → signs of the best → how sure
         → with an embedding model: the same again about the best, with its features

The first is a conditional logit over a text's passages, the second a logistic regression;
training/answers.py learns their weights.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from briefings.answers.embeddings import CHARACTERS, Encoder, nearness
from briefings.answers.features import Features, Reader
from briefings.answers.lexicon import lexicon
from briefings.answers.matching import Asked, Indexed, index, match
from briefings.answers.passages import Passage
from briefings.answers.question import Question
from briefings.model import Span

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
    features: tuple[Features, ...]


@cache
def model(name: str = "reading") -> Model:
    """Return the learned weights: "reading", or "embedded" for features with an encoder's."""
    data = files("briefings.answers").joinpath("data", f"{name}.json")
    return Model(**json.loads(data.read_text(encoding="utf-8")))


def read_text(question: Question, passages: tuple[Passage, ...], learned: Model) -> Reading:
    """Weigh a text's passages for a question."""
    text = index(passages, question.language)
    words_of = lexicon(question.language)
    asked = match(question, text, words_of)
    features = tuple(Reader(question, text, asked, words_of).features())
    scores = tuple(weigh(one, learned.passage) for one in features)
    ranked = rank(scores)
    sure = sureness(answer_signs(features, scores, ranked), learned)
    return Reading(sure, ranked, scores, text, asked, features)


def read_closely(
    question: Question, reading: Reading, source: str, learned: Model, made: Encoder
) -> Reading:
    """Weigh the passages about the best one again, with what an embedding model says of them."""
    close = embedded(question, reading, source, made)
    scores = [
        weigh(close[number], learned.passage) if number in close else -math.inf
        for number in range(len(reading.scores))
    ]
    ranked = tuple(number for number in rank(scores) if number in close)
    features = [close.get(number, one) for number, one in enumerate(reading.features)]
    sure = sureness(answer_signs(features, scores, ranked), learned)
    return replace(reading, sure=sure, ranked=ranked, scores=tuple(scores))


def embedded(
    question: Question, reading: Reading, source: str, made: Encoder
) -> dict[int, Features]:
    """Return the features of the passages about the best, by number, with an encoder's."""
    spans = [one.span for one in reading.text.passages]
    first, last = _window(spans, reading.ranked[0])
    start, end = spans[first].start, spans[last].end
    shifted = [Span(one.start - start, one.end - start) for one in spans[first : last + 1]]
    near = nearness(question.text, source[start:end], shifted, made)
    return {
        number: reading.features[number] | near[number - first] for number in range(first, last + 1)
    }


def _window(spans: Sequence[Span], best: int) -> tuple[int, int]:
    """Return the first and last passage about the best that can be read at once."""
    first = last = best
    while True:
        before = first > 0 and spans[last].end - spans[first - 1].start <= CHARACTERS
        first -= before
        after = last + 1 < len(spans) and spans[last + 1].end - spans[first].start <= CHARACTERS
        last += after
        if not before and not after:
            return first, last


def rank(scores: Sequence[float]) -> tuple[int, ...]:
    """Return the passages' numbers, best first."""
    return tuple(sorted(range(len(scores)), key=lambda number: -scores[number]))


def sureness(signs: Features, learned: Model) -> float:
    """Return how likely the best passage answers, 0 to 1."""
    sure = 1 / (1 + math.exp(-max(-30.0, min(30.0, weigh(signs, learned.answers)))))
    return min(sure, learned.enough / 2) if signs["cover_beside"] < LEAST else sure


def answer_signs(
    features: Sequence[Features], scores: Sequence[float], ranked: Sequence[int]
) -> Features:
    """Return what tells whether the best passage answers: its features, and how far it leads."""
    best = ranked[0]
    ahead = scores[best] - scores[ranked[1]] if len(ranked) > 1 else _ALONE
    return features[best] | {
        "score": scores[best],
        "ahead": min(_ALONE, ahead),
        "chosen": 1 / sum(math.exp(score - scores[best]) for score in scores),
    }


def weigh(features: Features, weights: Mapping[str, float]) -> float:
    """Return the weighted sum of features."""
    return weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in features.items())
