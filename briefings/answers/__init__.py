"""Questions answered from the sources, or not at all.

question → words and the kind of answer wanted → the passage that shares most → enough? → Answer
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.articles.layout import lay_out
from briefings.model import Answer, Article, Evidence, Span
from briefings.text.languages import guess_language
from briefings.text.sentences import split
from briefings.text.tokens import content_stems

ENOUGH = 0.62
"""Share of the question's weight that a passage has to have to answer it."""
_PASSAGES = 4000
"""Sentences that are looked at for one question."""
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:today|yesterday|tomorrow)\b"
)
_KINDS = (
    (
        re.compile(
            r"\bhow (?:many|much|old|far|long)\b|\bwhat (?:number|percentage|share)\b",
            re.IGNORECASE,
        ),
        _NUMBER,
    ),
    (re.compile(r"\bwhen\b|\b(?:what|which) (?:year|day|date|month)\b", re.IGNORECASE), _TIME),
)


@dataclass(frozen=True, slots=True)
class _Passage:
    article: Article
    span: Span
    stems: frozenset[str]


def answer(question: str, articles: Sequence[Article]) -> Answer:
    """Answer a question from these articles, with evidence; without `text` where they don't."""
    passages = _passages(articles)
    frequency = Counter(stem for one in passages for stem in one.stems)
    asked = frozenset(content_stems(question, guess_language(question) or "en"))
    weight = {stem: math.log(1 + (len(passages) + 1) / (frequency[stem] + 0.5)) for stem in asked}
    total = sum(weight.values())
    if not passages or not total:
        return Answer(question, None)
    wanted = next((sign for kind, sign in _KINDS if kind.search(question)), None)

    def score(passage: _Passage) -> float:
        shared = sum(weight[stem] for stem in asked & passage.stems) / total
        words = passage.span.of(passage.article.text)
        return shared if wanted is None or wanted.search(words) else 0.5 * shared

    best = max(passages, key=score)
    confidence = score(best)
    if confidence < ENOUGH:
        return Answer(question, None, confidence=confidence)
    evidence = Evidence(
        best.span.of(best.article.text), best.span.start, best.span.end, best.article
    )
    return Answer(question, evidence.text, (evidence,), confidence)


def _passages(articles: Sequence[Article]) -> list[_Passage]:
    found: list[_Passage] = []
    for article in articles:
        language = article.language or "en"
        for paragraph in lay_out(article.text, article.title).paragraphs:
            for span in split(article.text, paragraph):
                words = span.of(article.text)
                if len(words.split()) > 3:
                    stems = frozenset(content_stems(words, language.split("-")[0]))
                    found.append(_Passage(article, span, stems))
        if len(found) > _PASSAGES:
            break
    return found
