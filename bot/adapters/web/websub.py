"""Where hubs call: they verify what was asked of them, and send feeds that changed.

Outside the page's gate: an address that nobody can guess and a signature say who calls.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from aiohttp import web

from briefings.errors import NotFound, QuickreadError
from briefings.feeds.fetch import Fetched
from briefings.hubs import Delivery, Pushed

PATH = "/websub/{name}"
BODY = 8 * 1024 * 1024
"""Bytes of a document at most."""
SECONDS = 30.0
"""How long a hub may take to send it."""
AT_ONCE = 8
OF_ONE = 2
"""Documents that are being sent at the same time, in all and for one feed; other hubs are asked to
come again."""
Read = Callable[[int, Fetched], Awaitable[bool]]


class Hubs(Protocol):
    """Judges who calls."""

    async def verify(self, name: str, query: dict[str, str]) -> str:
        """Return what a hub that verifies is to get back. Raises NotFound, StoreError."""

    def expects(self, name: str) -> bool:
        """Whether anything is to come at this address."""

    async def judge(self, name: str, pushed: Pushed) -> Delivery | None:
        """Return what a hub sent, None if it isn't to be believed. Raises NotFound, StoreError."""


class Callbacks:
    """Answers hubs. `read` begins to read a document, and returns False where too much waits."""

    def __init__(self, hubs: Hubs, read: Read) -> None:
        self._hubs = hubs
        self._read = read
        self._coming: list[str] = []

    def routes(self) -> tuple[web.RouteDef, ...]:
        """Return the addresses."""
        return web.get(PATH, self._verify, allow_head=False), web.post(PATH, self._take)

    async def _verify(self, request: web.Request) -> web.Response:
        try:
            challenge = await self._hubs.verify(request.match_info["name"], dict(request.query))
        except NotFound as error:
            raise web.HTTPNotFound(text=error.message) from None
        except QuickreadError as error:
            raise _busy(error.message) from None
        return web.Response(text=challenge, content_type="text/plain")

    async def _take(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if not self._hubs.expects(name):
            raise web.HTTPGone(text="Nothing is expected here.")
        if (request.content_length or 0) > BODY:
            raise web.HTTPRequestEntityTooLarge(BODY, request.content_length or 0)
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise web.HTTPUnsupportedMediaType(text="Only what is not packed is read here.")
        pushed = Pushed(
            await self._body(request, name),
            content_type=request.headers.get("Content-Type", ""),
            signature=request.headers.get("X-Hub-Signature", ""),
            link=", ".join(request.headers.getall("Link", [])),
        )
        try:
            delivery = await self._hubs.judge(name, pushed)
            taken = delivery is None or await self._read(delivery.feed_id, delivery.fetched)
        except NotFound as error:
            raise web.HTTPGone(text=error.message) from None
        except QuickreadError as error:
            raise _busy(error.message) from None
        if not taken:
            raise _busy("Too much is waiting to be read.")
        return web.Response(status=202)

    async def _body(self, request: web.Request, name: str) -> bytes:
        if len(self._coming) >= AT_ONCE or self._coming.count(name) >= OF_ONE:
            raise _busy("Too much is being sent.")
        self._coming.append(name)
        body = bytearray()
        try:
            async with asyncio.timeout(SECONDS):
                async for chunk in request.content.iter_chunked(65_536):
                    body += chunk
                    if len(body) > BODY:
                        raise web.HTTPRequestEntityTooLarge(BODY, len(body))
        except TimeoutError:
            raise web.HTTPRequestTimeout(text="That took too long.") from None
        finally:
            self._coming.remove(name)
        return bytes(body)


def _busy(message: str) -> web.HTTPException:
    return web.HTTPServiceUnavailable(text=message, headers={"Retry-After": "300"})
