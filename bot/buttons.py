"""What can be done with a brief: buttons whose values outlive a restart.

brief → its stories' numbers → a button's value → pressed → the numbers again
"""

import re
from collections.abc import Sequence

from bot.messages import Actions, Button
from briefings.model import Brief
from briefings.text.languages import stop_words

BUTTON_VALUE = 80
"""Characters of a button's value: the platform with the shortest has room for them."""
_TOPIC_WORDS = 2
"""Words of a headline that make a topic: all of a topic's words have to be there."""
_WORD = re.compile(r"[^\W_][\w’'-]*[^\W_]")


def brief_buttons(brief: Brief) -> Actions:
    """Return what can be done with a brief; the stories' numbers outlive a restart."""
    stories = story_numbers([story.id for story in brief.stories])
    followed = "Follow this topic" if len(brief.stories) > 1 else "Follow this story"
    return Actions(
        (
            Button("More", "more", stories),
            Button("Ask", "question", stories),
            Button(followed, "follow", _topic(brief)[:BUTTON_VALUE]),
            Button("Not useful", "not_useful", stories),
        )
    )


def story_numbers(ids: Sequence[int]) -> str:
    """Return stories' numbers as a button's value, as many as fit."""
    value = "#"
    for number in ids:
        longer = f"{value}{'.' if len(value) > 1 else ''}{number}"
        if len(longer) > BUTTON_VALUE:
            break
        value = longer
    return value


def read_story_numbers(value: str) -> tuple[int, ...]:
    """Return the numbers in a button's value, none where it is a topic."""
    found = re.fullmatch(r"#(\d{1,18}(?:\.\d{1,18})*)", value.strip())
    return tuple(int(number) for number in found[1].split(".")) if found else ()


def _topic(brief: Brief) -> str:
    """Return words that find what comes after this story: its topic, or names of its headline."""
    if len(brief.stories) != 1 and brief.topic:
        return brief.topic
    language = next((article.language for article in brief.sources), None)
    common = stop_words(language or "en")
    words = [word for word in _WORD.findall(brief.headline) if word.lower() not in common]
    named = [word for word in words[1:] if word[:1].isupper()]
    chosen = (named if len(named) > 1 else words)[:_TOPIC_WORDS]
    return " ".join(chosen) or brief.topic or "everything"
