"""Three bullets an article against its editors' highlights: ROUGE F-measures in percent.

    python -m benchmarks.bullets

Beside them the words of a digest, and how many bullets have a word that does not stand, in order,
between their offsets (must be none).
"""

import json
import re
import statistics

from rouge_score import rouge_scorer

from benchmarks.data import needed, rows
from briefings.bullets import choose_bullets

_KINDS = ["rouge1", "rouge2", "rougeLsum"]
_END = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[\"“‘A-Z0-9])")
_WORD = re.compile(r"\w+")


def supported(bullet: str, source: str) -> bool:
    """Whether all words of `bullet` stand in `source` in this order."""
    have = iter(_WORD.findall(source.lower()))
    return all(word in have for word in _WORD.findall(bullet.lower()))


def main() -> None:
    """Print the figures as one JSON object."""
    scorer = rouge_scorer.RougeScorer(_KINDS, use_stemmer=True)
    scores: dict[str, list[float]] = {kind: [] for kind in _KINDS}
    words, unsupported = [], 0
    for row in rows(needed("bullets/dev.jsonl")):
        bullets = choose_bullets(row["text"], most=3)
        unsupported += sum(
            not supported(one.text, row["text"][one.start : one.end]) for one in bullets
        )
        said = "\n".join(one.text for one in bullets)
        words.append(len(said.split()))
        truth = row["highlights"]
        truth = truth if "\n" in truth else "\n".join(_END.split(truth))
        for kind, score in scorer.score(truth, said).items():
            scores[kind].append(100 * score.fmeasure)
    figures = {kind: round(statistics.mean(scores[kind]), 2) for kind in _KINDS}
    print(json.dumps(figures | {"words": statistics.mean(words), "unsupported": unsupported}))


if __name__ == "__main__":
    main()
