"""SQLite's connections: one question to the thread for a statement, and nothing left half done."""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from briefings.store.sqlite import ROWS, QuickConnection, connect


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[QuickConnection]:
    opened = await connect(f"{tmp_path}/some.db")
    await opened.execute("CREATE TABLE numbers (number INTEGER)")
    yield opened
    await opened.close()


async def count(connection: QuickConnection) -> int:
    async with connection.cursor() as cursor:
        await cursor.execute("SELECT count(*) FROM numbers")
        [(found,)] = await cursor.fetchall()
        return int(found)


@pytest.mark.parametrize("rows", [0, 1, ROWS - 1, ROWS, ROWS + 1, 3 * ROWS])
async def test_every_row_comes_once_and_in_order(connection: QuickConnection, rows: int) -> None:
    numbers = (
        "WITH RECURSIVE r(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM r WHERE n < 99999) "
        "SELECT n FROM r LIMIT ?"
    )
    async with connection.cursor() as cursor:
        await cursor.execute(numbers, (rows,))
        assert [number for (number,) in await cursor.fetchall()] == list(range(rows))
    async with connection.cursor() as cursor:
        await cursor.execute(numbers, (rows,))
        found = []
        while some := await cursor.fetchmany(700):
            found += some
        assert [number for (number,) in found] == list(range(rows))


async def test_what_is_not_committed_is_rolled_back(connection: QuickConnection) -> None:
    async with connection.cursor() as cursor:
        await cursor.executemany("INSERT INTO numbers VALUES (?)", [(1,), (2,)])
        assert cursor.rowcount == 2
    await connection.rollback()
    assert await count(connection) == 0
    async with connection.cursor() as cursor:
        await cursor.execute("INSERT INTO numbers VALUES (7)")
        assert cursor.lastrowid == 1
    await connection.commit()
    await connection.rollback()
    assert await count(connection) == 1


async def test_a_statement_that_fails_leaves_the_connection_usable(
    connection: QuickConnection,
) -> None:
    async with connection.cursor() as cursor:
        with pytest.raises(sqlite3.OperationalError):
            await cursor.execute("SELECT nothing FROM nowhere")
    await connection.rollback()
    assert await count(connection) == 0


async def test_a_statement_that_is_cancelled_half_way_is_rolled_back(
    connection: QuickConnection,
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def hold() -> int:
        begun.set()
        go_on.wait()
        return 1

    await connection.create_function("hold", 0, hold)

    async def write() -> None:
        async with connection.cursor() as cursor:
            await cursor.execute("INSERT INTO numbers SELECT hold()")

    writing = asyncio.create_task(write())
    await asyncio.to_thread(begun.wait)
    writing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await writing
    rolling_back = asyncio.create_task(connection.rollback())
    await asyncio.sleep(0)
    go_on.set()
    await rolling_back
    assert await count(connection) == 0
