"""What sites ask of robots is kept, and asked once a day."""

from typing import Any

import pytest

from briefings.errors import FetchError
from briefings.feeds.fetch import Fetched
from briefings.feeds.robots import Robots

RULES = b"User-agent: *\nDisallow: /private\n\nUser-agent: Quickread\nDisallow: /not-you\n"


class Site:
    def __init__(self) -> None:
        self.answer: bytes | FetchError = RULES
        self.asked: list[str] = []

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        self.asked.append(url)
        if isinstance(self.answer, FetchError):
            raise self.answer
        return Fetched(200, url, self.answer)


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.mark.parametrize(
    ("path", "allowed"), [("/news/1", True), ("/not-you/1", False), ("/private", True)]
)
async def test_the_rules_for_this_bot_are_kept(
    site: Site, clock: Any, path: str, allowed: bool
) -> None:
    robots = Robots(site, clock=clock)
    assert await robots.allow(f"https://a.example{path}") is allowed
    assert site.asked == ["https://a.example/robots.txt"]


@pytest.mark.parametrize(
    ("error", "allowed"),
    [
        (FetchError("No.", status=404), True),
        (FetchError("No.", status=403), True),
        (FetchError("Slowly.", status=429), False),
        (FetchError("No.", status=503), False),
        (FetchError("Silence."), False),
    ],
)
async def test_no_rules_allow_all_and_a_failing_server_nothing(
    site: Site, clock: Any, error: FetchError, allowed: bool
) -> None:
    site.answer = error
    assert await Robots(site, clock=clock).allow("https://a.example/1") is allowed


async def test_a_site_is_asked_again_after_a_day(site: Site, clock: Any) -> None:
    robots = Robots(site, clock=clock)
    for _ in range(3):
        await robots.allow("https://a.example/1")
    clock.forward(hours=25)
    await robots.allow("https://a.example/1")
    assert len(site.asked) == 2


@pytest.mark.parametrize("noise", [b"\xff\xfe\x00", b"<html>404</html>", b":" * 1000, b""])
async def test_what_is_no_robots_txt_allows_all(site: Site, clock: Any, noise: bytes) -> None:
    site.answer = noise
    assert await Robots(site, clock=clock).allow("https://a.example/1")
