"""Finding what a question may be answered from: articles with its words, the newest first.

words → how many articles have each → articles that have several of them, ever fewer at a time
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from briefings.model import Article
from briefings.store.articles import COLUMNS, JOINED, read_article
from briefings.store.database import Database
from briefings.store.feeds import visible
from briefings.store.fulltext import id_column, match
from briefings.store.tables import articles
from briefings.store.terms import Query, read_topic, read_words

COUNTED = 3000
"""Articles with a word that are counted; what has as many is a common word."""
A_ROW = 25
"""Articles that one row of words brings at most, the newest."""


class Questions(Database):
    """Finds articles by the words of a question."""

    async def word_counts(self, words: Sequence[str]) -> dict[str, int]:
        """Return how many articles have each word in any of its forms, at most `COUNTED`."""
        counts: dict[str, int] = {}
        async with self.reading() as connection:
            for word in dict.fromkeys(words):
                found = self._hits(read_words((word,))).limit(COUNTED).subquery()
                counted = sa.select(sa.func.count()).select_from(found)
                counts[word] = int((await connection.execute(counted)).scalar_one())
        return counts

    async def matching(
        self,
        rows: Sequence[Sequence[str]],
        *,
        scope: str | None = None,
        about: str = "",
        since: datetime | None = None,
        limit: int = 60,
    ) -> tuple[Article, ...]:
        """Return articles that have all words of a row, row after row until there are enough.

        `about` is a topic that they all are on, `since` when they arrived at the earliest. Only
        what the scope may see is found.
        """
        topic = read_topic(about)
        found: dict[int, None] = {}
        async with self.reading() as connection:
            for row in rows:
                query = read_words(row)
                both = Query((*query.wanted, *topic.wanted), topic.unwanted)
                statement = self._newest(both, scope, since)
                found |= dict.fromkeys((await connection.execute(statement)).scalars())
                if len(found) >= limit:
                    break
            wanted = sa.select(*COLUMNS).select_from(JOINED)
            chosen = wanted.where(articles.c.id.in_(list(found)[:limit]))
            return tuple(map(read_article, await connection.execute(chosen)))

    def _hits(self, query: Query) -> sa.Select[Any]:
        number = id_column(self.dialect).label("id")
        return (
            sa.select(number)
            .select_from(sa.table("article_search"))
            .where(match(query, self.dialect))
        )

    def _newest(self, query: Query, scope: str | None, since: datetime | None) -> sa.Select[Any]:
        hits = self._hits(query)
        if self.dialect == "sqlite":
            # read backwards as far as it takes; PostgreSQL would read the whole table that way
            hits = hits.order_by(sa.desc("id"))
        numbers = hits.cte("hits").prefix_with("MATERIALIZED", dialect="postgresql")
        statement = sa.select(articles.c.id).select_from(
            numbers.join(articles, articles.c.id == numbers.c.id)
        )
        if scope is not None:
            statement = statement.where(articles.c.feed_id.in_(visible(scope)))
        if since is not None:
            statement = statement.where(articles.c.arrived >= since)
        return statement.order_by(numbers.c.id.desc()).limit(A_ROW)
