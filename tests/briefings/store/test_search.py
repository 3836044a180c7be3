"""Search: stories on a topic, newest and most reported first."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.model import Entry
from briefings.store import Store
from briefings.store.terms import read_topic


async def told(
    store: Store, title: str, text: str = "", *, feed: str = "a", story: int | None = None
) -> int:
    """Store an article of a feed in a story; return the story's id."""
    kept = await store.add_feed(f"https://{feed}.example/feed", feed.upper(), scope="*")
    [article] = await store.add_entries(
        kept.id, [Entry(id=title, link=None, title=title, summary=text or title)]
    )
    return await store.place(article.id, story, title)


async def headlines(store: Store, topic: str, **given: Any) -> list[str]:
    return [story.headline for story in await store.search(topic, **given)]


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("ukraine", "Ukrainian troops crossed the river"),
        ("Ukrainian", "The war in Ukraine goes on"),
        ("UKRAINE", "Ukraine’s army"),
        ("elections", "An election was held"),
        ("germany", "German voters decide"),
        ("вибори", "Вибори відбудуться восени"),
        ("wahl", "Die Wahl in Bayern"),
        ('"security guarantees"', "They discussed security guarantees for months"),
        ("nato troops", "Troops of NATO arrived"),
        ("covid-19", "Cases of Covid-19 rise"),
    ],
)
async def test_a_topic_finds_the_forms_of_its_words(
    both_stores: Store, topic: str, text: str
) -> None:
    await told(both_stores, "Head", text)
    assert await headlines(both_stores, topic) == ["Head"]


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("ukraine", "Nothing about that country here"),
        ('"security guarantees"', "Guarantees of security were discussed"),
        ("ukraine -gas", "Ukraine stops the gas"),
        ("nato troops", "NATO met in Madrid"),
    ],
)
async def test_and_nothing_else(both_stores: Store, topic: str, text: str) -> None:
    await told(both_stores, "Head", text)
    assert await headlines(both_stores, topic) == []


@pytest.mark.parametrize(
    ("topic", "found"),
    [
        ("storm site:a.example", {"Storm at A"}),
        ("storm site:example", set()),
        ("storm -site:www.a.example", {"Storm at B"}),
        ("-site:a.example", {"Storm at B", "Sun at B"}),
        ("everything -site:a.example", {"Storm at B", "Sun at B"}),
        ("storm site:a.example site:b.example", {"Storm at A", "Storm at B"}),
        ("everything -sun", {"Storm at A", "Storm at B"}),
        ("-storm", {"Sun at B"}),
        ("news -storm -sun", set()),
        ("site:b.example -storm", {"Sun at B"}),
    ],
)
async def test_sites_and_words_can_be_left_out_of_anything(
    both_stores: Store, topic: str, found: set[str]
) -> None:
    await told(both_stores, "Storm at A", feed="a")
    await told(both_stores, "Storm at B", feed="b")
    await told(both_stores, "Sun at B", feed="b")
    assert set(await headlines(both_stores, topic)) == found


async def test_a_site_that_is_left_out_is_no_source_of_a_story_that_others_tell(
    both_stores: Store,
) -> None:
    story = await told(both_stores, "Storm hits coast", feed="a")
    await told(both_stores, "Storm at the coast", feed="b", story=story)
    [seen] = await both_stores.search("storm -site:b.example")
    assert ([one.title for one in seen.articles], seen.reports) == (["Storm hits coast"], 1)


async def test_an_article_is_of_its_own_site_and_of_the_feed_s_that_brought_it(
    both_stores: Store,
) -> None:
    links = await both_stores.add_feed("https://links.example/rss", "Links", scope="*")
    [article] = await both_stores.add_entries(
        links.id, [Entry(id="1", link="https://news.far.example/1", title="Storm far away")]
    )
    await both_stores.place(article.id, None, "Storm far away")
    for site in ("far.example", "news.far.example", "links.example"):
        assert await headlines(both_stores, f"site:{site}") == ["Storm far away"]
        assert await headlines(both_stores, f"storm -site:{site}") == []


async def test_an_empty_topic_is_all_news(both_stores: Store) -> None:
    await told(both_stores, "One")
    await told(both_stores, "Two")
    assert set(await headlines(both_stores, "everything")) == {"One", "Two"}


async def test_the_newest_comes_first(both_stores: Store, clock: Any) -> None:
    await told(both_stores, "Old storm")
    clock.forward(days=2)
    await told(both_stores, "New storm")
    assert await headlines(both_stores, "storm") == ["New storm", "Old storm"]


