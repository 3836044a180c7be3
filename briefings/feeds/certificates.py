"""When a server's certificate ran out: the one failure of encryption that somebody can mend."""

import asyncio
import contextlib
import re
import ssl
from datetime import UTC, datetime

_VALIDITY = re.compile(rb"\x17\x0d\d{12}Z\x17\x0d(\d{12})Z")
"""Not before, not after: two UTCTimes in a row (RFC 5280 4.1.2.5)."""


async def expired_at(ip: str, port: int, host: str) -> datetime | None:
    """Ask a server that was found expired until when its certificate was good.

    `ip` is an address that may be reached. Nothing is sent or believed: only the date is read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        async with asyncio.timeout(5):
            _, writer = await asyncio.open_connection(ip, port, ssl=context, server_hostname=host)
    except (OSError, TimeoutError, ValueError):
        return None
    try:
        given = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    finally:
        writer.transport.abort()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
    return read_expiry(given or b"")


def read_expiry(certificate: bytes) -> datetime | None:
    """Return the end of a certificate's validity (DER), None where there is none to read."""
    found = _VALIDITY.search(certificate)
    if found is None:
        return None
    try:
        at = datetime.strptime(found.group(1).decode(), "%y%m%d%H%M%S")  # noqa: DTZ007
    except ValueError:
        return None
    return at.replace(tzinfo=UTC)
