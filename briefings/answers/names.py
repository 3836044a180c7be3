"""What in a sentence may be an answer by itself: names, numbers, titles in quotation marks.

Found by their letters alone (capitals, digits, marks), so that it takes microseconds; which of them
answers is told by the questions' other words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from briefings.text.languages import stop_words
from briefings.text.tokens import content_keys

_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    "|hundred|thousand|million|billion|dozen|first|second|third|fourth|fifth|half"
)
_TOKEN = re.compile(r"[^\W_](?:[\w’'&.-]*\w)?")
_JOINING = frozenset("of the de al von van der la le du and for & des del di da".split())
_JOINED = 2
"""Small words that may stand between two words of a name."""
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
    titles = (match.span(1) for match in _TITLE.finditer(sentence))
    numbers = (match.span() for match in _DIGITS.finditer(sentence))
    rows = (
        (_after_common(sentence, start, end, language), end) for start, end in _capitals(sentence)
    )
    found: list[Name] = []
    for sort, spans in ((Sort.TITLE, titles), (Sort.NAME, rows), (Sort.NUMBER, numbers)):
        for start, end in spans:
            words = _POSSESSIVE.sub("", sentence[start:end]).strip(" .,-")
            if words:
                keys = frozenset(content_keys(words, language))
                said = " ".join(words.casefold().split())
                found.append(Name(start, start + len(words), sort, said, keys))
    return tuple(found)


def _capitals(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield the rows of capitalised words: "Bank of England", "Emmanuel Macron"."""
    start = end = last = -1
    joining = 0
    for token in _TOKEN.finditer(sentence):
        word = token.group()
        beside = start >= 0 and sentence[last : token.start()].isspace()
        if word[0].isupper():
            if start >= 0 and not beside:
                yield start, end
                start = -1
            start = token.start() if start < 0 else start
            end, joining = token.end(), 0
        elif start >= 0:
            joining += 1
            if not beside or word not in _JOINING or joining > _JOINED:
                yield start, end
                start = -1
        last = token.end()
    if start >= 0:
        yield start, end


def _after_common(sentence: str, start: int, end: int, language: str) -> int:
    """Return where a name begins behind the common words that only open the sentence."""
    common = stop_words(language)
    while start < end:
        word, space, _ = sentence[start:end].partition(" ")
        if word.casefold() not in common:
            return start
        start += len(word) + len(space)
    return end
