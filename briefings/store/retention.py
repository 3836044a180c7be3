"""Forgetting: what is old, so many rows at a time, and all of a workspace that was left."""

from datetime import datetime

import sqlalchemy as sa

from briefings.deliveries import DeliveryState
from briefings.store.database import Database
from briefings.store.tables import (
    articles,
    deliveries,
    metadata,
    page_messages,
    stories,
    threads,
    told,
)

STEP = 500
"""Rows that one step deletes at most: others wait for the database no longer than that takes."""


class Retention(Database):
    """Forgets. Each step returns how many rows went; less than `limit` means that is all."""

    async def forget_stories(self, limit: int = STEP) -> int:
        """Delete stories none of whose articles is left."""
        kept = sa.exists().where(articles.c.story_id == stories.c.id)
        return await self._delete(stories, stories.c.id, ~kept, limit)

    async def forget_told(self, before: datetime, limit: int = STEP) -> int:
        """Delete what channels were told before then."""
        return await self._delete(told, told.c.id, told.c.at < before, limit)

    async def forget_deliveries(self, before: datetime, limit: int = STEP) -> int:
        """Delete deliveries from before then; one that is still to be posted stays."""
        over = sa.and_(
            deliveries.c.created_at < before, deliveries.c.state != DeliveryState.PENDING
        )
        return await self._delete(deliveries, deliveries.c.position, over, limit)

    async def forget_threads(self, before: datetime, limit: int = STEP) -> int:
        """Delete what threads are about that were opened before then."""
        old = sa.select(threads.c.channel, threads.c.message_id).where(threads.c.at < before)
        own = sa.tuple_(threads.c.channel, threads.c.message_id)
        return await self.write(sa.delete(threads).where(own.in_(old.limit(limit))))

    async def forget_page(self, before: datetime, limit: int = STEP) -> int:
        """Delete the page's messages from before then."""
        old = page_messages.c.at < before
        return await self._delete(page_messages, page_messages.c.id, old, limit)

    async def forget_scope(self, scope: str) -> int:
        """Delete all that belongs to a workspace (`slack/T1`); return how many rows.

        What it is that belongs is told by the tables' columns: a `channel` in it, or its `scope`.
        """
        gone = 0
        async with self.writing() as connection:
            for table in metadata.sorted_tables:
                if "channel" in table.c:
                    own = table.c.channel.startswith(f"{scope}/", autoescape=True)
                elif "scope" in table.c:
                    own = table.c.scope == scope
                else:
                    continue
                gone += (await connection.execute(sa.delete(table).where(own))).rowcount
        return gone

    async def _delete(
        self,
        table: sa.Table,
        number: sa.Column[int],
        condition: sa.ColumnElement[bool],
        limit: int,
    ) -> int:
        chosen = sa.select(number).where(condition).limit(limit)
        return await self.write(sa.delete(table).where(number.in_(chosen)))
