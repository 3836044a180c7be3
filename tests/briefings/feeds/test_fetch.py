"""Fetching from strangers: bounded in bytes and time, and never from a private address."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from briefings.errors import AddressError, FetchError, TooLarge
from briefings.feeds.fetch import Fetcher, Limits
from briefings.feeds.guard import Guard, GuardedResolver
from tests.fakes.loopback import loopback

LIMITS = Limits(body=50_000, unpacked=100_000, total=1.0, idle=0.3, redirects=3)


async def hang(_request: web.Request) -> web.Response:
    await asyncio.Event().wait()
    raise AssertionError


async def stall(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b"<rss>")
    return await hang(request)


async def drip(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"x")
        await asyncio.sleep(0.05)


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"x" * 10_000)


async def bomb(_request: web.Request) -> web.Response:
    packed = gzip.compress(b"\0" * 30_000_000)
    return web.Response(body=packed[:45_000], headers={"Content-Encoding": "gzip"})


async def to(request: web.Request) -> web.Response:
    raise web.HTTPFound(request.query["url"])


async def moved(request: web.Request) -> web.Response:
    raise web.HTTPMovedPermanently("/ok")


async def around(request: web.Request) -> web.Response:
    raise web.HTTPFound("/around")


async def ok(request: web.Request) -> web.Response:
    return web.Response(text=request.headers["User-Agent"], headers={"Cache-Control": "max-age=60"})


async def packed(request: web.Request) -> web.Response:
    kind = request.query["kind"]
    pack = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "raw deflate": lambda data: zlib.compress(data)[2:-4],
    }[kind]
    name = kind.split()[-1]
    return web.Response(body=pack(b"words " * 500), headers={"Content-Encoding": name})


async def damaged(_request: web.Request) -> web.Response:
    return web.Response(body=b"this is not gzip", headers={"Content-Encoding": "gzip"})


@pytest.fixture
async def address() -> AsyncIterator[str]:
    app = web.Application()
    for handler in (hang, stall, drip, endless, bomb, to, moved, around, ok, packed, damaged):
        app.router.add_get(f"/{handler.__name__}", handler)
    async with loopback(app, shutdown_timeout=0.1) as root:
        yield root


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    made = Fetcher(user_agent="Tester/1", guard=Guard(("127.0.0.1",)), limits=LIMITS)
    yield made
    await made.close()


async def test_it_says_who_asks_and_learns_how_long_it_stays(
    address: str, fetcher: Fetcher
) -> None:
    fetched = await fetcher.fetch(f"{address}/ok")
    assert (fetched.body, fetched.max_age) == (b"Tester/1", 60)


@pytest.mark.parametrize("kind", ["gzip", "deflate", "raw deflate"])
async def test_packed_answers_are_unpacked(address: str, fetcher: Fetcher, kind: str) -> None:
    fetched = await fetcher.fetch(f"{address}/packed?kind={kind.replace(' ', '%20')}")
    assert fetched.body == b"words " * 500


@pytest.mark.parametrize(
    ("path", "error", "said"),
    [
        ("hang", FetchError, "did not answer"),
        ("stall", FetchError, "did not answer"),
        ("drip", FetchError, "did not answer within 1 seconds"),
        ("endless", TooLarge, "larger than"),
        ("bomb", TooLarge, "larger than"),
        ("around", FetchError, "redirects"),
        ("damaged", FetchError, "damaged"),
        ("nothing", FetchError, "nothing at that address"),
        ("to?url=ftp://x.example/", AddressError, "http://"),
        ("to?url=http://10.0.0.1/", AddressError, "private"),
        ("to?url=http://[::ffff:10.0.0.1]/", AddressError, "private"),
        ("to?url=http://169.254.169.254/latest/meta-data/", AddressError, "private"),
    ],
)
async def test_what_goes_wrong_is_said_in_plain_words(
    address: str, fetcher: Fetcher, path: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        await fetcher.fetch(f"{address}/{path}")


async def test_a_permanent_move_is_reported(address: str, fetcher: Fetcher) -> None:
    fetched = await fetcher.fetch(f"{address}/moved")
    assert fetched.moved_to == f"{address}/ok"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "100.64.0.1",
     "0.0.0.0", "224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fe80::1]", "[fc00::1]",
     "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::a00:1]", "[::ffff:0:7f00:1]",
     "[fec0::1]", "[::7f00:1]",
     "[2001:db8::1]", "[2001::1]", "[fd00:ec2::254]", "[ff02::1]", "[4000::1]", "192.0.2.1",
     "198.18.0.1", "203.0.113.9", "240.0.0.1", "192.0.0.192", "168.63.129.16",
     "[2002:7f00:1::]", "2130706433", "0x7f.1",
     "0177.0.0.1", "127.1"],
)  # fmt: skip
def test_no_spelling_of_a_private_address_passes(host: str) -> None:
    with pytest.raises(AddressError):
        Guard().check_url(f"http://{host}/feed")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://x/",
        "http://",
        "x",
        "http://a:x/",
        "http://a.example:22/",
        "javascript:alert(1)",
        "//a.example",
    ],
)
def test_only_web_addresses_on_web_ports_pass(url: str) -> None:
    with pytest.raises(AddressError):
        Guard().check_url(url)


@pytest.mark.parametrize("host", ["93.184.216.34", "[2606:2800:220:1::1]", "[64:ff9b::5db8:d822]"])
def test_public_addresses_pass(host: str) -> None:
    Guard().check_url(f"https://{host}/feed")


def test_an_operator_can_allow_hosts_and_networks() -> None:
    guard = Guard(("intranet.example", "10.1.0.0/16"))
    guard.check_url("http://intranet.example:9000/feed")
    guard.check_url("http://10.1.2.3/feed")
    with pytest.raises(AddressError):
        guard.check_url("http://10.2.2.3/feed")


class Rebinding(AbstractResolver):
    """A name server that gives a public address first and a private one after."""

    def __init__(self, *hosts: str) -> None:
        self.hosts = list(hosts)

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        address = self.hosts.pop(0)
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
        ]

    async def close(self) -> None:
        pass


async def test_a_name_is_judged_each_time_by_what_it_resolves_to() -> None:
    resolver = GuardedResolver(Guard(), Rebinding("93.184.216.34", "127.0.0.1"))
    assert await resolver.resolve("x.example")
    with pytest.raises(AddressError):
        await resolver.resolve("x.example")


@given(st.text(max_size=60))
def test_whatever_is_typed_is_refused_or_a_web_address(text: str) -> None:
    try:
        Guard().check_url(text)
    except AddressError:
        return
    assert text.lower().startswith(("http://", "https://"))
