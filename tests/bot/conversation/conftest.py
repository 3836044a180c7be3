"""The whole product to talk to, on an empty database, without seeds."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, build
from bot.config import Settings
from briefings.clock import Clock


@asynccontextmanager
async def product(folder: Path, clock: Clock, **given: Any) -> AsyncIterator[App]:
    """Build it with some settings; nothing is started."""
    (folder / "seeds").mkdir()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=f"sqlite:///{folder}/quickread.db",
        quickread_seeds=folder / "seeds",
        **given,
    )
    async with build(settings, clock=clock) as built:
        yield built


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    """The product with its usual settings."""
    async with product(tmp_path, clock) as built:
        yield built
