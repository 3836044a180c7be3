"""A real Chromium on the real page."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

HERE = Path(__file__).parent
sys.path += [str(HERE), str(HERE.parent / "fakes")]
from scripted_conversation import ScriptedConversation  # noqa: E402
from staging import browser, chromium, staged  # noqa: E402

expect.set_options(timeout=15_000)


@pytest.fixture
def conversation() -> ScriptedConversation:
    return ScriptedConversation()


@pytest.fixture
async def page(conversation: ScriptedConversation, tmp_path: Path) -> AsyncIterator[Page]:
    """The page as it is first seen; an error in its scripts fails the test."""
    if chromium() is None:
        pytest.skip("no Chromium is installed: sh tests/browser/install.sh")
    async with staged(conversation, tmp_path) as served, browser() as opened:
        shown = await opened.new_page(viewport={"width": 1280, "height": 820})
        problems: list[str] = []
        shown.on("pageerror", lambda error: problems.append(str(error)))
        shown.on(
            "console",
            lambda said: problems.append(said.text) if "Content Security" in said.text else None,
        )
        await shown.goto(served.address)
        await expect(shown.locator("#connection")).to_have_text("Connected")
        yield shown
        assert problems == []
