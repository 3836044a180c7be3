"""Questions about one text each, half of which the text does not answer.

    python -m benchmarks.answers

Beside them, in the same run, the sentence with most of the question's words, with the cut-off that
suits it best. `hit` is the share of answerable questions whose evidence holds a true answer,
`abstained` that of the others that were not answered, `balance` their harmonic mean.

The weights were learned from these very questions: training/answers.py says how they do on topics
they were not learned from.
"""

import json
import statistics
import time
from typing import Any

from benchmarks.data import needed, rows
from briefings.answers import answer, understand
from briefings.answers.embeddings import encoder
from briefings.answers.passages import passages_of
from briefings.model import Article

Said = tuple[bool, str]
"""Whether a question was answered, and the evidence."""


def figures(asked: list[dict[str, Any]], said: list[Said]) -> dict[str, float]:
    """Return what the answers come to."""
    hits, kept, words = [], [], []
    for row, (given, shown) in zip(asked, said, strict=True):
        if given:
            words.append(len(shown.split()))
        if row["answerable"]:
            hits.append(given and any(one.lower() in shown.lower() for one in row["answers"]))
        else:
            kept.append(not given)
    hit, abstained = statistics.mean(hits), statistics.mean(kept)
    balance = 2 * hit * abstained / (hit + abstained) if hit + abstained else 0.0
    found = {"hit": hit, "abstained": abstained, "balance": balance}
    found["words"] = statistics.mean(words) if words else 0.0
    return {name: round(value, 4) for name, value in found.items()}


def most_shared(row: dict[str, Any]) -> tuple[float, str]:
    """Return the sentence with most of the question's words, and the share it has."""
    stems = understand(row["question"]).stems
    passages = passages_of(row["text"])
    best = max(passages, key=lambda one: len(stems & one.stems))
    return len(stems & best.stems) / (len(stems) or 1), best.span.of(row["text"])


def measured(asked: list[dict[str, Any]], *, closely: bool) -> dict[str, float]:
    """Return the reader's figures, with its time a question."""
    began = time.perf_counter()
    answers = [
        answer(row["question"], [Article(0, "", row["text"])], closely=closely, offering=False)
        for row in asked
    ]
    took = (time.perf_counter() - began) / len(asked)
    said = [(one.text is not None, " … ".join(e.text for e in one.evidence)) for one in answers]
    broken = sum(
        row["text"][piece.start : piece.end] != piece.text
        for row, one in zip(asked, answers, strict=True)
        for piece in one.evidence
    )
    return figures(asked, said) | {"not_verbatim": broken, "ms": round(1000 * took, 2)}


def main() -> None:
    """Print the figures as JSON, a line for each."""
    asked = list(rows(needed("questions/dev.jsonl")))
    print(json.dumps({"reader": measured(asked, closely=False)}), flush=True)
    if encoder() is not None:
        print(json.dumps({"reader with embeddings": measured(asked, closely=True)}), flush=True)
    shared = [most_shared(row) for row in asked]
    cuts = (n / 20 for n in range(1, 20))
    peers = (figures(asked, [(share >= cut, text) for share, text in shared]) for cut in cuts)
    print(json.dumps({"most shared words": max(peers, key=lambda one: one["balance"])}))


if __name__ == "__main__":
    main()
