"""Finding stories: full text, then newest and most reported first.

topic → newest matching articles → their stories in order → the stories' articles
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log, log2
from typing import Any

import sqlalchemy as sa

from briefings.model import Story
from briefings.store.articles import COLUMNS, JOINED, by_story, read_article
from briefings.store.database import Database, batches
from briefings.store.feeds import visible
from briefings.store.fulltext import id_column, match, match_unwanted
from briefings.store.tables import articles, feeds, stories
from briefings.store.terms import Query, read_topic, title_stems
from briefings.stories.copies import independent
from briefings.stories.headlines import headline_of, is_roundup

CANDIDATES = 300
"""Newest articles on a topic that are looked at: a topic of years still gives today's news."""
PER_STORY = 12
"""Articles of a story that are read at most, the newest."""
Conditions = tuple[sa.ColumnElement[bool], ...]
_FRESH_DAYS = 2.0
_IN_TITLE = 2.0
_ROUNDUP = 0.5
"""What a story's place is worth times this."""


@dataclass(slots=True)
class _Hit:
    sources: set[int]
    newest: datetime
    in_title: bool
    is_event: bool


class Search(Database):
    """Finds stories."""

    async def search(
        self,
        topic: str,
        *,
        scope: str | None = None,
        feed_ids: Sequence[int] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 20,
    ) -> tuple[Story, ...]:
        """Return stories on a topic that the scope may see, newest and most reported first.

        `since` and `until` bound when a matching article arrived, the end exclusive. A topic is
        words that must all be there, "phrases", -words that must not, site:host and -site:host; an
        empty one is all news. Articles of a site that is not wanted are left out of the stories.
        """
        query = read_topic(topic)
        found = await self._candidates(query, scope, feed_ids, since, until)
        hits = _hits(found, query)
        read = await self._stories(_order(hits, {})[:limit], scope, of_sites(query))
        told = {story.id: story for story in read}
        reports = {story.id: story.reports for story in read}
        return tuple(told[number] for number in _order(hits, reports) if number in told)

    async def stories(
        self, story_ids: Sequence[int], *, scope: str | None = None
    ) -> tuple[Story, ...]:
        """Return these stories in this order, with the articles that the scope may see."""
        return await self._stories(story_ids, scope, ())

    async def _stories(
        self, story_ids: Sequence[int], scope: str | None, conditions: Conditions
    ) -> tuple[Story, ...]:
        heads: dict[int, str] = {}
        members: dict[int, list[Any]] = {}
        for batch in batches(story_ids):
            named = sa.select(stories.c.id, stories.c.headline).where(stories.c.id.in_(batch))
            heads |= {row.id: row.headline for row in await self.rows(named)}
            members |= by_story(
                map(read_article, await self.rows(_members(batch, scope, conditions)))
            )
        return tuple(
            Story(
                id=number,
                headline=headline_of(members[number]) or heads[number],
                articles=tuple(members[number]),
                reports=independent([(one.feed_id, one.text) for one in members[number]]),
            )
            for number in story_ids
            if number in heads and members.get(number)
        )

    async def live_stories(self, since: datetime, limit: int = 50) -> tuple[Story, ...]:
        """Return stories with an article that arrived since then, most reported first."""
        return await self.search("", since=since, limit=limit)

    async def _candidates(
        self,
        query: Query,
        scope: str | None,
        feed_ids: Sequence[int] | None,
        since: datetime | None,
        until: datetime | None,
    ) -> list[Any]:
        statement = (
            sa.select(
                articles.c.story_id,
                articles.c.feed_id,
                articles.c.title,
                articles.c.language,
                articles.c.published,
                articles.c.arrived,
            )
            .where(articles.c.story_id.is_not(None))
            .limit(CANDIDATES)
        )
        number = id_column(self.dialect)
        if query.everything:
            statement = statement.order_by(articles.c.id.desc())
            if query.unwanted:
                found = sa.select(number).select_from(sa.table("article_search"))
                unwanted = found.where(match_unwanted(query, self.dialect))
                statement = statement.where(articles.c.id.not_in(unwanted))
        else:
            statement = (
                statement.select_from(
                    sa.table("article_search").join(articles, articles.c.id == number)
                )
                .where(match(query, self.dialect))
                .order_by(number.desc())
            )
        statement = statement.where(*of_sites(query))
        if scope is not None:
            statement = statement.where(articles.c.feed_id.in_(visible(scope)))
        if feed_ids:
            statement = statement.where(articles.c.feed_id.in_(feed_ids))
        if since is not None:
            statement = statement.where(articles.c.arrived >= since)
        if until is not None:
            statement = statement.where(articles.c.arrived < until)
        return await self.rows(statement)


