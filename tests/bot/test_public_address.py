"""The doctor on QUICKREAD_PUBLIC_URL: what can be told, and what can't."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import build
from bot.config import Settings
from bot.public_address import public_address
from tests.conftest import StandingClock

LOOPBACK = ("127.0.0.1",)
Serve = Callable[[str], Awaitable[str]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    runners: list[web.AppRunner] = []

    async def start(said: str) -> str:
        async def answer(request: web.Request) -> web.Response:
            return web.Response(status=404, text=said)

        app = web.Application()
        app.router.add_get("/{any:.*}", answer)
        runner = web.AppRunner(app)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


async def test_without_it_polling_is_enough() -> None:
    found = await public_address("", running=True)
    assert not found.is_problem
    assert "is not set" in found.state


@pytest.mark.parametrize(
    "url", ["http://10.0.0.4", "https://192.168.1.2:8443", "http://localhost:8765", "http://[::1]"]
)
async def test_a_private_address_reaches_no_hub(url: str) -> None:
    found = await public_address(url, running=True)
    assert found.is_problem
    assert "no hub reaches it" in found.state


async def test_nothing_is_said_of_what_does_not_run() -> None:
    found = await public_address("https://bot.example.org", running=False)
    assert not found.is_problem
    assert "can't be tried" in found.state


async def test_our_own_answer_is_known_and_encryption_is_advised(
    tmp_path: Path, clock: StandingClock
) -> None:
    (tmp_path / "seeds").mkdir()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=f"sqlite:///{tmp_path}/quickread.db",
        quickread_seeds=tmp_path / "seeds",
        quickread_port=0,
        quickread_workers=0,
        quickread_public_url="http://127.0.0.1",
    )
    async with build(settings, clock=clock) as app:
        page = app.adapters["web"]
        await page.start()
        url = page.address.rstrip("/")  # type: ignore[attr-defined]
        found = await public_address(url, running=True, allowed=LOOPBACK)
        await page.stop()
    assert not found.is_problem
    assert "answers, asked from this machine; but it is not encrypted" in found.state


async def test_somebody_else_s_answer_is_none(serve: Serve) -> None:
    found = await public_address(await serve("Not here."), running=True, allowed=LOOPBACK)
    assert found.is_problem
    assert "is answered by something else (HTTP 404)" in found.state


async def test_silence_and_a_lack_of_encryption_are_told_apart(serve: Serve) -> None:
    silent = await public_address("http://127.0.0.1:1", running=True, allowed=LOOPBACK)
    assert "does not answer" in silent.state
    open_ = (await serve("")).replace("http:", "https:")
    unsafe = await public_address(open_, running=True, allowed=LOOPBACK)
    assert unsafe.is_problem
    assert "certificate" in unsafe.state
