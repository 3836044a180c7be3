"""Questions answered from the sources, or not at all.

question → kind, words, names → each text's passages, ranked → sure enough? → cut to what answers
         → a statement asked for? that person's own words → Answer
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, islice

from briefings.answers.embeddings import Encoder, encoder
from briefings.answers.glances import glance, led_back
from briefings.answers.matching import is_same_name
from briefings.answers.offers import offers
from briefings.answers.passages import Cited, Passage, cited, cited_points
from briefings.answers.question import Kind, Question, understand
from briefings.answers.scoring import Reading, model, read_closely, read_text
from briefings.answers.statements import statements
from briefings.answers.trim import pieces
from briefings.model import Answer, Article, Evidence
from briefings.text.languages import base_language, guess_language

__all__ = ["Cited", "Kind", "Passage", "Question", "answer", "cited", "read", "understand"]

ARTICLES = 60
"""Articles that are read for one question."""
_CLOSELY = 3
"""Articles that are read once more with an embedding model."""
_SUGGESTIONS = 3
_HELPS = 0.6
"""Share of the certainty of an answer from which the closest passage is worth showing."""
_OFFERED_FROM = 5
"""Articles from which other questions are offered."""
_MATTERS = 3
"""Words of a question besides names of which a text has to have one."""


def answer(
    question: str,
    articles: Sequence[Article],
    *,
    closely: bool = True,
    offering: bool = True,
    line: str = "",
) -> Answer:
    """Answer a question from these articles, with evidence; without `text` where they don't.

    `line` is what was said, where the rest of the question comes from the one before: what is told
    of that then answers too. `offering` looks for other questions that the articles do answer,
    where they don't answer this one, as `suggestions`.
    """
    passages = [one for article in articles for one in cited(article)]
    understood = understand(question, likely=_language(articles[0]) if articles else None)
    said = read(understood, passages, closely=closely)
    if said.text is None:
        points = [one for article in articles for one in cited_points(article)]
        again = read(understood, points, closely=closely)
        said = again if again.text is not None else said
    if said.text is None and line:
        said = led_back(line, understood, passages) or said
    if said.text is not None or not passages or not offering:
        return said
    return replace(said, suggestions=_instead(understood, passages))


def read(question: Question, passages: Sequence[Cited], *, closely: bool = True) -> Answer:
    """Answer a question from these passages, with evidence; without `text` where they don't.

    `closely` uses the embedding model where that extra is installed. `confidence` is how likely it
    is that the evidence answers, 0 to 1.
    """
    if short := glance(question, passages):
        return short
    if not passages or not question.words:
        return Answer(question.text, None)
    said, sure = statements(question, list(passages))
    if said:
        return _given(question, said, sure)
    if question.kind is Kind.STATEMENT:
        passages = [one for one in passages if _tells_of(question, one.passage)]
        if not passages:
            return Answer(question.text, None)
    article, best, enough = _best(question, passages, encoder() if closely else None)
    if best.sure < enough or _is_foreign(best):
        near = best.sure >= enough * _HELPS
        closest = _evidence(question, article, best)[0] if near else None
        return Answer(question.text, None, confidence=best.sure, closest=closest)
    return _given(question, _evidence(question, article, best), best.sure)


def _language(article: Article) -> str | None:
    return base_language(article.language) or _guessed(article.text)


_guessed = lru_cache(maxsize=64)(guess_language)


def _best(
    question: Question, passages: Sequence[Cited], made: Encoder | None
) -> tuple[Article, Reading, float]:
    """Return the article that answers best, as it was read, and how sure it has to be."""
    learned = model()
    found = [(article, read_text(question, own, learned)) for article, own in _texts(passages)]
    found.sort(key=lambda one: -one[1].sure)
    if made is None or question.language != "en":
        return *found[0], learned.enough
    learned = model("embedded")
    closely = (
        (article, read_closely(question, one, article.text, learned, made))
        for article, one in found[:_CLOSELY]
    )
    return *max(closely, key=lambda one: one[1].sure), learned.enough


def _tells_of(question: Question, passage: Passage) -> bool:
    """Whether a passage names who is asked about, and something of what about."""
    speaker = {name.split()[-1].casefold() for name in question.names[:1]}
    own = {part for name in question.names[:1] for part in name.casefold().split()}
    topic = {one.stem for one in question.words if not one.is_common and one.lower not in own}
    named = not speaker or any(
        is_same_name(word.lower, name) for word in passage.words for name in speaker
    )
    return named and (not topic or not topic.isdisjoint(passage.stems))


def _is_foreign(reading: Reading) -> bool:
    """Whether a text has nothing of a question but its names."""
    topic = [one for one in reading.asked if not (one.word.is_capital or one.word.is_common)]
    return len(topic) >= _MATTERS and not any(
        one.stands_in(number) for one in topic for number in range(len(one.found))
    )


def _instead(question: Question, passages: Sequence[Cited]) -> tuple[str, ...]:
    """Return questions that the passages do answer."""
    few = [inside[0] for inside in islice(_by_article(passages), _OFFERED_FROM)]
    known = {id(one.article) for one in few}
    some = [one for one in passages if id(one.article) in known]

    def answers(asked: str) -> bool:
        understood = understand(asked, question.language)
        if understood.kind is Kind.STATEMENT:
            return bool(statements(understood, some)[0])
        _, best, enough = _best(understood, some, None)
        return best.sure >= enough and not _is_foreign(best)

    return tuple(islice(offers(question, some, answers), _SUGGESTIONS))


def _given(question: Question, evidence: tuple[Evidence, ...], sure: float) -> Answer:
    return Answer(question.text, evidence[0].text, evidence, sure)


def _by_article(passages: Sequence[Cited]) -> Iterator[list[Cited]]:
    for _, some in groupby(passages, key=lambda one: id(one.article)):
        yield list(some)


def _texts(passages: Sequence[Cited]) -> Iterator[tuple[Article, tuple[Passage, ...]]]:
    """Yield each article with its passages."""
    for inside in islice(_by_article(passages), ARTICLES):
        yield inside[0].article, tuple(one.passage for one in inside)


def _evidence(question: Question, article: Article, reading: Reading) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(span.of(article.text), span.start, span.end, article, own)
        for span, own in pieces(question, reading, article.text)
    )
