"""Milliseconds that a digest of an article takes, beside sumy's LexRank in the same run.

    python -m benchmarks.brief_speed

One core, one process, on the articles of quotes/dev.jsonl; exits with 1 where a digest takes more
than 6 ms or is less than 2.5 times as fast.
"""

import json
import os
import re
import sys
import time
from collections.abc import Callable

from sumy.nlp.stemmers import Stemmer
from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers.lex_rank import LexRankSummarizer

from benchmarks.data import needed, rows
from briefings.digestion import digest_article


class PlainTokenizer:
    """What sumy asks of a tokenizer, without the data it would download."""

    def to_sentences(self, text: str) -> list[str]:
        return [one for one in re.split(r"(?<=[.!?])\s+", text) if one.strip()]

    def to_words(self, text: str) -> list[str]:
        return re.findall(r"[^\W\d_]+", text)


def milliseconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Return how long `work` takes for a text, on average; the first is done once before."""
    work(texts[0])
    started = time.perf_counter()
    for text in texts:
        work(text)
    return (time.perf_counter() - started) / len(texts) * 1000


def main() -> int:
    """Print both figures and their ratio."""
    source = needed("quotes/dev.jsonl")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = [str(row["text"]) for row in rows(source)]
    tokenizer, peer = PlainTokenizer(), LexRankSummarizer(Stemmer("english"))
    ours = milliseconds(digest_article, texts)
    theirs = milliseconds(
        lambda text: peer(PlaintextParser.from_string(text, tokenizer).document, 5), texts
    )
    print(json.dumps({"ours_ms": ours, "lexrank_ms": theirs, "times_as_fast": theirs / ours}))
    return 0 if ours <= 6 and theirs / ours >= 2.5 else 1


if __name__ == "__main__":
    sys.exit(main())
