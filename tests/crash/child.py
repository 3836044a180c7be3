"""The real product on a clock that a file holds: half an hour at a time, until it is killed.

    python -m tests.crash.child CLOCK_FILE UNTIL        with the settings in the environment

Everything is as in `quickread run` (page, schedules, outbox, Slack, Discord), but that the clock
moves on only when what was due at its moment is done: a crash loses no time, and nothing waits.
"""

import asyncio
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App, build
from bot.config import load_settings
from bot.logs import set_up_logs
from bot.serving import running
from briefings.errors import QuickreadError

STEP = timedelta(minutes=30)
PATIENCE = 400
"""Steps after the end in which what still waits may go out."""


class FileClock:
    """A clock whose moment outlives the process."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self) -> datetime:
        return datetime.fromisoformat(self._path.read_text())

    def move(self, to: datetime) -> None:
        """Set it, whole or not at all."""
        half = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        half.write_text(to.isoformat())
        half.replace(self._path)


async def work(clock: FileClock, until: datetime) -> None:
    """Run until the clock is there and nothing waits to be posted."""
    settings = load_settings(None)
    set_up_logs("human", "error")
    async with build(settings, clock=clock) as app, running(app):
        for _ in range(PATIENCE + (until - clock()) // STEP):
            if not await step(app):
                continue
            if clock() >= until and not await waiting(app):
                return
            clock.move(clock() + STEP)


async def step(app: App) -> bool:
    """Do what is due; return whether all of it could be done. A failure is tried again."""
    try:
        await app.read()
        await app.schedules.run_due()
        await app.outbox.deliver_due()
    except QuickreadError:
        await asyncio.sleep(0.05)
        return False
    return True


async def waiting(app: App) -> bool:
    """Whether something is still to be posted."""
    soon = app.clock() + timedelta(days=365)
    return bool(await app.store.due_deliveries(soon, limit=1))


if __name__ == "__main__":
    asyncio.run(work(FileClock(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2])))
