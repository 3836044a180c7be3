"""From feed to story.

    due feeds → fetch → parse → decide → store → place into stories

A feed's failure is a value that travels on: it is stored with the feed and shown, and never keeps
another feed waiting: what is slow goes on in the background, and its result is the next round's.
"""

import asyncio
import contextlib
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from briefings.clock import Clock
from briefings.errors import FetchError, QuickreadError, StoreError
from briefings.feeds.fetch import Fetch, Fetched
from briefings.feeds.poll import Decision, Outcome, Read, as_pushed, decide, same_body, settle
from briefings.grouping import Grouping, StoryStore
from briefings.model import Article, Entry, Feed
from briefings.placing import Placing, PlacingStore
from briefings.pushing import Push, Unpushed, Waiting, announced
from briefings.rounds import Round, total
from briefings.saving import FeedSaver, Saving
from briefings.watching import Unwatched, Watch
from briefings.workers import InThreads, Reader

log = structlog.get_logger(__name__)

WAITING = 1_000
"""Feeds that are being read or wait for their host at most."""
AT_ONCE = 100
"""Feeds that are looked up in one go."""
IN_A_ROW = 10
"""Feeds that are begun without letting others have the event loop between them."""
READ_AT_ONCE = 12
"""Documents that are parsed or stored at the same time: parsed ones take ten times the memory."""
FEED_TIMEOUT = 60.0
"""Seconds that one feed may take, from its host's turn to parsed."""
LEASE = timedelta(minutes=10)
"""When a feed whose poll never came to an end has its turn again."""
PATIENCE = 10.0
"""Seconds after which a round ends, though feeds are still being read."""
LOOK = 1.0
"""Seconds between two looks for feeds whose turn it is, where the last found no more."""
SPREAD = 0.05
"""Seconds for each feed that is due at the start: a restart is no stampede."""


_NO_FEED = 0


class PollStore(StoryStore, PlacingStore, FeedSaver, Protocol):
    """Keeps feeds, articles and stories."""

    async def feed(self, feed_id: int) -> Feed:
        """Return one feed. Raises NotFound."""

    async def due_feeds(self, now: datetime, limit: int) -> tuple[Feed, ...]:
        """Return the feeds whose turn it is."""

    async def postpone(self, feed_ids: Sequence[int], until: datetime) -> None:
        """Let these feeds have their turn later."""

    async def spread_due(self, now: datetime, seconds_each: float, rand: random.Random) -> int:
        """Spread the feeds that are due over the time to come."""

    async def add_entries(
        self,
        feed_id: int,
        entries: Sequence[Entry],
        *,
        items: int = 0,
        last_read: datetime | None = None,
    ) -> tuple[Article, ...]:
        """Store the entries and return those that are new."""

    async def unplaced(self) -> tuple[int, ...]:
        """Return the articles that are in no story yet."""


