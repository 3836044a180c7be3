"""What somebody said about something, in that person's own words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from briefings.answers.lexicon import SAME, lexicon
from briefings.answers.matching import is_same_name
from briefings.answers.passages import Cited
from briefings.answers.question import Kind, Question
from briefings.answers.words import words
from briefings.model import Article, Evidence, Quote, Span
from briefings.quotes import find_quotes
from briefings.text.sentences import sentences

MOST = 2
"""Quotes that answer, at most."""
_ENOUGH = 0.3
"""Share of what the question names that has to stand in the quote or its sentence."""
_SURE = 0.9
_AROUND = 400
"""Characters before and after a quote in which its sentence is looked for."""


def statements(question: Question, cited: list[Cited]) -> tuple[tuple[Evidence, ...], float]:
    """Return what the person a question names said about its topic, and how sure that is."""
    if question.kind is not Kind.STATEMENT or not question.names:
        return (), 0.0
    articles = {id(one.article): one.article for one in cited}
    found = [
        (share, quote, article)
        for article in articles.values()
        for share, quote in _about(question, article)
    ]
    found.sort(key=lambda one: (-one[0], -len(one[1].text)))
    evidence = tuple(
        Evidence(quote.text, quote.start, quote.end, article, Span(quote.start, quote.end))
        for _, quote, article in found[:MOST]
    )
    return evidence, min(_SURE, 0.5 + found[0][0] / 2) if found else 0.0


def speakers(articles: Iterable[Article], language: str) -> list[str]:
    """Return who is quoted, the most quoted first."""
    counts = Counter(
        quote.speaker
        for article in articles
        for quote, _ in _spoken(article.text, language)
        if quote.speaker
    )
    return [name for name, _ in counts.most_common()]


def _about(question: Question, article: Article) -> Iterator[tuple[float, Quote]]:
    """Yield the quotes of the person named, with the share of the topic they have."""
    named = {name.split()[-1].casefold() for name in question.names}
    for quote, around in _spoken(article.text, question.language or "en"):
        speaker = (quote.speaker or "").casefold().split()
        if speaker and any(is_same_name(speaker[-1], name) for name in named):
            share = _share(question, speaker[-1], around)
            if share >= _ENOUGH:
                yield share, quote


def _share(question: Question, speaker: str, around: frozenset[str]) -> float:
    """Return how much of the question, its speaker aside, stands about a quote."""
    known = lexicon(question.language)
    own = {
        part
        for name in question.names
        if is_same_name(name.casefold().split()[-1], speaker)
        for part in name.casefold().split()
    }
    topic = [
        known.key(word) for word in question.words if not word.is_common and word.lower not in own
    ]
    if not topic:
        return 1.0
    found = [max((known.related(key, other) for other in around), default=0.0) for key in topic]
    return sum(value >= SAME for value in found) / len(found)


@lru_cache(maxsize=64)
def _spoken(text: str, language: str) -> tuple[tuple[Quote, frozenset[str]], ...]:
    """Return a text's quotes with the keys of the words in and about them."""
    known = lexicon(language)
    made = []
    inside = sentences(text)
    for quote in find_quotes(text, language=language):
        if quote.speaker is None:
            continue
        own = [one for one in inside if one.start < quote.end and quote.start < one.end]
        start = min((one.start for one in own), default=quote.start)
        end = max((one.end for one in own), default=quote.end)
        start, end = max(start, quote.start - _AROUND), min(end, quote.end + _AROUND)
        made.append((quote, frozenset(map(known.key, words(text, language, start, end)))))
    return tuple(made)
