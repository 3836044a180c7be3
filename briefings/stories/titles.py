"""Titles without what is no part of them: the site's name, "LIVE:", "– as it happened".

title → without the site's name at its end → without "– as it happened" → without "LIVE:" before it

A name is a site's where the article's own address or feed says so, where it is a known one, or
where it ends as sites' names do. What may be part of the sentence stays: "- Boris Johnson" says it.
"""

import re
from functools import cache
from importlib.resources import files

from briefings.feeds.links import host_of

_BAR, _ANY = r"[|·•»]|::", r"[|·•»–—]|-{1,2}|::"
_BEHIND = re.compile(rf"\s+(?P<mark>{_ANY})\s+(?P<words>(?:(?!\s-{{1,2}}\s)[^|·•»–—]){{2,50}})$")
_BEHIND_BAR = re.compile(rf"\s+(?:{_BAR})\s+(?P<words>[^|·•»]{{2,40}})$")
_BEFORE = re.compile(
    r"^(?:live(?: updates?| blog)?|watch(?: live)?|listen|video|breaking(?: news)?|just in|"
    r"developing|exclusive|updated?|in (?:pictures|photos))\s*[:|–—-]\s+",
    re.IGNORECASE,
)
_MEDIUM = re.compile(
    r"\s+[|–—-]\s+(?:(?:business |politics |sports? |football |election )?live"
    r"(?: updates?| blog| news)?!?|"
    r"as it happened!?|"
    r"in (?:pictures|photos)|video(?: report| explainer)?|podcast|photo essay|live stream)$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:news|newspaper|times|post|herald|tribune|gazette|telegraph|journal|chronicle|magazine|"
    r"radio|tv|online|blog|sports?)$",
    re.IGNORECASE,
)
"""The last word of many a site's name."""
_ALWAYS = re.compile(r"(?:blogs?|newsletter)$")
"""A last word that no sentence goes on with behind a dash."""
_OTHER_THAN_LETTERS = re.compile(r"[\W_]+")
_LEAST = 3
"""Words that have to be left of a title."""
_NAMES = 2
"""Names of a site that stand behind one another at most."""
_NAME = 4
"""Letters of a site's name that is known by being most of its address."""


def clean_headline(title: str, *, url: str | None = None, source: str = "") -> str:
    """Return a title without " - BBC News", "LIVE:" and the like; real dashes stay."""
    line = " ".join(title.split())
    line = _without_site(line, _letters(host_of(url)), _letters(source))
    for pattern in (_MEDIUM, _BEFORE):
        line = _shorter(line, pattern.sub("", line))
    return line


def _without_site(line: str, host: str, source: str) -> str:
    """Cut the names of a site off, and the sections that stand before them behind bars."""
    left = line
    for _ in range(_NAMES):
        found = _BEHIND.search(left)
        if not found or not _is_site(found["words"], found["mark"], host, source):
            break
        left = _shorter(left, left[: found.start()])
    while left != line and (section := _BEHIND_BAR.search(left)):
        shorter = left[: section.start()]
        if len(shorter.split()) <= _LEAST:
            break
        left = shorter
    return left


def _is_site(words: str, mark: str, host: str, source: str) -> bool:
    name = words.casefold().removeprefix("the ")
    letters = _letters(name)
    if name in _publishers() or (letters and letters in (host, source)):
        return True
    if words == words.lower():
        return False  # "- video", "- and what it costs"
    most_of = (
        own for own in (host, source) if _NAME <= len(letters) <= len(own) <= 2 * len(letters)
    )
    if any(letters in own for own in most_of):
        return True
    ends = _ENDS if re.fullmatch(_BAR, mark) else _ALWAYS
    return bool(ends.search(name)) and len(words.split()) <= 5


def _letters(text: str) -> str:
    return _OTHER_THAN_LETTERS.sub("", text.casefold())


def _shorter(line: str, shorter: str) -> str:
    return shorter if len(shorter.split()) >= _LEAST else line


@cache
def _publishers() -> frozenset[str]:
    text = files("briefings.stories").joinpath("publishers.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))