def _hits(rows: Iterable[Any], query: Query) -> dict[int, _Hit]:
    """Return what is known of the stories of matching articles."""
    asked = {stem for phrase in query.wanted for word in phrase for stem in word}
    hits: dict[int, _Hit] = {}
    for row in rows:
        when = min(row.published or row.arrived, row.arrived)
        hit = hits.setdefault(row.story_id, _Hit(set(), when, in_title=False, is_event=False))
        hit.sources.add(row.feed_id)
        hit.newest = max(hit.newest, when)
        hit.in_title = hit.in_title or not asked.isdisjoint(title_stems(row.title, row.language))
        hit.is_event = hit.is_event or not is_roundup(row.title)
    return hits


def _order(hits: Mapping[int, _Hit], reports: Mapping[int, int]) -> list[int]:
    """Order stories: how fresh, times how many sources tell them.

    Stories with the topic in a title come before those that only mention it, events before guides,
    pictures and columns. Copies of one text are one source: `reports` says so where they were read.
    """
    newest = max((hit.newest for hit in hits.values()), default=None)

    def score(number: int) -> tuple[float, int]:
        hit = hits[number]
        days = (newest - hit.newest).total_seconds() / 86400 if newest else 0.0
        sources = min(len(hit.sources), reports.get(number, len(hit.sources)))
        worth = (_IN_TITLE if hit.in_title else 1) * (1 if hit.is_event else _ROUNDUP)
        return log((1 + log2(1 + sources)) * worth) - days / _FRESH_DAYS, number

    return sorted(hits, key=score, reverse=True)


def of_sites(query: Query) -> Conditions:
    """Return the conditions on where an article stands, or on whose feed brought it."""
    wanted = [_of_site(site) for site in query.sites]
    unwanted = [sa.not_(_of_site(site)) for site in query.unwanted_sites]
    return (*([sa.or_(*wanted)] if wanted else []), *unwanted)


def _of_site(site: str) -> sa.ColumnElement[bool]:
    brought = sa.select(feeds.c.id).where(_at(feeds.c.url, site))
    address = sa.func.coalesce(articles.c.url, "")
    return sa.or_(_at(address, site), articles.c.feed_id.in_(brought))


def _at(address: sa.ColumnElement[Any], site: str) -> sa.ColumnElement[bool]:
    """Whether an address is on a host of that name or under it; host names have no wildcards."""
    ways = (f"{scheme}://{under}{site}/%" for scheme in ("http", "https") for under in ("", "%."))
    return sa.or_(*(address.like(way) for way in ways))


def _members(story_ids: Sequence[int], scope: str | None, conditions: Conditions) -> sa.Select[Any]:
    """Return the query for the newest articles of each story."""
    place = (
        sa.func.row_number()
        .over(partition_by=articles.c.story_id, order_by=articles.c.id.desc())
        .label("place")
    )
    chosen = sa.select(articles.c.id, place).where(articles.c.story_id.in_(story_ids), *conditions)
    if scope is not None:
        chosen = chosen.where(articles.c.feed_id.in_(visible(scope)))
    numbered = chosen.subquery()
    newest = sa.select(numbered.c.id).where(numbered.c.place <= PER_STORY)
    return sa.select(*COLUMNS).select_from(JOINED).where(articles.c.id.in_(newest))
