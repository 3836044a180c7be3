"""Entries that change, repeat, come back, or all come again: a channel is told each once."""

from datetime import timedelta

from briefings.model import Entry
from briefings.store import Store
from tests.conftest import StandingClock


def entry(number: int, *, name: str = "", link: str | None = None, **besides: object) -> Entry:
    made = Entry(
        id=name or f"id-{number}",
        link=link or f"https://n.example/{number}",
        title=f"The river reached mark number {number}",
        summary="Words.",
    )
    return Entry(**{field: getattr(made, field) for field in made.__slots__} | besides)  # type: ignore[arg-type]


async def add(
    store: Store, entries: list[Entry], clock: StandingClock, *, first: bool = False
) -> int:
    """Store what a feed shows; return how many of the entries are news."""
    feed = await store.add_feed("https://n.example/rss", "N", scope="*")
    before = None if first else clock() - timedelta(hours=1)
    came = await store.add_entries(feed.id, entries, items=len(entries), last_read=before)
    return len([one for one in came if one.arrived and one.arrived >= clock()])


async def test_an_id_or_a_link_that_changes_makes_no_other_entry(
    both_stores: Store, clock: StandingClock
) -> None:
    assert await add(both_stores, [entry(1)], clock) == 1
    clock.forward(hours=1)
    assert await add(both_stores, [entry(1, name="other id")], clock) == 0
    assert await add(both_stores, [entry(1, link="https://n.example/moved")], clock) == 0
    assert await add(both_stores, [entry(1, published=clock())], clock) == 0


async def test_a_text_that_changed_is_brought_up_to_date_in_place(
    both_stores: Store, clock: StandingClock
) -> None:
    await add(both_stores, [entry(1)], clock)
    (before,) = await both_stores.recent_articles(clock() - timedelta(days=1))
    assert await add(both_stores, [entry(1, summary="Corrected: other words.")], clock) == 0
    (after,) = await both_stores.recent_articles(clock() - timedelta(days=1))
    assert (after.id, after.text) == (before.id, "Corrected: other words.")


async def test_a_whole_feed_under_new_ids_and_links_is_no_news(
    both_stores: Store, clock: StandingClock
) -> None:
    assert await add(both_stores, [entry(n) for n in range(50)], clock, first=True) == 50
    clock.forward(days=1)
    again = [entry(n, name=f"new-{n}", link=f"https://new.example/{n}") for n in range(50)]
    assert await add(both_stores, again, clock) == 0
    assert await both_stores.count_articles() == 50
    clock.forward(days=1)
    assert await add(both_stores, [*again, entry(51)], clock) == 1


async def test_a_short_feed_under_new_ids_is_no_news_either_but_a_title_alone_is_no_proof(
    both_stores: Store, clock: StandingClock
) -> None:
    assert await add(both_stores, [entry(n) for n in range(4)], clock, first=True) == 4
    clock.forward(days=1)
    again = [entry(n, name=f"new-{n}", link=f"https://new.example/{n}") for n in range(4)]
    assert await add(both_stores, again, clock) == 0
    same = entry(1, name="newer", link="https://new.example/other")
    assert await add(both_stores, [same, *again], clock) == 1
    undated = [entry(n, link=f"https://new.example/{n}") for n in range(10, 14)]
    assert await add(both_stores, undated, clock) == 4


async def test_old_entries_that_all_come_at_once_are_stored_but_are_no_news(
    both_stores: Store, clock: StandingClock
) -> None:
    await add(both_stores, [entry(100)], clock)
    clock.forward(days=1)
    old = [entry(n, published=clock() - timedelta(days=60)) for n in range(50)]
    assert await add(both_stores, [entry(101, published=clock()), *old], clock) == 1
    assert await both_stores.count_articles() == 52


async def test_an_entry_that_comes_back_after_it_was_forgotten_is_no_news(
    both_stores: Store, clock: StandingClock
) -> None:
    await add(both_stores, [entry(1)], clock)
    clock.forward(days=40)
    assert await both_stores.forget(clock() - timedelta(days=30)) == 1
    assert await add(both_stores, [entry(1)], clock) == 0
    assert await both_stores.count_articles() == 0
