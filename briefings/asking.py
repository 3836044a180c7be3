"""Questions answered from what is stored: the thread's stories first, then a topic, then all.

question → the thread's articles → do they answer? → articles with the question's words → do they?

An answer never comes from what the asking scope may not see.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Protocol

from briefings.answers import answer
from briefings.answers.archive import answer_from
from briefings.answers.corpus import Corpus, rarity
from briefings.answers.figures import compare
from briefings.answers.inquiry import Inquiry, read_inquiry
from briefings.clock import Clock
from briefings.model import Answer, Article, Story
from briefings.text.languages import base_language
from briefings.text.tokens import content_keys
from briefings.work import Run

WORDS = 12
"""Words of a question that articles are looked for by, the rarest."""
ARTICLES = 40
"""Articles that are read for one question."""
SMALL = 100
"""Articles of a store in which it can't be told how rare a word is: all names have to be there."""
TELLING = 3
"""Words of a question at least for other articles to be about the same figure."""
DOUBT = 0.4
"""Certainty below which articles that were read closely don't answer, whatever a search finds."""
_CHARACTERS = 200_000
"""Characters of a thread's articles that are read."""


class Archive(Protocol):
    """What asking needs of the store."""

    async def stories(
        self, story_ids: Sequence[int], *, scope: str | None = None
    ) -> tuple[Story, ...]:
        """Return these stories, as far as the scope may see them."""

    async def word_counts(self, words: Sequence[str]) -> dict[str, int]:
        """Return how many articles have each word."""

    async def size(self) -> int:
        """Return how many articles there are, about."""

    async def matching(
        self,
        rows: Sequence[Sequence[str]],
        *,
        scope: str | None = None,
        about: str = "",
        since: datetime | None = None,
        limit: int = ARTICLES,
    ) -> tuple[Article, ...]:
        """Return the newest articles that have all words of a row."""


class Asking:
    """Answers questions from a store."""

    def __init__(self, archive: Archive, *, clock: Clock, run: Run = asyncio.to_thread) -> None:
        self._archive = archive
        self._run = run
        self._clock = clock

    async def ask(
        self,
        question: str,
        *,
        scope: str | None = None,
        story_ids: Sequence[int] = (),
        about: str = "",
        linked: Article | None = None,
        line: str = "",
    ) -> Answer:
        """Answer from what the thread is about, then from a topic, then from all there is.

        A thread is about stories, and perhaps about an article that somebody `linked` to. Where
        other articles give another figure, they are shown too. `line` is what was said where
        the rest of the question comes from the one before.
        """
        told = await self._archive.stories(story_ids, scope=scope) if story_ids else ()
        read = _read_first(told, linked)
        known = {article.id for article in read}
        said = await self._run(_read, question, read, line)
        if said.text is not None and not said.differs:
            others = await self._alike(question, scope=scope, about=about)
            return await self._run(compare, said, [one for one in others if one.id not in known])
        for topic in (about, "") if about else ("",):
            if said.text is None:
                found = await self.search(question, scope=scope, about=topic)
                if found and (said.confidence > DOUBT or not known.issuperset(_sources(found))):
                    said = found
        return said

    async def _alike(self, question: str, *, scope: str | None, about: str) -> Sequence[Article]:
        """Return what else may give the figure that a question wants.

        Figures are of the same thing only where all the words agree, a name among them.
        """
        inquiry = read_inquiry(question)
        words = [word for _, word in inquiry.words[:WORDS]]
        if "number" not in inquiry.kinds or not inquiry.names or len(words) < TELLING:
            return ()
        return await self._archive.matching([words], scope=scope, about=about)

    async def search(
        self,
        question: str,
        *,
        scope: str | None = None,
        about: str = "",
        since: datetime | None = None,
    ) -> Answer | None:
        """Answer from all articles that the scope may see, None where they don't answer.

        `since` is when the articles arrived at the earliest.
        """
        inquiry = read_inquiry(question)
        counts = await self._archive.word_counts([word for _, word in inquiry.words[: WORDS * 2]])
        known = sorted((word for word in counts if counts[word]), key=lambda word: counts[word])
        rows = list(rows_of(known[:WORDS]))
        found = await self._archive.matching(rows, scope=scope, about=about, since=since)
        if not found:
            return None
        total = await self._archive.size()
        weights = _weights(inquiry.words, counts, total)
        said = await self._run(_answer, question, found, weights, self._clock())
        if said.text is None or (total <= SMALL and not _has_names(said, inquiry)):
            return None
        return said

    async def look_again(self, question: str, *, scope: str, since: datetime) -> Answer | None:
        """Answer from what has arrived since then; None where that does not answer.

        Nobody has just asked, so it has to be about the question: all its names stand in the
        article that answers.
        """
        said = await self.search(question, scope=scope, since=since)
        return said if said and _has_names(said, read_inquiry(question)) else None


def rows_of(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield which words to look for together, all first, then ever fewer; the rarest come first."""
    rows = [tuple(words), *(tuple(words[:size]) for size in (5, 4, 3))]
    rows += [*combinations(words[:5], 2), *((word,) for word in words[:3])]
    yield from dict.fromkeys(row for row in rows if row)


def _weights(
    words: Sequence[tuple[str, str]], counts: Mapping[str, int], total: int
) -> dict[str, float]:
    return {key: rarity(counts.get(word, 0), max(total, 1)) for key, word in words}


def _read(question: str, articles: Sequence[Article], line: str) -> Answer:
    return compare(answer(question, articles, line=line), articles)


def _answer(
    question: str, articles: Sequence[Article], weights: Mapping[str, float], now: datetime
) -> Answer:
    return answer_from(Corpus(articles, weights), question, asked=now)


def _has_names(said: Answer, inquiry: Inquiry) -> bool:
    """Whether all names of a question stand in the article that answers best."""
    article = said.evidence[0].article if said.evidence else None
    if article is None:
        return False
    language = base_language(article.language) or "en"
    words = content_keys(f"{article.title} {article.text[:_CHARACTERS]}", language)
    return inquiry.names.issubset(words)


def _sources(said: Answer) -> set[int]:
    return {piece.article.id for piece in said.evidence if piece.article}


def _read_first(stories: Sequence[Story], linked: Article | None) -> list[Article]:
    """Return a thread's articles, as far as they can be read in the time there is."""
    chosen: list[Article] = []
    size = 0
    told = [article for story in stories for article in story.articles]
    for article in [linked, *told] if linked else told:
        size += len(article.text)
        if chosen and size > _CHARACTERS:
            break
        chosen.append(article)
    return chosen
