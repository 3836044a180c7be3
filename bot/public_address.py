"""Whether hubs can reach us: what `quickread doctor` says of QUICKREAD_PUBLIC_URL.

set? → of the world, and safe? → does our own answer come back from there, asked from this machine?
"""

import asyncio
import secrets
from urllib.parse import urlsplit

from bot.findings import Finding
from briefings.errors import AddressError
from briefings.feeds.guard import Guard

_WHAT = "hubs"
_SECONDS = 10.0
_READ = 200
NOT_OURS = "Nothing was asked for here."
"""What we answer at an address where no hub has anything to ask."""


async def public_address(url: str, *, running: bool, allowed: tuple[str, ...] = ()) -> Finding:
    """Say whether hubs can call us at `url`. `running`: whether there is somebody to answer."""
    if not url:
        return Finding(
            _WHAT,
            "QUICKREAD_PUBLIC_URL is not set, so feeds are polled and hubs are not asked",
            advice="That is enough. With a public address, news comes at once.",
        )
    parts = urlsplit(url)
    try:
        Guard(allowed).check_ip(parts.hostname or "")
    except AddressError:
        return _problem(f"{url} is on a private network, where no hub reaches it")
    if (parts.hostname or "").removesuffix(".").endswith("localhost"):
        return _problem(f"{url} is this machine itself, where no hub reaches it")
    if not running:
        return Finding(
            _WHAT,
            f"{url} can't be tried while Quickread is not running",
            advice="Start it, and ask the doctor again.",
        )
    problem = await _ask(f"{url}/websub/{secrets.token_urlsafe(16)}")
    if problem:
        return _problem(f"{url} {problem}")
    if parts.scheme == "http":
        return Finding(
            _WHAT,
            f"{url} answers, asked from this machine; but it is not encrypted",
            advice="Use https: with http, others on the way can read what hubs agree with you.",
        )
    return Finding(
        _WHAT,
        f"{url} answers, asked from this machine; whether the world reaches it can't be told here",
        advice="/feeds list says “pushed by the hub …” once a hub has called.",
    )


async def _ask(url: str) -> str:
    """Return what is wrong with the answer, nothing where it is ours."""
    import aiohttp

    try:
        async with (
            asyncio.timeout(_SECONDS),
            aiohttp.ClientSession(trust_env=True) as session,
            session.get(url, allow_redirects=False) as response,
        ):
            said = (await response.content.read(_READ)).decode("utf-8", "replace")
    except aiohttp.ClientSSLError:
        return "has no certificate that can be trusted"
    except aiohttp.ClientConnectorDNSError:
        return "has a name that leads nowhere"
    except (aiohttp.ClientError, OSError, ValueError):  # a TimeoutError is an OSError
        return "does not answer, asked from this machine"
    if response.status == 404 and said.startswith(NOT_OURS):
        return ""
    return f"is answered by something else (HTTP {response.status})"


def _problem(state: str) -> Finding:
    return Finding(
        _WHAT,
        state,
        is_problem=True,
        advice="Let a proxy pass on what begins with /websub/ to the page's port: docs/feeds.md.",
    )
