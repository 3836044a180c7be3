"""Learn the weights by which a quotation's speaker is chosen.

    python -m training.quotes ANNOTATED.jsonl briefings/quotes/quotes_weights.json

Each line of the input has "text" and "quotes" with "start", "end", "kind" and "speaker_spans".
The model is a conditional logit (McFadden 1974) over the candidates and "nobody", with an L2
penalty; features seen fewer than `RARE` times are left out.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from briefings.quotes.candidates import (
    NOBODY_TEMPLATES,
    TURN_TEMPLATES,
    Candidate,
    Place,
    candidates,
    nobody,
)
from briefings.quotes.features import TEMPLATES
from briefings.quotes.find import quotations
from briefings.quotes.places import Surroundings

RARE = 15
PENALTY = 1.5
SMALLEST = 0.1
SENTENCE = 2.0
WIDE = 99

Case = tuple[list[tuple[str, ...]], list[bool]]


def last_word(name: str) -> str:
    """Return a name's last word as the scorer compares it."""
    words = re.findall(r"[\w'’.-]+", re.sub(r"['’]s\b", "", name).lower())
    return words[-1].strip(".") if words else ""


def features(candidate: Candidate) -> tuple[str, ...]:
    """Return a candidate's features, each behind the name of its template."""
    own = zip(TEMPLATES, candidate.features, strict=False)
    turn = zip(TURN_TEMPLATES, candidate.carried, strict=False)
    return tuple(f"{name}|{value}" for name, value in (*own, *turn))


def alone(place: Place) -> tuple[str, ...]:
    """Return the features of nobody."""
    return tuple(f"{n}|{v}" for n, v in zip(NOBODY_TEMPLATES, nobody(place), strict=True))


def cases(article: dict[str, Any]) -> list[Case]:
    """Return the choices an article's quotations ask for, with the right ones marked."""
    text = article["text"]
    golds = [gold for gold in article["quotes"] if gold["kind"] != "indirect"]
    spans = list(quotations(text))
    around = Surroundings(text, spans, "en")
    turn = None
    made: list[Case] = []
    for span in spans:
        place = around.place(span, turn)
        gold = next(
            (
                one
                for one in golds
                if min(span.end, one["end"]) - max(span.start, one["start"]) > len(span) / 2
            ),
            None,
        )
        found = candidates(place)
        right = [bool(gold) and _is_right(one.mention.item, gold, text) for one in found]
        exact = [bool(gold) and _is_right(one.mention.item, gold, None) for one in found]
        if any(exact):
            right = exact
        if any(right) or not (gold and gold["speaker_spans"]):
            made.append(([*(features(c) for c in found), alone(place)], [*right, not any(right)]))
        if any(right):
            turn = (found[right.index(True)].mention, span)
        elif gold is not None:
            turn = None
    return made


def _is_right(mention: Any, gold: dict[str, Any], text: str | None) -> bool:
    if any(mention.start < b and a < mention.end for a, b in gold["speaker_spans"]):
        return True
    if text is None or not gold["speaker"] or mention.kind == "P":
        return False
    return last_word(text[mention.start : mention.end]) == last_word(gold["speaker"])


def weight(options: list[tuple[str, ...]]) -> float:
    """Return how much a choice counts: whole sentences are what a reader is shown."""
    place = next(one for one in options[-1] if one.startswith("none place|"))
    return SENTENCE if place[-2] in ",.?!" else 1.0


def learn(made: list[Case]) -> dict[str, dict[str, float]]:
    """Return the weights that make the right choices likeliest."""
    counts = Counter(f for features, _ in made for one in features for f in set(one))
    index = {f: n for n, f in enumerate(sorted(f for f, n in counts.items() if n >= RARE))}
    rows, columns, starts, right = [], [], [], []
    row = 0
    for features, marks in made:
        starts.append(row)
        for one, mark in zip(features, marks, strict=True):
            for feature in one:
                if feature in index:
                    rows.append(row)
                    columns.append(index[feature])
            right.append(mark)
            row += 1
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(row, len(index)))
    group = np.repeat(np.arange(len(starts)), np.diff([*starts, row]))
    marked = np.array(right, dtype=float)
    counts_as = np.array([weight(features) for features, _ in made])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ w
        scores -= np.maximum.reduceat(scores, starts)[group]
        power = np.exp(scores)
        total = np.add.reduceat(power, starts)
        good = np.add.reduceat(power * marked, starts) + 1e-12
        value = float(counts_as @ (np.log(total) - np.log(good))) + PENALTY / 2 * float(w @ w)
        slope = (power / total[group] - power * marked / good[group]) * counts_as[group]
        return value, matrix.T @ slope + PENALTY * w

    fit = minimize(
        loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 150}
    )
    learned: dict[str, dict[str, float]] = {}
    for feature, number in index.items():
        if abs(fit.x[number]) >= SMALLEST:
            template, value = feature.split("|", 1)
            learned.setdefault(template, {})[value] = round(float(fit.x[number]), 1)
    return learned


def pages(learned: dict[str, dict[str, float]]) -> str:
    """Return the weights as JSON that can be read: a template a block, in order, lines filled."""
    blocks = []
    for template, told in sorted(learned.items()):
        lines = [""]
        for value, weight in sorted(told.items()):
            pair = f"{json.dumps(value, ensure_ascii=False)}: {weight:g},"
            if len(lines[-1]) + len(pair) < WIDE:
                lines[-1] = f"{lines[-1]} {pair}".strip()
            else:
                lines.append(pair)
        blocks.append(f"{json.dumps(template)}: {{\n" + "\n".join(lines).rstrip(",") + "\n}")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def main() -> None:
    """Learn from the articles of a file and write the weights."""
    source, target = map(Path, sys.argv[1:3])
    with source.open(encoding="utf-8") as lines:
        made = [case for line in lines for case in cases(json.loads(line))]
    learned = learn(made)
    target.write_text(pages(learned), encoding="utf-8")
    sys.stdout.write(f"{len(made)} choices, {sum(map(len, learned.values()))} weights\n")


if __name__ == "__main__":
    main()
