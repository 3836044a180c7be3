"""The memory of a process and of all that it started."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Footprint:
    """What was used at most, in megabytes: each shared page once, and counted in every process."""

    own: float = 0.0
    resident: float = 0.0

    def __str__(self) -> str:
        """Say it."""
        return f"memory {self.own:.0f} MB ({self.resident:.0f} MB with shared pages counted twice)"

    def look(self, pid: int) -> None:
        """Look at a process and those that it started."""
        found = [sizes for one in _tree(pid) if (sizes := _sizes(one))]
        self.own = max(self.own, sum(own for own, _ in found))
        self.resident = max(self.resident, sum(resident for _, resident in found))


@asynccontextmanager
async def watched(pid: int) -> AsyncIterator[Footprint]:
    """Look at a process every half second."""
    footprint = Footprint()

    async def look() -> None:
        while True:
            footprint.look(pid)
            await asyncio.sleep(0.5)

    looking = asyncio.create_task(look())
    try:
        yield footprint
        footprint.look(pid)
    finally:
        looking.cancel()


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):  # a thread that ended meanwhile
                for child in (task / "children").read_text().split():
                    yield from _tree(int(child))


def _sizes(pid: int) -> tuple[float, float] | None:
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return None
    own, resident = (re.search(rf"^{name}:\s+(\d+)", told, re.MULTILINE) for name in ("Pss", "Rss"))
    return (int(own[1]) / 1000, int(resident[1]) / 1000) if own and resident else None
