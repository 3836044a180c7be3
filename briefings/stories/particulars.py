"""What tells an event from one like it: what is counted in it, and when it happened.

"23 pirates" and "26 pirates", "November 11" and "December 13", Monday and Friday: two reports of
one event mostly agree on these, reports of two alike events mostly do not. Only English names of
months and days are known; without any, nothing is held for or against a pair.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from briefings.text.languages import stem, stop_words

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), 1
    )
}
_YEAR = re.compile(r"(19|20)\d\d$")
_HYPHENED = re.compile(r"(\d[\d,.]*)-([^\W\d]+)$")
_COUNTED = 2
"""Words after a number that may be what it counts, among the next `_REACH`."""
_REACH = 4
_MOST = 60
"""Numbers of a report that are looked at: a table of results has thousands."""
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        1,
    )
    for name in names
}
_SHORT = {name for name in _MONTHS if len(name) <= 4} - {"june", "july"}
"""Short names, and "May", which is a word too: a month only beside a day."""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?$")


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is counted (by its word's stem), and the times that are named."""

    counted: dict[str, frozenset[str]]
    months: frozenset[int]
    dates: frozenset[tuple[int, int]]
    """Months and days of the month."""
    weekday: str | None
    """The first day of the week that is named."""


def particulars(text: str) -> Particulars:
    """Return a text's particulars."""
    words = _WORD.findall(text)
    lower = [word.lower() for word in words]
    months, dates = _times(words, lower)
    weekday = next((word for word in lower if word in _DAYS), None)
    return Particulars(_counted(lower), months, dates, weekday)


def _counted(words: list[str]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    seen = 0
    for place, word in enumerate(words):
        if not (word[0].isdigit() or word in _NUMBERS) or _YEAR.match(word):
            continue
        seen += 1
        if seen > _MOST:
            break
        hyphened = _HYPHENED.match(word)
        if hyphened:
            found[stem(hyphened.group(2), "en")].add(hyphened.group(1))
            continue
        behind = [one for one in words[place + 1 : place + 1 + _REACH] if _carries(one)]
        for one in behind[:_COUNTED]:
            found[stem(one, "en")].add(_NUMBERS.get(word, word))
    return {word: _shared(frozenset(numbers)) for word, numbers in found.items()}


def _carries(word: str) -> bool:
    return not word[0].isdigit() and len(word) > 1 and word not in stop_words("en")


def _times(words: list[str], lower: list[str]) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    months = {
        _MONTHS[low]
        for word, low in zip(words, lower, strict=True)
        if low in _MONTHS and low not in _SHORT and word[0].isupper()
    }
    dates = set()
    for one, other in pairwise(lower):
        for month, day in ((one, other), (other, one)):
            found = _DAY.match(day) if month in _MONTHS else None
            if found and 1 <= int(found.group(1)) <= 31:
                dates.add((_MONTHS[month], int(found.group(1))))
    return _shared(frozenset(months | {month for month, _ in dates})), _shared(frozenset(dates))


@lru_cache(maxsize=10_000)
def _shared(one: frozenset[Any]) -> frozenset[Any]:
    """Return the same set for equal ones: ten thousands of reports are kept, and many are equal."""
    return one


def agreement(one: Particulars, other: Particulars) -> float:
    """Return how far two reports count the same things alike: below 0 where they differ."""
    if not one.counted or not other.counted:
        return 0.0
    shared = one.counted.keys() & other.counted.keys()
    alike = sum(bool(one.counted[word] & other.counted[word]) for word in shared)
    differing = len(shared) - alike
    return (alike - 0.5 * differing) / (2 + min(len(one.counted), len(other.counted)))


def timing(one: Particulars, other: Particulars) -> float:
    """Return whether the times that two reports name speak for one event (up to 2) or not."""
    value = 0.0
    if one.months and other.months:
        value += 0.5 if one.months & other.months else -1.0
    if one.dates and other.dates:
        value += 1.0 if one.dates & other.dates else -0.3
    if one.weekday and other.weekday:
        value += 0.5 if one.weekday == other.weekday else -0.25
    return value
