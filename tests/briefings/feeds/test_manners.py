"""What is sent to servers and learnt from them, over a real connection."""

import gzip
import zlib
from collections.abc import AsyncIterator
from typing import Any

import brotli
import pytest
from aiohttp import web

from briefings.errors import FetchError, TooLarge
from briefings.feeds.fetch import Fetcher, Limits
from briefings.feeds.guard import Guard
from briefings.feeds.unpack import zstd
from tests.fakes.loopback import loopback

WORDS = b"words " * 5_000
PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


class Site:
    """Answers as the test says, and keeps what it was asked."""

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self.body = b""
        self.status = 200
        self.moves: dict[str, tuple[int, str]] = {}
        self.asked: list[dict[str, str]] = []
        self.address = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.headers))
        if request.path in self.moves:
            status, target = self.moves[request.path]
            return web.Response(status=status, headers={"Location": target})
        return web.Response(status=self.status, body=self.body, headers=self.headers)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    served = Site()
    app = web.Application()
    app.router.add_get("/{path:.*}", served.answer)
    async with loopback(app) as root:
        served.address = root
        yield served


@pytest.fixture
async def fetcher(clock: Any) -> AsyncIterator[Fetcher]:
    limits = Limits(body=50_000, unpacked=100_000, total=5, idle=5)
    made = Fetcher(guard=Guard(("127.0.0.1",)), limits=limits, clock=clock)
    yield made
    await made.close()


@pytest.mark.parametrize("etag", ['"a"', 'W/"a"', "not-quoted", '"sp ace"', '"Ünï"'.lower()])
async def test_both_validators_come_back_letter_for_letter(
    site: Site, fetcher: Fetcher, etag: str
) -> None:
    stamp = "Tue, 10 Mar 2026 08:00:00 +0000"  # not the form of HTTP, but the server's own
    site.headers = {"ETag": etag, "Last-Modified": stamp}
    first = await fetcher.fetch(site.address)
    await fetcher.fetch(site.address, etag=first.etag, last_modified=first.last_modified)
    assert site.asked[1]["If-None-Match"] == etag
    assert site.asked[1]["If-Modified-Since"] == stamp


async def test_it_offers_four_codings_and_says_who_asks(site: Site, fetcher: Fetcher) -> None:
    await fetcher.fetch(site.address)
    assert site.asked[0]["Accept-Encoding"] == "gzip, deflate, br, zstd"
    assert "Quickread/" in site.asked[0]["User-Agent"]
    assert "+http" in site.asked[0]["User-Agent"]


@pytest.mark.parametrize("coding", PACKERS)
async def test_every_coding_is_undone(site: Site, fetcher: Fetcher, coding: str) -> None:
    site.body, site.headers = PACKERS[coding](WORDS), {"Content-Encoding": coding}
    assert (await fetcher.fetch(site.address)).body == WORDS


@pytest.mark.parametrize("coding", PACKERS)
async def test_a_bomb_costs_no_more_than_its_limit(
    site: Site, fetcher: Fetcher, coding: str
) -> None:
    site.body = PACKERS[coding](b"\0" * 30_000_000)[:49_000]
    site.headers = {"Content-Encoding": coding}
    with pytest.raises(TooLarge):
        await fetcher.fetch(site.address)


async def test_a_truncated_answer_gives_what_there_is(site: Site, fetcher: Fetcher) -> None:
    site.body, site.headers = gzip.compress(WORDS)[:-12], {"Content-Encoding": "gzip"}
    assert (await fetcher.fetch(site.address)).body.startswith(b"words words")


async def test_two_members_of_gzip_are_one_answer(site: Site, fetcher: Fetcher) -> None:
    site.body = gzip.compress(b"one ") + gzip.compress(b"two")
    site.headers = {"Content-Encoding": "gzip"}
    assert (await fetcher.fetch(site.address)).body == b"one two"


@pytest.mark.parametrize(
    ("moves", "moved_to"),
    [
        ({"/a": (301, "/b")}, "/b"),
        ({"/a": (308, "/b"), "/b": (301, "/c")}, "/c"),
        ({"/a": (302, "/b")}, None),
        ({"/a": (307, "/b")}, None),
        ({"/a": (303, "/b")}, None),
        ({"/a": (301, "/b"), "/b": (302, "/c")}, "/b"),
        ({"/a": (302, "/b"), "/b": (301, "/c")}, None),
    ],
)
async def test_only_what_is_permanent_from_the_start_is_a_move(
    site: Site, fetcher: Fetcher, moves: dict[str, tuple[int, str]], moved_to: str | None
) -> None:
    site.moves = moves
    fetched = await fetcher.fetch(f"{site.address}/a")
    assert fetched.moved_to == (f"{site.address}{moved_to}" if moved_to else None)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "password"),
        (403, "refuses"),
        (404, "nothing at that address"),
        (410, "gone for good"),
        (429, "too often"),
        (500, "error of its own"),
        (300, "moved, but not where"),
        (206, "refused"),
    ],
)
async def test_each_refusal_is_said_in_plain_words(
    site: Site, fetcher: Fetcher, status: int, said: str
) -> None:
    site.status, site.headers = status, {"Retry-After": "120"}
    with pytest.raises(FetchError, match=said) as caught:
        await fetcher.fetch(site.address)
    assert (caught.value.status, caught.value.retry_after) == (status, 120)


async def test_a_failure_behind_a_move_says_where_it_is(site: Site, fetcher: Fetcher) -> None:
    site.moves, site.status = {"/a": (301, "/b")}, 500
    with pytest.raises(FetchError, match=r"moved to 127\.0\.0\.1\. There: .* error of its own"):
        await fetcher.fetch(f"{site.address}/a")
