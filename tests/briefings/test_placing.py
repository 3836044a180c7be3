"""Articles wait for their stories: news first, some at a time, and none is lost on the way."""

from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar

import pytest

from briefings.errors import StoreError
from briefings.grouping import Grouping, here
from briefings.model import Article, Entry, Feed
from briefings.placing import AT_ONCE, Placing
from briefings.store import Store
from tests.conftest import StandingClock

P = ParamSpec("P")
T = TypeVar("T")


@pytest.fixture
async def feed(store: Store) -> Feed:
    return await store.add_feed("https://a.example/feed", "A", scope="*")


async def stored(store: Store, feed: Feed, *names: str) -> list[int]:
    entries = [Entry(name, None, f"{name} {name} {name}") for name in names]
    return [article.id for article in await store.add_entries(feed.id, entries)]


async def placed(placing: Placing) -> list[int]:
    return [article.id for article in (await placing.place(placing.take())).new]


async def test_news_goes_before_what_a_new_feed_brings_along(
    store: Store, feed: Feed, clock: StandingClock
) -> None:
    placing = Placing(store, Grouping(store, clock=clock))
    older = await stored(store, feed, *(f"older{number}" for number in range(AT_ONCE + 1)))
    news = await stored(store, feed, "flood", "strike")
    placing.put(older, older=True)
    placing.put(news)
    assert await placed(placing) == [*news, *older[: AT_ONCE - 2]]
    assert await placed(placing) == older[AT_ONCE - 2 :]
    assert placing.take() == ()
    assert await store.unplaced() == ()


async def test_one_lot_is_placed_at_a_time(store: Store, feed: Feed, clock: StandingClock) -> None:
    placing = Placing(store, Grouping(store, clock=clock))
    placing.put(await stored(store, feed, "flood"))
    taken = placing.take()
    placing.put(await stored(store, feed, "strike"))
    assert placing.take() == ()
    await placing.place(taken)
    assert len(placing.take()) == 1


async def test_what_the_database_refused_waits_again(
    store: Store, feed: Feed, clock: StandingClock
) -> None:
    class Full(Grouping):
        async def group(self, articles: Sequence[Article]) -> None:
            raise StoreError("Its disk is full.")

    placing = Placing(store, Full(store, clock=clock))
    news = await stored(store, feed, "flood", "strike")
    placing.put(news)
    with pytest.raises(StoreError):
        await placing.place(placing.take())
    assert list(placing.take()) == news


async def test_a_process_is_never_asked_to_place_ten_thousands_in_one_call(
    store: Store, feed: Feed, clock: StandingClock
) -> None:
    asked: list[int] = []

    async def run(function: Callable[P, T], /, *args: P.args, **given: P.kwargs) -> T:
        if function.__name__ == "place":
            asked.append(len(args[2]))  # type: ignore[arg-type]
        return await here(function, *args, **given)

    names = [f"item{number}" for number in range(250)]
    numbers = await stored(store, feed, *names)
    await Grouping(store, clock=clock, run=run).group(await store.articles(numbers))
    assert max(asked) == 100
    assert await store.unplaced() == ()
