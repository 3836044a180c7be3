"""A page to look at: the real adapter on a real store, with a scripted conversation."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from bot.adapters.web import WebAdapter
from bot.channels import Conversation, Posted, Reply, Request
from bot.previews import previews
from briefings.store import open_store

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """Return where a Chromium is installed. In CI there has to be one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None and os.environ.get("CI"):
        raise RuntimeError("CI needs a Chromium for the browser tests")
    return found


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    detail: str = ""
    url: str | None = None
    at: datetime | None = None
    trouble: bool = False
    next_at: datetime | None = None


class StagedViews:
    """Views with something in them."""

    async def rows(self, view: str, scope: str) -> tuple[Row, ...]:
        now = datetime.now(UTC)
        match view:
            case "feeds":
                return (
                    Row("The Daily Planet", "read", "https://planet.test/", now, next_at=now),
                    Row("Kyiv Morning Post", "The server did not answer in time.", trouble=True),
                )
            case "stories":
                return (Row("Security guarantees", "2 sources", "https://planet.test/x", now),)
            case "coming":
                return (Row("ukraine · #newsroom", "daily 08:00", at=now + timedelta(hours=9)),)
        return ()

    async def health(self) -> dict[str, object]:
        return {"ok": True, "database": True, "scheduler": True}


@asynccontextmanager
async def staged(conversation: Conversation, folder: Path) -> AsyncIterator[WebAdapter]:
    """Serve the page on a free port with a database in `folder`."""
    store = await open_store(f"sqlite:///{folder / 'page.db'}")

    async def on_posted(request: Request, reply: Reply, posted: Posted) -> None:
        if reply.about:
            address = request.channel.address
            await store.remember_thread(address, posted.message_id, reply.about, request.argument)

    page = WebAdapter(
        conversation, store, StagedViews(), port=0, previews=previews(), on_posted=on_posted
    )
    await page.start()
    try:
        yield page
    finally:
        await page.stop()
        await store.close()


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Start the machine's own Chromium."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(
            executable_path=chromium(), args=list(ARGUMENTS)
        )
        yield launched
        await launched.close()


async def send(page: Page, text: str, *, field: str = "#composer") -> None:
    """Type a line and send it."""
    await page.fill(field, text)
    await page.press(field, "Enter")
