"""SQLite's connections, each with a thread of its own that is asked once for a statement.

execute → thread: cursor, execute, fetch, close → rows

The driver asks its thread five times for a query: a cursor, its execution, its rows, closing it and
rolling back. Between an event loop and a thread each of these costs more than the query itself.
"""

import sqlite3
from collections import deque
from collections.abc import Iterable
from functools import partial
from typing import Any

import aiosqlite
from aiosqlite.context import contextmanager

ROWS = 2000
"""Rows that are fetched together with a statement's execution; further ones as they are wanted."""


class QuickConnection(aiosqlite.Connection):
    """A connection whose cursors ask the thread once, and that rolls back only what has begun."""

    _settled = True
    """Whether all that the thread was asked for is done: after a cancellation it may not be."""

    async def _execute(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        self._settled = False
        try:
            done = await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        except sqlite3.Error:
            self._settled = True
            raise
        self._settled = True
        return done

    @contextmanager
    async def cursor(self) -> Any:
        """Return a cursor; the thread makes its own one when something is executed."""
        return _Cursor(self)

    async def commit(self) -> None:
        """Commit the transaction, if one has begun."""
        if not self._idle:
            await super().commit()

    async def rollback(self) -> None:
        """Roll the transaction back, if one has begun."""
        if not self._idle:
            await super().rollback()

    @property
    def _idle(self) -> bool:
        return self._settled and not self._conn.in_transaction


class _Cursor:
    """A statement's outcome, read from the thread's cursor in one go."""

    arraysize = 1

    def __init__(self, connection: QuickConnection) -> None:
        self._connection = connection
        self._open: sqlite3.Cursor | None = None
        self._rows: deque[Any] = deque()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> "_Cursor":
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> "_Cursor":
        """Execute a statement and fetch its first rows."""
        await self._connection._execute(self._run, "execute", sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> "_Cursor":
        """Execute a statement once for each set of parameters."""
        await self._connection._execute(self._run, "executemany", sql, parameters)
        return self

    async def fetchone(self) -> Any:
        """Return the next row, None after the last."""
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """Return the next rows, `size` at most."""
        wanted = size or self.arraysize
        if self._open and len(self._rows) < wanted:
            await self._connection._execute(self._fetch, self._open, ROWS)
        return [self._rows.popleft() for _ in range(min(wanted, len(self._rows)))]

    async def fetchall(self) -> list[Any]:
        """Return all rows that are left."""
        if self._open:
            await self._connection._execute(self._fetch, self._open, None)
        rows = list(self._rows)
        self._rows.clear()
        return rows

    async def close(self) -> None:
        """Close it; there is nothing to do where all rows have been fetched."""
        if self._open:
            opened, self._open = self._open, None
            await self._connection._execute(opened.close)

    def _run(self, method: str, sql: str, parameters: Any) -> None:
        cursor = self._connection._conn.cursor()
        try:
            getattr(cursor, method)(sql, parameters)
        except BaseException:
            cursor.close()
            raise
        self.description, self.rowcount = cursor.description, cursor.rowcount
        self.lastrowid = cursor.lastrowid
        self._fetch(cursor, ROWS)

    def _fetch(self, cursor: sqlite3.Cursor, most: int | None) -> None:
        rows = cursor.fetchall() if most is None else cursor.fetchmany(most)
        self._rows.extend(rows)
        if most is not None and len(rows) == most:
            self._open = cursor
        else:
            self._open = None
            cursor.close()


async def connect(database: str, **given: Any) -> QuickConnection:
    """Open a database file, as the engine asks for it."""
    connection = QuickConnection(partial(sqlite3.connect, database, **given), iter_chunk_size=64)
    connection._thread.daemon = True
    await connection
    return connection
