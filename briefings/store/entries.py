"""Entries as feeds deliver them: which are new, which changed, and which are long gone.

entries → known by id or link? bring up to date → forgotten long ago? leave out → store
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.feeds.identity import (
    Known,
    Register,
    arrival,
    is_flood,
    is_reissue,
    past_keys,
    title_key,
)
from briefings.feeds.links import link_key
from briefings.model import Article, Entry
from briefings.store.articles import Articles
from briefings.store.database import batches, clean, insert
from briefings.store.fulltext import DELETE
from briefings.store.tables import articles, feeds, past_entries
from briefings.store.versions import keep_version

_TITLES = 2_000
"""Articles of a feed whose titles are compared in a flood, the newest."""
_KNOWN = (
    articles.c.id,
    articles.c.entry_id,
    articles.c.link_key.label("link"),
    articles.c.title,
    articles.c.text,
    articles.c.published,
    articles.c.fetched,
)
_BEFORE = sa.select(
    feeds.c.title,
    sa.exists().where(articles.c.feed_id == feeds.c.id).label("any"),
    sa.exists().where(past_entries.c.feed_id == feeds.c.id).label("forgotten"),
).where(feeds.c.id == sa.bindparam("feed"))
"""A feed's title, and whether it brought anything before that is, or was, stored."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Entries of one feed that are to be stored."""

    feed_id: int
    entries: tuple[Entry, ...]
    register: Register
    now: datetime


