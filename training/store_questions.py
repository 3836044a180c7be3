"""Learn which sentences of many articles answer a question, and whether any does.

    python -m training.store_questions FOLDER briefings/answers/data/retrieval.json

FOLDER has `articles.jsonl` (id, title, text, published) and `questions.jsonl` (question, asked,
answerable, answers). Sentences are ranked by a conditional logit (McFadden 1974) with an L2
penalty; whether the best ones answer is a logistic regression on the ranks that halves of the
questions give the others. Prints the figures of a cross-validation over questions.
"""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from briefings.answers.archive import answer_signs
from briefings.answers.corpus import Corpus
from briefings.answers.evidence import choose
from briefings.answers.inquiry import Inquiry, read_inquiry
from briefings.answers.retrieve import Found, weigh
from briefings.model import Article

PENALTY, ANSWERED_PENALTY = 1.0, 3.0
FOLDS, SHARES, ROUNDS = 8, 3, 3

Vector = Any
Weights = dict[str, float]


@dataclass(slots=True)
class Case:
    """A question with the sentences that may answer it."""

    inquiry: Inquiry
    found: list[Found]
    answers: tuple[str, ...]
    answerable: bool
    right: Vector
    table: Vector


@dataclass(slots=True)
class Tried:
    """A question as one set of weights answers it."""

    signs: Weights
    answerable: bool
    hit: bool
    words: int


def plain(text: str) -> str:
    """Return a text as the scorer compares it."""
    return f" {re.sub(r'[^0-9a-z]+', ' ', text.lower()).strip()} "


def moment(text: str) -> datetime | None:
    """Return a date in UTC."""
    if not text:
        return None
    return datetime.fromisoformat(text.replace("/", "-")).replace(tzinfo=UTC)


