from datetime import UTC, datetime

from briefings.briefs import brief_story, brief_topic
from briefings.model import Article, Story

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


def article(number: int, title: str, text: str) -> Article:
    return Article(number, title, text, f"https://example.org/{number}", "Example", AT, AT, "en")


def story(number: int, *articles: Article) -> Story:
    return Story(number, articles[0].title, articles, len(articles))


BRIDGE = article(
    1, "Marlow council backs bridge", "The council of Marlow approved a bridge over the wide river."
)
BRIDGE_AGAIN = article(
    2, "Bridge for Marlow", "On Friday the council of Marlow approved a bridge over the river."
)
FERRY = article(
    3, "Aldham ferry sinks", "A ferry with forty people on board sank near Aldham in a storm."
)


def test_two_stories_do_not_say_the_same_in_nearly_the_same_words() -> None:
    brief = brief_topic("marlow", [story(1, BRIDGE), story(2, BRIDGE_AGAIN), story(3, FERRY)])
    assert [one.article.id for one in brief.bullets] == [1, 3]


def test_the_article_that_speaks_for_a_story_tells_what_its_titles_share() -> None:
    aside = article(
        4,
        "My memories of boats",
        "Boats were always part of the long summers of my youth, a columnist of the paper writes. "
        "The smell of tar has stayed with me for all of the years that have gone by since then.",
    )
    other = article(5, "Ferry sinks near Aldham", "Forty people were saved when a ferry sank.")
    brief = brief_story(story(1, FERRY, aside, other), bullets=1)
    assert brief.bullets[0].article.id != aside.id


def test_a_topic_of_one_story_says_on_which_figures_its_sources_differ() -> None:
    flood = story(
        1,
        article(6, "Flood", "The flood in the Tisza valley killed 12 people, the mayor said."),
        article(7, "Flood", "The flood in the Tisza valley has now killed 19 people, it is said."),
    )
    (found,) = brief_topic("flood", [flood]).differences
    assert {side.text for side in found.sides} == {"12 people", "19 people"}