async def test_what_many_report_comes_before_what_one_does(both_stores: Store) -> None:
    story = await told(both_stores, "Storm hits coast", feed="a")
    await told(both_stores, "Storm at the coast", feed="b", story=story)
    await told(both_stores, "Coast hit by storm", feed="c", story=story)
    await told(both_stores, "Storm elsewhere", feed="a")
    found = await both_stores.search("storm")
    assert found[0].id == story
    assert [one.reports for one in found] == [3, 1]
    assert len(found[0].articles) == 3


async def test_a_story_on_the_topic_comes_before_those_that_mention_it(
    both_stores: Store,
) -> None:
    await told(both_stores, "Ukrainian port opens")
    await told(both_stores, "Team wins at home", "They wore the colours of Ukraine.")
    assert await headlines(both_stores, "ukraine") == ["Ukrainian port opens", "Team wins at home"]


async def test_an_event_comes_before_pictures_of_it(both_stores: Store) -> None:
    await told(both_stores, "Storm hits coast and two towns")
    await told(both_stores, "Storm on the coast – in pictures")
    assert (await headlines(both_stores, "storm"))[0] == "Storm hits coast and two towns"


async def test_a_headline_is_one_that_the_scope_may_see(both_stores: Store) -> None:
    private = await both_stores.add_feed("https://p.example/feed", "P", scope="slack/T1")
    [article] = await both_stores.add_entries(
        private.id, [Entry(id="1", link=None, title="Secret storm")]
    )
    story = await both_stores.place(article.id, None, "Secret storm")
    await told(both_stores, "Storm in public", story=story)
    assert await headlines(both_stores, "storm", scope="slack/T2") == ["Storm in public"]


async def test_copies_of_one_text_are_one_source(both_stores: Store) -> None:
    copy = "A storm took the roof off the town hall of Brest at night, the fire service said. " * 2
    reported = await told(both_stores, "Storm at sea", feed="d")
    await told(both_stores, "Sailors saved in storm", feed="e", story=reported)
    copied = await told(both_stores, "Storm takes roof", copy, feed="a")
    await told(both_stores, "Storm takes a roof", copy, feed="b", story=copied)
    await told(both_stores, "Storm takes roof off", copy, feed="c", story=copied)
    found = await both_stores.search("storm")
    assert [(one.id, one.reports) for one in found] == [(reported, 2), (copied, 1)]


async def test_a_scope_sees_its_own_feeds_and_everybody_s(both_stores: Store) -> None:
    private = await both_stores.add_feed("https://p.example/feed", "P", scope="slack/T1")
    [article] = await both_stores.add_entries(
        private.id, [Entry(id="1", link=None, title="Secret storm")]
    )
    await both_stores.place(article.id, None, "Secret storm")
    await told(both_stores, "Public storm")
    assert await headlines(both_stores, "storm", scope="slack/T2") == ["Public storm"]
    assert len(await headlines(both_stores, "storm", scope="slack/T1")) == 2


async def test_a_shared_story_shows_a_scope_only_its_own_articles(both_stores: Store) -> None:
    story = await told(both_stores, "Public storm")
    private = await both_stores.add_feed("https://p.example/feed", "P", scope="slack/T1")
    [article] = await both_stores.add_entries(
        private.id, [Entry(id="1", link=None, title="Secret storm")]
    )
    await both_stores.place(article.id, story, "Secret storm")
    [seen] = await both_stores.search("storm", scope="slack/T2")
    assert [one.title for one in seen.articles] == ["Public storm"]


async def test_a_window_begins_with_its_start_and_ends_before_its_end(
    both_stores: Store, clock: Any
) -> None:
    start = clock.now
    await told(both_stores, "At the start")
    end = clock.forward(hours=1)
    await told(both_stores, "At the end")
    assert await headlines(both_stores, "", since=start, until=end) == ["At the start"]


@pytest.mark.parametrize(
    "topic",
    ['"', '"" AND OR NOT', "a:b*^{}()|&!<->", "'; --", "\x00", "\ud800", "-", '-"x y"',
     "x" * 10_000, " ".join(["word"] * 3_000), "NEAR(a b)", "🦑", "%", "\\",
     "site:%.x", "site:a'--.b", "-site:" + "a." * 400],
)  # fmt: skip
async def test_hostile_topics_find_nothing_and_break_nothing(
    both_stores: Store, topic: str
) -> None:
    await told(both_stores, "Storm")
    assert isinstance(await both_stores.search(topic), tuple)


@given(st.text(max_size=200))
def test_every_stem_that_reaches_a_database_is_letters_and_digits(topic: str) -> None:
    query = read_topic(topic)
    for phrase in (*query.wanted, *query.unwanted):
        for word in phrase:
            assert all(stem.isalnum() for stem in word)
