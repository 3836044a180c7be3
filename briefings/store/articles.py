"""Articles: their texts, their pages, their stories."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.feeds.links import link_key
from briefings.model import Article
from briefings.store.database import Database, batches, clean
from briefings.store.feeds import visible
from briefings.store.fulltext import DELETE, INSERT
from briefings.store.tables import articles, feeds, stories
from briefings.store.terms import index_text

COLUMNS = (
    articles.c.id,
    articles.c.title,
    articles.c.text,
    articles.c.url,
    feeds.c.title.label("source"),
    articles.c.published,
    articles.c.arrived,
    articles.c.language,
    articles.c.feed_id,
    articles.c.story_id,
)
JOINED = articles.join(feeds, feeds.c.id == articles.c.feed_id)


_PLACE = (
    sa.update(articles)
    .where(articles.c.id == sa.bindparam("article"))
    .values(story_id=sa.bindparam("story"))
)


class Articles(Database):
    """Keeps articles and puts them into stories."""

    async def set_text(
        self,
        article_id: int,
        text: str,
        *,
        language: str | None = None,
        published: datetime | None = None,
        url: str | None = None,
    ) -> None:
        """Keep the text of an article's page, and the address that it calls its own.

        The entry is still known by the link that its feed gave.
        """
        async with self.writing() as connection:
            values: dict[str, Any] = {"text": clean(text), "fetched": True, "fetch_problem": None}
            if language:
                values["language"] = language[:40]
            if url:
                values["url"] = url
            if published:
                values["published"] = sa.func.coalesce(articles.c.published, published)
            changed = sa.update(articles).where(articles.c.id == article_id).values(values)
            row = (
                await connection.execute(changed.returning(articles.c.title, articles.c.language))
            ).first()
            if row:
                await self.index(connection, article_id, row.title, values["text"], row.language)

    async def mark_fetched(self, article_id: int, problem: str | None = None) -> None:
        """Note that an article's page was asked for, and what was wrong with it."""
        values = {"fetched": True, "fetch_problem": problem}
        await self.write(sa.update(articles).where(articles.c.id == article_id).values(values))

    async def awaiting_text(self, limit: int = 50) -> tuple[Article, ...]:
        """Return articles whose page has not been asked for, newest first."""
        statement = (
            sa.select(*COLUMNS)
            .select_from(JOINED)
            .where(~articles.c.fetched)
            .order_by(articles.c.id.desc())
            .limit(limit)
        )
        return tuple(read_article(row) for row in await self.rows(statement))

    async def articles(self, article_ids: Sequence[int]) -> tuple[Article, ...]:
        """Return these articles, in this order, as far as they are there."""
        found: dict[int, Article] = {}
        for batch in batches(article_ids):
            statement = sa.select(*COLUMNS).select_from(JOINED).where(articles.c.id.in_(batch))
            found |= {row.id: read_article(row) for row in await self.rows(statement)}
        return tuple(found[number] for number in article_ids if number in found)

    async def article_at(self, url: str, *, scope: str) -> Article | None:
        """Return the newest article behind a link, of the feeds that the scope sees."""
        statement = (
            sa.select(*COLUMNS)
            .select_from(JOINED)
            .where(articles.c.link_key == link_key(url), articles.c.feed_id.in_(visible(scope)))
            .order_by(articles.c.id.desc())
            .limit(1)
        )
        row = await self.row(statement)
        return read_article(row) if row else None

    async def recent_articles(self, since: datetime, limit: int = 5000) -> tuple[Article, ...]:
        """Return articles that arrived since then, oldest first; the newest `limit` of them."""
        statement = (
            sa.select(*COLUMNS)
            .select_from(JOINED)
            .where(articles.c.arrived >= since)
            .order_by(articles.c.id.desc())
            .limit(limit)
        )
        return tuple(read_article(row) for row in reversed(await self.rows(statement)))

    async def unplaced(self) -> tuple[int, ...]:
        """Return the articles that are in no story yet, in the order they came."""
        found = sa.select(articles.c.id).where(articles.c.story_id.is_(None))
        return tuple(row.id for row in await self.rows(found.order_by(articles.c.id)))

    async def article_links(self) -> tuple[str, ...]:
        """Return the address of every article that has one."""
        found = sa.select(articles.c.url).where(articles.c.url.is_not(None))
        return tuple(row.url for row in await self.rows(found))

    async def count_articles(self) -> int:
        """Return how many articles there are."""
        row = await self.row(sa.select(sa.func.count()).select_from(articles))
        return int(row[0]) if row else 0

    async def place(self, article_id: int, story_id: int | None, headline: str) -> int:
        """Put an article into a story, a new one for None; return the story's id."""
        async with self.writing() as connection:
            if story_id is None:
                opened = sa.insert(stories).values(
                    headline=clean(headline), opened_at=self._clock()
                )
                story_id = int(
                    (await connection.execute(opened.returning(stories.c.id))).scalar_one()
                )
            placed = sa.update(articles).where(articles.c.id == article_id)
            await connection.execute(placed.values(story_id=story_id))
        return story_id

    async def place_all(
        self, placed: Sequence[tuple[int, int | str]], headlines: Mapping[str, str]
    ) -> dict[str, int]:
        """Put articles into stories, each by its number or by the name of a new one.

        `headlines` are those of the new ones. Returns the new ones' numbers, by their names.
        """
        names = list(dict.fromkeys(story for _, story in placed if isinstance(story, str)))
        opened: dict[str, int] = {}
        async with self.writing() as connection:
            if names:
                now = self._clock()
                rows = [{"headline": clean(headlines[one]), "opened_at": now} for one in names]
                added = sa.insert(stories).returning(stories.c.id, sort_by_parameter_order=True)
                numbers = (await connection.execute(added, rows)).scalars().all()
                opened = dict(zip(names, numbers, strict=True))
            moves = [
                {"article": article, "story": opened[story] if isinstance(story, str) else story}
                for article, story in placed
            ]
            if moves:
                await connection.execute(_PLACE, moves)
        return opened

    async def index_new(
        self, connection: AsyncConnection, found: Sequence[tuple[int, str, str, str | None]]
    ) -> None:
        """Have the full-text search find new articles: number, title, text, language."""
        rows = []
        for number, title, text, language in found:
            rows.append({"id": number, "stems": index_text(title, text, language)})
            await asyncio.sleep(0)  # a long text takes milliseconds, and others wait
        if rows:
            await connection.execute(INSERT[self.dialect], rows)

    async def index(
        self,
        connection: AsyncConnection,
        article_id: int,
        title: str,
        text: str,
        language: str | None,
    ) -> None:
        """Have the full-text search find an article by these words."""
        stems = index_text(title, text, language)
        if self.dialect == "sqlite":
            await connection.execute(DELETE[self.dialect], {"id": article_id})
        await connection.execute(INSERT[self.dialect], {"id": article_id, "stems": stems})


def read_article(row: Any) -> Article:
    """Return a row of `COLUMNS` as an article."""
    return Article(**row._mapping)


def by_story(found: Iterable[Article]) -> dict[int, list[Article]]:
    """Return articles by their story, each story's newest first."""
    grouped: dict[int, list[Article]] = {}
    for article in found:
        if article.story_id is not None:
            grouped.setdefault(article.story_id, []).append(article)
    for members in grouped.values():
        members.sort(
            key=lambda article: (article.when is not None, article.when, article.id), reverse=True
        )
    return grouped
