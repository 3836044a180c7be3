"""The whole product as a process: what a newcomer starts, asks, and stops."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.fakes.discord_server import DiscordServer
from tests.fakes.loopback import loopback
from tests.fakes.slack_server import SlackServer

QUICKREAD = Path(sys.executable).with_name("quickread")
PATIENCE = 30.0
FEED = """<rss version='2.0'><channel><title>Harbour News</title><item>
<title>Harbour of Odesa reopens for grain ships</title><link>http://127.0.0.1/{0}</link>
<description>The harbour of Odesa in Ukraine reopened on Monday for ships that carry grain. “We are
ready to load every ship that comes,” said Olena Bondar, the head of the port.</description>
</item></channel></rss>"""


@dataclass
class Product:
    """A running process and its page."""

    process: asyncio.subprocess.Process
    address: str
    session: aiohttp.ClientSession
    token: str = ""

    async def open(self) -> None:
        async with self.session.get(f"{self.address}api/session") as answer:
            self.token = (await answer.json())["token"]

    async def say(self, text: str, channel: str = "newsroom") -> None:
        async with self.session.post(
            f"{self.address}api/say",
            json={"channel": channel, "text": text, "zone": "UTC"},
            headers={"X-Quickread-Token": self.token},
        ) as answer:
            assert answer.status == 202

    async def hears(self, words: str, channel: str = "newsroom") -> str:
        """Wait until the channel shows these words in what the bot says; return all of it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                shown = await self.messages(channel)
                said = " ".join(one["html"] for one in shown if one["author"] != "you")
                if words in said:
                    return said
                await asyncio.sleep(0.1)  # another process: only asking again can tell

    async def messages(self, channel: str = "newsroom") -> list[dict[str, Any]]:
        """Return what the channel shows."""
        async with self.session.get(
            f"{self.address}api/messages", params={"channel": channel}
        ) as answer:
            shown: list[dict[str, Any]] = (await answer.json())["messages"]
        return shown

    async def shows(self, view: str, words: str) -> None:
        """Wait until a view shows these words."""
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.session.get(f"{self.address}api/views/{view}") as answer:
                    if words in (await answer.json())["html"]:
                        return
                await asyncio.sleep(0.1)

    async def stop(self) -> float:
        """Send SIGTERM; return the seconds until it is gone."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        self.process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(self.process.wait(), PATIENCE)
        return loop.time() - started


@asynccontextmanager
async def product(folder: Path, **settings: str) -> AsyncIterator[Product]:
    """Start the command in a folder of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "QUICKREAD_PORT": "0",
        "QUICKREAD_PRIVATE_HOSTS": "127.0.0.1",
        "QUICKREAD_LOG": "json",
        **settings,
    }
    process = await asyncio.create_subprocess_exec(
        QUICKREAD, "run", cwd=folder, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode()
    async with aiohttp.ClientSession() as session:
        started = Product(process, line.split()[-1], session)
        try:
            await started.open()
            yield started
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()


@pytest.fixture
async def feed() -> AsyncIterator[str]:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=FEED.format("grain"), content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/feed.xml", answer)
    async with loopback(app) as root:
        yield f"{root}/feed.xml"


async def test_a_newcomer_gets_a_brief_a_digest_and_a_clean_stop(tmp_path: Path) -> None:
    async with product(tmp_path) as running:
        await running.say("/brief ukraine")
        said = await running.hears("26 nations")
        assert "Volodymyr Zelenskiy" in said
        await running.say("/digest subscribe ukraine daily 08:00 Europe/Kyiv")
        await running.hears("Ukraine: 1 story")
        assert await running.stop() < 5
        assert running.process.returncode == 0
    async with product(tmp_path) as again:
        await again.say("/digest list")
        await again.hears("daily 08:00 Europe/Kyiv")
        told = [one for one in await again.messages() if one["summary"].startswith("Ukraine: 1")]
        assert len(told) == 1


async def test_a_feed_that_is_added_is_read_and_briefed(tmp_path: Path, feed: str) -> None:
    async with product(tmp_path) as running:
        await running.say(f"/feeds add {feed}")
        await running.hears("Harbour News")
        await running.say("/brief odesa")
        said = await running.hears("reopened on Monday")
        assert "Olena Bondar" in said
        await running.shows("stories", "grain ships")
        await running.shows("feeds", "Harbour News")


async def test_with_tokens_it_answers_and_posts_in_slack_and_discord(tmp_path: Path) -> None:
    async with SlackServer() as slack, DiscordServer() as discord:
        tokens = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.api_url,
        }
        async with product(tmp_path, **tokens) as running:
            await slack.until(lambda: slack.connections, PATIENCE)
            await discord.until(lambda: discord.identified, PATIENCE)
            await slack.command("brief", "ukraine")
            await slack.until(lambda: "26 nations" in json.dumps(slack.rooms["C1"].messages))
            await discord.command("brief", {"topic": "ukraine"})
            await discord.until(lambda: "26 nations" in json.dumps(discord.originals))
            await slack.command("digest", "subscribe ukraine daily 08:00")
            await slack.until(lambda: "Ukraine: 1 story" in json.dumps(slack.rooms["C1"].messages))
            assert await running.stop() < 5


async def test_a_port_in_use_is_one_plain_line(tmp_path: Path) -> None:
    async with product(tmp_path) as first:
        port = first.address.rstrip("/").rsplit(":", 1)[1]
        second = await asyncio.create_subprocess_exec(
            QUICKREAD, "run", "--port", port, cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "QUICKREAD_LOG_LEVEL": "error"},
        )  # fmt: skip
        _, said = await asyncio.wait_for(second.communicate(), PATIENCE)
        assert second.returncode == 1
        assert said.decode().startswith(f"quickread: Port {port} is in use")
        assert "Traceback" not in said.decode()
