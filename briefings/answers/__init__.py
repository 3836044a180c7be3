"""Questions answered from the sources, or not at all.

question → kind, words, names → passages → the passage that shares most → enough? → Answer
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

from briefings.answers.passages import Cited, Passage, cited
from briefings.answers.question import Kind, Question, understand
from briefings.model import Answer, Article, Evidence

__all__ = ["Cited", "Kind", "Passage", "Question", "answer", "cited", "read", "understand"]

ENOUGH = 0.62
"""Share of the question's weight that a passage has to have to answer it."""
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:today|yesterday|tomorrow)\b"
)
_SIGNS = {Kind.NUMBER: _NUMBER, Kind.TIME: _TIME}


def answer(question: str, articles: Sequence[Article]) -> Answer:
    """Answer a question from these articles, with evidence; without `text` where they don't."""
    return read(understand(question), [one for article in articles for one in cited(article)])


def read(question: Question, passages: Sequence[Cited]) -> Answer:
    """Answer a question from these passages, with evidence; without `text` where they don't."""
    frequency = Counter(stem for one in passages for stem in one.passage.stems)
    weight = {
        stem: math.log(1 + (len(passages) + 1) / (frequency[stem] + 0.5)) for stem in question.stems
    }
    total = sum(weight.values())
    if not passages or not total:
        return Answer(question.text, None)
    wanted = _SIGNS.get(question.kind)

    def score(one: Cited) -> float:
        shared = sum(weight[stem] for stem in question.stems & one.passage.stems) / total
        return shared if wanted is None or wanted.search(one.text) else 0.5 * shared

    best = max(passages, key=score)
    confidence = score(best)
    if confidence < ENOUGH:
        return Answer(question.text, None, confidence=confidence)
    span = best.passage.span
    evidence = Evidence(best.text, span.start, span.end, best.article)
    return Answer(question.text, evidence.text, (evidence,), confidence)
