"""Opening: what can go wrong says so in plain words, and nothing is lost."""

import sqlite3
from pathlib import Path

import pytest

from briefings.errors import ConfigError, NewerSchema, StoreError
from briefings.store import open_store
from briefings.store.open import read_url


async def test_what_was_stored_is_there_after_reopening(database_url: str) -> None:
    store = await open_store(database_url)
    await store.add_feed("https://a.example/f", "A", scope="*")
    await store.close()
    store = await open_store(database_url)
    assert [feed.title for feed in await store.all_feeds()] == ["A"]
    await store.close()


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "q.db"
    await (await open_store(f"sqlite:///{path}")).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NewerSchema, match="newer version"):
        await open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "q.db"
    path.write_text("These are my notes, not a database. " * 50)
    with pytest.raises(StoreError, match="can't be opened"):
        await open_store(f"sqlite:///{path}")
    assert path.read_text().startswith("These are my notes")


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://root@host/x", "sqlite://", "redis://x"])
async def test_an_address_that_is_none_is_a_clear_error(url: str) -> None:
    with pytest.raises(ConfigError, match="DATABASE_URL"):
        await open_store(url)


async def test_a_server_that_is_not_there_is_a_clear_error_without_its_password() -> None:
    with pytest.raises(StoreError) as caught:
        await open_store("postgresql://user:s3cret@127.0.0.1:1/x")
    assert "s3cret" not in str(caught.value)


def test_addresses_get_their_asynchronous_driver() -> None:
    assert read_url("sqlite:///a.db").drivername == "sqlite+aiosqlite"
    assert read_url("postgres://u@h/d").drivername == "postgresql+psycopg"