def read(folder: Path) -> tuple[Corpus, list[Case], list[str]]:
    """Return the articles, the questions and the features' names."""
    rows = map(json.loads, (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines())
    corpus = Corpus(
        [
            Article(n, row["title"], row["text"], published=moment(row["published"]))
            for n, row in enumerate(rows)
        ]
    )
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [_case(corpus, json.loads(line)) for line in lines]
    cases = [case for case in cases if case.found]
    names = sorted({name for case in cases for one in case.found for name in one.features})
    for case in cases:
        case.table = np.array([[one.features[name] for name in names] for one in case.found])
    return corpus, cases, names


def _case(corpus: Corpus, row: dict[str, Any]) -> Case:
    inquiry = read_inquiry(row["question"], moment(row["asked"]))
    found = weigh(corpus, inquiry)
    answers = tuple(map(plain, row["answers"]))
    right = [any(answer in plain(one.sentence) for answer in answers) for one in found]
    return Case(inquiry, found, answers, row["answerable"], np.array(right, dtype=float), None)


def learn_sentences(cases: Iterable[Case], size: int) -> Vector:
    """Return the weights that put right sentences first."""
    use = [case for case in cases if case.right.any()]

    def loss(w: Vector) -> tuple[float, Vector]:
        value, slope = PENALTY / 2 * float(w @ w), PENALTY * w
        for case in use:
            scores = case.table @ w
            power = np.exp(scores - scores.max())
            total, good = power.sum(), (power * case.right).sum()
            value -= float(np.log(good / total))
            slope = slope + case.table.T @ (power / total - power * case.right / good)
        return value, slope

    return minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B").x


def learn_answered(tried: Sequence[Tried]) -> Weights:
    """Return the weights that tell whether the best sentences answer, 0 where balance is best."""
    names = list(tried[0].signs)
    table = np.array([[one.signs[name] for name in names] for one in tried])
    truth = np.array([one.answerable for one in tried], dtype=float)
    middle, spread = table.mean(0), table.std(0) + 1e-9
    scaled = (table - middle) / spread

    def loss(w: Vector) -> tuple[float, Vector]:
        margin = scaled @ w[1:] + w[0]
        value = np.logaddexp(0, np.where(truth > 0, -margin, margin)).sum()
        value += ANSWERED_PENALTY / 2 * float(w[1:] @ w[1:])
        wrong = 1 / (1 + np.exp(-margin)) - truth
        slope = np.r_[wrong.sum(), scaled.T @ wrong + ANSWERED_PENALTY * w[1:]]
        return float(value), slope

    w = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B").x
    cut = best_cut(scaled @ w[1:] + w[0], tried)
    bias = float(w[0] - (w[1:] * middle / spread).sum() - cut)
    return {"bias": bias} | dict(zip(names, map(float, w[1:] / spread), strict=True))


def best_cut(margins: Vector, tried: Sequence[Tried]) -> float:
    """Return the cut-off with the best balance, smoothed over its neighbours."""
    cuts = np.quantile(margins, np.linspace(0.2, 0.8, 61))
    values = [figures(tried, margins >= cut)["balance"] for cut in cuts]
    smooth = np.convolve(values, np.ones(7) / 7, "same")
    return float(cuts[int(np.argmax(smooth))])


def figures(tried: Sequence[Tried], said: Vector) -> Weights:
    """Return hit, abstained, their balance, and words of evidence."""
    asked = np.array([one.answerable for one in tried])
    hit = float((np.array([one.hit for one in tried]) & said)[asked].mean())
    kept = float((~said)[~asked].mean())
    words = [one.words for one, answered in zip(tried, said, strict=True) if answered]
    return {
        "hit": hit,
        "abstained": kept,
        "balance": 2 * hit * kept / (hit + kept) if hit + kept else 0.0,
        "words": float(np.mean(words)) if words else 0.0,
    }


def try_out(corpus: Corpus, case: Case, weights: Vector) -> Tried:
    """Answer a question with these weights."""
    for one, score in zip(case.found, case.table @ weights, strict=True):
        one.score = float(score)
    ranked = sorted(case.found, key=lambda one: one.score, reverse=True)
    shown = [piece.text for piece in choose(corpus, case.inquiry, ranked)]
    text = " ".join(map(plain, shown))
    hit = any(answer in text for answer in case.answers)
    signs = answer_signs(ranked, case.inquiry)
    return Tried(signs, case.answerable, hit, len(" ".join(shown).split()))


def crossed(corpus: Corpus, cases: Sequence[Case], rand: Any, size: int) -> list[Tried]:
    """Answer each question with weights learned from the other shares."""
    order = rand.permutation(len(cases))
    tried: list[Tried] = []
    for share in np.array_split(order, SHARES):
        weights = learn_sentences([cases[n] for n in np.setdiff1d(order, share)], size)
        tried += [try_out(corpus, cases[n], weights) for n in share]
    return tried


def margin(weights: Weights, signs: Weights) -> float:
    """Return how far above the cut-off an answer is."""
    return weights["bias"] + sum(weights[name] * value for name, value in signs.items())


def validate(corpus: Corpus, cases: Sequence[Case], size: int) -> None:
    """Print the figures of questions that nothing was learned from."""
    for number in range(ROUNDS):
        rand = np.random.default_rng(number)
        tried, said = [], []
        order = rand.permutation(len(cases))
        for fold in np.array_split(order, FOLDS):
            known = [cases[n] for n in np.setdiff1d(order, fold)]
            weights = learn_sentences(known, size)
            answered = learn_answered(crossed(corpus, known, rand, size))
            own = [try_out(corpus, cases[n], weights) for n in fold]
            tried += own
            said += [margin(answered, one.signs) >= 0 for one in own]
        result = figures(tried, np.array(said))
        row = {name: round(value, 3) for name, value in result.items()}
        sys.stdout.write(json.dumps(row) + "\n")


def main() -> None:
    """Learn from a folder and write the weights."""
    folder, target = map(Path, sys.argv[1:3])
    corpus, cases, names = read(folder)
    validate(corpus, cases, len(names))
    sentence = dict(zip(names, map(float, learn_sentences(cases, len(names))), strict=True))
    answered = learn_answered(crossed(corpus, cases, np.random.default_rng(0), len(names)))
    weights = {
        part: {name: round(value, 3) for name, value in values.items()}
        for part, values in (("sentence", sentence), ("answered", answered))
    }
    target.write_text(json.dumps(weights, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
