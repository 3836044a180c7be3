"""A brief says which figures differ or changed, and when its story was told."""

from datetime import UTC, datetime

from bot.compose import brief_message
from bot.messages import Earlier, Note, Text, Time, inlines
from briefings.briefs import brief_story
from briefings.deliveries import Told
from briefings.digests import write_digest
from briefings.model import Article, Story

AT = datetime(2026, 9, 4, 8, tzinfo=UTC)
NOON = AT.replace(hour=12)
FIRST = Article(
    1, "Flood", "The flood in the Tisza valley killed 12 people, the mayor of Rakhiv said.",
    source="Day", arrived=AT.replace(hour=7), feed_id=1, story_id=5,
)  # fmt: skip
LATER = Article(
    2, "Flood", "The flood in the Tisza valley has now killed 19 people, officials said.",
    source="Post", arrived=AT.replace(hour=10), feed_id=2, story_id=5,
)  # fmt: skip
STORY = Story(5, "Flood in the Tisza valley", (LATER, FIRST), reports=2)


def notes(message_blocks: tuple[object, ...]) -> list[str]:
    return [
        "".join(one.text for one in block.line if isinstance(one, Text))
        for block in message_blocks
        if isinstance(block, Note)
    ]


def test_a_first_brief_gives_both_sides() -> None:
    message = brief_message(brief_story(STORY), zone="UTC")
    assert "Sources differ: 19 people (Post), 12 people (Day)." in notes(message.blocks)


def test_an_update_gives_what_changed_and_when_it_was_told() -> None:
    told = Told("c", 5, (1,), ("The flood in the Tisza valley killed 12 people.",), AT, "digest/1")
    (brief,) = write_digest([STORY], [told], topic="", since=AT, until=NOON, size=3)
    assert (brief.is_update, brief.told_at, brief.told_in) == (True, AT, "digest/1")
    message = brief_message(brief, zone="UTC")
    assert "Changed: 12 people before, now 19 people (Post)." in notes(message.blocks)
    times = [
        one.at
        for block in message.blocks
        if isinstance(block, Note)
        for one in block.line
        if isinstance(one, Time)
    ]
    assert AT in times
    assert Earlier("this was told", "digest/1", 5) in inlines(message)
