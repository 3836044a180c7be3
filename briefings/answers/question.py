"""What a question asks: the kind of answer wanted, and the words, names and numbers it gives."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from briefings.answers.words import Word, words
from briefings.text.languages import KNOWN, guess_language

LIMIT = 600
"""Characters of a question that are read; the rest is not looked at."""


class Kind(StrEnum):
    """What kind of answer a question wants."""

    PERSON = "person"
    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    REASON = "reason"
    MANNER = "manner"
    STATEMENT = "statement"
    YES_NO = "yes or no"
    LIST = "list"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood."""

    text: str
    language: str | None
    kind: Kind
    words: tuple[Word, ...]
    """Its words without those that only ask ("how many", "did")."""
    names: tuple[str, ...]
    """Names it gives, as they stand: runs of capitalised words."""
    numbers: tuple[str, ...]

    @property
    def stems(self) -> frozenset[str]:
        """Stems of the words that carry meaning."""
        return frozenset(word.stem for word in self.words if not word.is_common)


def understand(text: str, language: str | None = None, *, likely: str | None = None) -> Question:
    """Read a question. Its language is guessed unless it is given; markup and length do no harm.

    `likely` is the language of the sources, which decides where it might be one of several.
    """
    text = " ".join(text[:LIMIT].split())
    language = language if language in KNOWN else asked_language(text, likely)
    kind, rest = _kind(text, language)
    all_words = words(text, language)
    asked = tuple(word for word in all_words if word.start not in rest)
    return Question(
        text=text,
        language=language,
        kind=kind,
        words=asked,
        names=_names(text, asked),
        numbers=tuple(word.lower for word in asked if word.is_number),
    )


def asked_language(text: str, likely: str | None = None) -> str:
    """Return the language of a question: that whose question words it has, or else a guess."""
    guess = guess_language(text, likely)
    for language in (guess, *KNOWN):
        if language and any(sign.search(text) for _, sign in _signs(language)):
            return language
    return guess or "en"


def _kind(text: str, language: str | None) -> tuple[Kind, frozenset[int]]:
    for kind, sign in _signs(language or "en"):
        found = sign.search(text)
        if found:
            only_asks = set(range(found.start(), found.end()))
            if "kept" in sign.groupindex:
                only_asks.difference_update(range(found.start("kept"), found.end("kept")))
            return kind, frozenset(only_asks)
    return Kind.THING, frozenset()


@cache
def _signs(language: str) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Return the patterns that tell the kind of a question, the first that is found decides."""
    data = files("briefings.answers").joinpath("data", f"questions.{language}.txt")
    if not data.is_file():
        return ()
    lines = [line for line in data.read_text(encoding="utf-8").splitlines() if line[:1] not in "# "]
    made = []
    for line in lines:
        name, _, pattern = line.partition(":")
        made.append((Kind(name.strip()), re.compile(pattern.strip(), re.IGNORECASE)))
    return tuple(made)


def _names(text: str, asked: tuple[Word, ...]) -> tuple[str, ...]:
    found: list[str] = []
    last: Word | None = None
    for word in asked:
        if not word.is_capital or word.is_common or (word.start == 0 and not word.text.isupper()):
            last = None
            continue
        if last is not None and text[last.end : word.start] == " ":
            found[-1] = f"{found[-1]} {word.text}"
        else:
            found.append(word.text)
        last = word
    return tuple(found)
