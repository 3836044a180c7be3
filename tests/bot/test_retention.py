"""How long things are kept is a setting; forgetting ends, however much there is."""

from datetime import datetime, timedelta

import pytest

from bot.retention import MOST_STEPS, Keep, forget_old
from tests.conftest import StandingClock


class Heap:
    """Forgets as much as it has, in steps of ten."""

    def __init__(self, **rows: int) -> None:
        self.rows = rows
        self.before: dict[str, datetime] = {}

    def _step(self, name: str, before: datetime | None = None) -> int:
        if before:
            self.before[name] = before
        taken = min(10, self.rows.get(name, 0))
        self.rows[name] = self.rows.get(name, 0) - taken
        return taken

    async def forget(self, before: datetime) -> int:
        return self._step("articles", before)

    async def forget_past(self, before: datetime) -> int:
        return self._step("past entries", before)

    async def forget_stories(self) -> int:
        return self._step("stories")

    async def forget_told(self, before: datetime) -> int:
        return self._step("told", before)

    async def forget_deliveries(self, before: datetime) -> int:
        return self._step("deliveries", before)

    async def forget_page(self, before: datetime) -> int:
        return self._step("page messages", before)

    async def forget_threads(self, before: datetime) -> int:
        return self._step("threads", before)

    async def forget_seen(self, before: datetime) -> int:
        return self._step("events", before)


async def test_each_thing_is_kept_as_long_as_its_setting_says(clock: StandingClock) -> None:
    heap = Heap(articles=25, threads=1)
    gone = await forget_old(heap, Keep(articles=30, threads=7, deliveries=3), clock=clock)
    assert gone == {"articles": 25, "threads": 1}
    days = {name: (clock() - before) // timedelta(days=1) for name, before in heap.before.items()}
    assert days == {
        "articles": 30, "told": 30, "threads": 7, "deliveries": 3, "page messages": 3, "events": 7,
        "past entries": 1000,
    }  # fmt: skip


@pytest.mark.parametrize("kept", ["articles", "threads", "deliveries"])
async def test_zero_keeps_it_for_ever(clock: StandingClock, kept: str) -> None:
    heap = Heap(articles=5, threads=5, deliveries=5)
    await forget_old(heap, Keep(**{kept: 0}), clock=clock)
    assert heap.rows[kept] == 5
    assert kept not in heap.before


async def test_a_day_s_forgetting_ends(clock: StandingClock) -> None:
    heap = Heap(articles=10**9)
    gone = await forget_old(heap, Keep(), clock=clock)
    assert gone["articles"] == 10 * MOST_STEPS
