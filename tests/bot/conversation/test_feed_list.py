"""`/feeds list`: how each feed is doing."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels import Channel, Request, User
from bot.conversation.feeds import Feeds
from bot.messages import Bullets, Link, Note, Paragraph, Text, Time
from briefings.feeds.fetch import Fetcher
from briefings.model import Entry
from briefings.newsroom import Newsroom
from briefings.store import Store
from tests.conftest import StandingClock

HERE = Channel("slack", "T1", "C1")


@pytest.fixture
async def feeds(store: Store, clock: StandingClock) -> AsyncIterator[Feeds]:
    fetch = Fetcher(clock=clock)
    yield Feeds(Newsroom(store, fetch, clock=clock), clock=clock, zone="UTC")
    await fetch.close()


async def rows(feeds: Feeds) -> list[str]:
    user = User("U1", may_manage=True, zone="Europe/Kyiv")
    reply = await feeds.handlers()["feeds list"](Request(HERE, user, "feeds list", ""))
    (listed,) = [block for block in reply.message.blocks if isinstance(block, Bullets)]
    return ["".join(_shown(part) for part in item) for item in listed.items]


def _shown(part: Text | Link | Time) -> str:
    return f"[{part.at:%H:%M} {part.zone}]" if isinstance(part, Time) else part.text


async def test_it_says_when_each_was_read_when_it_is_next_and_what_it_brings(
    store: Store, clock: StandingClock, feeds: Feeds
) -> None:
    feed = await store.add_feed("https://a.example/rss", "A", scope=HERE.scope)
    await store.add_entries(feed.id, [Entry(id="1", link=None, title="One")])
    later = clock() + timedelta(hours=1)
    await store.save_polls([replace(feed, succeeded_at=clock(), next_poll_at=later)])
    (row,) = await rows(feeds)
    assert row == (
        f"A · last read [{clock():%H:%M} Europe/Kyiv], next [{later:%H:%M} Europe/Kyiv]"
        " · 1 entry this week"
    )


async def said(feeds: Feeds, command: str, argument: str) -> str:
    user = User("U1", may_manage=True)
    reply = await feeds.handlers()[command](Request(HERE, user, command, argument))
    return " ".join(
        part.text
        for block in reply.message.blocks
        if isinstance(block, Paragraph | Note)
        for part in block.line
        if not isinstance(part, Time)
    )


async def test_a_list_says_what_came_of_it_and_what_happens_next(feeds: Feeds) -> None:
    assert await said(feeds, "feeds import", "https://a.example/f\nftp://b.example/f") == (
        "1 feed added, 0 here already. I read the new ones within minutes; /feeds list says how"
        " they do. 1 can't be used: ftp://b.example/f."
    )
    assert await said(feeds, "feeds import", "https://a.example/f") == (
        "0 feeds added, 1 here already."
    )
    empty = "<opml version='2.0'><body/></opml>"
    assert await said(feeds, "feeds import", empty) == "There is no feed in that list."


async def test_a_failure_is_said_in_plain_words_and_so_is_the_end(
    store: Store, clock: StandingClock, feeds: Feeds
) -> None:
    feed = await store.add_feed("https://a.example/rss", "A", scope=HERE.scope)
    gone = "The server says it is gone for good. (HTTP 410)"
    await store.save_polls([replace(feed, problem=gone, stopped_at=clock(), next_poll_at=None)])
    assert await rows(feeds) == [f"A · {gone} · not read yet, not asked any more"]
