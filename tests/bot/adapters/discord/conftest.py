"""A Discord on loopback, a conversation, and the adapter between them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.adapters.discord.adapter import DiscordAdapter
from tests.bot.adapters.answering import Answering
from tests.fakes.discord_server import DiscordServer, walk


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server


@pytest.fixture
def desk() -> Answering:
    return Answering()


@pytest.fixture
async def adapter(server: DiscordServer, desk: Answering) -> AsyncIterator[DiscordAdapter]:
    adapter = make(server, desk)
    await adapter.start()
    yield adapter
    await adapter.stop()


def make(server: DiscordServer, desk: Answering, **options: Any) -> DiscordAdapter:
    """Return an adapter for the server, not connected yet."""
    options = {"token": server.token, "gateway_url": server.gateway_url, **options}
    return DiscordAdapter(desk, api_url=server.api_url, **options)


def words(message: dict[str, Any]) -> str:
    """Return what a message shows."""
    return "\n".join(part["content"] for part in walk(message["components"]) if part["type"] == 10)


class Kept:
    """A memory over restarts."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    async def mark_seen(self, key: str) -> bool:
        return self.kept.setdefault(key, "now") == "now" and not self.kept.update({key: "before"})

    async def setting(self, key: str) -> Any:
        return self.kept.get(key)

    async def set_setting(self, key: str, value: Any) -> None:
        self.kept[key] = value
