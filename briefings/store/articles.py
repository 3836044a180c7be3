"""Articles: entries as they were delivered, and the text of their pages."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.feeds.links import link_key
from briefings.model import Article, Entry
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


class Articles(Database):
    """Keeps articles and puts them into stories."""

    async def add_entries(self, feed_id: int, entries: Sequence[Entry]) -> tuple[Article, ...]:
        """Store a feed's entries; return those that are new, in the order they came.

        An entry is known when its id or its link is, whatever happened to its date or title. A
        known one whose words changed is brought up to date.
        """
        added: list[int] = []
        async with self.writing() as connection:
            known = await self._known(connection, feed_id, entries)
            for entry in entries:
                row = _row(feed_id, entry, self._clock())
                keys = _keys(row)
                found = next((known[key] for key in keys if key in known), None)
                if found is None:
                    article_id = await self._insert(connection, row)
                    added.append(article_id)
                    known |= dict.fromkeys(keys, (article_id, row["title"], row["text"], False))
                elif found[0] not in added:  # twice in one document: the first one counts
                    await self._refresh(connection, found, row)
        return await self.articles(added)

    async def set_text(
        self,
        article_id: int,
        text: str,
        *,
        language: str | None = None,
        published: datetime | None = None,
    ) -> None:
        """Keep the text of an article's page."""
        async with self.writing() as connection:
            values: dict[str, Any] = {"text": clean(text), "fetched": True, "fetch_problem": None}
            if language:
                values["language"] = language[:40]
            if published:
                values["published"] = sa.func.coalesce(articles.c.published, published)
            changed = sa.update(articles).where(articles.c.id == article_id).values(values)
            row = (
                await connection.execute(changed.returning(articles.c.title, articles.c.language))
            ).first()
            if row:
                await self._index(connection, article_id, row.title, values["text"], row.language)

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

    async def forget(self, before: datetime, limit: int = 1000) -> int:
        """Delete articles that arrived before then, at most `limit`; return how many."""
        old = sa.select(articles.c.id).where(articles.c.arrived < before).limit(limit)
        async with self.writing() as connection:
            gone = [int(row.id) for row in await connection.execute(old)]
            for number in gone:
                await connection.execute(DELETE[self.dialect], {"id": number})
            for batch in batches(gone):
                await connection.execute(sa.delete(articles).where(articles.c.id.in_(batch)))
        return len(gone)

    async def _known(
        self, connection: AsyncConnection, feed_id: int, entries: Sequence[Entry]
    ) -> dict[tuple[str, str], Any]:
        names = {clean(entry.id) for entry in entries}
        links = {key for entry in entries if (key := link_key(entry.link))}
        statement = sa.select(
            articles.c.id,
            articles.c.title,
            articles.c.text,
            articles.c.fetched,
            articles.c.entry_id,
            articles.c.link_key,
        ).where(
            articles.c.feed_id == feed_id,
            sa.or_(articles.c.entry_id.in_(names), articles.c.link_key.in_(links)),
        )
        known = {}
        for row in await connection.execute(statement):
            value = (row.id, row.title, row.text, row.fetched)
            known["id", row.entry_id] = value
            if row.link_key:
                known["link", row.link_key] = value
        return known

    async def _insert(self, connection: AsyncConnection, row: dict[str, Any]) -> int:
        added = sa.insert(articles).values(row).returning(articles.c.id)
        article_id = int((await connection.execute(added)).scalar_one())
        await self._index(connection, article_id, row["title"], row["text"], row["language"])
        return article_id

    async def _refresh(
        self, connection: AsyncConnection, known: tuple[int, str, str, bool], row: dict[str, Any]
    ) -> None:
        article_id, title, text, fetched = known
        # the page's text is better than the entry's: only the title can still change
        new_text = text if fetched and len(text) >= len(row["text"]) else row["text"]
        if (title, text) == (row["title"], new_text):
            return
        changed = sa.update(articles).where(articles.c.id == article_id)
        await connection.execute(changed.values(title=row["title"], text=new_text))
        await self._index(connection, article_id, row["title"], new_text, row["language"])

    async def _index(
        self,
        connection: AsyncConnection,
        article_id: int,
        title: str,
        text: str,
        language: str | None,
    ) -> None:
        stems = index_text(title, text, language)
        if self.dialect == "sqlite":
            await connection.execute(DELETE[self.dialect], {"id": article_id})
        await connection.execute(INSERT[self.dialect], {"id": article_id, "stems": stems})


def _row(feed_id: int, entry: Entry, now: datetime) -> dict[str, Any]:
    text = max((entry.content, entry.summary), key=len) or entry.title
    return {
        "feed_id": feed_id,
        "entry_id": clean(entry.id),
        "link_key": link_key(entry.link),
        "url": entry.link,
        "title": clean(entry.title),
        "text": clean(text),
        "language": entry.language[:40] if entry.language else None,
        "published": entry.published,
        "arrived": now,
        "fetched": not (entry.link or "").startswith("http"),
    }


def _keys(row: dict[str, Any]) -> list[tuple[str, str]]:
    keys = [("id", row["entry_id"])]
    if row["link_key"]:
        keys.append(("link", row["link_key"]))
    return keys


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
