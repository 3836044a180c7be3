"""Headlines as a reader wants them: what happened, without the publisher's name behind a dash."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from briefings.text.tokens import content_keys

_BEHIND = re.compile(r"\s+(?:[|–—·]|-{1,2}|::)\s+([^|–—·]{2,40})$")
_BEFORE = re.compile(
    r"^(?:live|watch|video|breaking|exclusive|update[d]?|in pictures)\s*[:|–-]\s+", re.IGNORECASE
)
_SITE = re.compile(
    r"news|times|post|guardian|reuters|cnn|bbc|npr|herald|tribune|journal|daily|magazine|online|"
    r"press|gazette|telegraph|independent|mirror|express|radio|tv\b|\.com|\.org|\.net|today|weekly|"
    r"wire|politico|axios|bloomberg|verge|wired|sky|dw\b|yahoo|msn|insider|observer|review|network",
    re.IGNORECASE,
)
_ROUNDUP = re.compile(
    r"\b(?:in (?:pictures|photos|charts|maps|brief)|photos?|video|podcast|newsletter|crossword|"
    r"quiz|cartoon|live(?: updates| blog)?|as it happened|at a glance|explained|explainer|timeline|"
    r"q&a|what (?:we|you need to|to) know|everything (?:we|you need to) know|(?:complete |your )"
    r"guide|(?:\d+|three|four|five|six|seven|eight|nine|ten) (?:things|times|ways|reasons|facts|"
    r"charts)|the week in|letters?:|opinion|editorial|best of)\b",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"\|\s*(?:[^\W\d_][\w’'.-]*\s?){1,4}$")
_MOST_SITES = 3
"""Names behind dashes that are taken off one title at most: "… | World News | Sky News"."""
_LENGTH = 10
"""Words of a headline that says most in a line."""
_MOST_TITLES = 12
"""Titles of a story that are set against one another."""


def clean_headline(title: str) -> str:
    """Return a title without " - BBC News", "LIVE:" and the like; real dashes stay."""
    line = " ".join(title.split())
    for _ in range(_MOST_SITES):
        found = _BEHIND.search(line)
        if not found or not _is_site(found[1]) or len(line[: found.start()].split()) < 3:
            break
        line = line[: found.start()]
    shorter = _BEFORE.sub("", line)
    return shorter if len(shorter.split()) >= 3 else line


def _is_site(words: str) -> bool:
    return bool(_SITE.search(words)) and len(words.split()) <= 5 and words[:1].isupper()


@lru_cache(maxsize=8192)
def is_roundup(title: str) -> bool:
    """Whether a title announces pictures, a guide, a quiz or a column rather than an event."""
    return bool(_ROUNDUP.search(title) or _COLUMN.search(clean_headline(title)))


def best_headline(titles: Sequence[str]) -> str:
    """Return the title that tells best what happened, cleaned; the first of equals.

    That is the one that shares most words with the others, says an event rather than announcing
    pictures or asking, and is neither a word nor a paragraph.
    """
    lines = list(dict.fromkeys(filter(None, map(clean_headline, titles))))[:_MOST_TITLES]
    if len(lines) < 2:
        return lines[0] if lines else ""
    keys = {line: frozenset(content_keys(line)) for line in lines}
    return max(lines, key=lambda line: _worth(line, keys[line], keys.values()))


def _worth(line: str, keys: frozenset[str], others: Iterable[frozenset[str]]) -> float:
    near = [len(keys & other) / (len(keys | other) or 1) for other in others]
    away = min(1.0, abs(len(line.split()) - _LENGTH) / _LENGTH)
    asks = line.endswith("?") or line[:1] in "'‘\"“"
    return sum(near) / len(near) - away / 4 - is_roundup(line) - asks / 4
