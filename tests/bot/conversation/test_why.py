"""`/brief why <link>` says what became of an item in this channel."""

from datetime import timedelta

import pytest

from bot.channels import Channel, Request, User
from bot.conversation.why import Why
from bot.messages import Bullets, plain
from briefings.deliveries import Told
from briefings.errors import NotFound
from briefings.model import Entry
from briefings.store import Store
from tests.conftest import StandingClock

CHANNEL = Channel("slack", "T1", "C1")
LINK = "https://a.example/ship"
REQUEST = Request(CHANNEL, User("U1", may_manage=False), "brief", f"why {LINK}")


@pytest.fixture
def why(store: Store, clock: StandingClock) -> Why:
    return Why(store, clock=clock, zone="UTC")


async def arrived(store: Store, *, days_old: int = 0, scope: str = "*") -> tuple[int, int]:
    """Have an article come in; return its id and its story's."""
    feed = await store.add_feed("https://a.example/f", "A", scope=scope)
    published = store._clock() - timedelta(days=days_old)
    entry = Entry(LINK, f"{LINK}?utm_source=rss", "Grain ship", "It sailed.", published=published)
    [article] = await store.add_entries(feed.id, [entry])
    return article.id, await store.place(article.id, None, article.title)


async def subscribe(store: Store, topic: str = "grain", schedule: str = "daily 13:00") -> None:
    await store.add_subscription(
        channel=CHANNEL.address, topic=topic, schedule=schedule, zone="UTC", size=5
    )


async def said(why: Why) -> str:
    [_, bullets] = (await why.explain(LINK, REQUEST)).message.blocks
    assert isinstance(bullets, Bullets)
    return " ".join(plain(item) for item in bullets.items)


async def test_a_link_that_no_feed_brought(store: Store, why: Why) -> None:
    with pytest.raises(NotFound, match="No feed that is read here has brought that link"):
        await why.explain(LINK, REQUEST)


async def test_another_workspace_s_feed_is_not_told_of(store: Store, why: Why) -> None:
    await arrived(store, scope="slack/T2")
    with pytest.raises(NotFound):
        await why.explain(LINK, REQUEST)


async def test_no_digest_comes_here(store: Store, why: Why) -> None:
    await arrived(store)
    assert "No digest comes to this channel" in await said(why)


async def test_it_was_told(store: Store, why: Why, clock: StandingClock) -> None:
    article, story = await arrived(store)
    await store.enqueue(
        [], told_stories=[Told(CHANNEL.address, story, (article,), (), clock(), "k")]
    )
    assert "It was told here on" in await said(why)


async def test_its_story_was_told_without_it(store: Store, why: Why, clock: StandingClock) -> None:
    _, story = await arrived(store)
    await subscribe(store)
    await store.enqueue([], told_stories=[Told(CHANNEL.address, story, (99,), (), clock(), "k")])
    assert "its story was told on" in await said(why)


@pytest.mark.parametrize(
    ("topic", "schedule", "days_old", "reason"),
    [
        ("football", "daily 13:00", 0, "not on that topic"),
        ("grain", "daily 13:00", 5, "more than 3 days before"),
        ("grain", "daily 13:00", 0, "may come with the next digest"),
        ("grain", "breaking 4 sources", 0, "that takes 4 sources in 60 minutes"),
        ("grain", "gibberish", 0, "can't read “gibberish”"),
    ],
)
async def test_each_digest_has_its_reason(
    store: Store, why: Why, topic: str, schedule: str, days_old: int, reason: str
) -> None:
    await arrived(store, days_old=days_old)
    await subscribe(store, topic, schedule)
    assert reason in await said(why)


async def test_there_was_no_room(store: Store, why: Why, clock: StandingClock) -> None:
    await arrived(store)
    await subscribe(store)
    [subscription] = await store.subscriptions()
    clock.forward(hours=2)
    await store.enqueue([], slot=(subscription.id, clock()))
    assert "no room for it: that digest has at most 5 stories" in await said(why)
