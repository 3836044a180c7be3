"""Moving everything to a file and from it into another database."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TextIO, cast

from bot.config import Settings
from briefings.errors import InputError
from briefings.store import open_store


async def export_file(settings: Settings, path: Path) -> int:
    """Write everything to a file; return how many rows. Raises InputError, StoreError.

    The file appears under its name only when it is whole.
    """
    half = path.with_name(f".{path.name}.part")
    rows = -1  # the first line is the head
    store = await open_store(settings.database_url.get_secret_value())
    try:
        with _opened(half, "wt", path.suffix) as file:
            async for line in store.export_lines():
                file.write(line + "\n")
                rows += 1
        half.replace(path)
    except OSError as error:
        raise _unusable(path, error) from None
    finally:
        half.unlink(missing_ok=True)
        await store.close()
    return rows


async def import_file(settings: Settings, path: Path) -> dict[str, int]:
    """Take a file's rows in, all or none; return how many of which table.

    Raises InputError, StoreError.
    """
    store = await open_store(settings.database_url.get_secret_value())
    try:
        with _opened(path, "rt", path.suffix) as file:
            return await store.import_lines(_lines(file))
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise _unusable(path, error) from None
    finally:
        await store.close()


def _opened(path: Path, mode: Literal["rt", "wt"], suffix: str) -> TextIO:
    if mode == "wt":
        path.touch(mode=0o600)  # it holds what people asked, and who
    if suffix == ".gz":
        return cast("TextIO", gzip.open(path, mode, encoding="utf-8"))
    return path.open(mode, encoding="utf-8")


def _lines(file: TextIO) -> Iterator[str]:
    for line in file:
        if line.strip():
            yield line


def _unusable(path: Path, error: Exception) -> InputError:
    why = error.strerror if isinstance(error, OSError) and error.strerror else "is damaged"
    return InputError(
        f"The file {path.name} can't be used: {why}.", hint="Check its name and disk."
    )
