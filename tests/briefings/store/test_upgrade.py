"""A database of any earlier version opens with all that is in it, or stays as it was."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from briefings.errors import StoreError
from briefings.store import open_store
from briefings.store.open import read_url
from briefings.store.revisions import alembic, newest_revision, revisions

AT = datetime(2025, 9, 4, 8, 0, tzinfo=UTC)


def synchronous(url: str) -> sa.Engine:
    address = read_url(url)
    driver = {"sqlite+aiosqlite": "sqlite"}.get(address.drivername, address.drivername)
    return sa.create_engine(address.set(drivername=driver), poolclass=sa.NullPool)


def change(url: str, work: Callable[[sa.Connection], Any]) -> Any:
    engine = synchronous(url)
    try:
        with engine.begin() as connection:
            return work(connection)
    finally:
        engine.dispose()


def made_at(url: str, revision: str) -> None:
    """Make a database as that version did, with a row in every table that people fill."""

    def work(connection: sa.Connection) -> None:
        config = alembic()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        tables = sa.MetaData()
        tables.reflect(connection)
        for name in ("feeds", "stories", "articles", "subscriptions", "deliveries", "told"):
            table = tables.tables[name]
            row = {c.name: value(c) for c in table.c if not c.nullable or c.name == "story_id"}
            connection.execute(sa.insert(table), row)

    change(url, work)


def value(column: sa.Column[Any]) -> Any:
    """Something that the column takes; numbers are 1, so that foreign keys fit."""
    kind = column.type
    if isinstance(kind, sa.DateTime):
        return AT.replace(tzinfo=None)
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.JSON):
        return []
    return 1 if isinstance(kind, (sa.Integer, sa.Float)) else "pending"


@pytest.mark.parametrize("revision", revisions())
async def test_what_an_earlier_version_stored_is_there(database_url: str, revision: str) -> None:
    made_at(database_url, revision)
    store = await open_store(database_url)
    [subscription] = await store.subscriptions()
    assert (subscription.topic, subscription.created_at) == ("pending", AT)
    assert [one.key for one in await store.recent_deliveries()] == ["pending"]
    assert [one.id for one in await store.articles([1])] == [1]
    assert len(await store.told("pending")) == 1
    await store.close()
    found = change(database_url, lambda c: c.scalar(sa.text("SELECT * FROM alembic_version")))
    assert found == newest_revision()


async def test_an_upgrade_that_fails_leaves_the_old_state_usable(database_url: str) -> None:
    made_at(database_url, "0001")
    # somebody has put a column in that the second schema brings: its migration can't add it
    in_the_way = sa.text("ALTER TABLE subscriptions ADD COLUMN only_news BOOLEAN")
    change(database_url, lambda connection: connection.execute(in_the_way))
    with pytest.raises(StoreError):
        await open_store(database_url)

    def look(connection: sa.Connection) -> tuple[Any, Any]:
        version = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return version, connection.scalar(sa.text("SELECT topic FROM subscriptions"))

    assert change(database_url, look) == ("0001", "pending")
    out_again = sa.text("ALTER TABLE subscriptions DROP COLUMN only_news")
    change(database_url, lambda connection: connection.execute(out_again))
    store = await open_store(database_url)
    assert len(await store.subscriptions()) == 1
    await store.close()
