"""Shorter sentences by rules that keep grammar and truth.

Only what a reader of the brief has anyway is dropped: a joining word at the start, a dateline, an
attribution behind a comma, an aside in parentheses. Negations, hedges, conditions and quantities
always stay: no rule here can reach one.
"""

import re
from functools import cache
from importlib.resources import files

_JOINING = re.compile(r"^(?:[A-Z][a-z]+|In addition|On the other hand|At the same time),\s+(?=\S)")
_DATELINE = re.compile(
    r"^[A-Z][A-Z .,'’/()-]{2,60}(?:\([A-Z][\w ]{1,20}\)\s*)?\s*[—–-]{1,2}\s+(?=[A-Z“\"])"
)
_ASIDE = re.compile(r"\s\((?![^)]*\d)[^()“”\"]{1,60}\)")
_ATTRIBUTION = re.compile(
    r",\s+(?:(?:he|she|they|it|[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,3}|officials|police"
    r"|authorities|sources)\s+(?:said|says|added|told reporters)"
    r"|according to [^,“”\"]{3,60})(?:\s+(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?\.$"
)
_HEDGE = re.compile(
    r"alleg|report|claim|accord|suspect|appar|might|may|could|if |unless", re.IGNORECASE
)


def shorten(sentence: str) -> str:
    """Return the sentence without what it can do without; its words stay in order."""
    short = _DATELINE.sub("", sentence)
    short = _drop_joining(short)
    short = _ASIDE.sub("", short)
    cut = _ATTRIBUTION.search(short)
    if cut and "according" not in cut.group() and not _HEDGE.search(cut.group()):
        whole = short[: cut.start()] + "."
        short = whole if _balanced(whole) else short
    return short


def _drop_joining(sentence: str) -> str:
    found = _JOINING.match(sentence)
    if not found or found.group().rstrip(", ").lower() not in joining_words():
        return sentence
    rest = sentence[found.end() :]
    return rest[0].upper() + rest[1:]


def _balanced(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


def opens_alone(sentence: str) -> bool:
    """Whether a sentence can stand first: it doesn't begin by pointing to what was said before."""
    first = re.match(r"[\W_]*([^\W_]+(?:['’]\w+)?)", sentence)
    if not first:
        return False
    word = first.group(1).lower()
    return word.split("'")[0].split("’")[0] not in pointing_words()


@cache
def pointing_words() -> frozenset[str]:
    """Return the words that a sentence standing alone can't begin with."""
    text = files("briefings.bullets").joinpath("openers.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@cache
def joining_words() -> frozenset[str]:
    """Return the words that may be dropped before a comma at a sentence's start."""
    return frozenset(
        (
            "but and or so however also then meanwhile still yet moreover furthermore "
            "additionally besides nevertheless nonetheless therefore thus hence instead similarly "
            "likewise consequently finally indeed"
        ).split()
    ) | {"in addition", "at the same time", "on the other hand"}
