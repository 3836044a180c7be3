"""`/brief <topic>` on a large store: how long it takes, on SQLite and on PostgreSQL.

    python -m benchmarks.search [--articles 100000]

The articles are made of the wire's titles and summaries, joined to texts of some 400 words, so that
common and rare words are as common and rare as in news.
"""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Annotated

import sqlalchemy as sa
import typer

from benchmarks.data import needed, rows
from benchmarks.postgres import postgres
from briefings.errors import NotFound
from briefings.feeds.fetch import Fetcher
from briefings.newsroom import Newsroom
from briefings.store import Store, open_store
from briefings.store.fulltext import INSERT
from briefings.store.tables import articles, stories
from briefings.store.terms import index_text

TOPICS = (
    "ukraine",
    "russia",
    "covid",
    "government",
    "election",
    '"prime minister"',
    "ukraine sanctions",
    "technology -apple",
    "poland",
    "wimbledon",
    "zelensky",
    "nothingofthekind",
    "everything",
)
ROUNDS = 12
BATCH = 1000
FEEDS = 20


def texts(count: int, rand: random.Random) -> Iterator[tuple[str, str]]:
    """Yield titles and texts."""
    wire = [
        (row["title"], row["summary"] or row["title"])
        for month in ("2022-01", "2022-02", "2022-03")
        for row in rows(needed(f"wire/{month}.jsonl"))
    ]
    for _ in range(count):
        title, first = rand.choice(wire)
        others = " ".join(rand.choice(wire)[1][:300] for _ in range(12))
        yield title, f"{first}\n\n{others}"


async def fill(store: Store, count: int, until: datetime | None = None) -> None:
    """Store the articles in bulk, three to a story, one a minute up to `until` or now."""
    rand = random.Random(7)
    feeds = [
        (await store.add_feed(f"https://feed{n}.example/", f"Feed {n}", scope="*")).id
        for n in range(FEEDS)
    ]
    now = until or datetime.now(UTC)
    batch: list[tuple[int, str, str]] = []
    for number, (title, text) in enumerate(texts(count, rand), 1):
        batch.append((number, title, text))
        if len(batch) == BATCH or number == count:
            await _write(store, batch, feeds, now - timedelta(minutes=count - number), rand)
            batch = []
    async with store.writing() as connection:
        await connection.execute(sa.text("ANALYZE"))


async def _write(
    store: Store,
    batch: list[tuple[int, str, str]],
    feeds: list[int],
    at: datetime,
    rand: random.Random,
) -> None:
    heads = [
        {"id": number // 3 + 1, "headline": title, "opened_at": at}
        for number, title, _ in batch
        if number % 3 == 0 or number == 1
    ]
    made = [
        {
            "id": number,
            "feed_id": rand.choice(feeds),
            "entry_id": str(number),
            "title": title,
            "text": text,
            "url": f"https://feed.example/{number}",
            "language": "en",
            "published": at,
            "arrived": at,
            "story_id": number // 3 + 1,
            "fetched": True,
        }
        for number, title, text in batch
    ]
    indexed = [
        {"id": number, "stems": index_text(title, text, "en")} for number, title, text in batch
    ]
    async with store.writing() as connection:
        await connection.execute(sa.insert(stories), heads)
        await connection.execute(sa.insert(articles), made)
        await connection.execute(INSERT[store.dialect], indexed)


async def measure(url: str, count: int) -> None:
    """Fill a database and time briefs on it."""
    store = await open_store(url)
    started = time.perf_counter()
    await fill(store, count)
    filled = time.perf_counter() - started
    newsroom = Newsroom(store, Fetcher(), clock=lambda: datetime.now(UTC))
    every: list[float] = []
    print(f"\n{store.dialect}: {count:,} articles stored in {filled:.0f} s")
    for topic in TOPICS:
        times = [await _time(newsroom, topic) for _ in range(ROUNDS)]
        every += times
        print(
            f"  {topic:<22} median {statistics.median(times):6.1f} ms   most {max(times):6.1f} ms"
        )
    every.sort()
    print(
        f"  all: median {statistics.median(every):.1f} ms, 99th percentile "
        f"{every[int(len(every) * 0.99)]:.1f} ms, of {len(every)}"
    )
    await store.close()


async def _time(newsroom: Newsroom, topic: str) -> float:
    started = time.perf_counter()
    with suppress(NotFound):
        await newsroom.brief(topic, scope="web/local")
    return (time.perf_counter() - started) * 1000


def main(
    count: Annotated[int, typer.Option("--articles", help="How many.")] = 100_000,
) -> None:
    """Time `/brief` on both databases."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(f"sqlite:///{folder}/search.db", count))
    with postgres() as url:
        asyncio.run(measure(url, count))


if __name__ == "__main__":
    typer.run(main)
