"""Many articles, in memory, to be asked: which of them have a question's words, and when they came.

articles → words of each, counted → postings → BM25 (Robertson and Zaragoza 2009) → the best ones
"""

import math
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern

from briefings.articles.layout import lay_out
from briefings.model import Article, Span
from briefings.text.languages import base_language
from briefings.text.sentences import split
from briefings.text.tokens import content_keys

_K1, _B = 1.2, 0.6
_TITLE_COUNTS = 3
"""How often a title's words count: it says what the article is about."""
_SHORTEST, _LONGEST = 4, 90
"""Words of a sentence that can be shown; what is longer is a table or a list of links."""
_CUT_ARTICLES = 2000
"""Articles whose sentences are kept cut at the same time."""
_WORDS_READ = 5000
"""Words of an article that are read; what comes after is another page's, most of the time."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an article, with what can be told of it without a question."""

    article: int
    """The article's place in the corpus."""
    place: int
    """The sentence's place in the article."""
    span: Span
    keys: tuple[str, ...]
    """Its words, as far as they carry meaning, in order."""


class Corpus:
    """Articles that questions are put to."""

    def __init__(
        self, articles: Sequence[Article], known_weights: Mapping[str, float] | None = None
    ) -> None:
        """`known_weights` tell how rare words are where these articles are a choice from many.

        They are those of one question, and only its words are looked for then.
        """
        self.articles = tuple(articles)
        self._weights = dict(known_weights or {})
        self._only = frozenset(known_weights) if known_weights else None
        self._postings: dict[str, list[tuple[int, int]]] = {}
        self._lengths: list[int] = []
        self.titles: list[frozenset[str]] = []
        self._cut: OrderedDict[int, tuple[Passage, ...]] = OrderedDict()
        for number, article in enumerate(self.articles):
            self._add(number, article)
        self._average = sum(self._lengths) / len(self._lengths) if self._lengths else 1.0

    def __len__(self) -> int:
        return len(self.articles)

    def weight(self, key: str) -> float:
        """Return how much a word tells: the fewer articles have it, the more."""
        known = self._weights.get(key)
        if known is None:
            having = len(self._postings.get(key, ()))
            known = self._weights[key] = rarity(having, len(self))
        return known

    def score(self, keys: Collection[str]) -> dict[int, float]:
        """Return the BM25 score of every article that has any of these words."""
        scores: dict[int, float] = {}
        for key in keys:
            weight = self.weight(key)
            for number, count in self._postings.get(key, ()):
                long = 1 - _B + _B * self._lengths[number] / self._average
                gain = weight * count * (_K1 + 1) / (count + _K1 * long)
                scores[number] = scores.get(number, 0.0) + gain
        return scores

    def passages(self, number: int) -> tuple[Passage, ...]:
        """Return an article's sentences, in order."""
        found = self._cut.get(number)
        if found is None:
            found = self._cut[number] = tuple(_cut(number, self.articles[number]))
            while len(self._cut) > _CUT_ARTICLES:
                self._cut.popitem(last=False)
        else:
            self._cut.move_to_end(number)
        return found

    def text(self, passage: Passage) -> str:
        """Return a passage's words, letter for letter."""
        return passage.span.of(self.articles[passage.article].text)

    def _add(self, number: int, article: Article) -> None:
        language = base_language(article.language) or "en"
        title = content_keys(article.title, language)
        words = content_keys(article.text, language)[:_WORDS_READ] + title * _TITLE_COUNTS
        self._lengths.append(len(words))
        wanted = words if self._only is None else filter(self._only.__contains__, words)
        for key, count in Counter(wanted).items():
            self._postings.setdefault(key, []).append((number, count))
        self.titles.append(frozenset(title))


def rarity(having: int, total: int) -> float:
    """Return what a word tells that so many of all articles have (the idf of BM25)."""
    return math.log(1 + (total - having + 0.5) / (having + 0.5))


def _cut(number: int, article: Article) -> Iterator[Passage]:
    layout = lay_out(article.text, article.title)
    language = base_language(article.language) or "en"
    place = words = 0
    for part in sorted((*layout.key_points, *layout.heads, *layout.paragraphs)):
        for span in split(article.text, part):
            sentence = span.of(article.text)
            long = len(sentence.split())
            words += long
            if words > _WORDS_READ:
                return
            if _SHORTEST <= long <= _LONGEST:
                keys = tuple(map(intern, content_keys(sentence, language)))
                yield Passage(number, place, span, keys)
                place += 1
