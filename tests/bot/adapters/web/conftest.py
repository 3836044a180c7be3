"""The page's own server, asked as a browser on this machine asks it."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.adapters.web import WebAdapter
from briefings.store import Store, open_store

ROOT = Path(__file__).parents[4]
sys.path += [str(ROOT / "tests" / "fakes"), str(ROOT / "tests" / "browser")]
from scripted_conversation import ScriptedConversation  # noqa: E402
from staging import StagedViews  # noqa: E402


@pytest.fixture
def conversation() -> ScriptedConversation:
    return ScriptedConversation()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path / 'page.db'}")
    yield opened
    await opened.close()


@pytest.fixture
async def page(conversation: ScriptedConversation, store: Store) -> AsyncIterator[WebAdapter]:
    adapter = WebAdapter(
        conversation,
        store,
        StagedViews(),
        previews={"terminal": lambda message: message.summary},
        heartbeat=0.05,
    )
    await adapter.open_channels()
    yield adapter
    await adapter.stop()


@pytest.fixture
async def client(page: WebAdapter) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(page.application())) as asking:
        yield asking
