"""What kind of thing a name may be, told by its letters and short lists.

The lists are of things there are few of: countries, states, continents, colours, months and days.
"""

import re
from collections.abc import Collection
from functools import cache
from importlib.resources import files

from briefings.answers.names import Name, Sort

_LISTED = ("country", "state", "continent", "colour")
_BEFORE_PLACES = ("in", "at", "from", "near", "to")


def fits(name: Name, kinds: Collection[str], sentence: str) -> bool:
    """Whether a name of this sentence may be of one of these kinds."""
    return any(_is(name, kind, sentence) for kind in kinds)


def is_itself(name: Name, kinds: Collection[str]) -> bool:
    """Whether it is the thing asked for, and not what is called after it: not "Ukrainian"."""
    return "country" not in kinds or name.words in listed("country itself")


def _is(name: Name, kind: str, sentence: str) -> bool:
    if kind in _LISTED:
        return name.words in listed(kind)
    if kind == "number":
        return name.sort is Sort.NUMBER
    if kind == "time":
        return any(char.isdigit() for char in name.words) or _is_date(name)
    if kind == "title":
        return name.sort is Sort.TITLE
    if name.sort is not Sort.NAME or _is_date(name):
        return False
    if kind == "person":
        return len(name.words.split()) in (2, 3) and name.words not in listed("country")
    if kind == "place":
        before = sentence[: name.start].rstrip().rpartition(" ")[2].casefold()
        return before in _BEFORE_PLACES or name.words in listed("country") | listed("state")
    return False


def _is_date(name: Name) -> bool:
    return name.words in listed("month") | listed("day")


@cache
def listed(kind: str) -> frozenset[str]:
    """Return the known names of a kind, in lower case."""
    if kind.startswith("country"):
        text = files("briefings.store").joinpath("relatives.txt").read_text(encoding="utf-8")
        families = [line.split() for line in text.splitlines() if line and line[0] != "#"]
        if kind == "country itself":
            return frozenset(family[0] for family in families)
        return frozenset(name for family in families for name in family)
    data = files("briefings.answers").joinpath("data", "places.en.txt")
    text = re.sub(r"^#.*$", "", data.read_text(encoding="utf-8"), flags=re.MULTILINE)
    blocks = re.split(r"^\[(\w+)\]$", text, flags=re.MULTILINE)
    named = dict(zip(blocks[1::2], blocks[2::2], strict=True))
    return frozenset(word.replace("_", " ") for word in named[kind].split())
