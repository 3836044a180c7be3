"""The one door for `bot`: everything the newsroom does for a channel.

poll:    feeds → entries → articles → stories
brief:   topic → stories → Brief
digest:  subscription, window → stories with news → Digest
ask:     question → articles → Answer
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from briefings.asking import Archive, Asking
from briefings.briefs import brief_topic
from briefings.clock import Clock
from briefings.deliveries import Told
from briefings.digests import wanted_first, write_digest_by
from briefings.errors import InputError, NotFound
from briefings.feeds.fetch import Fetch, Fetched
from briefings.feeds.hosts import Hosts, PoliteFetch
from briefings.feeds.robots import Robots
from briefings.following import FeedShelf, Following, Import
from briefings.grouping import Grouping, here
from briefings.linked import LinkReader
from briefings.model import Answer, Article, Brief, Digest, Feed, Story
from briefings.pages import Pages, PageStore
from briefings.polling import Poller, PollStore
from briefings.pushing import HubState, Push, Unpushed
from briefings.rounds import Round
from briefings.subscriptions import Subscription
from briefings.watching import Watch
from briefings.windows import Briefs, Window, Windows
from briefings.work import Run
from briefings.workers import InThreads, Reader

AT_ONCE = 100
"""Documents that are fetched at the same time, from all hosts together."""
REQUESTS_AT_ONCE = 4
"""Briefs and answers that are made at the same time; others are acknowledged meanwhile."""
TOPIC_LIMIT = 200
"""Characters of a topic; a question may have ten times as many."""
STORIES_READ = 5
"""Stories that a brief is made of at most."""
_SCOPES = 1000
"""Workspaces of which it is remembered what feeds they see at a digest's moment."""
HEADLINES = 40
LIVE = timedelta(days=2)
"""How old the newest article of a live story is at most."""
_CANDIDATES = 6
"""How many stories are looked at for each that a digest may have."""


class Library(PollStore, PageStore, FeedShelf, Archive, Protocol):
    """What the newsroom needs of the store besides."""

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
        """Return stories on a topic, newest and most reported first."""

    async def found_useless(self, channel: str, story_ids: Sequence[int]) -> dict[int, int]:
        """Return how many people of a channel found each of these stories not useful."""

    async def told(
        self,
        channel: str,
        story_ids: Sequence[int] | None = None,
        since: datetime | None = None,
    ) -> tuple[Told, ...]:
        """Return what a channel was told of these stories."""

    async def own_feeds(self, scope: str) -> frozenset[tuple[int, bool]]:
        """Return what a scope follows or hides besides what everybody follows."""

    async def all_feeds(self) -> tuple[Feed, ...]:
        """Return every feed."""

    async def weekly_entries(self, feed_ids: Sequence[int]) -> dict[int, int]:
        """Return how many entries each of these feeds brought within a week."""


