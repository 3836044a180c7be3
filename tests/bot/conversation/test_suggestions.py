"""What is offered while somebody types: the workspace's topics, live stories, digests, feeds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import Channel
from bot.conversation.suggestions import Suggestions, _as_topic
from briefings.errors import NotFound
from briefings.feeds.fetch import Fetcher
from briefings.feeds.guard import Guard
from briefings.model import Entry
from briefings.newsroom import Newsroom
from briefings.store import Store
from tests.conftest import StandingClock

HERE = Channel("discord", "5", "6")
ELSEWHERE = Channel("discord", "7", "8")
HEADLINE = "“Ready to sail”: harbour of Odesa - closed for weeks - reopens for grain ships"


@pytest.fixture
async def suggest(store: Store, clock: StandingClock) -> Suggestions:
    newsroom = Newsroom(store, Fetcher(guard=Guard(()), clock=clock), clock=clock)
    feed = await store.add_feed("https://n.test/rss", "Harbour News", scope=HERE.scope)
    new = await store.add_entries(feed.id, [Entry("1", "https://n.test/1", HEADLINE)])
    await newsroom.group(new)
    await store.add_subscription(
        channel=HERE.address, topic="grain prices", schedule="weekdays 09:00", zone="UTC", size=7
    )
    return Suggestions(newsroom, store, clock=clock, zone="Europe/Kyiv")


async def test_topics_are_what_was_typed_then_what_is_followed_then_live_stories(
    suggest: Suggestions,
) -> None:
    everything = [one.value for one in await suggest.topics(HERE, "")]
    assert everything[0] == "grain prices"
    assert "harbour of Odesa" in everything[1]
    assert [one.value for one in await suggest.topics(HERE, "grai")][:2] == ["grai", "grain prices"]
    assert [one.value for one in await suggest.topics(HERE, "pri gra")][1:] == ["grain prices"]


async def test_another_server_is_offered_nothing_of_this_one(suggest: Suggestions) -> None:
    assert await suggest.topics(ELSEWHERE, "") == []
    assert await suggest.digests(ELSEWHERE, "") == []
    assert await suggest.feeds(ELSEWHERE, "") == []


async def test_what_other_channels_follow_is_offered_only_to_those_who_see_them(
    suggest: Suggestions,
) -> None:
    beside = Channel("discord", "5", "60")
    assert "grain prices" not in [one.value for one in await suggest.topics(beside, "")]
    shown = await suggest.topics(beside, "", sees=lambda channel: channel == HERE.id)
    assert shown[0].value == "grain prices"


async def test_a_headline_that_is_chosen_finds_its_story(
    suggest: Suggestions, store: Store
) -> None:
    topic = (await suggest.topics(HERE, "odesa"))[1].value
    assert len(topic) <= 100
    assert [story.headline for story in await store.search(topic, scope=HERE.scope)]


async def test_digests_and_feeds_are_offered_by_name_and_chosen_by_number(
    suggest: Suggestions,
) -> None:
    (digest,) = await suggest.digests(HERE, "grain")
    assert digest.name == f"{digest.value}: grain prices · weekdays 09:00"
    (feed,) = await suggest.feeds(HERE, "harb")
    assert feed.name == "Harbour News · https://n.test/rss"
    assert feed.value.isdecimal()


async def test_a_form_shows_the_digest_or_what_a_new_one_begins_with(suggest: Suggestions) -> None:
    new = await suggest.settings(HERE, "")
    assert (new.number, new.zone, new.schedule) == (None, "Europe/Kyiv", "daily 08:00")
    known = await suggest.settings(HERE, "grain prices")
    assert (known.topic, known.schedule, known.size) == ("grain prices", "weekdays 09:00", 7)
    with pytest.raises(NotFound):
        await suggest.settings(HERE, "wine")


async def test_what_is_new_is_offered_after_a_minute(
    suggest: Suggestions, store: Store, clock: StandingClock
) -> None:
    await suggest.topics(HERE, "")
    await store.add_subscription(
        channel=HERE.address, topic="wine", schedule="daily 08:00", zone="UTC"
    )
    assert "wine" not in [one.value for one in await suggest.topics(HERE, "")]
    clock.forward(seconds=61)
    assert "wine" in [one.value for one in await suggest.topics(HERE, "")]


@given(st.text())
def test_a_topic_made_of_any_headline_fits(words: str) -> None:
    assert len(_as_topic(words)) <= 100
