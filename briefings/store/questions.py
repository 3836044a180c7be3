"""Finding what a question may be answered from: articles with its words, the newest first.

words → how many articles have each → articles that have several of them, ever fewer at a time
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import prod
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.model import Article
from briefings.store.articles import COLUMNS, JOINED, read_article
from briefings.store.database import Database
from briefings.store.feeds import visible
from briefings.store.fulltext import counts, id_column, match
from briefings.store.tables import articles
from briefings.store.terms import Query, read_topic, read_words

COUNTED = 3000
"""Articles with a word that are counted; what has as many is a common word."""
A_ROW = 25
"""Articles that one row of words brings at most, the newest."""


LOOKED_AT = 4000
"""Articles that are looked at, the newest first, for one row of common words."""
_STANDS = timedelta(minutes=10)
"""How long it is remembered how common words are."""


@dataclass(frozen=True, slots=True)
class Common:
    """How common words are: what PostgreSQL knows of the whole index without reading it."""

    articles: float = 0.0
    shares: Mapping[str, float] = field(default_factory=dict)
    """The share of the articles that have a stem, of the commonest."""

    def share(self, phrase: Sequence[Sequence[str]]) -> float:
        """Return the share of articles with a phrase, at most; 0 where that is not known."""
        known = (sum(self.shares.get(stem, 0.0) for stem in word) for word in phrase)
        return min(1.0, *known) if phrase else 0.0

    def expected(self, query: Query) -> float:
        """Return how many articles may match, 0 where that is not known."""
        return self.articles * prod(map(self.share, query.wanted))


class Questions(Database):
    """Finds articles by the words of a question."""

    _statistics: tuple[datetime, Common] | None = None
    _size: tuple[datetime, int] | None = None

    async def size(self) -> int:
        """Return how many articles there are: of a large store, how many there were of late."""
        now = self._clock()
        if self._size is None or now - self._size[0] > _STANDS or self._size[1] < COUNTED:
            row = await self.row(sa.select(sa.func.count()).select_from(articles))
            self._size = now, int(row[0]) if row else 0
        return self._size[1]

    async def word_counts(self, words: Sequence[str]) -> dict[str, int]:
        """Return how many articles have each word in any of its forms, at most `COUNTED`.

        Of common words about how many.
        """
        queries = {word: read_words((word,)) for word in words}
        async with self.reading() as connection:
            common = await self._common(connection)
            about = {word: round(common.expected(query)) for word, query in queries.items()}
            unknown = [word for word in queries if not about[word]]
            counted = await self._counted(connection, [queries[word] for word in unknown])
        found = about | dict(zip(unknown, counted, strict=True))
        return {word: min(count, COUNTED) for word, count in found.items()}

    async def _counted(
        self, connection: AsyncConnection, queries: Sequence[Query]
    ) -> Sequence[int]:
        """Return how many articles each query finds, `COUNTED` at most."""
        if self.dialect == "postgresql":
            return (await connection.execute(counts(queries, COUNTED))).scalars().all()
        statements = (
            sa.select(sa.func.count()).select_from(self._hits(query).limit(COUNTED).subquery())
            for query in queries
        )
        return [(await connection.execute(one)).scalar_one() for one in statements]

    async def _common(self, connection: AsyncConnection) -> Common:
        """Return how common words are, as far as the database knows."""
        now = self._clock()
        if self.dialect == "sqlite":
            return Common()
        if self._statistics is None or now - self._statistics[0] > _STANDS:
            row = (await connection.execute(_STATISTICS)).first()
            shares = dict(zip(row.stems, row.shares, strict=False)) if row else {}
            known = Common(row.articles if row else 0.0, shares)
            self._statistics = now, known
        return self._statistics[1]

    async def matching(
        self,
        rows: Sequence[Sequence[str]],
        *,
        scope: str | None = None,
        about: str = "",
        since: datetime | None = None,
        limit: int = 40,
    ) -> tuple[Article, ...]:
        """Return articles that have all words of a row, row after row until there are enough.

        `about` is a topic that they all are on, `since` when they arrived at the earliest. Only
        what the scope may see is found.
        """
        topic = read_topic(about)
        found: dict[int, None] = {}
        async with self.reading() as connection:
            common = await self._common(connection)
            for row in rows:
                query = read_words(row)
                both = replace(topic, wanted=(*query.wanted, *topic.wanted))
                if common.expected(both) * LOOKED_AT > common.articles * A_ROW:
                    statement = self._backwards(both, scope, since)
                else:
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
        # a sum, so that PostgreSQL does not read all articles in the order of their ids for it
        order = numbers.c.id if self.dialect == "sqlite" else numbers.c.id + 0
        return statement.order_by(order.desc()).limit(A_ROW)

    def _backwards(self, query: Query, scope: str | None, since: datetime | None) -> sa.Select[Any]:
        """Return the query that looks at one article after the other, the newest first.

        Of common words the index has too many articles; a few hundred of the newest have enough.
        """
        number = id_column(self.dialect)
        looked = (
            sa.select(articles.c.id, sa.literal_column("article_search.stems").label("stems"))
            .select_from(articles.join(sa.table("article_search"), number == articles.c.id))
            .order_by(articles.c.id.desc())
            .limit(LOOKED_AT)
        )
        if scope is not None:
            looked = looked.where(articles.c.feed_id.in_(visible(scope)))
        if since is not None:
            looked = looked.where(articles.c.arrived >= since)
        newest = looked.subquery("article_search")
        statement = sa.select(newest.c.id).where(match(query, self.dialect))
        return statement.order_by(newest.c.id.desc()).limit(A_ROW)


_STATISTICS = sa.text(
    "SELECT pg_class.reltuples AS articles, most_common_elems::text::text[] AS stems,"
    " most_common_elem_freqs AS shares FROM pg_stats"
    " JOIN pg_namespace ON nspname = schemaname"
    " JOIN pg_class ON relname = tablename AND relnamespace = pg_namespace.oid"
    " WHERE tablename = 'article_search' AND attname = 'stems'"
    " AND most_common_elems IS NOT NULL AND reltuples > 0"
    " ORDER BY schemaname = current_schema() DESC LIMIT 1"
)
