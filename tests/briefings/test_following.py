"""Following feeds: by any address people have, from lists with rubbish in them."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from briefings.errors import AddressError, FetchError, NotAFeed
from briefings.feeds.fetch import Fetcher, Limits
from briefings.feeds.guard import Guard
from briefings.following import Following, web_address
from briefings.store import Store
from tests.fakes.loopback import loopback

FEED = b"<rss version='2.0'><channel><title>%s</title></channel></rss>"
LINK = "<link rel=alternate type='application/rss+xml' href='/feed/{}'>"


async def answer(request: web.Request) -> web.Response:
    match request.path.strip("/").split("/"):
        case ["feed", name]:
            return web.Response(body=FEED % name.encode(), content_type="application/rss+xml")
        case ["site", *names]:
            head = "".join(LINK.format(name) for name in names)
            return web.Response(text=f"<html><head>{head}</head></html>", content_type="text/html")
    return web.Response(status=404)


@pytest.fixture
async def site() -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/{any:.*}", answer)
    async with loopback(app) as root:
        yield root


@pytest.fixture
async def following(store: Store) -> AsyncIterator[Following]:
    fetch = Fetcher(guard=Guard(("127.0.0.1",)), limits=Limits(total=5, idle=5))
    yield Following(store, fetch)
    await fetch.close()


async def test_a_site_s_one_feed_is_followed(site: str, following: Following) -> None:
    feed = await following.add(f"{site}/site/news", scope="*")
    assert (feed.url, feed.title) == (f"{site}/feed/news", "news")


async def test_of_several_feeds_one_has_to_be_chosen(site: str, following: Following) -> None:
    with pytest.raises(NotAFeed, match="several feeds") as several:
        await following.add(f"{site}/site/" + "/".join("abcdefgh"), scope="*")
    assert f"{site}/feed/a" in several.value.hint
    assert several.value.hint.endswith("and 3 more")


async def test_a_site_without_feeds_says_what_to_look_for(site: str, following: Following) -> None:
    with pytest.raises(NotAFeed, match="announces none"):
        await following.add(f"{site}/site/", scope="*")


async def test_a_wrong_page_of_a_site_leads_to_the_site(site: str, following: Following) -> None:
    with pytest.raises(FetchError, match="nothing at that address") as wrong:
        await following.add(f"{site}/nowhere", scope="*")
    assert wrong.value.hint == "Try the site's own: I look for its feeds."


async def test_a_list_with_rubbish_gives_its_feeds_and_names_the_rest(
    store: Store, following: Following
) -> None:
    bad = ["ftp://a.example/f", "mailto:a@b.example", "javascript:alert(1)", "two words", "http://"]
    good = [f"https://f{number}.example/feed" for number in range(150)]
    again = "HTTPS://F1.example/feed"
    outlines = "".join(f"<outline text='x' xmlUrl='{url}'/>" for url in [*bad, *good, again, " "])
    text = f"<opml version='2.0'><body><outline text='no feed'/>{outlines}</body></opml>"
    done = await following.import_opml(text, scope="slack/T1")
    assert (len(done.added), done.known, sorted(done.failed)) == (150, 1, sorted(bad))
    assert len(await store.feeds("slack/T1")) == 150
    assert (await following.import_opml(text, scope="slack/T1")).known == 151


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" bbc.com ", "https://bbc.com"),
        ("BBC.com/News", "https://bbc.com/News"),
        ("HTTP://BBC.com/News?A=B", "http://bbc.com/News?A=B"),
        ("<https://bbc.com/rss|bbc.com/rss>", "https://bbc.com/rss"),
        ("<bbc.com>", "https://bbc.com"),
        ("feed://bbc.com/rss", "https://bbc.com/rss"),
        ("feed:http://bbc.com/rss", "http://bbc.com/rss"),
        ("bbc.com:8080/rss", "https://bbc.com:8080/rss"),
        ("localhost:8080", "https://localhost:8080"),
    ],
)
def test_an_address_is_read_as_people_type_it(typed: str, address: str) -> None:
    assert web_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    ["", " ", "two words", "https://a b.c/", "https://a.b/ https://c.d/", "ftp://a.b", "mailto:a@b",
     "javascript:alert(1)", "file:///etc/passwd", "http://", "https://[", "data:text/html,hi"],
)  # fmt: skip
def test_what_is_no_address_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(AddressError, match="as a web address"):
        web_address(typed)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_refused_or_an_address_that_stays_itself(typed: str) -> None:
    try:
        address = web_address(typed)
    except AddressError:
        return
    assert address.startswith(("http://", "https://"))
    assert web_address(address) == address
