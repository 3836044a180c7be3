"""Fetching a document from a stranger's address: politely, and within limits.

check the address → connect to a permitted IP → follow redirects by hand → unpack within limits
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import aiohttp

from briefings.clock import Clock, utc_now
from briefings.errors import AddressError, FetchError
from briefings.feeds.certificates import expired_at
from briefings.feeds.failures import CertificateExpired, plain_errors, refusal, too_large
from briefings.feeds.guard import Guard, GuardedResolver
from briefings.feeds.headers import links, stays
from briefings.feeds.unpack import ACCEPTED, unpack

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAME_METHOD = frozenset({307, 308})
_PERMANENT = frozenset({301, 308})
_CHUNK = 65_536
_KEPT = 2.0
"""Seconds that a connection is kept: feeds are on hosts of their own, and sockets are few."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one document may cost."""

    body: int = 10_000_000
    """Bytes on the wire."""
    unpacked: int = 20_000_000
    """Bytes after decompression."""
    total: float = 30.0
    """Seconds from connecting to the last byte."""
    idle: float = 10.0
    """Seconds without a byte."""
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave. `status` is 200, or 304 for what did not change."""

    status: int
    url: str
    """Where it was found in the end."""
    body: bytes = b""
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    max_age: float | None = None
    """Seconds for which the server says it stays as it is."""
    hub: str | None = None
    """The WebSub hub that the headers announce, and the address that it knows the feed by."""
    topic: str | None = None
    moved_to: str | None = None
    """The address that permanent redirects name, None without any."""
    digest: str = field(init=False, default="", compare=False)
    """What tells this document from another; "" where none came."""

    def __post_init__(self) -> None:
        if self.status != 304:
            made = hashlib.blake2b(self.body, digest_size=32).hexdigest()
            object.__setattr__(self, "digest", made)


class Fetch(Protocol):
    """Gets a document. Raises AddressError, FetchError."""

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """Fetch what is there."""


class Post(Protocol):
    """Sends a form. Raises AddressError, FetchError."""

    async def post(self, url: str, form: Mapping[str, str]) -> None:
        """Send it; what is answered besides the status is not read."""


@dataclass(slots=True)
class Fetcher:
    """Fetches documents. One for the whole process: it keeps connections."""

    user_agent: str = "Quickread/0.1 (+https://pypi.org/project/quickread/)"
    guard: Guard = field(default_factory=Guard)
    limits: Limits = field(default_factory=Limits)
    clock: Clock = utc_now
    _session: aiohttp.ClientSession | None = None
    _resolver: GuardedResolver | None = None

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """Fetch a document, or learn that it did not change. Raises AddressError, FetchError."""
        headers = {}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        try:
            with plain_errors(self.limits.total):
                async with asyncio.timeout(self.limits.total):
                    return await self._follow(url, headers)
        except CertificateExpired as expired:
            raise await self._dated(expired) from None

    async def post(self, url: str, form: Mapping[str, str]) -> None:
        """Send a form to a stranger, as guarded as fetching. Raises AddressError, FetchError."""
        with plain_errors(self.limits.total):
            async with asyncio.timeout(self.limits.total):
                for _ in range(self.limits.redirects + 1):
                    self.guard.check_url(url)
                    async with self._open().post(
                        url, data=dict(form), allow_redirects=False, raise_for_status=False
                    ) as response:
                        target = response.headers.get("Location")
                        if response.status in _SAME_METHOD and target:
                            url = _onward(url, target)
                            continue
                        if not 200 <= response.status < 300:
                            raise refusal(response.status, response.headers, self.clock())
                        return
        raise FetchError(f"It leads on and on: more than {self.limits.redirects} redirects.")

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None
        if self._resolver is not None:
            await self._resolver.close()
            self._resolver = None

    async def _follow(self, url: str, headers: Mapping[str, str]) -> Fetched:
        permanent = True
        moved_to = None
        for _ in range(self.limits.redirects + 1):
            self.guard.check_url(url)
            async with self._open().get(
                url, headers=headers, allow_redirects=False, raise_for_status=False
            ) as response:
                target = response.headers.get("Location")
                if response.status not in _REDIRECTS or not target:
                    with _moved(moved_to):
                        return await self._read(response, url, moved_to)
                permanent = permanent and response.status in _PERMANENT
                url = urljoin(url, target)
                moved_to = url if permanent else moved_to
        raise FetchError(
            f"The address leads on and on: more than {self.limits.redirects} redirects.",
            hint="Use the address that the browser ends at.",
        )

    async def _read(
        self, response: aiohttp.ClientResponse, url: str, moved_to: str | None
    ) -> Fetched:
        if response.status not in (200, 304):
            raise refusal(response.status, response.headers, self.clock())
        body = b"" if response.status == 304 else await self._body(response)
        announced = links(", ".join(response.headers.getall("Link", [])))
        return Fetched(
            status=response.status,
            url=url,
            body=body,
            content_type=response.headers.get("Content-Type", ""),
            etag=response.headers.get("ETag"),
            last_modified=response.headers.get("Last-Modified"),
            max_age=stays(response.headers, self.clock()),
            moved_to=moved_to,
            hub=announced.get("hub"),
            topic=announced.get("self"),
        )

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        unpacked = bytearray()
        coding = response.headers.get("Content-Encoding", "")
        async for chunk in unpack(self._chunks(response), coding):
            unpacked += chunk
            if len(unpacked) > self.limits.unpacked:
                raise too_large(self.limits.unpacked)
        return bytes(unpacked)

    async def _chunks(self, response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
        seen = 0
        async for chunk in response.content.iter_chunked(_CHUNK):
            seen += len(chunk)
            if seen > self.limits.body:
                raise too_large(self.limits.body)
            yield chunk

    async def _dated(self, expired: CertificateExpired) -> FetchError:
        """Say on which day the certificate ran out, where that can be found out."""
        try:
            [server, *_] = await self._names().resolve(expired.host, expired.port)
            until = await expired_at(server["host"], expired.port, expired.host)
        except (OSError, ValueError, AddressError):
            until = None
        return FetchError(f"{expired.message[:-1]} on {until:%-d %B %Y}.") if until else expired

    def _names(self) -> GuardedResolver:
        if self._resolver is None:
            self._resolver = GuardedResolver(self.guard)
        return self._resolver

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=self._names(),
                    limit=0,
                    limit_per_host=0,
                    ttl_dns_cache=60,
                    keepalive_timeout=_KEPT,
                ),
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(
                    total=None, sock_connect=self.limits.idle, sock_read=self.limits.idle
                ),
                headers={
                    "User-Agent": self.user_agent,
                    "Accept": "application/atom+xml, application/rss+xml, application/feed+json,"
                    " application/xml;q=0.9, text/html;q=0.8, */*;q=0.5",
                    "Accept-Encoding": ACCEPTED,
                },
            )
        return self._session


def _onward(url: str, target: str) -> str:
    """Return where a form is sent on to. Raises FetchError where it would be sent in the open."""
    onward = urljoin(url, target)
    if urlsplit(url).scheme == "https" and urlsplit(onward).scheme != "https":
        raise FetchError("The server leads from a safe connection to an open one.")
    return onward


@contextmanager
def _moved(address: str | None) -> Iterator[None]:
    """Let a failure at the end of permanent redirects say that it is there."""
    try:
        yield
    except FetchError as error:
        host = urlsplit(address or "").hostname
        if host:
            error.message = f"The server says that it moved to {host}. There: {error.message}"
        raise
