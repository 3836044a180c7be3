"""Learn which passage answers a question best, and whether it does.

    python -m training.answers QUESTIONS.jsonl briefings/answers/data/reading.json
    python -m training.answers QUESTIONS.jsonl briefings/answers/data/embedded.json --embeddings

Each line of the input has "text", "question", "answerable", "answers" and "group", the topic of
the text. First the figures with every topic measured by weights learned from the others, then the
weights of all are written. Two models with an L2 penalty over standardised features: a conditional
logit (McFadden 1974) that chooses among the passages of an answerable question, and a logistic
regression over the best passage of every question, chosen by weights learned without its topic,
that tells whether what would be shown holds the answer.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from briefings.answers.embeddings import Encoder, encoder
from briefings.answers.features import Features
from briefings.answers.passages import passages_of
from briefings.answers.question import understand
from briefings.answers.scoring import answer_signs, embedded, model, rank, read_text, weigh
from briefings.answers.trim import DOUBT

PENALTY = 0.007
"""Weight of the data against the penalty, in the logistic regression."""
CHOICE_PENALTY = 30.0
"""Weight of the penalty against the data, in the conditional logit."""
LEAST = 0.6
"""Share of answers and of abstentions that have to be right."""
TINY = 1e-6
CHANCE = 0.002
"""How much the balance of one limit may be better than another's by chance."""
SHOWN = 2
"""Passages that may be shown."""

Rows = list[dict[str, Any]]
Weights = dict[str, float]


def learn(found: list[Features], right: list[bool]) -> Weights:
    """Return the weights of a logistic regression, for features as they are.

    The kind of a question is left out, since which kinds are answered differs from topic to topic,
    and the lead over other passages, since short texts have none.
    """
    names = sorted(name for name in found[0] if not name.startswith(("asks_", "ahead")))
    values = np.array([[one[name] for name in names] for one in found])
    scaler = StandardScaler().fit(values)
    fit = LogisticRegression(C=PENALTY, max_iter=500).fit(scaler.transform(values), right)
    slope = fit.coef_[0] / scaler.scale_
    bias = float(fit.intercept_[0] - slope @ scaler.mean_)
    return {"bias": bias} | {n: float(w) for n, w in zip(names, slope, strict=True)}


def scored(found: list[Features], weights: Weights) -> list[float]:
    """Return the score of every passage."""
    return [weigh(one, weights) for one in found]


def features_of(row: dict[str, Any], made: Encoder | None) -> tuple[list[Features], list[bool]]:
    """Return the features of a text's passages for its question, and which hold an answer."""
    question = understand(row["question"])
    passages = passages_of(row["text"])
    reading = read_text(question, passages, model())
    found = list(reading.features)
    if made is not None:
        close = embedded(question, reading, row["text"], made)
        found = [close[number] for number in sorted(close)]
        passages = tuple(passages[number] for number in sorted(close))
    said = [one.span.of(row["text"]).lower() for one in passages]
    return found, [any(answer.lower() in one for answer in row["answers"]) for one in said]


def best_signs(found: list[Features], weights: Weights) -> tuple[Features, list[int]]:
    """Return the signs of the best passage, and the passages that are shown."""
    scores = scored(found, weights)
    ranked = rank(scores)
    shown = [number for number in ranked[:SHOWN] if scores[ranked[0]] - scores[number] < DOUBT]
    return answer_signs(found, scores, ranked), shown


def passage_weights(read: list[Any], use: np.ndarray) -> Weights:
    """Learn to choose among the passages of some answerable questions."""
    pairs = [pair for pair, one in zip(read, use, strict=True) if one]
    chosen = [(found, right) for found, right in pairs if any(right) and not all(right)]
    names = sorted(chosen[0][0][0])
    values = np.array([[one[name] for name in names] for found, _ in chosen for one in found])
    right = np.array([value for _, row in chosen for value in row], float)
    starts = np.cumsum([0, *(len(row) for _, row in chosen[:-1])])
    scaler = StandardScaler().fit(values)
    slope = choice(scaler.transform(values), right, starts) / scaler.scale_
    varies = zip(names, slope, strict=True)
    return {"bias": 0.0} | {name: float(w) for name, w in varies if abs(w) > TINY}


def choice(values: np.ndarray, right: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return the slopes of a conditional logit; `starts` are the first rows of each choice."""
    of = np.repeat(np.arange(len(starts)), np.diff([*starts, len(right)]))

    def loss(slope: np.ndarray) -> tuple[float, np.ndarray]:
        score = values @ slope
        each = np.exp(score - np.maximum.reduceat(score, starts)[of])
        total, good = np.add.reduceat(each, starts), np.add.reduceat(each * right, starts)
        wrong = each / total[of] - each * right / good[of]
        penalty = CHOICE_PENALTY * slope
        return float(np.log(total / good).sum() + slope @ penalty / 2), values.T @ wrong + penalty

    start, options = np.zeros(values.shape[1]), {"maxiter": 100}
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x)


def best_threshold(sure: np.ndarray, hit: np.ndarray, answerable: np.ndarray) -> Any:
    """Return balance, hit, abstained and the limit with the best balance.

    Of the limits that are as good but for chance, the lowest: a reader sees what is shown.
    """
    found = []
    for limit in np.quantile(sure, np.linspace(0.1, 0.9, 161)):
        given = sure >= limit
        hits = float(np.mean((given & hit)[answerable]))
        kept = float(np.mean(~given[~answerable]))
        if min(hits, kept) >= LEAST:
            balance = 2 * hits * kept / (hits + kept)
            found.append((balance, hits, kept, float(limit)))
    most = max(balance for balance, *_ in found)
    return next(one for one in found if one[0] >= most - CHANCE)


def main() -> None:
    """Learn from the questions of a file and write the weights."""
    source, target = map(Path, sys.argv[1:3])
    rows: Rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    made = encoder() if "--embeddings" in sys.argv else None
    read = [features_of(row, made) for row in rows]
    topics = np.array([row["group"] for row in rows])
    answerable = np.array([row["answerable"] for row in rows])
    signs: list[Any] = [None] * len(rows)
    first, shown = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    for topic in sorted(set(topics)):
        weights = passage_weights(read, answerable & (topics != topic))
        for number in np.flatnonzero(topics == topic):
            found, right = read[number]
            signs[number], ranked = best_signs(found, weights)
            first[number] = right[ranked[0]]
            shown[number] = any(right[n] for n in ranked)
    holds = answerable & shown
    sure = np.zeros(len(rows))
    for topic in sorted(set(topics)):
        others = np.flatnonzero(topics != topic)
        weights = learn([signs[n] for n in others], list(holds[others]))
        own = np.flatnonzero(topics == topic)
        sure[own] = 1 / (1 + np.exp(-np.array(scored([signs[n] for n in own], weights))))
    balance = best_threshold(sure, shown, answerable)
    sys.stdout.write(
        "topics not learned from: "
        f"best passage {first[answerable].mean():.3f}, "
        f"shown {shown[answerable].mean():.3f}, "
        f"balance {balance[0]:.4f} hit {balance[1]:.4f} abstained {balance[2]:.4f}\n"
    )
    learned = {
        "passage": passage_weights(read, answerable),
        "answers": learn(signs, list(holds)),
        "enough": balance[3],
    }
    rounded = json.loads(json.dumps(learned), parse_float=lambda x: round(float(x), 5))
    target.write_text(json.dumps(rounded, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
