"""Opening a database: which driver, which schema."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.util.exc import CommandError
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from briefings.clock import Clock, utc_now
from briefings.errors import ConfigError, NewerSchema, StoreError
from briefings.store.facade import Store
from briefings.store.revisions import alembic, newest_revision, revisions
from briefings.store.sqlite import connect

_POSTGRES = "postgresql+psycopg"
_SQLITE = "sqlite+aiosqlite"
_KINDS = {"sqlite": _SQLITE, "postgres": _POSTGRES, "postgresql": _POSTGRES}


async def open_store(url: str, *, clock: Clock = utc_now) -> Store:
    """Open the database at `url`, brought to the current schema.

    Takes `sqlite:///path` and `postgresql://user:password@host/name`. Raises ConfigError for
    another address, NewerSchema for a database of a newer version, StoreError when it is
    not usable.
    """
    address = read_url(url)
    await asyncio.to_thread(migrate, address)
    return Store(_engine(address), clock)


def read_url(url: str) -> URL:
    """Return the address with its asynchronous driver. Raises ConfigError."""
    try:
        address = make_url(url)
        driver = _KINDS[address.get_backend_name()]
    except (ArgumentError, KeyError):
        raise ConfigError(
            "DATABASE_URL is not an address I know.",
            hint="It should look like sqlite:///var/quickread.db or postgresql://user@host/name.",
        ) from None
    if driver == _POSTGRES:
        try:
            import psycopg  # noqa: F401
        except ImportError:
            raise ConfigError(
                "DATABASE_URL names PostgreSQL, whose driver is not installed.",
                hint="Install quickread[postgres].",
            ) from None
    return address.set(drivername=driver)


def migrate(address: URL) -> None:
    """Bring the database to the current schema; a failure leaves it as it was.

    PostgreSQL does it in one transaction. SQLite's file is copied first, and put back on failure.
    """
    if address.drivername == _SQLITE:
        _migrate_file(address)
    else:
        _upgrade(address)


def _migrate_file(address: URL) -> None:
    path = Path(address.database or "")
    if not address.database or address.database == ":memory:":
        raise ConfigError("DATABASE_URL names no file.", hint="Try sqlite:///var/quickread.db.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        old = path.exists() and path.stat().st_size > 0
    except OSError:
        raise StoreError(
            f"The folder of the database {path.name} can't be made.",
            hint="Check DATABASE_URL and who may write there.",
        ) from None
    if not old or not _is_behind(address):
        _upgrade(address)
        return
    copy = path.with_name(f"{path.name}.before-upgrade")
    with sqlite3.connect(path) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    try:
        _upgrade(address)
    except StoreError:
        shutil.copyfile(copy, path)
        raise
    finally:
        source.close()
        target.close()
    copy.unlink()


def _upgrade(address: URL) -> None:
    def work(connection: sa.Connection) -> None:
        config = alembic()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    _connected(address, work)


def _is_behind(address: URL) -> bool:
    found: list[bool] = []

    def work(connection: sa.Connection) -> None:
        current = MigrationContext.configure(connection).get_current_revision()
        found.append(current != newest_revision())

    _connected(address, work)
    return found[0]


def _connected(address: URL, work: Callable[[sa.Connection], None]) -> None:
    name = "sqlite" if address.drivername == _SQLITE else _POSTGRES
    engine = sa.create_engine(address.set(drivername=name), poolclass=sa.NullPool)
    if name == "sqlite":
        sa.event.listen(engine, "connect", _set_up_sqlite)
    try:
        with engine.begin() as connection:
            _refuse_newer(connection)
            work(connection)
    except (SQLAlchemyError, CommandError, sqlite3.Error) as error:
        raise StoreError(
            "The database can't be opened.",
            hint="Is DATABASE_URL right, its server running, and its file a Quickread database?",
        ) from error
    finally:
        engine.dispose()


def _refuse_newer(connection: sa.Connection) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        return
    if current not in revisions():
        raise NewerSchema(
            "The database was written by a newer version of Quickread.",
            hint="Install that version again, or point DATABASE_URL at another database.",
        )


def _engine(address: URL) -> AsyncEngine:
    if address.drivername != _SQLITE:
        return create_async_engine(address, pool_size=10, max_overflow=10, pool_pre_ping=True)
    args, given = address.get_dialect()().create_connect_args(address)
    opened = partial(connect, *args, **given)
    engine = create_async_engine(address, pool_size=5, max_overflow=5, async_creator=opened)
    sa.event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "busy_timeout = 10000",
        "temp_store = MEMORY",
        "mmap_size = 268435456",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
