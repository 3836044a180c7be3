"""The connection to the database, and how the store's parts read and write through it."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from briefings.clock import Clock
from briefings.errors import StoreError

IN_LIMIT = 500
"""Values in one IN (…): databases limit them."""


class AlreadyThere(StoreError):
    """A key that has to be unique was written twice."""


class Database:
    """An engine and a clock.

    SQLite has one writer at a time, so writes wait here for their turn.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._writing = asyncio.Lock() if engine.dialect.name == "sqlite" else None

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read with. Raises StoreError."""
        with _translated():
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: all that is done in it is kept, or nothing. Raises StoreError."""
        with _translated():
            if self._writing is None:
                async with self._engine.begin() as connection:
                    yield connection
            else:
                async with self._writing, self._engine.begin() as connection:
                    yield connection

    async def rows(self, statement: sa.Executable) -> list[Any]:
        """Return the rows of a query."""
        async with self.reading() as connection:
            return list((await connection.execute(statement)).all())

    async def row(self, statement: sa.Executable) -> Any | None:
        """Return the first row of a query, if any."""
        async with self.reading() as connection:
            return (await connection.execute(statement)).first()

    async def write(self, statement: sa.Executable) -> int:
        """Execute one statement in its own transaction; return how many rows it touched."""
        async with self.writing() as connection:
            return int((await connection.execute(statement)).rowcount)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


class _translated:  # noqa: N801  # reads as a word in its with statement
    """Turns the library's errors into ours; what went wrong stays as the cause, for the log."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, IntegrityError):
            raise AlreadyThere("That is in the database already.") from error
        if isinstance(error, SQLAlchemyError):
            raise StoreError(
                "The database did not do what was asked of it.",
                hint="Is its disk full, or its server down? quickread doctor tells more.",
            ) from error


def insert(dialect: str) -> Any:
    """Return the dialect's INSERT, which knows ON CONFLICT."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as made
    else:
        from sqlalchemy.dialects.postgresql import insert as made  # type: ignore[assignment]
    return made


def clean(text: str) -> str:
    """Drop what a database refuses to keep: NUL and halves of surrogate pairs."""
    if text.isascii() and "\x00" not in text:
        return text
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def batches(values: Iterable[int]) -> list[list[int]]:
    """Cut values into lists that fit into IN (…)."""
    every = list(values)
    return [every[start : start + IN_LIMIT] for start in range(0, len(every), IN_LIMIT)]
