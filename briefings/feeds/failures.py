"""What goes wrong in fetching, in plain words."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import aiohttp

from briefings.errors import AddressError, FetchError, TooLarge
from briefings.feeds.headers import retry_after


class CertificateExpired(FetchError):
    """The certificate of this host and port ran out."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__("The server's certificate expired.")
        self.host = host
        self.port = port


def refusal(status: int, headers: Mapping[str, str], now: datetime) -> FetchError:
    """Say what a status means that is neither 200 nor 304."""
    meaning = {
        401: ("The server asks for a password.", "I can read only what is open to everybody."),
        403: ("The server refuses to give it to bots.", "Does the site have a feed elsewhere?"),
        404: ("There is nothing at that address.", "Try the site's own: I look for its feeds."),
        410: ("The server says it is gone for good.", "Try the site's own: I look for its feeds."),
        429: ("The server says that it was asked too often.", "Try again later."),
    }
    said, hint = meaning.get(status, ("The server refused.", "Check the address."))
    if status >= 500:
        said, hint = "The server has an error of its own.", "Try again later."
    elif 300 <= status < 400:
        said = "The server says that it moved, but not where to."
    return FetchError(
        f"{said} (HTTP {status})",
        hint=hint,
        status=status,
        retry_after=retry_after(headers.get("Retry-After"), now),
    )


def too_large(limit: int) -> TooLarge:
    """Say that a document has more than so many bytes."""
    return TooLarge(
        f"The document is larger than {limit // 1_000_000} MB.",
        hint="Is it really a feed or an article?",
    )


@contextmanager
def plain_errors(seconds: float) -> Iterator[None]:
    """Turn the HTTP library's errors into ours; `seconds` is how long was waited at most."""
    try:
        yield
    except TimeoutError:
        raise FetchError(
            f"The server did not answer within {seconds:.0f} seconds.",
            hint="Check the address, or try again later.",
        ) from None
    except (ssl.SSLError, aiohttp.ClientSSLError) as error:
        raise _certificate(error) from None
    except aiohttp.ClientConnectorDNSError:
        raise FetchError(
            "There is no server of that name.", hint="Check the address, or your network."
        ) from None
    except aiohttp.InvalidURL:
        raise AddressError("That is not a web address.") from None
    except (aiohttp.ClientError, OSError, ValueError, UnicodeError):
        raise FetchError(
            "The server could not be reached.", hint="Check the address, or try again later."
        ) from None


def _certificate(error: Exception) -> FetchError:
    cause = str(error)
    if "expired" in cause:
        if isinstance(error, aiohttp.ClientConnectorCertificateError):
            return CertificateExpired(error.host, error.port or 443)
        return FetchError("The server's certificate expired.")
    if "self-signed" in cause or "self signed" in cause:
        return FetchError("The server's certificate is signed by itself.")
    return FetchError("The server's certificate can't be trusted.")
