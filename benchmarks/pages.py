"""Article text taken out of news pages against text marked by hand, beside trafilatura alone.

    python -m benchmarks.pages

Precision and recall are over runs of four words, averaged over the pages; f1 is their harmonic
mean; ms is processor time a page. "missing" counts pages that were called no article.
"""

import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import trafilatura

from benchmarks.data import needed, rows
from briefings.articles.layout import lay_out
from briefings.articles.page import NotAnArticle, read_page


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def ours(page: dict[str, Any]) -> str:
    """Return what `quickread extract` prints."""
    try:
        read = read_page(page["html"], page["url"])
    except NotAnArticle:
        return ""
    return lay_out(read.text, read.title).body(read.text)


def whole(page: dict[str, Any]) -> str:
    """Return all of the text that is stored, heads and furniture included."""
    try:
        return read_page(page["html"], page["url"]).text
    except NotAnArticle:
        return ""


def peer(page: dict[str, Any]) -> str:
    """Return trafilatura's text as it comes."""
    return trafilatura.extract(page["html"]) or ""


def measure(pages: list[dict[str, Any]], read: Callable[[dict[str, Any]], str]) -> dict[str, float]:
    """Return the figures of one way of reading."""
    started = time.process_time()
    texts = [read(page) for page in pages]
    took = (time.process_time() - started) * 1000 / len(pages)
    precision, recall = [], []
    for page, text in zip(pages, texts, strict=True):
        true, got = _runs(page["text"]), _runs(text)
        both = (true & got).total()
        precision.append(both / got.total())
        recall.append(both / true.total())
    p, r = statistics.mean(precision), statistics.mean(recall)
    return {
        "f1": round(2 * p * r / (p + r), 4),
        "precision": round(p, 4),
        "recall": round(r, 4),
        "ms": round(took, 1),
        "missing": sum(not text for text in texts),
    }


def main() -> None:
    """Print one JSON object a way of reading."""
    pages = list(rows(needed("pages/dev.jsonl")))
    trafilatura.extract("<p>Loads what is loaded once.</p>")
    for name, read in {"extract": ours, "stored": whole, "trafilatura": peer}.items():
        print(json.dumps({"way": name} | measure(pages, read)))


if __name__ == "__main__":
    main()
