"""Everything of a database as lines of JSON, and back into an empty one of either kind.

export: one moment's state → a head with the schema's revision → each table's rows, in batches
import: head → is it a schema we know, is there nothing yet? → rows, in one transaction → index
"""

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from briefings.errors import InputError, NewerSchema
from briefings.store.database import Database
from briefings.store.fulltext import DELETE_ALL, INSERT
from briefings.store.revisions import newest_revision, revisions
from briefings.store.tables import Moment, articles, metadata, subscriptions
from briefings.store.terms import index_text

FORMAT = "quickread export"
BATCH = 200
"""Rows that are read or written at a time."""
LINE_LIMIT = 20_000_000
"""Characters of a line at most: no row is longer."""
_BROKEN = "It should be a file that `quickread export` wrote, whole."


class Transfer(Database):
    """Moves everything between databases."""

    async def export_lines(self) -> AsyncIterator[str]:
        """Yield everything as lines of JSON, as it was at one moment. Raises StoreError."""
        async with self.reading() as connection:
            await _stand_still(connection, self.dialect)
            yield _line({"format": FORMAT, "schema": newest_revision()})
            for table in metadata.sorted_tables:
                async for row in await connection.stream(sa.select(table)):
                    yield _line({"table": table.name, "row": _plain(row)})

    async def import_lines(self, lines: Iterable[str]) -> dict[str, int]:
        """Take everything in; return how many rows of which table.

        All or nothing. Raises InputError for lines that `export_lines` did not write and for a
        database with something in it, NewerSchema for a newer version's, StoreError.
        """
        numbered = enumerate(lines, 1)
        _check_head(next(numbered, (1, ""))[1])
        counts: dict[str, int] = {}
        async with self.writing() as connection:
            await self._must_be_empty(connection)
            await connection.execute(DELETE_ALL)
            for table in reversed(metadata.sorted_tables):
                await connection.execute(sa.delete(table))
            for table, rows in _batches(numbered):
                await self._insert_rows(connection, table, rows)
                counts[table.name] = counts.get(table.name, 0) + len(rows)
            await self._count_on(connection)
        return counts

    async def _must_be_empty(self, connection: AsyncConnection) -> None:
        """Raise InputError where somebody uses the database: seeds alone may be replaced."""
        used = await connection.execute(sa.select(subscriptions.c.id).limit(1))
        if used.first():
            raise InputError(
                "This database has subscriptions already, which an import would replace.",
                hint="Point DATABASE_URL at a new, empty database and import there.",
            )

    async def _insert_rows(
        self, connection: AsyncConnection, table: sa.Table, rows: list[dict[str, Any]]
    ) -> None:
        try:
            await connection.execute(sa.insert(table), rows)
        except (SQLAlchemyError, TypeError, ValueError, KeyError) as error:
            raise InputError(f"Some rows of {table.name} can't be kept.", hint=_BROKEN) from error
        if table is articles:
            indexed = [
                {"id": row["id"], "stems": index_text(row["title"], row["text"], row["language"])}
                for row in rows
            ]
            await connection.execute(INSERT[self.dialect], indexed)

    async def _count_on(self, connection: AsyncConnection) -> None:
        """Let PostgreSQL give numbers behind those that were taken in; SQLite does by itself."""
        if self.dialect == "sqlite":
            return
        for table in metadata.sorted_tables:
            own = [column for column in table.primary_key if column is table.autoincrement_column]
            for column in own:
                newest = sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery()
                sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
                await connection.execute(sa.select(sa.func.setval(sequence, newest, False)))  # noqa: FBT003


async def _stand_still(connection: AsyncConnection, dialect: str) -> None:
    """Have every following look see the same moment."""
    if dialect == "sqlite":
        await connection.exec_driver_sql("BEGIN")
    else:
        await connection.execution_options(isolation_level="REPEATABLE READ")


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain(row: Any) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row._mapping.items()
    }


def _check_head(line: str) -> None:
    head = _read(1, line)
    if head.get("format") != FORMAT:
        raise InputError("This is no export of Quickread.", hint=_BROKEN)
    if head.get("schema") not in revisions():
        raise NewerSchema(
            "The export was written by a newer version of Quickread.",
            hint="Install that version, and import with it.",
        )


def _read(number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line) if len(line) <= LINE_LIMIT else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise InputError(f"Line {number} can't be read.", hint=_BROKEN)
    return value


def _batches(
    numbered: Iterator[tuple[int, str]],
) -> Iterator[tuple[sa.Table, list[dict[str, Any]]]]:
    """Yield rows of the same table and the same columns together."""
    known = {table.name: table for table in metadata.sorted_tables}
    table: sa.Table | None = None
    rows: list[dict[str, Any]] = []
    for number, line in numbered:
        given = _read(number, line)
        own, row = known.get(given.get("table", "")), given.get("row")
        if own is None or not isinstance(row, dict) or not set(row) <= set(own.c.keys()):
            raise InputError(f"Line {number} is of no table that I know.", hint=_BROKEN)
        if rows and (own is not table or len(rows) == BATCH or row.keys() != rows[0].keys()):
            assert table is not None  # noqa: S101  # rows come with their table
            yield table, rows
            rows = []
        table = own
        rows.append(_typed(own, row, number))
    if rows and table is not None:
        yield table, rows


def _typed(table: sa.Table, row: dict[str, Any], number: int) -> dict[str, Any]:
    try:
        return {
            name: datetime.fromisoformat(value)
            if value is not None and isinstance(table.c[name].type, Moment)
            else value
            for name, value in row.items()
        }
    except (TypeError, ValueError):
        raise InputError(f"Line {number} has a time that is none.", hint=_BROKEN) from None
