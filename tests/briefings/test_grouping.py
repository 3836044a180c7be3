"""Articles into stories: in batches, by a process that may forget."""

from collections.abc import AsyncIterator, Callable
from typing import ParamSpec, TypeVar

import pytest

from briefings.errors import Overworked
from briefings.grouping import Grouping
from briefings.model import Article, Entry
from briefings.processes import Processes
from briefings.store import Store
from briefings.stories.kept import groupers
from tests.conftest import StandingClock

P = ParamSpec("P")
T = TypeVar("T")

FLOOD = "Flood waters reach the old town of Passau after days of heavy rain in Bavaria"
STRIKE = "Railway workers begin a strike in Lviv over wages"


@pytest.fixture
async def processes() -> AsyncIterator[Processes]:
    made = Processes(1)
    yield made
    await made.close()


async def arrive(store: Store, *titles: str) -> tuple[Article, ...]:
    """Store articles, each of a feed of its own."""
    came: tuple[Article, ...] = ()
    for title in titles:
        number = await store.count_articles()
        feed = await store.add_feed(f"https://f{number}.example/", f"F{number}", scope="*")
        entry = Entry(f"e{number}", None, title, f"{title}, reporters say.")
        came += await store.add_entries(feed.id, [entry])
    return came


async def grouped(store: Store) -> dict[str, int]:
    """Return how many articles each story has, by the title of its first."""
    return {story.articles[-1].title: len(story.articles) for story in await store.search("")}


async def test_what_comes_together_is_grouped_among_itself_and_with_what_was_there(
    both_stores: Store, clock: StandingClock
) -> None:
    grouping = Grouping(both_stores, clock=clock)
    await grouping.group(await arrive(both_stores, FLOOD, STRIKE, f"{FLOOD} region"))
    await grouping.group(await arrive(both_stores, f"{STRIKE} again", f"{FLOOD} again"))
    await grouping.group(await arrive(both_stores, f"{FLOOD} and Austria"))
    assert await grouped(both_stores) == {FLOOD: 4, STRIKE: 2}


async def test_a_process_groups_as_this_one_does_and_learns_again_what_it_forgot(
    store: Store, clock: StandingClock, processes: Processes
) -> None:
    grouping = Grouping(store, clock=clock, run=processes.run)
    await grouping.group(await arrive(store, FLOOD, STRIKE))
    again = Processes(1)
    try:
        grouping = Grouping(store, clock=clock, run=again.run)
        await grouping.group(await arrive(store, f"{FLOOD} region"))
    finally:
        await again.close()
    assert await grouped(store) == {FLOOD: 2, STRIKE: 1}


async def test_where_nothing_can_be_grouped_each_article_is_a_story(
    store: Store, clock: StandingClock
) -> None:
    async def fail(function: Callable[P, T], /, *args: P.args, **given: P.kwargs) -> T:
        raise Overworked("Not now.")

    grouping = Grouping(store, clock=clock, run=fail)
    await grouping.group(await arrive(store, FLOOD, f"{FLOOD} region"))
    assert await grouped(store) == {FLOOD: 1, f"{FLOOD} region": 1}


async def test_what_is_kept_goes_with_it(store: Store, clock: StandingClock) -> None:
    grouping = Grouping(store, clock=clock)
    await grouping.group(await arrive(store, FLOOD))
    assert grouping._number in groupers
    await grouping.close()
    assert grouping._number not in groupers
