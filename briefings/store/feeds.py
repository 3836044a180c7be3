"""Feeds, and who follows them."""

import random
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.errors import NotFound
from briefings.model import Feed
from briefings.store.database import Database, batches, clean, insert
from briefings.store.tables import articles, feeds, follows

EVERYBODY = "*"
_COLUMNS = [feeds.c[field.name] for field in fields(Feed)]
_POLLED = [field.name for field in fields(Feed) if field.name not in ("id", "added_at", "url")]
_SAVED = 50
"""Feeds that are saved by one statement: more would hold up the event loop."""
_SAVE = (
    sa.update(feeds)
    .where(feeds.c.id == sa.bindparam("feed"))
    .values({feeds.c[name]: sa.bindparam(f"new_{name}") for name in _POLLED})
)


class Feeds(Database):
    """Keeps feeds, their health, and which scope follows which."""

    async def add_feed(
        self,
        url: str,
        title: str,
        *,
        scope: str,
        site_url: str | None = None,
        language: str | None = None,
    ) -> Feed:
        """Follow the feed at `url`; one that is known already keeps what is known of it."""
        now = self._clock()
        values = {
            "url": clean(url),
            "title": clean(title),
            "site_url": site_url,
            "language": language,
            "added_at": now,
            "next_poll_at": now if url.startswith("http") else None,
            "failures": 0,
            "interval": 1800.0,
            "seen_items": "",
            "quiet": "",
            "moved_seen": 0,
        }
        async with self.writing() as connection:
            added = insert(self.dialect)(feeds).values(values)
            await connection.execute(added.on_conflict_do_nothing(index_elements=["url"]))
            found = sa.select(*_COLUMNS).where(feeds.c.url == values["url"])
            row = (await connection.execute(found)).one()
            await connection.execute(self._followed(scope, row.id))
        return _feed(row)

    async def follow(self, scope: str, feed_id: int) -> None:
        """Let the scope follow a feed, or see again one that it hid."""
        await self.write(self._followed(scope, feed_id))

    async def unfollow(self, scope: str, feed_id: int) -> None:
        """Let the scope follow a feed no more; one that everybody follows is hidden from it."""
        own = sa.and_(follows.c.scope == scope, follows.c.feed_id == feed_id)
        async with self.writing() as connection:
            shared = sa.select(follows.c.scope).where(
                follows.c.scope == EVERYBODY, follows.c.feed_id == feed_id
            )
            if scope != EVERYBODY and (await connection.execute(shared)).first():
                await connection.execute(self._followed(scope, feed_id, hidden=True))
            else:
                await connection.execute(sa.delete(follows).where(own))

    async def feed(self, feed_id: int) -> Feed:
        """Return one feed. Raises NotFound."""
        row = await self.row(sa.select(*_COLUMNS).where(feeds.c.id == feed_id))
        if row is None:
            raise NotFound("That feed is gone.", hint="See /feeds list.")
        return _feed(row)

    async def feeds(self, scope: str) -> tuple[Feed, ...]:
        """Return the feeds that a scope follows, by title."""
        statement = sa.select(*_COLUMNS).where(feeds.c.id.in_(visible(scope)))
        rows = await self.rows(statement.order_by(sa.func.lower(feeds.c.title), feeds.c.id))
        return tuple(_feed(row) for row in rows)

    async def own_feeds(self, scope: str) -> frozenset[tuple[int, bool]]:
        """Return what a scope follows (False) or hides (True) besides what everybody follows.

        Scopes for which this is the same see the same feeds.
        """
        own = sa.select(follows.c.feed_id, follows.c.hidden).where(follows.c.scope == scope)
        return frozenset((row.feed_id, row.hidden) for row in await self.rows(own))

    async def all_feeds(self) -> tuple[Feed, ...]:
        """Return every feed that somebody follows."""
        statement = sa.select(*_COLUMNS).where(feeds.c.id.in_(_followed_by_anyone()))
        return tuple(_feed(row) for row in await self.rows(statement.order_by(feeds.c.id)))

    async def due_feeds(self, now: datetime, limit: int = 200) -> tuple[Feed, ...]:
        """Return feeds whose turn it is, the longest overdue first."""
        statement = (
            sa.select(*_COLUMNS)
            .where(feeds.c.next_poll_at <= now, feeds.c.id.in_(_followed_by_anyone()))
            .order_by(feeds.c.next_poll_at, feeds.c.id)
            .limit(limit)
        )
        return tuple(_feed(row) for row in await self.rows(statement))

    async def save_polls(self, polled: Sequence[Feed]) -> None:
        """Keep what polls taught of feeds. An address moves only to one that is still free."""
        if not polled:
            return
        rows = [
            {f"new_{name}": getattr(feed, name) for name in _POLLED} | {"feed": feed.id}
            for feed in polled
        ]
        async with self.writing() as connection:
            for start in range(0, len(rows), _SAVED):
                await connection.execute(_SAVE, rows[start : start + _SAVED])
            for feed in await self._moved(connection, polled):
                taken = sa.select(feeds.c.id).where(feeds.c.url == feed.url)
                if not (await connection.execute(taken)).first():
                    moved = sa.update(feeds).where(feeds.c.id == feed.id)
                    await connection.execute(moved.values(url=feed.url))

    async def _moved(self, connection: AsyncConnection, polled: Sequence[Feed]) -> list[Feed]:
        urls: dict[int, str] = {}
        for batch in batches(feed.id for feed in polled):
            kept = sa.select(feeds.c.id, feeds.c.url).where(feeds.c.id.in_(batch))
            urls |= {row.id: row.url for row in await connection.execute(kept)}
        return [feed for feed in polled if urls.get(feed.id, feed.url) != feed.url]

    async def postpone(self, feed_ids: Sequence[int], until: datetime) -> None:
        """Let these feeds have their turn later."""
        async with self.writing() as connection:
            for batch in batches(feed_ids):
                later = sa.update(feeds).where(feeds.c.id.in_(batch))
                await connection.execute(later.values(next_poll_at=until))

    async def spread_due(self, now: datetime, seconds_each: float, rand: random.Random) -> int:
        """Spread the feeds that are due after a stop; return how many there are.

        Each gets `seconds_each` of the time to come, in any order. New ones are not kept waiting.
        """
        due = sa.select(feeds.c.id).where(
            feeds.c.next_poll_at <= now, feeds.c.checked_at.is_not(None)
        )
        async with self.writing() as connection:
            found = [row.id for row in await connection.execute(due)]
            rand.shuffle(found)
            rows = [
                {"feed": number, "at": now + timedelta(seconds=place * seconds_each)}
                for place, number in enumerate(found)
            ]
            if rows:
                later = sa.update(feeds).where(feeds.c.id == sa.bindparam("feed"))
                await connection.execute(later.values(next_poll_at=sa.bindparam("at")), rows)
        return len(found)

    async def ask_again(self, feed_id: int) -> None:
        """Let a feed have its turn now, one too that was stopped."""
        again = sa.update(feeds).where(feeds.c.id == feed_id)
        await self.write(again.values(next_poll_at=self._clock(), stopped_at=None))

    async def weekly_entries(self, feed_ids: Sequence[int]) -> dict[int, int]:
        """Return how many entries each of these feeds brought within a week."""
        counted: dict[int, int] = {}
        since = self._clock() - timedelta(days=7)
        for batch in batches(feed_ids):
            statement = (
                sa.select(articles.c.feed_id, sa.func.count().label("entries"))
                .where(articles.c.feed_id.in_(batch), articles.c.arrived >= since)
                .group_by(articles.c.feed_id)
            )
            counted |= {row.feed_id: row.entries for row in await self.rows(statement)}
        return counted

    async def troubled_feeds(self, failing_since: datetime) -> tuple[Feed, ...]:
        """Return the feeds that have failed since then or longer, and those that are gone."""
        statement = sa.select(*_COLUMNS).where(
            sa.or_(feeds.c.failing_since <= failing_since, feeds.c.stopped_at.is_not(None)),
            feeds.c.id.in_(_followed_by_anyone()),
        )
        return tuple(_feed(row) for row in await self.rows(statement.order_by(feeds.c.id)))

    async def followers(self, feed_id: int) -> tuple[str, ...]:
        """Return the scopes that follow a feed, `EVERYBODY` among them where all do."""
        statement = sa.select(follows.c.scope).where(
            follows.c.feed_id == feed_id, ~follows.c.hidden
        )
        return tuple(row.scope for row in await self.rows(statement.order_by(follows.c.scope)))

    def _followed(self, scope: str, feed_id: int, *, hidden: bool = False) -> Any:
        row = insert(self.dialect)(follows).values(scope=scope, feed_id=feed_id, hidden=hidden)
        return row.on_conflict_do_update(
            index_elements=["scope", "feed_id"], set_={"hidden": hidden}
        )


def visible(scope: str) -> sa.Select[Any]:
    """Return the query for the ids of the feeds that a scope sees: its own and everybody's."""
    hidden = sa.select(follows.c.feed_id).where(follows.c.scope == scope, follows.c.hidden)
    return sa.select(follows.c.feed_id).where(
        follows.c.scope.in_((scope, EVERYBODY)), ~follows.c.hidden, follows.c.feed_id.not_in(hidden)
    )


def _followed_by_anyone() -> sa.Select[Any]:
    return sa.select(follows.c.feed_id).where(~follows.c.hidden)


def _feed(row: Any) -> Feed:
    return Feed(**row._mapping)


def ids(rows: Sequence[Any]) -> list[int]:
    """Return the first column of the rows."""
    return [row[0] for row in rows]
