"""Turns at each host: a few requests at once, some time apart, and none to a host that is down.

What one feed learnt of a dead host, the host's other feeds are told without asking it again, so
that two hundred feeds of one dead host take no longer than three.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from briefings.errors import FetchError
from briefings.feeds.fetch import Fetch, Fetched, Post
from briefings.feeds.guard import Guard

AT_ONCE = 2
SPACING = 0.25
"""Seconds between the starts of two requests to one host."""
DOWN_AFTER = 3
"""Requests in a row that get no answer at all before a host counts as down."""
DOWN_FOR = 120.0
"""Seconds after which a host that is down is tried again."""
_REMEMBERED = 5_000


@dataclass(slots=True)
class _Host:
    places: asyncio.Semaphore
    next_start: float = 0.0
    silent: int = 0
    down_until: float = 0.0
    verdict: FetchError | None = None
    users: int = field(default=0)


class Hosts:
    """Gives turns. `is_own` tells hosts of the operator, whose requests are not kept apart."""

    def __init__(
        self,
        *,
        is_own: Callable[[str], bool] | None = None,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._is_own = is_own or Guard().owns
        self._now = now
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for a turn at a host. Raises FetchError where it is down."""
        host = self._hosts.get(name)
        if host is None:
            self._forget()
            host = self._hosts[name] = _Host(asyncio.Semaphore(AT_ONCE))
        host.users += 1
        try:
            async with host.places:
                self._check(host)
                await self._space(host, name)
                try:
                    yield
                except FetchError as error:
                    self._failed(host, error)
                    raise
                else:
                    host.silent, host.verdict = 0, None
        finally:
            host.users -= 1

    def _check(self, host: _Host) -> None:
        verdict = host.verdict
        if verdict is not None and self._now() < host.down_until:
            raise FetchError(verdict.message, hint=verdict.hint)

    async def _space(self, host: _Host, name: str) -> None:
        now = self._now()
        start = max(now, host.next_start)
        host.next_start = start + (0.0 if self._is_own(name) else SPACING)
        if start > now:
            await self._sleep(start - now)

    def _failed(self, host: _Host, error: FetchError) -> None:
        if error.status is not None:  # it answered
            host.silent, host.verdict = 0, None
            return
        host.silent += 1
        if host.silent >= DOWN_AFTER:
            host.verdict = error
            host.down_until = self._now() + DOWN_FOR

    def _forget(self) -> None:
        """Forget hosts that nobody waits for and nothing is to be remembered of."""
        if len(self._hosts) < _REMEMBERED:
            return
        now = self._now()
        self._hosts = {
            name: host
            for name, host in self._hosts.items()
            if host.users or host.next_start > now or host.down_until > now
        }


class PoliteFetch:
    """Fetches each document in its host's turn, and not too many at once."""

    def __init__(self, fetch: Fetch, hosts: Hosts, *, at_once: int) -> None:
        self._fetch = fetch
        self._hosts = hosts
        self._slots = asyncio.Semaphore(at_once)

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """Fetch what is there. Raises AddressError, FetchError."""
        async with self._hosts.turn(_name(url)), self._slots:
            return await self._fetch.fetch(url, etag=etag, last_modified=last_modified)


class PolitePost:
    """Sends each form in its host's turn."""

    def __init__(self, post: Post, hosts: Hosts) -> None:
        self._post = post
        self._hosts = hosts

    async def post(self, url: str, form: Mapping[str, str]) -> None:
        """Send it. Raises AddressError, FetchError."""
        async with self._hosts.turn(_name(url)):
            await self._post.post(url, form)


def _name(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
