"""An article's sentences as passages that may answer, read once a text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefings.answers.words import Word, words
from briefings.articles.layout import lay_out
from briefings.model import Article, Span
from briefings.text.languages import base_language, guess_language
from briefings.text.sentences import split

SENTENCES = 4000
"""Sentences of one article that are looked at."""
_SHORTEST = 3
"""Words a passage has at least."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a text, with its place among the others."""

    span: Span
    number: int
    """Its place among the text's passages, from 0."""
    paragraph: int
    words: tuple[Word, ...]
    stems: frozenset[str]
    """Stems of the words that carry meaning."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage with the article it stands in."""

    article: Article
    passage: Passage

    @property
    def text(self) -> str:
        """The passage, letter for letter."""
        return self.passage.span.of(self.article.text)


def cited(article: Article) -> list[Cited]:
    """Return the passages of an article's body, in order."""
    found = passages_of(article.text, article.title, base_language(article.language))
    return [Cited(article, passage) for passage in found]


def cited_points(article: Article) -> list[Cited]:
    """Return the key points that an article's publisher gives: the body in other words."""
    found = points_of(article.text, article.title, base_language(article.language))
    return [Cited(article, passage) for passage in found]


def passages_of(text: str, title: str = "", language: str | None = None) -> tuple[Passage, ...]:
    """Cut a text's body into passages; its language is guessed unless it is given."""
    return _read(text, title, language)[0]


def points_of(text: str, title: str = "", language: str | None = None) -> tuple[Passage, ...]:
    """Return a text's key points as passages."""
    return _read(text, title, language)[1]


@lru_cache(maxsize=512)
def _read(
    text: str, title: str, language: str | None
) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    layout, language = lay_out(text, title), language or guess_language(text) or "en"
    body, points = (
        tuple(_passages(text, parts, language)) for parts in (layout.paragraphs, layout.key_points)
    )
    return body, points


def _passages(text: str, parts: Sequence[Span], language: str) -> Iterator[Passage]:
    number = 0
    for place, paragraph in enumerate(parts):
        for span in split(text, paragraph):
            inside = tuple(words(text, language, span.start, span.end))
            if len(inside) < _SHORTEST:
                continue
            stems = frozenset(word.stem for word in inside if not word.is_common)
            yield Passage(span, number, place, inside, stems)
            number += 1
            if number >= SENTENCES:
                return
