"""Questions put to a large store: how long an answer takes, on SQLite and on PostgreSQL.

    python -m benchmarks.ask [--articles 100000]

The articles are those of `benchmarks.search`. Questions are of titles that are in the store, of
common words only, and of what is not in it; each is asked once, as people do.
"""

import asyncio
import gc
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime
from typing import Annotated

import typer

from benchmarks.data import needed, rows
from benchmarks.postgres import postgres
from benchmarks.search import fill
from briefings.feeds.fetch import Fetcher
from briefings.newsroom import Newsroom
from briefings.store import open_store

TITLES = 160
COMMON = (
    "What did the government say about the new people in the world this year?",
    "How many people died in Ukraine last week?",
    "Why did the prime minister say that the country will not take part?",
    "When will the president of the United States meet the president of Russia?",
    "Who won the election?",
    "What happened today?",
    "Where was the police man found dead?",
    "Which country has the most covid cases?",
)
UNKNOWN = (
    "How many moons does the planet Zyglorbia have?",
    "Who won the Quidditch cup in 2047?",
    "Which cheese was named after Fitzwilliam Xandriel?",
)


def questions(rand: random.Random) -> list[str]:
    """Return what is asked."""
    wire = [row["title"] for row in rows(needed("wire/2022-02.jsonl"))]
    ways = ("What is known of {}?", "Who said “{}”?", "How many people: {}?", "{}: why?")
    made = [rand.choice(ways).format(rand.choice(wire)) for _ in range(TITLES)]
    return [*made, *COMMON * 3, *UNKNOWN * 2]


async def measure(url: str, count: int) -> None:
    """Fill a database and time questions put to it."""
    store = await open_store(url)
    started = time.perf_counter()
    await fill(store, count)
    print(f"\n{store.dialect}: {count:,} articles stored in {time.perf_counter() - started:.0f} s")
    newsroom = Newsroom(store, Fetcher(), clock=lambda: datetime.now(UTC))
    await newsroom.ask(UNKNOWN[0], scope="web/local")
    gc.freeze()  # as the product does when all is loaded
    times, answered = [], 0
    slowest = (0.0, "")
    for question in questions(random.Random(11)):
        began = time.perf_counter()
        said = await newsroom.ask(question[:900], scope="web/local")
        taken = (time.perf_counter() - began) * 1000
        times.append(taken)
        answered += said.text is not None
        slowest = max(slowest, (taken, question))
    times.sort()
    print(
        f"  median {statistics.median(times):.0f} ms, 99th percentile "
        f"{times[int(len(times) * 0.99)]:.0f} ms, most {times[-1]:.0f} ms, of {len(times)} "
        f"questions, {answered} answered\n  slowest: {slowest[1]}"
    )
    await store.close()


def main(
    count: Annotated[int, typer.Option("--articles", help="How many.")] = 100_000,
) -> None:
    """Time questions on both databases."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(f"sqlite:///{folder}/ask.db", count))
    with postgres() as url:
        asyncio.run(measure(url, count))


if __name__ == "__main__":
    typer.run(main)
