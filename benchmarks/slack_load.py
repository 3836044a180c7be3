"""Slack under load: how soon a command is acknowledged, and whether every digest arrives once.

    python -m benchmarks.slack_load commands [--feeds 500] [--at-once 50] [--seconds 60]
    python -m benchmarks.slack_load digests [--channels 1000]

The product runs as the process that people start; Slack stands on loopback in this one, and the
feeds in a third. `commands` uses /brief 50 times in the same moment, again and again, while all
feeds are polled and grouped, and prints how long each waited for its acknowledgement and for its
answer. `digests` has all channels' digests due at once while one post in ten is answered with 429,
the socket drops and the process is killed once.
"""

import asyncio
import random
import time
import uuid
from collections import Counter
from typing import Annotated

import typer
from aiohttp import web

from benchmarks.load import PATIENCE, REFUSED, Drill, measure_commands, measure_digests
from tests.fakes.slack_server import Json, Room, SlackServer

SCOPE = "slack/T1"

cli = typer.Typer(add_completion=False)


class Clocked(SlackServer):
    """A Slack that notes when a command was sent, acknowledged and answered."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, float] = {}
        self.waits: list[float] = []
        self.answers: list[float] = []
        self._answered: dict[str, asyncio.Event] = {}

    async def connected(self) -> None:
        """Wait until the product is there."""
        await self.until(lambda: self.connections, PATIENCE)

    async def ask(self, topic: str) -> None:
        """Use /brief, to be answered privately, and wait for the answer."""
        name, started = uuid.uuid4().hex, time.perf_counter()
        self._answered[name] = asyncio.Event()
        self.sent[name] = started
        url = f"http://127.0.0.1:{self.port}/respond/{name}"
        await self.command("brief", f"{topic} private", response_url=url)
        await self._answered[name].wait()
        del self._answered[name]
        self.answers.append(time.perf_counter() - started)

    async def push(self, kind: str, payload: Json) -> str:
        """Send an envelope; note when."""
        envelope = uuid.uuid4().hex
        self.sent[envelope] = time.perf_counter()
        body = {"envelope_id": envelope, "type": kind, "payload": payload}
        await self._open_sockets()[-1].send_json(body)
        return envelope

    async def _notify(self) -> None:
        while self.acknowledged:
            sent = self.sent.pop(self.acknowledged.pop(), None)
            if sent is not None:
                self.waits.append(time.perf_counter() - sent)
        while self.responses:
            said = self.responses.pop()
            event = self._answered.get(said["id"])
            if event and not said.get("text", "").startswith("Working on it"):
                event.set()
        await super()._notify()


class Grudging(SlackServer):
    """A Slack of many channels that answers one post in ten with 429."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.names = [f"C{10_000 + number}" for number in range(channels)]
        self.rooms |= {name: Room(name, ["UBOT", "U1"]) for name in self.names}
        self.slowed, self.dropped = 0, 0
        self._random = random.Random(5)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["method"] == "chat.postMessage" and self._random.random() < REFUSED:
            self.slowed += 1
            self.fail("chat.postMessage", status=429, retry_after=1)
        return await super()._api(request)

    async def drop(self) -> None:
        """Break the sockets."""
        for socket in self._open_sockets():
            self.dropped += 1
            await socket.close()

    def keys(self, name: str) -> list[tuple[str, int]]:
        """The deliveries' keys, and their parts, in the order in which they stand there."""
        marks = [one["metadata"]["event_payload"] for one in self.rooms[name].messages]
        return [(mark["key"], mark["part"]) for mark in marks]

    def heads(self) -> int:
        """How many channels have something."""
        return sum(bool(self.rooms[name].messages) for name in self.names)

    def posted(self) -> int:
        """How many messages stand anywhere."""
        return sum(len(self.rooms[name].messages) for name in self.names)

    def forget(self) -> None:
        """Slack remembers no keys; its channels' history does."""


def settings_for(server: SlackServer) -> dict[str, str]:
    """Return what the product needs to find this Slack."""
    return {
        "SLACK_BOT_TOKEN": server.bot_token,
        "SLACK_APP_TOKEN": server.app_token,
        "SLACK_API_URL": server.api_url,
    }


async def _commands(feeds: int, at_once: int, seconds: float) -> None:
    async with Clocked() as server:
        print(
            await measure_commands(
                server, SCOPE, settings_for(server), feeds=feeds, at_once=at_once, seconds=seconds
            )
        )


async def _digests(channels: int) -> None:
    async with Grudging(channels) as server:
        _report_digests(server, await measure_digests(server, SCOPE, settings_for(server)))


def _report_digests(server: Grudging, drill: Drill) -> None:
    wanted = drill.wanted
    posted = {name: server.keys(name) for name in server.names}
    marks = Counter((name, *mark) for name, keys in posted.items() for mark in keys)
    came = {name: list(dict.fromkeys(key for key, _ in keys)) for name, keys in posted.items()}
    print(
        f"{len(server.names)} channels: {sum(map(bool, came.values()))} got their digest; "
        f"{sum(map(len, came.values()))} of {sum(map(len, wanted.values()))} messages arrived, "
        f"{sum(count - 1 for count in marks.values())} of them twice; "
        f"{sum(came[name] != wanted[name] for name in came)} channels out of order or incomplete; "
        f"{server.slowed} posts were slowed down, the process was killed after {drill.killed_at} "
        f"digests, {server.dropped} socket dropped; {drill.took:.0f} s"
    )


@cli.command()
def commands(
    feeds: Annotated[int, typer.Option(help="Feeds that are polled meanwhile.")] = 500,
    at_once: Annotated[int, typer.Option(help="Commands used in the same moment.")] = 50,
    seconds: Annotated[float, typer.Option(help="For how long at least.")] = 60.0,
) -> None:
    """Time commands while feeds are polled and grouped."""
    asyncio.run(_commands(feeds, at_once, seconds))


@cli.command()
def digests(channels: Annotated[int, typer.Option(help="How many.")] = 1000) -> None:
    """Count what arrives when very many digests are due at once and everything breaks."""
    asyncio.run(_digests(channels))


if __name__ == "__main__":
    cli()
