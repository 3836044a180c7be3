"""What threads are about, the page's own messages, and small things that must outlive a restart."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from briefings.deliveries import PageMessage, ThreadMemory
from briefings.model import Article, Turn
from briefings.store.database import Database, insert
from briefings.store.tables import (
    page_channels,
    page_messages,
    seen,
    settings,
    threads,
    watches,
)


class Threads(Database):
    """Keeps what the thread under a message is about."""

    async def remember_thread(
        self, channel: str, message_id: str, story_ids: Sequence[int], topic: str
    ) -> None:
        """Keep what a message tells, so that questions under it are understood."""
        values = {"story_ids": list(story_ids), "topic": topic, "at": self._clock()}
        await self._keep(channel, message_id, values)

    async def keep_thread(self, memory: ThreadMemory) -> None:
        """Keep all that is known of a thread."""
        values = {
            "story_ids": list(memory.story_ids),
            "topic": memory.topic,
            "at": memory.at,
            "turns": [[turn.question, turn.answer] for turn in memory.turns],
            "article": _plain(memory.article) if memory.article else None,
        }
        await self._keep(memory.channel, memory.message_id, values)

    async def thread(self, channel: str, message_id: str) -> ThreadMemory | None:
        """Return what a thread is about, None where that is not known."""
        row = await self.row(sa.select(threads).where(_own(channel, message_id)))
        if row is None:
            return None
        return ThreadMemory(
            channel=row.channel,
            message_id=row.message_id,
            story_ids=tuple(row.story_ids),
            topic=row.topic,
            at=row.at,
            turns=tuple(Turn(*turn) for turn in row.turns or ()),
            article=_article(row.article) if row.article else None,
        )

    async def forget_thread(self, channel: str, message_id: str) -> None:
        """Forget a thread that was deleted, and what was to be told in it."""
        waiting = sa.and_(watches.c.channel == channel, watches.c.thread == message_id)
        async with self.writing() as connection:
            await connection.execute(sa.delete(threads).where(_own(channel, message_id)))
            await connection.execute(sa.delete(watches).where(waiting))

    async def _keep(self, channel: str, message_id: str, values: Mapping[str, Any]) -> None:
        row = insert(self.dialect)(threads).values(channel=channel, message_id=message_id, **values)
        await self.write(
            row.on_conflict_do_update(index_elements=["channel", "message_id"], set_=values)
        )


def _own(channel: str, message_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(threads.c.channel == channel, threads.c.message_id == message_id)


def _plain(article: Article) -> dict[str, Any]:
    kept = {name: getattr(article, name) for name in ("title", "text", "url", "source", "language")}
    return {**kept, "published": article.published.isoformat() if article.published else None}


def _article(given: dict[str, Any]) -> Article:
    published = given.pop("published")
    when = datetime.fromisoformat(published) if published else None
    return Article(id=0, published=when, **given)


class Page(Database):
    """Keeps the local page's channels and messages."""

    async def add_page_channel(self, name: str) -> None:
        """Keep a channel; one that is there stays."""
        row = insert(self.dialect)(page_channels).values(name=name, created_at=self._clock())
        await self.write(row.on_conflict_do_nothing(index_elements=["name"]))

    async def page_channels(self) -> tuple[str, ...]:
        """Return the channels' names, oldest first."""
        order = (page_channels.c.created_at, page_channels.c.name)
        rows = await self.rows(sa.select(page_channels.c.name).order_by(*order))
        return tuple(row.name for row in rows)

    async def add_page_message(
        self,
        channel: str,
        key: str,
        author: str,
        payload: dict[str, Any],
        *,
        thread: int | None = None,
        private_to: str | None = None,
    ) -> PageMessage:
        """Keep a message; where its key is there already, return that one."""
        values = {
            "channel": channel,
            "key": key,
            "author": author,
            "payload": payload,
            "thread": thread,
            "private_to": private_to,
            "at": self._clock(),
        }
        row = insert(self.dialect)(page_messages).values(values)
        async with self.writing() as connection:
            await connection.execute(row.on_conflict_do_nothing(index_elements=["key"]))
            found = sa.select(page_messages).where(page_messages.c.key == key)
            return PageMessage(**(await connection.execute(found)).one()._mapping)

    async def amend_page_message(self, number: int, payload: dict[str, Any]) -> None:
        """Keep what a message says now."""
        own = page_messages.c.id == number
        await self.write(sa.update(page_messages).where(own).values(payload=payload))

    async def page_message(self, key: str) -> PageMessage | None:
        """Return the message with this key."""
        row = await self.row(sa.select(page_messages).where(page_messages.c.key == key))
        return PageMessage(**row._mapping) if row else None

    async def page_message_numbered(self, number: int) -> PageMessage | None:
        """Return the message with this number."""
        row = await self.row(sa.select(page_messages).where(page_messages.c.id == number))
        return PageMessage(**row._mapping) if row else None

    async def page_messages(
        self,
        channel: str | None = None,
        *,
        thread: int | None = None,
        after_id: int = 0,
        limit: int = 200,
    ) -> tuple[PageMessage, ...]:
        """Return the newest messages after `after_id`, oldest first.

        With a `channel` and no `thread` those of the channel itself, each with the number of
        replies under it; without a channel every message there is.
        """
        reply = page_messages.alias("reply")
        count = (
            sa.select(sa.func.count())
            .where(reply.c.thread == page_messages.c.id)
            .scalar_subquery()
            .label("replies")
        )
        statement = sa.select(page_messages, count).where(page_messages.c.id > after_id)
        if channel is not None:
            statement = statement.where(
                page_messages.c.channel == channel,
                page_messages.c.thread.is_not_distinct_from(thread),
            )
        newest = statement.order_by(page_messages.c.id.desc()).limit(limit)
        return tuple(PageMessage(**row._mapping) for row in reversed(await self.rows(newest)))


class Keys(Database):
    """Keeps small values, and which events were seen."""

    async def setting(self, key: str) -> Any:
        """Return a kept value, None where there is none."""
        row = await self.row(sa.select(settings.c.value).where(settings.c.key == key))
        return row.value if row else None

    async def set_setting(self, key: str, value: Any) -> None:
        """Keep a value that JSON can hold."""
        row = insert(self.dialect)(settings).values(key=key, value=value)
        await self.write(row.on_conflict_do_update(index_elements=["key"], set_={"value": value}))

    async def mark_seen(self, key: str) -> bool:
        """Note an event; return whether it is seen for the first time."""
        row = insert(self.dialect)(seen).values(key=key, at=self._clock())
        noted = row.on_conflict_do_nothing(index_elements=["key"]).returning(seen.c.key)
        async with self.writing() as connection:
            return (await connection.execute(noted)).first() is not None

    async def forget_seen(self, before: datetime) -> int:
        """Forget events from before then; return how many."""
        return await self.write(sa.delete(seen).where(seen.c.at < before))
