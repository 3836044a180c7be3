"""How well quotations are found and attributed, on annotated articles.

    python -m benchmarks.quotes [train|dev]

The figures are those of the data set's scorer; the last line is of the key quotes alone. On "train"
each article is read with weights learned from the others.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import repeat
from typing import Any

from benchmarks.data import needed, rows
from briefings.model import Quote
from briefings.quotes import find_quotes, key_quotes
from briefings.quotes.features import Weights
from briefings.quotes.ranking import weights
from briefings.quotes.words import words

Gold = dict[str, Any]
FOLDS = 5


def share_inside(start: int, end: int, spans: Sequence[Sequence[int]]) -> float:
    """Return how much of a stretch lies inside the spans, 0 to 1."""
    return sum(max(0, min(end, b) - max(start, a)) for a, b in spans) / max(1, end - start)


def last_word(name: str | None) -> str | None:
    """Return a name's last word in lower case."""
    words = re.findall(r"[\w'’.-]+", re.sub(r"['’]s\b", "", name or "").lower())
    return words[-1].strip(".") if words else None


def is_right(quote: Quote, gold: Gold) -> bool:
    """Whether a quotation is given to whom the annotation gives it."""
    mention = quote.mention
    if mention and share_inside(mention.start, mention.end, gold["speaker_spans"]) > 0:
        return True
    return last_word(quote.speaker) == last_word(gold["speaker"])


def names(quote: Quote, gold: Gold) -> bool:
    """Whether a quotation's speaker is named in the annotation, what is in brackets aside."""
    return last_word(quote.speaker) == last_word(re.sub(r"\s*\([^)]*\)$", "", gold["speaker"]))


def count(quotes: Sequence[Quote], article: dict[str, Any], tally: Counter[str]) -> None:
    """Add an article's figures."""
    golds = [gold for gold in article["quotes"] if gold["kind"] != "indirect"]
    spans = [(gold["start"], gold["end"]) for gold in golds]
    long = [quote for quote in quotes if len(quote.text.split()) >= 5]
    tally["predicted"] += len(long)
    tally["good"] += sum(share_inside(q.start, q.end, spans) >= 0.5 for q in long)
    tally["broken"] += sum(article["text"][q.start : q.end] != q.text for q in quotes)
    for gold in golds:
        if gold["kind"] == "direct":
            _count_one(quotes, gold, tally)


def _count_one(quotes: Sequence[Quote], gold: Gold, tally: Counter[str]) -> None:
    tally["golds"] += 1
    whole = [(gold["start"], gold["end"])]
    hits = [q for q in quotes if share_inside(q.start, q.end, whole) > 0.5]
    covered = [(q.start, q.end) for q in hits]
    if share_inside(gold["start"] + 1, gold["end"] - 1, covered) < 0.8:
        return
    tally["found"] += 1
    if not gold["speaker"]:
        return
    tally["attributable"] += 1
    best = max(hits, key=lambda q: min(q.end, gold["end"]) - max(q.start, gold["start"]))
    if best.speaker or best.mention:
        tally["named"] += 1
        tally["right"] += is_right(best, gold)


def is_swapped(gold: Gold, cues: Collection[str]) -> bool:
    """Whether an annotation has the cue for the speaker ("said") and the speaker for the cue."""
    return gold["speaker"].split()[0].lower() in cues and last_word(gold["cue"]) not in cues


def count_key(article: dict[str, Any], quotes: Sequence[Quote], tally: Counter[str]) -> None:
    """Add the figures of the quotations a brief would show."""
    cues = words("en").cues | words("en").sources
    tally["briefs"] += 1
    chosen = key_quotes(quotes, article["text"], title=article["title"])
    tally["with quotes"] += bool(chosen)
    for quote in chosen:
        tally["chosen"] += 1
        golds = [
            gold
            for gold in article["quotes"]
            if gold["kind"] != "indirect" and gold["speaker"] and not is_swapped(gold, cues)
        ]
        gold = next(
            (
                g
                for g in golds
                if share_inside(quote.start, quote.end, [(g["start"], g["end"])]) > 0.5
            ),
            None,
        )
        if gold and quote.speaker:
            tally["chosen named"] += 1
            tally["chosen right"] += is_right(quote, gold) or names(quote, gold)


def cross_validated(articles: Sequence[Gold]) -> Iterator[Weights]:
    """Yield for each article weights that were learned from others: every fifth is left out."""
    from training.quotes import cases, learn

    made = [cases(article) for article in articles]
    learned = [
        learn([case for n, some in enumerate(made) if n % FOLDS != fold for case in some])
        for fold in range(FOLDS)
    ]
    for number in range(len(articles)):
        yield learned[number % FOLDS]


def main() -> None:
    """Print the figures of one part of the data."""
    part = sys.argv[1] if len(sys.argv) > 1 else "dev"
    tally: Counter[str] = Counter()
    spent = 0.0
    articles = list(rows(needed(f"quotes/{part}.jsonl")))
    fair = cross_validated(articles) if part == "train" else repeat(weights())
    find_quotes("“Warm,” she said.")
    for article, weigh in zip(articles, fair, strict=False):
        began = time.process_time()
        quotes = find_quotes(article["text"], weigh=weigh)
        spent += time.process_time() - began
        count(quotes, article, tally)
        count_key(article, quotes, tally)
    print(
        f"recall {tally['found'] / tally['golds']:.4f}  "
        f"precision {tally['good'] / tally['predicted']:.4f}  "
        f"speaker {tally['right'] / tally['attributable']:.4f}  "
        f"speaker_precision {tally['right'] / max(1, tally['named']):.4f}  "
        f"not_verbatim {tally['broken']}  {1000 * spent / len(articles):.2f} ms an article"
    )
    print(
        f"key quotes: {tally['chosen']} chosen, in {tally['with quotes']} of {tally['briefs']} "
        f"briefs; speaker right {tally['chosen right'] / max(1, tally['chosen named']):.4f} "
        f"of the {tally['chosen named']} annotated"
    )


if __name__ == "__main__":
    main()
