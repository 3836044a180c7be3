"""Where sources disagree on a figure: each one's own words, the newest first.

answer with a figure → what the other articles say to the same question → other figures → both
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from briefings.answers.lexicon import lexicon
from briefings.answers.passages import cited
from briefings.answers.question import Kind, Question, understand
from briefings.answers.scoring import model, read_text
from briefings.answers.trim import pieces
from briefings.answers.words import words
from briefings.model import Answer, Article, Evidence

ARTICLES = 12
"""Articles that are compared."""
FIGURES = 3
"""Different figures that are shown, at most."""
_NEARLY = 0.8
"""Share of the question's words in an answer that is enough to speak against it."""
_DIGITS = re.compile(r"\d[\d.,\u202f\xa0]*")
_NEVER = datetime.min.replace(tzinfo=UTC)


def compare(said: Answer, articles: Sequence[Article]) -> Answer:
    """Return the answer with what other articles say, where that is another figure."""
    question = understand(said.question)
    first = next(iter(said.evidence), None)
    known = _figure(first, question) if first else None
    if first is None or known is None or question.kind is not Kind.NUMBER:
        return said
    told = {known: first}
    enough = _shared(question, first.text) * _NEARLY
    for rival in _rivals(question, [one for one in articles[:ARTICLES] if one != first.article]):
        figure = _figure(rival, question)
        if figure and len(told) < FIGURES and _shared(question, rival.text) >= enough:
            told.setdefault(figure, rival)
    if len(told) < 2:
        return said
    newest = sorted(told.values(), key=_when, reverse=True)
    return replace(said, text=newest[0].text, evidence=tuple(newest), differs=True)


def _rivals(question: Question, articles: Sequence[Article]) -> Iterator[Evidence]:
    """Yield the passage of each article that comes nearest to an answer."""
    for article in articles:
        passages = tuple(one.passage for one in cited(article))
        if passages:
            reading = read_text(question, passages, model())
            span, own = pieces(question, reading, article.text)[0]
            yield Evidence(span.of(article.text), span.start, span.end, article, own)


def _shared(question: Question, text: str) -> float:
    """Return the share of a question's words that a text has."""
    have = {word.stem for word in words(text, question.language)}
    return len(question.stems & have) / (len(question.stems) or 1)


def _figure(piece: Evidence, question: Question) -> str | None:
    """Return the figure that answers, in one form: "26" for "twenty-six nations" too."""
    if piece.answer is None or piece.article is None:
        return None
    own = piece.answer.of(piece.article.text).casefold()
    digits = _DIGITS.search(own)
    if digits:
        return re.sub(r"\D", "", digits[0]) + own[digits.end() :].strip()[:4]
    numerals = lexicon(question.language).numerals
    return next((numerals[word] for word in re.findall(r"\w+", own) if word in numerals), None)


def _when(piece: Evidence) -> datetime:
    return (piece.article.when if piece.article else None) or _NEVER
