"""Makes the README's pictures: the real product, driven in Chromium as the browser tests do it."""

import asyncio
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path += [str(ROOT), str(HERE)]

from playwright.async_api import Page, expect  # noqa: E402
from staging import browser, send  # noqa: E402

from bot.app import build  # noqa: E402
from bot.config import Settings  # noqa: E402
from bot.serving import running  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
QUESTION = "How many nations are ready to give security guarantees?"


async def main() -> None:
    """Take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{folder}/quickread.db",  # type: ignore[arg-type]
            quickread_port=0,
            quickread_poll=False,
            quickread_zone="Europe/Kyiv",
            quickread_log_level="error",
        )
        async with build(settings) as app, running(app), browser() as opened:
            page = await opened.new_page(
                viewport={"width": 1280, "height": 880},
                device_scale_factor=1.5,
                timezone_id="Europe/Kyiv",
            )
            await page.goto(app.adapters["web"].address)  # type: ignore[attr-defined]
            await take_all(page)


async def take_all(page: Page) -> None:
    """Go from the first load to a brief, a thread, previews and the views."""
    await expect(page.locator("#connection")).to_have_text("Connected")
    await page.locator("#composer").press_sequentially("/")
    await expect(page.get_by_role("option").first).to_be_visible()
    await take(page, "commands")
    await page.keyboard.press("Escape")
    await send(page, "/brief ukraine")
    await expect(page.locator("#log h3").first).to_be_visible()
    await take(page, "brief")
    brief = page.locator("#log .entry", has=page.locator("h3")).first
    await brief.hover()
    await brief.get_by_role("button", name="Reply in thread").click()
    await expect(page.locator("#thread-composer")).to_be_focused()
    await send(page, QUESTION, field="#thread-composer")
    await expect(page.locator("#thread .entry")).to_have_count(3)
    await page.mouse.move(5, 5)
    await take(page, "thread")
    await page.emulate_media(color_scheme="dark")
    await take(page, "dark")
    await page.emulate_media(color_scheme="light")
    await page.keyboard.press("Escape")
    for platform in ("Slack", "Discord"):
        await brief.hover()
        await brief.get_by_label("Preview elsewhere").click()
        await page.get_by_role("menuitem", name=f"As {platform}").click()
        await expect(page.locator(f"#preview .{platform.lower()}").first).to_be_visible()
        await take(page, platform.lower())
        await page.keyboard.press("Escape")
    await send(page, "/digest subscribe ukraine daily 08:00")
    await expect(page.locator("#log")).to_contain_text("The next one comes")
    await page.get_by_role("link", name="Feeds").click()
    await expect(page.locator(".rows li").first).to_be_visible()
    await take(page, "feeds")
    await page.get_by_role("link", name="newsroom").click()
    await expect(page.locator("#composer")).to_be_focused()  # the channel is drawn anew by then
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.locator("#log .mine").first.scroll_into_view_if_needed()
    await page.mouse.move(200, 20)
    await take(page, "phone")


async def take(page: Page, name: str) -> None:
    """Take one picture when nothing moves any more."""
    await page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
    print(PICTURES / f"{name}.png")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