class Poller:
    """Polls feeds and groups what they bring."""

    def __init__(
        self,
        store: PollStore,
        fetch: Fetch,
        *,
        clock: Clock,
        rand: random.Random | None = None,
        reader: Reader | None = None,
        watch: Watch | None = None,
        first_interval: float = 1800.0,
        grouping: Grouping | None = None,
        push: Push | None = None,
    ) -> None:
        """`first_interval`: seconds between the first two polls of a feed."""
        self._store = store
        self._fetch = fetch
        self._clock = clock
        self._random = rand or random.Random()  # noqa: S311  # spreads polls over time, no secret
        self._reader = reader or InThreads()
        self._watch = watch or Unwatched()
        self._first_interval = first_interval
        self._grouping = grouping or Grouping(store, clock=clock)
        self._push = push or Unpushed()
        self._waiting = Waiting()
        self._running: dict[asyncio.Task[Round], int] = {}
        self._ended: deque[asyncio.Task[Round]] = deque()
        self._done = asyncio.Event()
        self._saving = Saving(store)
        self._reading = asyncio.Semaphore(READ_AT_ONCE)
        self._placing = Placing(store, self._grouping)

    async def catch_up(self) -> None:
        """Spread the feeds that became due while nothing ran; have placed what was left over."""
        await self._store.spread_due(self._clock(), SPREAD, self._random)
        self._placing.put(await self._store.unplaced(), older=True)

    async def poll_due(self, patience: float = PATIENCE) -> Round:
        """Poll the feeds whose turn it is, for `patience` seconds at most.

        What is not done by then goes on, and is in the next round's result. Raises StoreError.
        """
        end = time.monotonic() + patience
        rounds: list[Round] = []
        look, more = 0.0, True
        while True:
            if time.monotonic() >= look and len(self._running) <= WAITING // 2:
                more = await self._start_due()
                look = time.monotonic() + (0.0 if more else LOOK)
            self._place_next()
            self._done.clear()
            while self._ended:
                rounds.append(self._ended.popleft().result())
            left = end - time.monotonic()
            if not self._running or left <= 0:
                return total(rounds)
            if more and len(self._running) <= WAITING // 2:
                await asyncio.sleep(0)
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(left, LOOK)):
                    await self._done.wait()

    async def poll(self, feed: Feed) -> Round:
        """Poll one feed now, and put what it brings into stories. Raises StoreError."""
        done = await self._read(feed)
        await self.group(done.new)
        return done

    async def _poll_due(self, feed: Feed) -> Round:
        """Poll one feed of many: what it brings is put into stories when there is time."""
        return self._later(await self._read(feed), older=feed.succeeded_at is None)

    def _later(self, done: Round, *, older: bool = False) -> Round:
        self._placing.put((article.id for article in done.new), older=older)
        self._place_next()
        return replace(done, new=())

    async def _read(self, feed: Feed) -> Round:
        """Read one feed; its failure is stored with it and never raised. Raises StoreError."""
        try:
            fetched = await self._fetch.fetch(
                feed.url, etag=feed.etag, last_modified=feed.last_modified
            )
        except QuickreadError as error:
            return await self._conclude(feed, error)
        if same_body(feed, fetched):
            return await self._conclude(feed, Read(fetched, None))
        async with self._reading:
            return await self._conclude(feed, await self._parse(feed, fetched))

    async def _conclude(self, feed: Feed, outcome: Outcome) -> Round:
        """Keep what came of a poll."""
        now = self._clock()
        if feed.succeeded_at is None:
            feed = replace(feed, interval=self._first_interval)
        decision = decide(feed, outcome, now, self._random)
        new = await self._keep(feed, decision, now)
        if isinstance(outcome, QuickreadError):
            log.info("a feed failed", feed=feed.url, problem=outcome.message)
            self._watch.polled("gone" if decision.feed.stopped_at else "failed")
            return Round(failed=1)
        if outcome.document or outcome.fetched.hub:
            await self._push.polled(feed, *announced(outcome), news=len(new))
        self._watch.polled("changed" if outcome.document else "unchanged")
        return Round(read=1, unchanged=int(outcome.document is None), new=new)

    async def take(self, feed_id: int, fetched: Fetched) -> bool:
        """Begin to read a document that a feed's hub sent; its result is the next round's.

        Return False where too much waits already. Raises StoreError, NotFound.
        """
        size = len(fetched.body)
        if not self._waiting.admit(feed_id, size):
            return False
        try:
            feed = await self._store.feed(feed_id)
            if feed.stopped_at is None:
                # polled soon, should it never be read: a sudden end loses nothing
                await self._store.postpone([feed_id], self._clock() + LEASE)
        except BaseException:
            self._waiting.done(feed_id, size)
            raise
        before = [task for task, other in self._running.items() if other == feed_id]
        task = self._begin(partial(self._read_pushed, feed_id, fetched, before), feed_id)
        task.add_done_callback(lambda _: self._waiting.done(feed_id, size))
        return True

    async def _read_pushed(
        self, feed_id: int, fetched: Fetched, before: Sequence[asyncio.Task[Round]]
    ) -> Round:
        """Read it like a polled one, when what is being read of the feed is done."""
        if before:
            await asyncio.wait(before)
        feed = await self._store.feed(feed_id)
        if feed.stopped_at is not None:
            return Round()
        async with self._reading:
            outcome = await self._parse(feed, replace(fetched, url=feed.url))
            if isinstance(outcome, QuickreadError):
                log.info("a hub sent no feed", feed=feed.url, problem=outcome.message)
                return Round()
            now = self._clock()
            decision = as_pushed(feed, decide(feed, outcome, now, self._random))
            new = await self._keep(feed, decision, now, pushed=True)
        self._watch.polled("pushed")
        return self._later(Round(read=1, new=new))

    async def _keep(
        self, feed: Feed, decision: Decision, now: datetime, *, pushed: bool = False
    ) -> tuple[Article, ...]:
        """Store what came, and settle when to ask again; return what is new."""
        new: tuple[Article, ...] = ()
        if decision.entries:
            new = await self._store.add_entries(
                feed.id, decision.entries, items=decision.items, last_read=feed.succeeded_at
            )
        # a poll that finds news was not told of it: then the hub is not relied on
        until = self._push.until(feed.id) if pushed or not new else None
        await self._saving.save(settle(decision, len(new), now, self._random, pushed_until=until))
        if new:
            self._watch.stored(
                [(now - one.published).total_seconds() if one.published else None for one in new]
            )
        return new

    async def group(self, articles: Sequence[Article]) -> None:
        """Put each new article into its story."""
        await self._grouping.group(articles)

    async def close(self) -> None:
        """Stop what is being read; it is read again after the next start."""
        tasks = tuple(self._running)
        self._running.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._grouping.close()

    async def _start_due(self) -> bool:
        """Begin to read the feeds whose turn it is; return whether there may be more of them."""
        room = min(AT_ONCE, WAITING - len(self._running))
        now = self._clock()
        due = await self._store.due_feeds(now, room)
        if not due:
            return False
        # leased, not only remembered: one that ends the process is not the first after a restart
        await self._store.postpone([feed.id for feed in due], now + LEASE)
        busy = set(self._running.values())
        for number, feed in enumerate(due):
            if feed.id not in busy:
                self._begin(partial(self._poll_due, feed), feed.id)
            if number % IN_A_ROW == 0:
                await asyncio.sleep(0)
        return len(due) == room

    def _place_next(self) -> None:
        if taken := self._placing.take():
            self._begin(partial(self._placing.place, taken), _NO_FEED)

    def _begin(self, work: Callable[[], Awaitable[Round]], feed_id: int) -> asyncio.Task[Round]:
        task = asyncio.create_task(self._safely(work))
        self._running[task] = feed_id
        task.add_done_callback(self._end)
        return task

    def _end(self, task: asyncio.Task[Round]) -> None:
        if self._running.pop(task, None) is not None and not task.cancelled():
            self._ended.append(task)
            self._done.set()
            if task.exception() is None:  # else it waits for the next round
                self._place_next()

    async def _safely(self, work: Callable[[], Awaitable[Round]]) -> Round:
        """Poll one feed of many: not even a mistake of ours in it keeps the others waiting."""
        try:
            return await work()
        except StoreError:
            raise
        except Exception:
            log.exception("a poll failed")
            return Round(failed=1)

    async def _parse(self, feed: Feed, fetched: Fetched) -> Outcome:
        if same_body(feed, fetched):  # as what a hub sends may be
            return Read(fetched, None)
        try:
            start = time.perf_counter()
            async with asyncio.timeout(FEED_TIMEOUT):
                document = await self._reader.feed(fetched, feed.seen_items)
            self._watch.parsed(time.perf_counter() - start)
            return Read(fetched, document)
        except QuickreadError as error:
            return error
        except TimeoutError:
            return FetchError(f"Reading the feed took more than {FEED_TIMEOUT:.0f} seconds.")
