"""Platforms that fail as real ones do, and a killer that knows the worst moment."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.fakes.discord_server import DiscordServer, failed
from tests.fakes.slack_server import SlackServer

RATES = {
    "429": 0.05,
    "500": 0.03,
    "dropped before": 0.03,
    "dropped after": 0.04,
    "no answer": 0.005,
    "killed after": 0.05,
}
"""How often each befalls a message that is posted."""
SILENCE = 30.0
"""Seconds without an answer: longer than the client waits."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Chaos:
    """Decides what befalls a request. `kill` kills the product at once, unless it is calm."""

    def __init__(self, rand: random.Random, kill: Callable[[], bool]) -> None:
        self._rand = rand
        self._kill = kill
        self.calm = False
        self.faults: Counter[str] = Counter()

    def pick(self) -> str:
        """Return a kind of fault, or nothing."""
        if self.calm:
            return ""
        chance = self._rand.random()
        for kind, rate in RATES.items():
            chance -= rate
            if chance < 0:
                self.faults[kind] += 1
                return kind
        return ""

    async def through(
        self, request: web.Request, answer: Handler, failed: Callable[[int], web.Response]
    ) -> web.StreamResponse:
        """Let a request through to `answer`, or let it fail on the way there or back."""
        kind = self.pick()
        if kind in ("429", "500"):
            return failed(int(kind))
        if kind == "dropped before":
            return _broken(request)
        answered = await answer(request)
        if kind == "killed after":
            self._kill()
        if kind in ("dropped after", "killed after"):
            return _broken(request)
        if kind == "no answer":
            await asyncio.sleep(SILENCE)
        return answered


def _broken(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()


class FlakySlack(SlackServer):
    """Slack on a bad day."""

    chaos: Chaos

    async def _api(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["method"] != "chat.postMessage":
            return await super()._api(request)
        return await self.chaos.through(request, super()._api, _slack_failed)


class FlakyDiscord(DiscordServer):
    """Discord on a bad day."""

    chaos: Chaos

    def forget_nonces(self) -> None:
        """Let the minutes pass within which a repeated nonce is noticed."""
        self._nonces.clear()

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        if request.method != "POST" or not request.path.endswith("/messages"):
            return await super()._rest(request)
        return await self.chaos.through(request, super()._rest, _discord_failed)


def _slack_failed(status: int) -> web.Response:
    if status == 429:
        body = {"ok": False, "error": "ratelimited"}
        return web.json_response(body, status=429, headers={"Retry-After": "1"})
    return web.Response(status=status, text="oops")


def _discord_failed(status: int) -> web.Response:
    return failed({"status": status, "retry_after": 0.2})
