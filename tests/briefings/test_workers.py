"""Reading in processes of their own: what runs away is killed, and takes nothing with it."""

import asyncio
import os
import time
from collections.abc import AsyncIterator

import pytest

from briefings.articles.page import NotAnArticle
from briefings.articles.walls import Wall
from briefings.errors import BrokenFeed, NotAFeed
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


async def test_what_runs_away_is_killed_and_the_next_one_is_read() -> None:
    workers = Workers(1, seconds=0.5)
    try:
        with pytest.raises(BrokenFeed, match="too much time"):
            await workers.run(time.sleep, 3600)
        with pytest.raises(BrokenFeed, match="too much time"):
            await workers.run(os._exit, 1)
    finally:
        await workers.close()


async def test_what_wants_too_much_memory_is_an_error(workers: Workers) -> None:
    with pytest.raises(BrokenFeed):
        await workers.run(bytes, 3_000_000_000)
    assert (await workers.feed(Fetched(200, URL, FEED))).title == "T"


async def test_a_cancelled_reading_gives_its_answer_to_nobody_else(workers: Workers) -> None:
    await workers.feed(Fetched(200, URL, FEED))
    reading = asyncio.create_task(workers.run(time.sleep, 3600))
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert (await workers.feed(Fetched(200, URL, FEED))).title == "T"


async def test_a_worker_knows_none_of_the_parent_s_settings(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    assert await workers.run(os.getenv, "SLACK_BOT_TOKEN") is None
