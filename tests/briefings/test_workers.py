"""Reading documents in processes of their own."""

from collections.abc import AsyncIterator

import pytest

from briefings.articles.page import NotAnArticle
from briefings.articles.walls import Wall
from briefings.errors import NotAFeed
from briefings.feeds.fetch import Fetched
from briefings.workers import Workers

FEED = b"<rss version='2.0'><channel><title>T</title><item><title>Hi</title></item></channel></rss>"
PAGE = b"<!doctype html><link rel=alternate type=application/rss+xml href=/rss>"
URL = "https://a.example/"


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    made = Workers(1)
    yield made
    await made.close()


async def test_feeds_and_pages_are_read(workers: Workers) -> None:
    document = await workers.feed(Fetched(200, URL, FEED))
    assert [entry.title for entry in document.entries] == ["Hi"]
    again = await workers.feed(Fetched(200, URL, FEED), document.seen_items)
    assert (again.entries, again.items) == ((), 1)


async def test_errors_come_back_with_all_that_they_carry(workers: Workers) -> None:
    with pytest.raises(NotAFeed) as no_feed:
        await workers.feed(Fetched(200, URL, PAGE))
    assert no_feed.value.candidates == ("https://a.example/rss",)
    wall = b"<html><body><p>Please enable JavaScript to continue.</p></body></html>"
    with pytest.raises(NotAnArticle) as no_article:
        await workers.page(Fetched(200, URL, wall))
    assert no_article.value.wall is Wall.SCRIPT
