"""Content codings undone in small pieces: gzip, deflate, br, zstd (RFC 9110 8.4.1, 7932, 8878).

Whatever is packed, no piece is larger than `PIECE` bytes: the caller counts, and stops in time.
"""

import sys
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Any, Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from briefings.errors import FetchError

ACCEPTED = "gzip, deflate, br, zstd"
PIECE = 262_144
_WINDOW_LOG = 23
"""8 MB: what RFC 9659 lets a zstd body ask of memory."""


class Unpacker(Protocol):
    """Undoes one content coding, chunk by chunk."""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what a chunk of packed bytes gives."""


class _Zlib:
    """Reads gzip, one member after the other, and deflate with its header or wrongly without."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._inner: Any = None

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        rest = chunk
        while rest:
            if self._inner is None:
                self._inner = zlib.decompressobj(self._window(rest))
            yield self._inner.decompress(rest, PIECE)
            rest = self._inner.unconsumed_tail
            if self._inner.eof:
                rest = self._inner.unused_data if self._gzip else b""
                rest = rest.lstrip(b"\0")  # padding behind the last member
                if not rest:
                    return
                self._inner = None

    def _window(self, first: bytes) -> int:
        if self._gzip:
            return 16 + zlib.MAX_WBITS
        return zlib.MAX_WBITS if first[:1] == b"\x78" else -zlib.MAX_WBITS


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        yield self._inner.process(chunk, output_buffer_limit=PIECE)
        while not self._inner.can_accept_more_data():
            yield self._inner.process(b"", output_buffer_limit=PIECE)


class _Zstd:
    """Reads frames, one after the other."""

    def __init__(self) -> None:
        self._inner = self._new()

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        rest = chunk
        while True:
            if self._inner.eof:
                rest = self._inner.unused_data or rest
                if not rest:
                    return
                self._inner = self._new()
            yield self._inner.decompress(rest, PIECE)
            rest = b""
            if self._inner.needs_input or (self._inner.eof and not self._inner.unused_data):
                return

    @staticmethod
    def _new() -> Any:
        return zstd.ZstdDecompressor(
            options={zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
        )


async def unpack(chunks: AsyncIterator[bytes], coding: str) -> AsyncIterator[bytes]:
    """Yield what is packed, in pieces. Raises FetchError for a coding nobody asked for, or damage.

    An answer that ends too early gives what there is: a feed's newest entries come first.
    """
    name = coding.lower().strip()
    if name in ("", "identity"):
        async for chunk in chunks:
            yield chunk
        return
    unpacker = _unpacker(name)
    try:
        async for chunk in chunks:
            for piece in unpacker.feed(chunk):
                yield piece
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError):
        raise FetchError("The server's answer is damaged: it can't be unpacked.") from None


def _unpacker(name: str) -> Unpacker:
    match name:
        case "gzip" | "x-gzip":
            return _Zlib(gzip=True)
        case "deflate":
            return _Zlib(gzip=False)
        case "br":
            return _Brotli()
        case "zstd":
            return _Zstd()
    raise FetchError(f"The server packs its answer as “{name[:20]}”, which I did not ask for.")
