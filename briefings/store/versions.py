"""What articles said before their publishers changed them, and who was told them then."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.deliveries import Change, Told
from briefings.feeds.identity import Known
from briefings.model import Article
from briefings.store.articles import COLUMNS, JOINED, read_article
from briefings.store.database import Database
from briefings.store.desk import read_told
from briefings.store.tables import article_versions, articles, deliveries, told

KEPT = 10
"""Versions of an article that are kept, the newest: a running report changes all day."""


class Versions(Database):
    """Keeps earlier texts of articles until it is known what was corrected in them."""

    async def changes(self, limit: int = 100) -> tuple[Change, ...]:
        """Return articles that were changed and not compared yet, the longest waiting first."""
        first = (
            sa.select(sa.func.min(article_versions.c.id).label("id"))
            .where(~article_versions.c.compared)
            .group_by(article_versions.c.article_id)
            .subquery()
        )
        was = sa.select(article_versions).join(first, first.c.id == article_versions.c.id)
        old = await self.rows(was.order_by(article_versions.c.id).limit(limit))
        numbers = [row.article_id for row in old]
        now = sa.select(*COLUMNS).select_from(JOINED).where(articles.c.id.in_(numbers))
        found = {row.id: read_article(row) for row in await self.rows(now)}
        return tuple(
            Change(row.id, found[row.article_id], row.title, row.text, row.at)
            for row in old
            if row.article_id in found
        )

    async def mark_compared(self, change: Change) -> None:
        """Note that an article's earlier texts were compared with the present one."""
        own = sa.and_(
            article_versions.c.article_id == change.article.id,
            article_versions.c.id <= change.id,
        )
        await self.write(sa.update(article_versions).where(own).values(compared=True))

    async def told_article(self, article: Article) -> tuple[Told, ...]:
        """Return how each channel was first told of a story with this article."""
        if article.story_id is None:
            return ()
        rows = await self.rows(
            sa.select(told).where(told.c.story_id == article.story_id).order_by(told.c.id)
        )
        first: dict[str, Told] = {}
        for one in map(read_told, rows):
            if article.id in one.article_ids:
                first.setdefault(one.channel, one)
        return tuple(first.values())

    async def amend_delivery(self, key: str, payload: dict[str, object]) -> None:
        """Keep what a message says now."""
        own = deliveries.c.key == key
        await self.write(sa.update(deliveries).where(own).values(payload=payload))


async def keep_version(connection: AsyncConnection, known: Known, now: datetime) -> None:
    """Keep what an article says, before it is changed; the oldest of too many goes."""
    values = {"article_id": known.id, "title": known.title, "text": known.text, "at": now}
    await connection.execute(sa.insert(article_versions).values(values))
    own = article_versions.c.article_id == known.id
    newest = (
        sa.select(article_versions.c.id)
        .where(own)
        .order_by(article_versions.c.id.desc())
        .limit(KEPT)
    )
    await connection.execute(
        sa.delete(article_versions).where(own, article_versions.c.id.not_in(newest))
    )
