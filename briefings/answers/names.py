"""What in a sentence may be an answer by itself: names, numbers, titles in quotation marks.

Found by their letters alone (capitals, digits, marks), so that it takes microseconds; which of them
answers is told by the questions' other words.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from briefings.text.languages import stop_words
from briefings.text.tokens import content_keys

_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    "|hundred|thousand|million|billion|dozen|first|second|third|fourth|fifth|half"
)
_CAPITAL = r"(?:[^\W\d_a-zß-öø-ÿ][\w’'&.-]*[\w]|[^\W\d_a-z])"
_NAME = re.compile(
    rf"{_CAPITAL}(?:(?:\s+(?:of|the|de|al|von|van|der|la|le|du|and|for|&)){{0,2}}\s+{_CAPITAL})*"
)
_DIGITS = re.compile(
    rf"[$£€]?\d[\d,.]*\d?(?:st|nd|rd|th)?%?(?:[ -](?:percent|per cent|million|billion|trillion))?"
    rf"|\b(?:{_NUMBER_WORDS})(?:[ -](?:{_NUMBER_WORDS}))*\b",
    re.IGNORECASE,
)
_TITLE = re.compile(r"[“\"‘]([^“”\"‘’]{2,60})[”\"’]")
_POSSESSIVE = re.compile(r"[’']s?$")


class Sort(StrEnum):
    """What it looks like."""

    NAME = "name"
    NUMBER = "number"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Name:
    """A name, number or title: where it stands in its sentence, and its words in one form."""

    start: int
    end: int
    sort: Sort
    words: str
    keys: frozenset[str]


def names_in(sentence: str, language: str = "en") -> tuple[Name, ...]:
    """Return the names, numbers and titles of a sentence."""
    found: list[Name] = []
    for sort, pattern in ((Sort.TITLE, _TITLE), (Sort.NAME, _NAME), (Sort.NUMBER, _DIGITS)):
        for match in pattern.finditer(sentence):
            start, end = match.span(1) if sort is Sort.TITLE else match.span()
            start = _after_common(sentence, start, end, language) if sort is Sort.NAME else start
            words = _POSSESSIVE.sub("", sentence[start:end]).strip(" .,-")
            if words:
                end = start + len(words)
                keys = frozenset(content_keys(words, language))
                found.append(Name(start, end, sort, " ".join(words.casefold().split()), keys))
    return tuple(found)


def _after_common(sentence: str, start: int, end: int, language: str) -> int:
    """Return where a name begins behind the common words that only open the sentence."""
    common = stop_words(language)
    while start < end:
        word, space, _ = sentence[start:end].partition(" ")
        if word.casefold() not in common:
            return start
        start += len(word) + len(space)
    return end
