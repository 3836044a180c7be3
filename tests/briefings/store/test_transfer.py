"""Everything moves from one database to another, of either kind; nothing is half taken in."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from briefings.deliveries import Delivery, Told
from briefings.errors import InputError, NewerSchema
from briefings.model import Entry
from briefings.store import Store, open_store
from briefings.store.tables import metadata
from tests.conftest import StandingClock

CHANNEL = "slack/T1/C1"


@pytest.fixture(params=["sqlite", "postgresql"])
async def target(
    request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock
) -> AsyncIterator[Store]:
    """A second, empty database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/target.db"
    else:
        url = request.getfixturevalue("other_postgres_url")
    store = await open_store(url, clock=clock)
    yield store
    await store.close()


async def lived_in(store: Store, clock: StandingClock) -> Store:
    """Give a store something of everything that people make in it."""
    feed = await store.add_feed("https://a.example/f", "A “feed”", scope="slack/T1")
    entry = Entry(
        "1", "https://a.example/1", "Größe & Ямал", content="Ukrainian grain\n\n🌾 ships."
    )
    [article] = await store.add_entries(feed.id, [entry])
    story = await store.place(article.id, None, article.title)
    made = await store.add_subscription(
        channel=CHANNEL, topic="grain", schedule="daily 08:00", zone="UTC", only_news=True
    )
    delivery = Delivery("k", CHANNEL, {"summary": "x", "blocks": []}, clock())
    told = Told(CHANNEL, story, (article.id,), ("Grain ships.",), clock(), "k")
    await store.enqueue([delivery], told_stories=[told], slot=(made.id, clock()))
    await store.remember_thread(CHANNEL, "m1", [story], "grain")
    await store.set_setting("a", {"b": [1, None]})
    return store


async def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    kept = {}
    for table in metadata.sorted_tables:
        rows = await store.rows(sa.select(table).order_by(*table.primary_key))
        kept[table.name] = [tuple(row) for row in rows]
    return kept


async def test_all_of_it_is_there_again_and_can_be_found_and_added_to(
    both_stores: Store, target: Store, clock: StandingClock
) -> None:
    await lived_in(both_stores, clock)
    lines = [line async for line in both_stores.export_lines()]
    counts = await target.import_lines(lines)
    assert await everything(target) == await everything(both_stores)
    assert counts["articles"] == 1
    [story] = await target.search("ukraine", scope="slack/T1")
    assert story.headline == "Größe & Ямал"
    added = await target.add_subscription(
        channel=CHANNEL, topic="new", schedule="daily 09:00", zone="UTC"
    )
    assert added.id not in {one.id for one in await both_stores.subscriptions()}
    [article] = await target.add_entries(story.articles[0].feed_id or 0, [Entry("2", None, "Two")])
    assert article.id != story.articles[0].id


async def test_a_database_that_is_used_is_not_replaced(
    store: Store, target: Store, clock: StandingClock
) -> None:
    lines = [line async for line in (await lived_in(store, clock)).export_lines()]
    await lived_in(target, clock)
    before = await everything(target)
    with pytest.raises(InputError, match="has subscriptions already"):
        await target.import_lines(lines)
    assert await everything(target) == before


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda lines: [], "can't be read"),
        (lambda lines: ["{}"], "no export of Quickread"),
        (lambda lines: [*lines, "{not json"], "can't be read"),
        (lambda lines: [*lines, '"text"'], "can't be read"),
        (lambda lines: [*lines, '{"table":"users","row":{}}'], "no table that I know"),
        (lambda lines: [*lines, '{"table":"feeds","row":{"evil":1}}'], "no table that I know"),
        (lambda lines: [*lines, '{"table":"seen","row":{"key":"k","at":"yesterday"}}'], "a time"),
        (lambda lines: [*lines, '{"table":"seen","row":{"key":"k"}}'], "seen can't be kept"),
        (lambda lines: [*lines, "[" * 100_000], "can't be read"),
    ],
)
async def test_a_damaged_file_leaves_everything_as_it_was(
    store: Store, target: Store, clock: StandingClock, damage: object, said: str
) -> None:
    await target.add_feed("https://seed.example/", "Seed", scope="*")
    lines = [line async for line in (await lived_in(store, clock)).export_lines()]
    before = await everything(target)
    with pytest.raises(InputError, match=said):
        await target.import_lines(damage(lines))  # type: ignore[operator]
    assert await everything(target) == before


async def test_an_older_version_s_export_gets_what_is_new_by_default(
    store: Store, target: Store, clock: StandingClock
) -> None:
    lines = [json.loads(line) async for line in (await lived_in(store, clock)).export_lines()]
    lines[0]["schema"] = "0001"
    for line in lines:
        if line.get("table") == "subscriptions":
            del line["row"]["only_news"]
    await target.import_lines(json.dumps(line) for line in lines)
    [subscription] = await target.subscriptions()
    assert subscription.only_news is None


async def test_a_newer_version_s_export_is_refused(target: Store) -> None:
    with pytest.raises(NewerSchema):
        await target.import_lines(['{"format":"quickread export","schema":"9999"}'])
