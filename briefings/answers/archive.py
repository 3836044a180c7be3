"""Questions put to many articles at once, as to an archive.

question → sentences that may answer, ranked → do they? → evidence → Answer
"""

import math
from collections.abc import Sequence
from datetime import datetime

from briefings.answers.corpus import Corpus
from briefings.answers.evidence import choose
from briefings.answers.inquiry import Inquiry, read_inquiry
from briefings.answers.retrieve import Features, Found, find, learned
from briefings.model import Answer

_FIRST = 5
"""Sentences that are looked at to tell whether any of them answers."""


def answer_from(corpus: Corpus, question: str, *, asked: datetime | None = None) -> Answer:
    """Answer from a corpus, with evidence; without `text` where it does not say.

    `asked` is when: a question is about the news of its week, as far as it is about news at all.
    """
    inquiry = read_inquiry(question, asked)
    ranked = find(corpus, inquiry)
    if not ranked:
        return Answer(question, None)
    sure = confidence(ranked, inquiry)
    if sure < 0.5:
        return Answer(question, None, confidence=sure)
    evidence = choose(corpus, inquiry, ranked)
    text = evidence[0].text if evidence else None
    return Answer(question, text, evidence, sure)


def confidence(ranked: Sequence[Found], inquiry: Inquiry) -> float:
    """Return how certain it is that the best sentences answer, 0 to 1; from 0.5 on they do."""
    weights = learned()["answered"]
    signs = answer_signs(ranked, inquiry)
    total = weights["bias"] + sum(weights[name] * value for name, value in signs.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def answer_signs(ranked: Sequence[Found], inquiry: Inquiry) -> Features:
    """Return what tells whether the best sentences answer."""
    best, first = ranked[0], ranked[:_FIRST]
    names = ("cover", "wide", "whole", "near", "near_news", "votes", "names")
    return {
        "score": best.score,
        **{name: best.features[name] for name in names},
        "news": float(inquiry.is_news),
        "wide_all": sum(one.features["wide"] for one in first) / len(first),
    }
