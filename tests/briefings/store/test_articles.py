"""Articles: the same entry stays the same, whatever a publisher does to it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from briefings.model import Entry
from briefings.store import Store


@pytest.fixture
async def feed(both_stores: Store) -> int:
    return (await both_stores.add_feed("https://a.example/feed", "A", scope="*")).id


def entry(name: str = "1", **changed: object) -> Entry:
    given: dict[str, object] = {
        "id": name,
        "link": f"https://a.example/{name}",
        "title": "A title",
        "summary": "What happened.",
    }
    return Entry(**(given | changed))  # type: ignore[arg-type]


async def test_new_entries_come_back_as_articles_in_order(both_stores: Store, feed: int) -> None:
    added = await both_stores.add_entries(feed, [entry("1", title="One"), entry("2", title="Two")])
    assert [(one.title, one.source) for one in added] == [("One", "A"), ("Two", "A")]


@pytest.mark.parametrize(
    "again",
    [
        entry("1", title="Rewritten", published=datetime(2030, 1, 1, tzinfo=UTC)),
        entry("other-id", link="https://a.example/1"),
        entry("other-id", link="http://www.a.example/1/?utm_source=rss#top"),
        entry("1", link="https://a.example/moved"),
    ],
    ids=["new title and date", "new id", "tracking in the link", "new link"],
)
async def test_a_known_entry_is_not_new_again(both_stores: Store, feed: int, again: Entry) -> None:
    await both_stores.add_entries(feed, [entry("1")])
    assert await both_stores.add_entries(feed, [again]) == ()
    assert await both_stores.count_articles() == 1


async def test_an_entry_twice_in_one_document_is_one(both_stores: Store, feed: int) -> None:
    added = await both_stores.add_entries(feed, [entry("1", title="First"), entry("1", title="2")])
    assert [one.title for one in added] == ["First"]


async def test_changed_words_are_brought_up_to_date(both_stores: Store, feed: int) -> None:
    [article] = await both_stores.add_entries(feed, [entry("1", summary="Twelve people died.")])
    await both_stores.add_entries(feed, [entry("1", summary="Nineteen people died.")])
    [now] = await both_stores.articles([article.id])
    assert now.text == "Nineteen people died."
    assert now.arrived == article.arrived


async def test_the_same_id_in_another_feed_is_another_entry(both_stores: Store, feed: int) -> None:
    other = await both_stores.add_feed("https://b.example/feed", "B", scope="*")
    await both_stores.add_entries(feed, [entry("1")])
    assert len(await both_stores.add_entries(other.id, [entry("1")])) == 1


async def test_a_page_s_text_is_not_lost_to_the_feed_s_summary(
    both_stores: Store, feed: int
) -> None:
    [article] = await both_stores.add_entries(feed, [entry("1")])
    await both_stores.set_text(article.id, "The whole story of what happened, and why.")
    await both_stores.add_entries(feed, [entry("1", summary="Short again.")])
    [now] = await both_stores.articles([article.id])
    assert now.text.startswith("The whole story")


async def test_only_entries_with_a_page_wait_for_its_text(both_stores: Store, feed: int) -> None:
    added = await both_stores.add_entries(feed, [entry("1"), entry("2", link=None)])
    assert [one.id for one in await both_stores.awaiting_text()] == [added[0].id]
    await both_stores.mark_fetched(added[0].id, "There is no article on that page.")
    assert await both_stores.awaiting_text() == ()


@pytest.mark.parametrize("hostile", ["nul \x00 byte", "half a pair \ud800", "'; DROP TABLE", "%_"])
async def test_hostile_words_are_kept_as_far_as_a_database_can(
    both_stores: Store, feed: int, hostile: str
) -> None:
    [article] = await both_stores.add_entries(feed, [entry("1", title=hostile, summary=hostile)])
    assert article.title == hostile.replace("\x00", "").replace("\ud800", "")


async def test_forgetting_is_bounded_and_takes_the_oldest(
    both_stores: Store, feed: int, clock: Any
) -> None:
    await both_stores.add_entries(feed, [entry(str(number)) for number in range(5)])
    clock.forward(days=40)
    [kept] = await both_stores.add_entries(feed, [entry("new")])
    before = clock.now.replace(day=1)
    assert await both_stores.forget(before, limit=3) == 3
    assert await both_stores.forget(before, limit=3) == 2
    assert [one.id for one in await both_stores.recent_articles(before)] == [kept.id]
