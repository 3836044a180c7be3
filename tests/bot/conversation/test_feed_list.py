"""`/feeds list`: how each feed is doing."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels import Channel, Request, User
from bot.conversation.feeds import Feeds
from bot.messages import Bullets, Link, Text, Time
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


async def test_a_failure_is_said_in_plain_words_and_so_is_the_end(
    store: Store, clock: StandingClock, feeds: Feeds
) -> None:
    feed = await store.add_feed("https://a.example/rss", "A", scope=HERE.scope)
    gone = "The server says it is gone for good. (HTTP 410)"
    await store.save_polls([replace(feed, problem=gone, stopped_at=clock(), next_poll_at=None)])
    assert await rows(feeds) == [f"A · {gone} · not read yet, not asked any more"]