class Newsroom:
    """Reads feeds and says what is in them."""

    def __init__(
        self,
        library: Library,
        fetch: Fetch,
        *,
        clock: Clock,
        reader: Reader | None = None,
        hosts: Hosts | None = None,
        watch: Watch | None = None,
        first_interval: float = 1800.0,
        grouping: Run | None = None,
        push: Push | None = None,
    ) -> None:
        self._library = library
        self._clock = clock
        reader = self._reader = reader or InThreads()
        polite = PoliteFetch(fetch, hosts or Hosts(), at_once=AT_ONCE)
        stories = Grouping(library, clock=clock, run=grouping or here)
        self._poller = Poller(
            library,
            polite,
            clock=clock,
            reader=reader,
            watch=watch,
            first_interval=first_interval,
            grouping=stories,
            push=push,
        )
        self._pages = Pages(library, polite, reader, Robots(polite, clock=clock))
        self._following = Following(library, fetch, reader)
        self._links = LinkReader(fetch, clock=clock, reader=reader)
        self._asking = Asking(library, clock=clock, run=reader)
        self._windows = Windows()
        self._turns = asyncio.Semaphore(REQUESTS_AT_ONCE)
        self._push = push or Unpushed()
        self._own_feeds: dict[tuple[str, datetime], frozenset[tuple[int, bool]]] = {}

    async def catch_up(self) -> None:
        """Spread the polls that were missed while nothing ran; place what a sudden end left."""
        await self._poller.catch_up()

    async def close(self) -> None:
        """Stop what is still being read."""
        await self._poller.close()

    async def poll(self) -> Round:
        """Read every feed whose turn it is."""
        return await self._poller.poll_due()

    async def take(self, feed_id: int, fetched: Fetched) -> bool:
        """Have a document that a feed's hub sent read; return False where too much waits."""
        return await self._poller.take(feed_id, fetched)

    async def poll_feed(self, feed: Feed) -> Round:
        """Read one feed now."""
        return await self._poller.poll(feed)

    async def fetch_pages(self) -> int:
        """Fetch pages behind new entries; return how many gave a text."""
        return await self._pages.fetch()

    async def group(self, articles: Sequence[Article]) -> None:
        """Put articles that came another way into their stories."""
        await self._poller.group(articles)

    async def brief(
        self,
        topic: str,
        *,
        scope: str | None = None,
        channel: str | None = None,
        bullets: int = 5,
        quotes: int = 3,
    ) -> Brief:
        """Brief a topic from what is stored. Raises NotFound, InputError."""
        _check(topic)
        async with self._turns:
            stories = await self._library.search(topic, scope=scope, limit=STORIES_READ)
            if not stories:
                raise NotFound(
                    f"Nothing on “{topic}” has come in yet.",
                    hint="Try another word, or add a feed that covers it with /feeds add.",
                )
            return await self._reader(
                brief_topic, topic, stories, bullets=bullets, quotes=quotes, made_at=self._clock()
            )

    async def brief_stories(
        self, story_ids: Sequence[int], *, scope: str, bullets: int = 5, quotes: int = 3
    ) -> Brief:
        """Brief stories by their numbers, as far as the scope may see them. Raises NotFound."""
        stories = await self._library.stories(story_ids, scope=scope)
        if not stories:
            raise NotFound("That story is gone.", hint="Old stories are forgotten.")
        topic = stories[0].headline[:TOPIC_LIMIT] if len(stories) == 1 else ""
        return await self._reader(
            brief_topic, topic, stories, bullets=bullets, quotes=quotes, made_at=self._clock()
        )

    async def brief_address(self, address: str, *, bullets: int = 5, quotes: int = 3) -> Brief:
        """Brief the article that an address leads to.

        Raises AddressError, FetchError, NotAnArticle.
        """
        return await self._links.brief(address, bullets=bullets, quotes=quotes)

    async def headlines(self, scope: str, limit: int = HEADLINES) -> tuple[str, ...]:
        """Return the headlines of live stories, most reported first."""
        since = self._clock() - LIVE
        stories = await self._library.search("", scope=scope, since=since, limit=limit)
        return tuple(story.headline for story in stories)

    async def digest(
        self, subscription: Subscription, *, since: datetime, until: datetime
    ) -> Digest:
        """Make a subscription's digest of what arrived from `since` up to but not at `until`."""
        window = await self._window(subscription, since, until)
        ids = [story.id for story in window.stories]
        told = await self._library.told(subscription.channel, ids)
        useless = await self._library.found_useless(subscription.channel, ids)
        briefs = await write_digest_by(
            window.brief,
            wanted_first(window.stories, useless),
            told,
            topic=subscription.topic,
            since=since,
            until=until,
            size=subscription.size,
        )
        return Digest(
            topic=subscription.topic,
            briefs=briefs,
            since=since,
            until=until,
            considered=sum(len(story.articles) for story in window.stories),
            feeds_read=window.feeds_read,
            feeds_failed=window.feeds_failed,
        )

    async def _window(self, subscription: Subscription, since: datetime, until: datetime) -> Window:
        """Look up what has news, once for all who see the same feeds."""
        scope, topic = subscription.scope, subscription.topic
        feed_ids, limit = subscription.feed_ids, subscription.size * _CANDIDATES

        async def look_up() -> Window:
            feeds = await self._library.feeds(scope)
            stories = await self._library.search(
                topic,
                scope=scope,
                feed_ids=feed_ids or None,
                since=since,
                until=until,
                limit=limit,
            )
            failed = sum(feed.failures > 0 for feed in feeds)
            read = sum(feed.succeeded_at is not None and not feed.failures for feed in feeds)
            return Window(stories, read, failed, Briefs(self._reader))

        own = self._own_feeds.get((scope, until))
        if own is None:
            own = self._own_feeds[scope, until] = await self._library.own_feeds(scope)
            while len(self._own_feeds) > _SCOPES:
                del self._own_feeds[next(iter(self._own_feeds))]
        return await self._windows.get((own, topic, feed_ids, since, until, limit), look_up)

    async def ask(
        self,
        question: str,
        *,
        scope: str | None = None,
        story_ids: Sequence[int] = (),
        about: str = "",
        linked: Article | None = None,
        line: str = "",
    ) -> Answer:
        """Answer from what a thread is about, then from a topic, then from all there is.

        `line` is what was said where the rest of the question comes from the one before.
        """
        _check(question, TOPIC_LIMIT * 10)
        async with self._turns:
            return await self._asking.ask(
                question,
                scope=scope,
                story_ids=story_ids,
                about=about,
                linked=linked,
                line=line,
            )

    async def look_again(self, question: str, *, scope: str, since: datetime) -> Answer | None:
        """Answer from what has arrived since then; None where that does not answer."""
        return await self._asking.look_again(question, scope=scope, since=since)

    async def add_feed(self, address: str, *, scope: str) -> Feed:
        """Follow the feed at this address and read it at once. Raises FeedError, AddressError."""
        feed = await self._following.add(address, scope=scope)
        await self._poller.poll(feed)
        return feed

    async def feeds(self, scope: str) -> tuple[Feed, ...]:
        """Return the feeds that the scope follows."""
        return await self._library.feeds(scope)

    async def weekly_entries(self, feeds: Sequence[Feed]) -> dict[int, int]:
        """Return how many entries each of these feeds brought within a week, by the feed's id."""
        return await self._library.weekly_entries([feed.id for feed in feeds])

    def pushed(self, feed: Feed) -> HubState | None:
        """Return what the hub of a feed does, None where it has none."""
        return self._push.state(feed.id)

    async def remove_feed(self, name: str, *, scope: str) -> Feed:
        """Unfollow a feed by address, number or title. Raises NotFound."""
        return await self._following.remove(name, scope=scope)

    async def import_opml(self, text: str, *, scope: str) -> Import:
        """Follow every feed of an OPML file."""
        return await self._following.import_opml(text, scope=scope)

    async def export_opml(self, *, scope: str) -> str:
        """Return the scope's feeds as OPML."""
        return await self._following.export_opml(scope=scope)


def _check(words: str, limit: int = TOPIC_LIMIT) -> None:
    if len(words) > limit:
        raise InputError(f"That is too long: {limit:,} characters are enough for me.")
