"""The whole conversation on the page, in a real Chromium: asked, gone on with, and remembered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect
from staging import browser, chromium, send

from bot.app import build
from bot.config import Settings

SEEDS = Path(__file__).parents[2] / "seeds"


@asynccontextmanager
async def quickread(folder: Path, page: Page) -> AsyncIterator[None]:
    """Run the real product without feeds, and open its page."""
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=f"sqlite:///{folder}/quickread.db",
        quickread_seeds=SEEDS,
        quickread_port=0,
    )
    async with build(settings) as app:
        served = app.adapters["web"]
        await served.start()
        try:
            await page.goto(served.address)  # type: ignore[attr-defined]
            await expect(page.locator("#connection")).to_have_text("Connected")
            yield
        finally:
            await served.stop()


async def open_thread(page: Page) -> None:
    brief = page.locator("#log .entry", has=page.locator("h3")).first
    await brief.hover()
    await brief.get_by_role("button", name="Reply in thread").click()
    await expect(page.locator("#thread-composer")).to_be_focused()


async def ask(page: Page, question: str) -> None:
    await send(page, question, field="#thread-composer")


async def test_a_thread_is_asked_gone_on_with_and_remembered_over_a_restart(
    tmp_path: Path,
) -> None:
    if chromium() is None:
        pytest.skip("no Chromium is installed: sh tests/browser/install.sh")
    async with browser() as opened:
        page = await opened.new_page(viewport={"width": 1280, "height": 820})
        thread = page.locator("#thread")
        async with quickread(tmp_path, page):
            await send(page, "/brief ukraine")
            await open_thread(page)
            await ask(page, "What did Putin say about Western troops?")
            await expect(thread.locator("p", has_text="quite sure")).to_be_visible()
            await ask(page, "Where did he say it?")
            await expect(thread).to_contain_text("Vladivostok")
        async with quickread(tmp_path, page):
            await open_thread(page)
            await expect(thread).to_contain_text("Vladivostok")
            await ask(page, "Has he won the chess championship?")
            await expect(thread).to_contain_text("The sources don't say.")
            await thread.get_by_role("button", name="Tell me when they do").click()
            await expect(thread).to_contain_text("Has Putin won the chess championship?")
            await thread.get_by_role("button", name="Don't watch").click()
            await expect(thread).to_contain_text("I watch for that no more.")
