"""Which requests are refused, and what every answer tells the browser to refuse.

The page has no log-in: whoever reaches it may use it. So a page from elsewhere, opened in the same
browser, must reach nothing: not by a form or script (token, Origin, Sec-Fetch-Site), not by a name
of its own that leads to this machine (Host).
"""

import hmac
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

TOKEN_HEADER = "X-Quickread-Token"  # noqa: S105  # a header's name
LOCAL = ("localhost", "127.0.0.1", "::1")
SAFE = frozenset({"GET", "HEAD"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Gate:
    """Lets through what comes from the page itself. `hosts` are further names it is known by.

    `open_paths` are no part of the page: who asks there is for others to check. One that ends in
    a slash stands for all below it.
    """

    def __init__(
        self, host: str, hosts: Iterable[str] = (), *, open_paths: Iterable[str] = ()
    ) -> None:
        self._open = frozenset(("/healthz", "/metrics", *open_paths))
        self._below = tuple(path for path in self._open if path.endswith("/"))
        self.token = secrets.token_urlsafe(24)
        names = (*LOCAL, host, *hosts)
        self._hosts = frozenset(name.strip("[]").lower() for name in names if name)

    def problem(self, request: web.Request) -> web.HTTPException | None:
        """Return why the request is refused, None when it is not."""
        # for whatever watches the process, by any name
        if request.path in self._open or request.path.startswith(self._below):
            return None
        if not self._known(request.host):
            return web.HTTPMisdirectedRequest(
                text="This name is not known here. QUICKREAD_HOSTS lists further names."
            )
        if request.method in SAFE:
            return None
        return self._change_problem(request)

    def _change_problem(self, request: web.Request) -> web.HTTPException | None:
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc.lower() != request.host.lower():
            return web.HTTPForbidden(text="This came from another site.")
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return web.HTTPForbidden(text="This came from another site.")
        given = request.headers.get(TOKEN_HEADER, "").encode()
        if not hmac.compare_digest(given, self.token.encode()):
            return web.HTTPForbidden(text="The page is from an earlier start.", reason="Stale page")
        if request.content_type != "application/json":
            return web.HTTPUnsupportedMediaType(text="Only JSON is read here.")
        return None

    def _known(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return False
        return name is not None and name in self._hosts

    def middleware(self) -> Middleware:
        """Return what stands before every route."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            problem = self.problem(request)
            if problem is not None:
                raise problem
            return await handler(request)

        return guard


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Tell the browser what it must not do with any answer of ours."""
    response.headers.update(HEADERS)
