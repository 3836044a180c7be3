"""Certificates that can't be trusted: said in plain words, with the day where one ran out."""

import datetime as dt
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from briefings.errors import FetchError
from briefings.feeds.certificates import expired_at, read_expiry
from briefings.feeds.fetch import Fetcher
from briefings.feeds.guard import Guard

ENDED = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)


def made(key: ec.EllipticCurvePrivateKey, until: dt.datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "feeds.example")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(until - dt.timedelta(days=90)).not_valid_after(until)
    return builder.sign(key, hashes.SHA256())


@pytest.fixture
async def port(tmp_path: Path) -> AsyncIterator[int]:
    """The port of a server whose certificate is signed by itself, and ran out."""
    key = ec.generate_private_key(ec.SECP256R1())
    file = tmp_path / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + made(key, ENDED).public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(port: int) -> None:
    fetcher = Fetcher(guard=Guard(("127.0.0.1",)))
    with pytest.raises(FetchError, match="certificate is signed by itself"):
        await fetcher.fetch(f"https://127.0.0.1:{port}/feed")
    await fetcher.close()


async def test_the_day_on_which_a_certificate_ran_out_is_read_from_the_server(port: int) -> None:
    assert await expired_at("127.0.0.1", port, "feeds.example") == ENDED


async def test_where_nothing_can_be_asked_there_is_no_day() -> None:
    assert await expired_at("127.0.0.1", 1, "feeds.example") is None


def test_what_is_no_certificate_has_no_day() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    whole = made(key, ENDED).public_bytes(serialization.Encoding.DER)
    assert read_expiry(whole) == ENDED
    assert read_expiry(whole[:50]) is None
    assert read_expiry(b"") is None