class Entries(Articles):
    """Stores entries as articles."""

    async def add_entries(
        self,
        feed_id: int,
        entries: Sequence[Entry],
        *,
        items: int = 0,
        last_read: datetime | None = None,
    ) -> tuple[Article, ...]:
        """Store a feed's entries; return those that are new, in the order they came.

        An entry is known when its id or its link is, whatever happened to its date or title. A
        known one whose words changed is brought up to date. `items` is how many the document has,
        `last_read` when the feed was read before: where nearly all seem new, those that are old
        by their dates don't count as news, and those known by their titles get their new names.
        """
        given = tuple(_stored(entry) for entry in entries)
        added: list[dict[str, Any]] = []
        async with self.writing() as connection:
            before = (await connection.execute(_BEFORE, {"feed": feed_id})).one()
            register = Register(await self._known(connection, feed_id, given if before.any else ()))
            fresh = [entry for entry in given if register.find(entry) is None]
            shown = max(items, len(given))
            flood = last_read is not None and is_flood(len(fresh), shown)
            if last_read is not None and is_reissue(len(fresh), shown):
                await self._rename(
                    connection, _Batch(feed_id, tuple(fresh), register, self._clock())
                )
            past = await self._past(connection, feed_id, fresh if before.forgotten else ())
            for entry in given:
                found = register.find(entry)
                if found is not None:
                    if found.id:  # else it is twice in one document: the first one counts
                        await self._refresh(connection, found, entry)
                    continue
                if past.intersection(past_keys(entry.id, link_key(entry.link))):
                    continue
                name = register.free_id(entry)
                if name is None:
                    continue
                now = self._clock()
                came = arrival(entry, last_read=last_read, now=now) if flood and last_read else now
                row = _row(feed_id, entry if entry.id == name else replace(entry, id=name), came)
                added.append(row)
                register.add(_known_by(0, row))
            numbers = await self._insert(connection, added)
        named = zip(numbers, added, strict=True)
        return tuple(_article(number, row, before.title) for number, row in named)

    async def forget(self, before: datetime, limit: int = 1000) -> int:
        """Delete articles that arrived before then, at most `limit`; return how many.

        Their names stay: an entry that its feed still shows, or shows again, is not new.
        """
        old = (
            sa.select(articles.c.id, articles.c.feed_id, articles.c.entry_id, articles.c.link_key)
            .where(articles.c.arrived < before)
            .limit(limit)
        )
        async with self.writing() as connection:
            rows = list(await connection.execute(old))
            for row in rows:
                await connection.execute(DELETE[self.dialect], {"id": row.id})
            for batch in batches(row.id for row in rows):
                await connection.execute(sa.delete(articles).where(articles.c.id.in_(batch)))
            names = [
                {"feed_id": row.feed_id, "key": key, "at": self._clock()}
                for row in rows
                for key in past_keys(row.entry_id, row.link_key)
            ]
            if names:
                kept = insert(self.dialect)(past_entries).on_conflict_do_nothing()
                await connection.execute(kept, names)
        return len(rows)

    async def forget_past(self, before: datetime, limit: int = 5000) -> int:
        """Forget even the names of articles that were forgotten before then; return how many."""
        old = (
            sa.select(past_entries.c.feed_id, past_entries.c.key)
            .where(past_entries.c.at < before)
            .limit(limit)
        )
        own = sa.tuple_(past_entries.c.feed_id, past_entries.c.key)
        return await self.write(sa.delete(past_entries).where(own.in_(old)))

    async def _known(
        self, connection: AsyncConnection, feed_id: int, entries: Sequence[Entry]
    ) -> list[Known]:
        if not entries:
            return []
        names = {entry.id for entry in entries} | {entry.link for entry in entries if entry.link}
        links = {key for entry in entries if (key := link_key(entry.link))}
        statement = sa.select(*_KNOWN).where(
            articles.c.feed_id == feed_id,
            sa.or_(articles.c.entry_id.in_(names), articles.c.link_key.in_(links)),
        )
        return [Known(**row._mapping) for row in await connection.execute(statement)]

    async def _past(
        self, connection: AsyncConnection, feed_id: int, entries: Sequence[Entry]
    ) -> set[str]:
        """Return the names among these under which the feed had entries that were forgotten."""
        names = {key for one in entries for key in past_keys(one.id, link_key(one.link))}
        if not names:
            return set()
        statement = sa.select(past_entries.c.key).where(
            past_entries.c.feed_id == feed_id, past_entries.c.key.in_(names)
        )
        return {row.key for row in await connection.execute(statement)}

    async def _rename(self, connection: AsyncConnection, batch: _Batch) -> None:
        """Give stored articles the ids and links under which a feed shows their titles now."""
        newest = (
            sa.select(*_KNOWN)
            .where(articles.c.feed_id == batch.feed_id)
            .order_by(articles.c.id.desc())
            .limit(_TITLES)
        )
        titles = {
            key: one
            for one in (Known(**row._mapping) for row in await connection.execute(newest))
            if (key := title_key(one.title))
        }
        for entry in batch.entries:
            one = titles.pop(title_key(entry.title), None)
            if one is None or batch.register.has_id(entry.id):
                continue
            named = replace(one, entry_id=entry.id, link=link_key(entry.link))
            await connection.execute(
                sa.update(articles)
                .where(articles.c.id == one.id)
                .values(entry_id=named.entry_id, link_key=named.link, url=entry.link)
            )
            batch.register.add(named)

    async def _insert(
        self, connection: AsyncConnection, rows: Sequence[dict[str, Any]]
    ) -> list[int]:
        if not rows:
            return []
        added = sa.insert(articles).returning(articles.c.id, sort_by_parameter_order=True)
        numbers = [int(one) for one in (await connection.execute(added, rows)).scalars()]
        named = zip(numbers, rows, strict=True)
        await self.index_new(
            connection, [(one, row["title"], row["text"], row["language"]) for one, row in named]
        )
        return numbers

    async def _refresh(self, connection: AsyncConnection, known: Known, entry: Entry) -> None:
        words = _text(entry)
        # the page's text is better than the entry's: only the title can still change
        text = known.text if known.fetched and len(known.text) >= len(words) else words
        if (known.title, known.text) == (entry.title, text):
            return
        await keep_version(connection, known, self._clock())
        changed = sa.update(articles).where(articles.c.id == known.id)
        await connection.execute(changed.values(title=entry.title, text=text))
        await self.index(connection, known.id, entry.title, text, entry.language)


def _stored(entry: Entry) -> Entry:
    """Return an entry as a database keeps it."""
    given = (entry.id, entry.title, entry.summary, entry.content)
    name, title, summary, content = kept = tuple(map(clean, given))
    if kept == given:
        return entry
    return replace(entry, id=name, title=title, summary=summary, content=content)


def _text(entry: Entry) -> str:
    return max((entry.content, entry.summary), key=len) or entry.title


def _row(feed_id: int, entry: Entry, arrived: datetime) -> dict[str, Any]:
    return {
        "feed_id": feed_id,
        "entry_id": entry.id,
        "link_key": link_key(entry.link),
        "url": entry.link,
        "title": entry.title,
        "text": _text(entry),
        "language": entry.language[:40] if entry.language else None,
        "published": entry.published,
        "arrived": arrived,
        "fetched": not (entry.link or "").startswith("http"),
    }


def _article(number: int, row: Mapping[str, Any], source: str) -> Article:
    return Article(
        number,
        row["title"],
        row["text"],
        url=row["url"],
        source=source,
        published=row["published"],
        arrived=row["arrived"],
        language=row["language"],
        feed_id=row["feed_id"],
    )


def _known_by(article_id: int, row: dict[str, Any]) -> Known:
    return Known(
        article_id,
        row["entry_id"],
        row["link_key"],
        row["title"],
        row["text"],
        row["published"],
        row["fetched"],
    )
