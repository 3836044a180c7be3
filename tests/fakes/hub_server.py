"""A WebSub hub, and the feeds it tells of: real HTTP, as the recommendation has it."""

import hashlib
import hmac
import io
from typing import Self

import aiohttp
from aiohttp import web

ITEM = "<item><title>{0}</title><link>https://x.example/{0}</link><guid>{0}</guid></item>"


class HubServer:
    """Serves `/feed`, which announces `hub`, and is the hub at `/hub`."""

    def __init__(self) -> None:
        self.items: list[str] = ["one"]
        self.address = ""
        self.hub: str | None = None
        """The address that the feed announces, None for no hub."""
        self.status = 202
        """What it answers to who asks."""
        self.lease: int | None = None
        """Seconds that it grants, None for what was asked for."""
        self.asked: list[dict[str, str]] = []

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/feed", self._feed)
        app.router.add_post("/hub", self._hub)
        app.router.add_post("/elsewhere", self._elsewhere)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.hub = f"{self.address}/hub"
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()
        await self._runner.cleanup()

    @property
    def topic(self) -> str:
        """The feed's address."""
        return f"{self.address}/feed"

    def document(self, *items: str) -> bytes:
        """Return the feed with these items."""
        inner = "".join(ITEM.format(item) for item in items)
        return f"<rss version='2.0'><channel><title>T</title>{inner}</channel></rss>".encode()

    async def _feed(self, _request: web.Request) -> web.Response:
        links = f'<{self.hub}>; rel="hub", <{self.topic}>; rel="self"' if self.hub else ""
        return web.Response(
            body=self.document(*self.items),
            content_type="application/rss+xml",
            headers={"Link": links} if links else {},
        )

    async def _hub(self, request: web.Request) -> web.Response:
        self.asked.append({name: str(value) for name, value in (await request.post()).items()})
        return web.Response(status=self.status)

    async def _elsewhere(self, _request: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect("/hub")

    async def verify(self, **changed: str) -> tuple[int, str]:
        """Ask whether the last request was meant; return the answer."""
        asked = self.asked[-1]
        query = {
            "hub.mode": asked["hub.mode"],
            "hub.topic": asked["hub.topic"],
            "hub.challenge": "c&h <b>",
        }
        if "hub.lease_seconds" in asked:
            query["hub.lease_seconds"] = str(self.lease or asked["hub.lease_seconds"])
        query |= {f"hub.{name}": value for name, value in changed.items()}
        async with self._session.get(asked["hub.callback"], params=query) as answer:
            return answer.status, await answer.text()

    async def distribute(
        self,
        body: bytes,
        *,
        method: str = "sha256",
        secret: str | None = None,
        topic: str | None = None,
        to: str | None = None,
        **headers: str,
    ) -> int:
        """Send a document as the hub does; return the status."""
        asked = next(one for one in reversed(self.asked) if "hub.secret" in one)
        secret = asked["hub.secret"] if secret is None else secret
        made = hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()
        sent = {
            "Content-Type": "application/rss+xml",
            "Link": f'<{self.hub}>; rel="hub", <{topic or self.topic}>; rel="self"',
            "X-Hub-Signature": f"{method}={made}",
        }
        async with self._session.post(
            to or asked["hub.callback"], data=io.BytesIO(body), headers=sent | headers
        ) as answer:
            return answer.status
