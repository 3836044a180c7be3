"""How a brief is headed, and what its buttons are called."""

from datetime import UTC, datetime

import pytest

from bot.compose import brief_message, digest_messages
from bot.messages import Actions, Heading, Message, plain
from briefings.briefs import brief_story, brief_topic
from briefings.model import Article, Digest, Story

PORT = Article(1, "Port opens", "The port of Odesa opened on Monday after two years.", "", "Planet")
TALKS = Article(2, "Talks fail", "Talks on grain ended in Geneva without a result.", "", "Post")
STORIES = (Story(1, PORT.title, (PORT,)), Story(2, TALKS.title, (TALKS,)))


def heading(message: Message) -> str:
    return next(plain(block.line) for block in message.blocks if isinstance(block, Heading))


def labels(message: Message) -> list[str]:
    rows = [block.buttons for block in message.blocks if isinstance(block, Actions)]
    return [button.label for row in rows for button in row]


def test_a_brief_of_one_story_has_its_headline() -> None:
    message = brief_message(brief_story(STORIES[0], topic="grain"), zone="UTC", buttons=True)
    assert heading(message) == "Port opens"
    assert "Follow this story" in labels(message)


def test_a_brief_of_several_stories_is_headed_by_its_topic() -> None:
    message = brief_message(brief_topic("grain", STORIES), zone="UTC", buttons=True)
    assert heading(message) == "Grain: 2 stories"
    assert message.summary.startswith("Grain: 2 stories: ")
    assert "Follow this topic" in labels(message)


@pytest.mark.parametrize("topic", ["", "everything", "Everything "])
def test_several_stories_without_a_topic_are_news(topic: str) -> None:
    assert heading(brief_message(brief_topic(topic, STORIES), zone="UTC")) == "News: 2 stories"


@pytest.mark.parametrize(
    ("topic", "said"), [("grain", "Nothing new on grain."), ("everything", "Nothing new.")]
)
def test_a_digest_without_news_says_so_in_a_line(topic: str, said: str) -> None:
    at = datetime(2026, 9, 4, 8, tzinfo=UTC)
    (message,) = digest_messages(Digest(topic, (), at, at), zone="UTC")
    assert message.summary == said
