"""Where the real data are: beside the checkout, or where QUICKREAD_DATA says."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_BESIDE = Path(__file__).parents[2] / "shared" / "data"


def data_folder() -> Path | None:
    """Return the folder of the data sets, None where there is none."""
    folder = Path(os.environ.get("QUICKREAD_DATA", _BESIDE))
    return folder if folder.is_dir() else None


def needed(name: str) -> Path:
    """Return the path of a data file; end the script with a clear word where it is absent."""
    folder = data_folder()
    if folder is None or not (folder / name).exists():
        sys.exit(f"skipped: no {name} found; set QUICKREAD_DATA to the folder of the data sets")
    return folder / name


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
