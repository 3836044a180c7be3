"""An article at a link is fetched under guard and briefed; nothing else of the web is reached."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from briefings.articles.page import NotAnArticle
from briefings.errors import AddressError, FetchError
from briefings.feeds.fetch import Fetcher
from briefings.feeds.guard import Guard
from briefings.linked import LinkReader
from tests.conftest import StandingClock
from tests.fakes.loopback import loopback

PAGE = """<html lang="en"><head><title>Harbour reopens</title></head><body><article>
<h1>Harbour of Odesa reopens for grain ships</h1>
<p>The harbour of Odesa in Ukraine reopened on Monday for ships that carry grain, after two weeks
in which no ship could leave it because of a storm that had damaged its piers.</p>
<p>“We are ready to load every ship that comes,” said Olena Bondar, the head of the port.</p>
<p>Some forty ships wait outside the harbour, and most of them are bound for Egypt and Spain, where
the price of bread has risen by a fifth since the storm, according to the ministry of trade.</p>
</article></body></html>"""


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
async def site(asked: list[str]) -> AsyncIterator[str]:
    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        page = PAGE if request.path == "/article" else "<html><body></body></html>"
        return web.Response(text=page, content_type="text/html")

    app = web.Application()
    app.router.add_get("/{path}", answer)
    async with loopback(app) as root:
        yield root


@pytest.fixture
async def fetch(clock: StandingClock) -> AsyncIterator[Fetcher]:
    fetcher = Fetcher(guard=Guard(("127.0.0.1",)), clock=clock)
    yield fetcher
    await fetcher.close()


async def test_a_link_is_briefed_with_its_quotes_and_its_site_as_the_source(
    site: str, fetch: Fetcher, clock: StandingClock
) -> None:
    brief = await LinkReader(fetch, clock=clock).brief(f"{site}/article")
    assert "reopens" in brief.headline
    (article,) = brief.sources
    assert (article.url, article.source) == (f"{site}/article", "127.0.0.1")
    assert brief.bullets
    for cited in brief.bullets:
        assert cited.article == article
    assert [cited.quote.speaker for cited in brief.quotes] == ["Olena Bondar"]
    assert brief.stories == (), "it is nobody's story: nothing of it is stored"


async def test_a_page_is_asked_for_once_in_a_quarter_of_an_hour(
    site: str, fetch: Fetcher, clock: StandingClock, asked: list[str]
) -> None:
    reader = LinkReader(fetch, clock=clock)
    await reader.article(f"{site}/article")
    await reader.article(f"{site}/article")
    assert asked == ["/article"]
    clock.forward(minutes=16)
    await reader.article(f"{site}/article")
    assert len(asked) == 2


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "ukraine", ""])
async def test_what_is_no_web_address_is_refused(
    fetch: Fetcher, clock: StandingClock, address: str
) -> None:
    with pytest.raises(AddressError):
        await LinkReader(fetch, clock=clock).article(address)


async def test_a_private_address_is_not_reached(
    site: str, clock: StandingClock, asked: list[str]
) -> None:
    fetcher = Fetcher(guard=Guard(()), clock=clock)
    with pytest.raises((AddressError, FetchError)):
        await LinkReader(fetcher, clock=clock).article(f"{site}/article")
    await fetcher.close()
    assert asked == []


async def test_a_page_without_an_article_says_so(
    site: str, fetch: Fetcher, clock: StandingClock
) -> None:
    with pytest.raises(NotAnArticle):
        await LinkReader(fetch, clock=clock).article(f"{site}/empty")
