"""Discord under load: how soon a command is taken, and whether every digest arrives once.

    python -m benchmarks.discord_load commands [--feeds 500] [--at-once 50] [--seconds 60]
    python -m benchmarks.discord_load digests [--channels 1000]

The product runs as the process that people start; Discord stands on loopback in this one, and the
feeds in a third. `commands` uses /brief 50 times in the same moment, again and again, while all
feeds are polled and grouped, and prints how long each waited for its deferral. `digests` has all
channels' digests due at once while one request in ten is answered with 429, the gateway drops and
the process is killed once.
"""

import asyncio
import random
import time
from collections import Counter
from typing import Annotated, Any

import typer
from aiohttp import web

from benchmarks.load import PATIENCE, REFUSED, Drill, measure_commands, measure_digests
from tests.fakes.discord_server import GUILD, DiscordServer, Json, walk

SCOPE = f"discord/{GUILD}"

cli = typer.Typer(add_completion=False)


class Clocked(DiscordServer):
    """A Discord that notes when a command was sent, deferred and answered."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, float] = {}
        self.waits: list[float] = []
        self.answers: list[float] = []
        self._answered: dict[str, asyncio.Event] = {}

    async def connected(self) -> None:
        """Wait until the product is there."""
        await self.until(lambda: self.identified, PATIENCE)

    async def ask(self, topic: str) -> None:
        """Use /brief and wait for its answer."""
        started = time.perf_counter()
        token = await self.command("brief", {"topic": topic})
        self.sent.setdefault(token, started)
        await self._answered.setdefault(token, asyncio.Event()).wait()

    async def _interaction(self, kind: int, data: Json, **extra: Any) -> str:
        token = f"{self.id()}"
        self.sent[token] = time.perf_counter()
        return await super()._interaction(kind, data, token=token, **extra) and token

    def _callback(self, body: Json, interaction: str, token: str) -> Json:
        self.waits.append(time.perf_counter() - self.sent[token])
        return super()._callback(body, interaction, token)

    def _edit(self, body: Json, token: str) -> Json:
        edited = super()._edit(body, token)
        self._done(token)
        return edited

    def _followup(self, body: Json, token: str) -> Json:
        said = super()._followup(body, token)
        self._done(token)
        return said

    def _done(self, token: str) -> None:
        self.answers.append(time.perf_counter() - self.sent[token])
        self._answered.setdefault(token, asyncio.Event()).set()


class Grudging(DiscordServer):
    """A Discord of many channels that answers one post in ten with 429."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.names = [str(10_000 + number) for number in range(channels)]
        self.kinds |= dict.fromkeys(self.names, 0)
        self.slowed = 0
        self._random = random.Random(5)

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        posting = request.method == "POST" and request.path.endswith("/messages")
        if posting and self._random.random() < REFUSED:
            self.slowed += 1
            self.fail("POST messages", status=429, retry_after=0.5)
        return await super()._rest(request)

    def heads(self) -> int:
        """How many messages stand in the channels themselves."""
        return sum(len(self.messages[name]) for name in self.names)

    def posted(self) -> int:
        """How many messages stand anywhere."""
        return sum(map(len, self.messages.values()))

    def forget(self) -> None:
        """Know no nonce any more, as Discord after some minutes."""
        self._nonces.clear()


def _settings(server: DiscordServer) -> dict[str, str]:
    return {
        "DISCORD_TOKEN": server.token,
        "DISCORD_API_URL": server.api_url,
        "DISCORD_GATEWAY_URL": server.gateway_url,
    }


async def _commands(feeds: int, at_once: int, seconds: float) -> None:
    async with Clocked() as server:
        print(
            await measure_commands(
                server, SCOPE, _settings(server), feeds=feeds, at_once=at_once, seconds=seconds
            )
        )


async def _digests(channels: int) -> None:
    async with Grudging(channels) as server:
        _report_digests(server, await measure_digests(server, SCOPE, _settings(server)))


def _report_digests(server: Grudging, drill: Drill) -> None:
    heads = Counter(len(server.messages[name]) for name in server.names)
    marks = Counter(
        (channel, part["id"])
        for channel, messages in server.messages.items()
        for message in messages
        for part in walk(message["components"])
        if part["type"] == 17
    )
    stories = sum(len(server.messages[thread]) for thread in server.threads)
    print(
        f"{len(server.names)} channels: {heads[1]} got their digest once, {heads[0]} never, "
        f"{sum(heads.values()) - heads[0] - heads[1]} more than once; {stories} stories in "
        f"{len(server.threads)} threads, {sum(n - 1 for n in marks.values())} of them twice; "
        f"{server.slowed} posts were slowed down, the process was killed after {drill.killed_at} "
        f"digests, the gateway resumed {server.resumed} times; {drill.took:.0f} s"
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
