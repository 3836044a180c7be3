"""Questions that the sources did not answer, watched for in what comes in."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from briefings.deliveries import Watch
from briefings.store.database import Database
from briefings.store.tables import watches


class Watches(Database):
    """Keeps what threads wait to be told."""

    async def add_watch(self, channel: str, thread: str | None, question: str, zone: str) -> Watch:
        """Keep a new one; the same question of the same thread is watched for once."""
        now = self._clock()
        values = {"channel": channel, "thread": thread, "question": question, "zone": zone}
        same = sa.select(watches).where(
            watches.c.channel == channel,
            watches.c.thread.is_not_distinct_from(thread),
            watches.c.question == question,
        )
        added = sa.insert(watches).values(**values, created_at=now, checked_at=now)
        async with self.writing() as connection:
            found = (await connection.execute(same)).first()
            if found is None:
                found = (await connection.execute(added.returning(*watches.c))).one()
            return Watch(**found._mapping)

    async def watches(self, channel: str) -> tuple[Watch, ...]:
        """Return a channel's, oldest first."""
        own = sa.select(watches).where(watches.c.channel == channel).order_by(watches.c.id)
        return tuple(Watch(**row._mapping) for row in await self.rows(own))

    async def next_watches(self, limit: int) -> tuple[Watch, ...]:
        """Return those that were looked at longest ago."""
        order = (watches.c.checked_at, watches.c.id)
        rows = await self.rows(sa.select(watches).order_by(*order).limit(limit))
        return tuple(Watch(**row._mapping) for row in rows)

    async def mark_checked(self, numbers: Sequence[int]) -> None:
        """Note that these were looked at now."""
        own = watches.c.id.in_(numbers)
        await self.write(sa.update(watches).where(own).values(checked_at=self._clock()))

    async def remove_watch(self, channel: str, number: int) -> bool:
        """Delete one of a channel's; return whether there was one."""
        own = sa.and_(watches.c.id == number, watches.c.channel == channel)
        return await self.write(sa.delete(watches).where(own)) > 0

    async def forget_watches(self, before: datetime) -> int:
        """Delete those from before then; return how many."""
        return await self.write(sa.delete(watches).where(watches.c.created_at < before))
