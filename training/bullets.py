# ruff: noqa: T201 - a script that prints what it learned
"""Learn what each feature of a sentence counts, by search on articles with editors' highlights.

    python training/bullets.py ARTICLES.jsonl [STEPS]

ARTICLES holds {"text", "highlights"} a line. Half of the articles (every other one) is searched
on, the other half only measured, and the other way round; then all of them give the weights, which
are printed as JSON for briefings/bullets/weights.json. Needs the package rouge-score.
"""

import json
import random
import re
import statistics
import sys
from pathlib import Path

from rouge_score import rouge_scorer

from briefings.bullets import choose

_KINDS = ["rouge1", "rouge2", "rougeLsum"]
_SCORER = rouge_scorer.RougeScorer(_KINDS, use_stemmer=True)
_END = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[\"“‘A-Z0-9])")
_LIMIT = 63.0
"""Words a digest may have on average; more cost."""


def gain(articles: list[dict[str, str]], weights: dict[str, float]) -> float:
    """Return the mean ROUGE of three bullets an article, less what too many words cost."""
    choose.weights = lambda: weights  # type: ignore[assignment]
    scores, words = [], []
    for article in articles:
        said = "\n".join(one.text for one in choose.choose_bullets(article["text"], most=3))
        found = _SCORER.score(article["truth"], said)
        scores.append(100 * statistics.mean(found[kind].fmeasure for kind in _KINDS))
        words.append(len(said.split()))
    return statistics.mean(scores) - max(0.0, statistics.mean(words) - _LIMIT)


def search(
    articles: list[dict[str, str]], start: dict[str, float], steps: int, seed: int
) -> tuple[dict[str, float], float]:
    """Climb from `start`: change one or two weights at a time, keep what is better."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    best, value = dict(start), gain(articles, start)
    for _ in range(steps):
        tried = dict(best)
        for name in chance.sample(sorted(tried), chance.choice((1, 2))):
            tried[name] = round(tried[name] * chance.uniform(0.4, 1.8) + chance.gauss(0, 0.15), 3)
        tried["decay"] = max(0.01, tried["decay"])
        if (reached := gain(articles, tried)) > value:
            best, value = tried, reached
    return best, value


def main() -> None:
    """Print how far weights learned on one half carry to the other, then weights of all."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    for one in articles:
        one["truth"] = "\n".join(_END.split(one["highlights"]))
    steps = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    start = dict(choose.weights())
    for fold in (0, 1):
        learned, seen = search(articles[fold::2], start, steps, fold)
        print(f"fold {fold}: start {gain(articles[1 - fold :: 2], start):.2f}", end=" ")
        print(f"learned {seen:.2f} unseen {gain(articles[1 - fold :: 2], learned):.2f}", flush=True)
    learned, seen = search(articles, start, steps, 2)
    print(f"all: {seen:.2f}")
    print(json.dumps(learned, indent=2))


if __name__ == "__main__":
    main()
