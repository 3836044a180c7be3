"""`quickread export` and `quickread import`, as files."""

import gzip
from pathlib import Path

import pytest

from bot.backup import export_file, import_file
from bot.config import Settings
from briefings.errors import InputError
from briefings.store import open_store


def settings(path: Path) -> Settings:
    return Settings(_env_file=None, database_url=f"sqlite:///{path}")  # type: ignore[call-arg, arg-type]


@pytest.fixture
async def lived_in(tmp_path: Path) -> Settings:
    own = settings(tmp_path / "old.db")
    store = await open_store(own.database_url.get_secret_value())
    await store.add_subscription(channel="a/b/c", topic="x", schedule="daily 08:00", zone="UTC")
    await store.close()
    return own


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz"])
async def test_a_file_carries_everything_to_a_new_database(
    lived_in: Settings, tmp_path: Path, name: str
) -> None:
    assert await export_file(lived_in, tmp_path / name) >= 1
    counts = await import_file(settings(tmp_path / "new.db"), tmp_path / name)
    assert counts["subscriptions"] == 1
    assert (tmp_path / name).stat().st_mode & 0o077 == 0


async def test_a_file_that_cannot_be_written_says_so_and_leaves_nothing(
    lived_in: Settings, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="can't be used: No such file or directory"):
        await export_file(lived_in, tmp_path / "nowhere" / "all.jsonl")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.jsonl.gz", gzip.compress(b'{"format": "quickread export"}' * 100)[:20]),
        ("not.jsonl.gz", b"plain text"),
        ("binary.jsonl", b"\xff\xfe\x00\x00"),
    ],
)
async def test_a_damaged_file_says_so(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=r"can't be (used|read)"):
        await import_file(settings(tmp_path / "new.db"), tmp_path / name)


async def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"all\.jsonl can't be used: No such file"):
        await import_file(settings(tmp_path / "new.db"), tmp_path / "all.jsonl")
