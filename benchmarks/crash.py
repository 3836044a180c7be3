"""The product killed several hundred times in a replay of the wire: nothing lost, nothing twice.

    python -m benchmarks.crash [--kills 300] [--days 10] [--month 2022-03] [--database postgresql]

The real process with its real database posts to servers that speak Slack's and Discord's protocols
and answer 429 and 500, break connections before and after they took a message, or do not answer.
It is killed with SIGKILL at random moments and right after a message was taken, and some of the
time its disk is full. Prints kills, faults, deliveries, and what was lost, doubled, out of order or
told twice; ends with 1 if anything was.
"""

import asyncio
import sys
import time
from contextlib import nullcontext
from datetime import datetime
from typing import Annotated

import typer

from benchmarks.data import needed, rows
from benchmarks.postgres import postgres
from benchmarks.wire import read_wire
from tests.crash.stage import Stage


def main(
    kills: Annotated[int, typer.Option(help="How often it is killed, at most.")] = 300,
    days: Annotated[float, typer.Option(help="Days of the wire.")] = 10,
    month: Annotated[str, typer.Option(help="Which month of the wire.")] = "2022-03",
    seed: Annotated[int, typer.Option(help="Another seed, other moments.")] = 1,
    database: Annotated[str, typer.Option(help="sqlite or postgresql.")] = "sqlite",
) -> None:
    """Kill the product again and again."""
    feeds = read_wire(rows(needed(f"wire/{month}.jsonl")))
    begin = datetime.fromisoformat(f"{month}-01T00:00:00+00:00")
    started = time.perf_counter()
    with postgres() if database == "postgresql" else nullcontext("") as url:
        outcome = asyncio.run(Stage(feeds, begin, days, seed=seed).run(kills, url or ""))
    print(f"{outcome}\n{time.perf_counter() - started:.0f} s")
    for problem in (
        *outcome.lost, *outcome.doubled, *outcome.disordered, *outcome.told_twice
    ):  # fmt: skip
        print(f"FAILED: {problem}")
    sys.exit(0 if outcome.kept else 1)


if __name__ == "__main__":
    typer.run(main)
