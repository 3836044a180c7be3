"""An update on the page leads to the thread that told its story; a correction shows there."""

from pathlib import Path

import pytest
from playwright.async_api import expect
from staging import browser, chromium

from bot.app import App, build
from bot.channels import Channel
from bot.compose import text_message
from bot.config import Settings
from bot.message_json import to_json
from bot.messages import Earlier, Message, Note, line
from briefings.clock import utc_now
from briefings.deliveries import Delivery, Told

HERE, FIRST = "web/local/newsroom", "digest/1/2026-09-04T08:00:00+00:00"


async def tell_and_update(app: App) -> None:
    """Post a digest of one story, and later an update on it."""
    now = utc_now()
    head = Delivery(FIRST, HERE, to_json(text_message("Ferries: 1 story")), now)
    brief = to_json(text_message("The ferry sails again."))
    under = Delivery(f"{FIRST}/1", HERE, brief, now, parent_key=FIRST)
    told = [Told(HERE, 8, (1,), ("The ferry sails again.",), now, FIRST)]
    await app.store.enqueue([head, under], told_stories=told)
    update = Note(line("What is new since ", Earlier("this was told", FIRST, 8), "."))
    later = Delivery("digest/1/later", HERE, to_json(Message((update,), "Update")), now)
    await app.store.enqueue([later])
    assert await app.outbox.deliver_due() == 3


async def test_the_link_of_an_update_opens_the_thread_that_told_the_story(tmp_path: Path) -> None:
    if chromium() is None:
        pytest.skip("no Chromium is installed: sh tests/browser/install.sh")
    (tmp_path / "seeds").mkdir()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=f"sqlite:///{tmp_path}/quickread.db",
        quickread_seeds=tmp_path / "seeds",
        quickread_port=0,
    )
    async with build(settings) as app, browser() as opened:
        served = app.adapters["web"]
        await served.start()
        await tell_and_update(app)
        page = await opened.new_page(viewport={"width": 1280, "height": 820})
        await page.goto(served.address)  # type: ignore[attr-defined]
        await page.get_by_role("link", name="this was told").click()
        await expect(page.locator("#thread")).to_contain_text("The ferry sails again.")
        await expect(page.locator("#thread .parent")).to_contain_text("Ferries: 1 story")
        brief = await app.store.delivery(f"{FIRST}/1")
        assert brief is not None
        corrected = text_message("The ferry sails again on Friday.")
        await served.edit(Channel.parse(HERE), brief.message_id, corrected, key=brief.key)  # type: ignore[attr-defined]
        await expect(page.locator("#thread")).to_contain_text("sails again on Friday")
        await served.stop()
