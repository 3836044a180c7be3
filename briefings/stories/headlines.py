"""Headlines as a reader wants them: of a story's titles, the one that tells what happened."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from briefings.model import Article
from briefings.stories.titles import clean_headline
from briefings.text.tokens import content_keys

_ROUNDUP = re.compile(
    r"\b(?:in (?:pictures|photos|charts|maps|brief)|photos?|video|podcast|newsletter|crossword|"
    r"quiz|cartoon|live(?: updates| blog)?|as it happened|at a glance|explained|explainer|timeline|"
    r"q&a|what (?:we|you need to|to) know|everything (?:we|you need to) know|(?:complete |your )"
    r"guide|(?:\d+|three|four|five|six|seven|eight|nine|ten) (?:things|times|ways|reasons|facts|"
    r"charts)|the week in|letters?:|opinion|editorial|best of)\b",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"\|\s*(?:[^\W\d_][\w’'.-]*\s?){1,4}$")
_LENGTH = 10
"""Words of a headline that says most in a line."""
_MOST_TITLES = 12
"""Titles of a story that are set against one another."""


@lru_cache(maxsize=8192)
def is_roundup(title: str) -> bool:
    """Whether a title announces pictures, a guide, a quiz or a column rather than an event."""
    return bool(_ROUNDUP.search(title) or _COLUMN.search(clean_headline(title)))


def headline_of(articles: Sequence[Article]) -> str:
    """Return the title of a story's articles that tells best what happened, cleaned.

    That is the one that shares most words with the others, says an event rather than announcing
    pictures or asking, and is neither a word nor a paragraph; the first of equals.
    """
    titles: dict[str, str] = {}
    for one in articles:
        titles.setdefault(clean_headline(one.title, url=one.url, source=one.source), one.title)
    titles.pop("", None)
    lines = list(titles)[:_MOST_TITLES]
    if len(lines) < 2:
        return lines[0] if lines else ""
    keys = {line: frozenset(content_keys(line)) for line in lines}

    def worth(line: str) -> float:  # as it stood, a title tells whether it is a roundup
        return _worth(line, keys[line], keys.values()) - is_roundup(titles[line])

    return max(lines, key=worth)


def _worth(line: str, keys: frozenset[str], others: Iterable[frozenset[str]]) -> float:
    near = [len(keys & other) / (len(keys | other) or 1) for other in others]
    away = min(1.0, abs(len(line.split()) - _LENGTH) / _LENGTH)
    asks = line.endswith("?") or line[:1] in "'‘\"“"
    return sum(near) / len(near) - away / 4 - asks / 4
