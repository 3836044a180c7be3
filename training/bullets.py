# ruff: noqa: T201 - a script that prints what it learned
"""Learn what words and pairs of words are worth, on articles with their editors' highlights.

    python training/bullets.py ARTICLES.jsonl > briefings/bullets/weights.json

ARTICLES holds {"text", "highlights"} a line. Each tenth of the articles is measured with weights
learned on the other nine, by ROUGE of three bullets an article (on standard error); the weights
learned on all are printed. Needs the packages rouge-score and scikit-learn.

The texts have neither titles nor other articles beside them: those two weights are set by hand.
"""

import json
import random
import re
import statistics
import sys
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from rouge_score import rouge_scorer
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from briefings.articles.layout import lay_out
from briefings.bullets import choose, worth
from briefings.bullets.reading import passages

_KINDS = ["rouge1", "rouge2", "rougeLsum"]
_SCORER = rouge_scorer.RougeScorer(_KINDS, use_stemmer=True)
_END = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[\"“‘A-Z0-9])")
_BY_HAND = {"title": 0.4, "others": 0.3}
_FOLDS = 10

Found = Mapping[Any, dict[str, float]]


def learn(articles: Iterable[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Return the weights of both kinds of concepts."""
    taken = list(articles)
    return {
        "word": _fit([(one["words"], set(one["kept"])) for one in taken]),
        "pair": _fit([(one["pairs"], set(pairwise(one["kept"]))) for one in taken]),
    }


def _fit(items: list[tuple[Found, set[Any]]]) -> dict[str, float]:
    rows = [row for found, _ in items for row in found.values()]
    kept = [concept in truth for found, truth in items for concept in found]
    table = DictVectorizer()
    model = LogisticRegression(C=0.3, max_iter=1000).fit(table.fit_transform(rows), kept)
    named = zip(table.get_feature_names_out(), model.coef_[0], strict=True)
    return {
        "bias": round(float(model.intercept_[0]), 3),
        **{f"place {number}": 0.0 for number in range(len(worth.PLACES))},
        **{str(name): round(float(value), 3) for name, value in named},
        **_BY_HAND,
    }


def measure(articles: list[dict[str, Any]], weights: dict[str, dict[str, float]]) -> list[Any]:
    """Return each article's ROUGE figures and the words of its bullets."""
    worth.weights = lambda: weights  # type: ignore[assignment]
    worth.forget()
    figures = []
    for one in articles:
        said = "\n".join(bullet.text for bullet in choose.choose_bullets(one["text"], most=3))
        scores = _SCORER.score("\n".join(_END.split(one["highlights"])), said)
        figures.append([*(100 * scores[kind].fmeasure for kind in _KINDS), len(said.split())])
    return figures


def main() -> None:
    """Report the figures of articles not learned from, then print the weights of all."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    for one in articles:
        read = passages(one["text"], lay_out(one["text"]).paragraphs, "en")
        one["words"], one["pairs"] = worth.features([passage.text for passage in read], "en")
        one["kept"] = worth.keys(one["highlights"])
    random.Random(1).shuffle(articles)  # noqa: S311 - not for secrets
    unseen = []
    for fold in range(_FOLDS):
        rest = [one for number, one in enumerate(articles) if number % _FOLDS != fold]
        unseen += measure(articles[fold::_FOLDS], learn(rest))
    means = [round(statistics.mean(column), 2) for column in zip(*unseen, strict=True)]
    print(dict(zip([*_KINDS, "words"], means, strict=True)), file=sys.stderr)
    print(json.dumps(learn(articles), indent=1))


if __name__ == "__main__":
    main()
