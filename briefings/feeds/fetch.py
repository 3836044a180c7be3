"""Fetching a document from a stranger's address: politely, and within limits.

check the address → connect to a permitted IP → follow redirects by hand → unpack within limits
"""

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import aiohttp

from briefings.clock import Clock, utc_now
from briefings.errors import AddressError, FetchError, TooLarge
from briefings.feeds.guard import Guard, GuardedResolver

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_CHUNK = 65_536


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
    moved_to: str | None = None
    """The address that permanent redirects name, None without any."""


@dataclass(slots=True)
class Fetcher:
    """Fetches documents. One for the whole process: it keeps connections."""

    user_agent: str = "Quickread/0.1 (+https://pypi.org/project/quickread/)"
    guard: Guard = field(default_factory=Guard)
    limits: Limits = field(default_factory=Limits)
    clock: Clock = utc_now
    _session: aiohttp.ClientSession | None = None

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """Fetch a document, or learn that it did not change. Raises AddressError, FetchError."""
        headers = {}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        with _plain_errors(self.limits):
            async with asyncio.timeout(self.limits.total):
                return await self._follow(url, headers)

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

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
            raise _refusal(response, self.clock())
        body = b"" if response.status == 304 else await self._body(response)
        return Fetched(
            status=response.status,
            url=url,
            body=body,
            content_type=response.headers.get("Content-Type", ""),
            etag=response.headers.get("ETag"),
            last_modified=response.headers.get("Last-Modified"),
            max_age=_max_age(response.headers.get("Cache-Control", "")),
            moved_to=moved_to,
        )

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        unpacked = bytearray()
        packing = response.headers.get("Content-Encoding", "").lower().strip()
        async for chunk in _unpack(self._chunks(response), packing):
            unpacked += chunk
            if len(unpacked) > self.limits.unpacked:
                raise _too_large(self.limits.unpacked)
        return bytes(unpacked)

    async def _chunks(self, response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
        seen = 0
        async for chunk in response.content.iter_chunked(_CHUNK):
            seen += len(chunk)
            if seen > self.limits.body:
                raise _too_large(self.limits.body)
            yield chunk

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=GuardedResolver(self.guard), limit=50, ttl_dns_cache=60
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
                    "Accept-Encoding": "gzip, deflate",
                },
            )
        return self._session


async def _unpack(chunks: AsyncIterator[bytes], packing: str) -> AsyncIterator[bytes]:
    """Yield what is packed, in pieces that stay small whatever is in them."""
    if packing in ("", "identity"):
        async for chunk in chunks:
            yield chunk
        return
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(
            f"The server packs its answer as “{packing[:20]}”, which I did not ask for."
        )
    unpacker = None
    async for chunk in chunks:
        unpacker = unpacker or zlib.decompressobj(_window(packing, chunk))
        rest = chunk
        while rest and not unpacker.eof:
            yield unpacker.decompress(rest, _CHUNK * 4)
            rest = unpacker.unconsumed_tail


def _window(packing: str, first: bytes) -> int:
    """Return zlib's window size: deflate comes with its header or, wrongly, without."""
    if packing != "deflate":
        return 16 + zlib.MAX_WBITS
    return zlib.MAX_WBITS if first[:1] == b"\x78" else -zlib.MAX_WBITS


def _max_age(cache_control: str) -> float | None:
    for part in cache_control.split(","):
        name, _, value = part.strip().partition("=")
        if name.lower() == "max-age" and value.strip('" ').isdigit():
            return float(min(int(value.strip('" ')), 86_400 * 30))
    return None


def _refusal(response: aiohttp.ClientResponse, now: datetime) -> FetchError:
    meaning = {
        401: "The server asks for a password.",
        403: "The server refuses to give it to bots.",
        404: "There is nothing at that address any more.",
        410: "The server says it is gone for good.",
        429: "The server says that it was asked too often.",
    }
    status = response.status
    said = meaning.get(status) or (
        "The server has an error of its own." if status >= 500 else "The server refused."
    )
    return FetchError(
        f"{said} (HTTP {status})",
        status=status,
        retry_after=_retry_after(response.headers.get("Retry-After"), now),
    )


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Read Retry-After in seconds, in either of its forms."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(min(int(value), 86_400 * 7))
    try:
        until = parsedate_to_datetime(value)
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError):
        return None


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        f"The document is larger than {limit // 1_000_000} MB.",
        hint="Is it really a feed or an article?",
    )


@contextmanager
def _plain_errors(limits: Limits) -> Iterator[None]:
    """Turn the library's errors into ours, in plain words."""
    try:
        yield
    except TimeoutError:
        raise FetchError(
            f"The server did not answer within {limits.total:.0f} seconds.",
            hint="It will be asked again later.",
        ) from None
    except zlib.error:
        raise FetchError("The server's answer is damaged: it can't be unpacked.") from None
    except (ssl.SSLError, aiohttp.ClientSSLError) as error:
        raise FetchError(_certificate(error)) from None
    except aiohttp.ClientConnectorDNSError:
        raise FetchError(
            "There is no server of that name.", hint="Check the address, or your network."
        ) from None
    except aiohttp.InvalidURL:
        raise AddressError("That is not a web address.") from None
    except (aiohttp.ClientError, OSError, ValueError, UnicodeError):
        raise FetchError(
            "The server could not be reached.", hint="It will be asked again later."
        ) from None


def _certificate(error: Exception) -> str:
    cause = str(error)
    if "expired" in cause:
        return "The server's certificate expired."
    if "self-signed" in cause or "self signed" in cause:
        return "The server's certificate is signed by itself."
    return "The server's certificate can't be trusted."
