"""What people in a channel found not useful."""

from collections.abc import Sequence

import sqlalchemy as sa

from briefings.store.database import Database, batches, insert
from briefings.store.tables import opinions


class Opinions(Database):
    """Keeps what was found not useful, once for each person and story."""

    async def not_useful(self, channel: str, story_ids: Sequence[int], user: str) -> None:
        """Keep that somebody found these stories not useful in a channel."""
        if not story_ids:
            return
        given = [
            {"channel": channel, "story_id": story, "user": user, "at": self._clock()}
            for story in dict.fromkeys(story_ids)
        ]
        row = insert(self.dialect)(opinions).values(given)
        await self.write(row.on_conflict_do_nothing())

    async def found_useless(self, channel: str, story_ids: Sequence[int]) -> dict[int, int]:
        """Return how many people of a channel found each of these stories not useful."""
        found: dict[int, int] = {}
        for batch in batches(story_ids):
            counted = (
                sa.select(opinions.c.story_id, sa.func.count().label("people"))
                .where(opinions.c.channel == channel, opinions.c.story_id.in_(batch))
                .group_by(opinions.c.story_id)
            )
            found |= {row.story_id: row.people for row in await self.rows(counted)}
        return found
