"""Ten thousand digests due in the same minute: how long until all are made and queued.

    python -m benchmarks.due [--subscriptions 10000] [--kind sqlite|postgresql]

Channels of 500 workspaces want one of twelve topics each, and half of the channels were told some
of the stories before. Prints seconds, digests a second, and the process's peak memory.
"""

import asyncio
import random
import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer

from benchmarks.postgres import postgres
from benchmarks.search import TOPICS, fill
from bot.app import App, build
from bot.config import Settings
from bot.logs import set_up_logs
from briefings.store import Store
from briefings.store.tables import deliveries, subscriptions, told

WORKSPACES = 500
ARTICLES = 3000
"""One a minute: two days of news."""
BATCH = 500


async def subscribe(store: Store, count: int, last_slot: datetime) -> None:
    """Write the subscriptions down in bulk."""
    rand = random.Random(3)
    made = [
        {
            "channel": f"slack/T{number % WORKSPACES}/C{number}",
            "topic": rand.choice(TOPICS),
            "schedule": "daily 08:00",
            "zone": "UTC",
            "size": 5,
            "feed_ids": [],
            "created_by": "U1",
            "created_at": last_slot - timedelta(days=3),
            "paused": False,
            "pause_reason": "",
            "last_slot": last_slot,
        }
        for number in range(count)
    ]
    known = [
        {
            "channel": f"slack/T{number % WORKSPACES}/C{number}",
            "story_id": rand.randrange(1, ARTICLES // 3),
            "article_ids": [],
            "bullets": ["Something about it."],
            "at": last_slot,
            "delivery_key": f"digest/{number}",
        }
        for number in range(0, count, 2)
        for _ in range(10)
    ]
    async with store.writing() as connection:
        for rows, table in ((made, subscriptions), (known, told)):
            for start in range(0, len(rows), BATCH):
                await connection.execute(sa.insert(table), rows[start : start + BATCH])


async def measure(url: str, count: int, seeds: Path) -> None:
    """Make everything that is due in one minute."""
    slot = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0)
    slot = slot if slot <= datetime.now(UTC) else slot - timedelta(days=1)
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=url,  # type: ignore[arg-type]
        quickread_seeds=seeds,
    )
    async with build(settings, clock=lambda: slot) as app:
        await fill(app.store, ARTICLES, until=slot)
        await subscribe(app.store, count, slot - timedelta(days=1))
        set_up_logs("human", "error")
        started, worked = time.perf_counter(), time.process_time()
        due = await app.schedules.run_due()
        seconds, work = time.perf_counter() - started, time.process_time() - worked
        await _report(app, due, seconds, work)


async def _report(app: App, due: int, seconds: float, work: float) -> None:
    parents = sa.select(sa.func.count()).where(deliveries.c.parent_key.is_(None))
    parts = sa.select(sa.func.count()).select_from(deliveries)
    digests = (await app.store.rows(parents))[0][0]
    messages = (await app.store.rows(parts))[0][0]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{app.store.dialect}: {due:,} subscriptions due, {digests:,} digests of {messages:,} "
        f"messages queued in {seconds:.1f} s ({due / seconds:.0f}/s, {work:.1f} s of processor "
        f"time), peak memory {memory:.0f} MB"
    )


def main(
    count: Annotated[int, typer.Option("--subscriptions", help="How many.")] = 10_000,
    kind: Annotated[str, typer.Option(help="sqlite or postgresql.")] = "sqlite",
) -> None:
    """Time a minute in which very many digests are due."""
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder) / "seeds"
        seeds.mkdir()
        if kind == "sqlite":
            asyncio.run(measure(f"sqlite:///{folder}/due.db", count, seeds))
        else:
            with postgres() as url:
                asyncio.run(measure(url, count, seeds))


if __name__ == "__main__":
    typer.run(main)
