"""A text's words as answering looks at them: where they stand, their stem, what kind they are."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from briefings.model import Span
from briefings.text.languages import stem, stop_words

_WORD = re.compile(r"\d+(?:[.,]\d+)*(?:(?:s|st|nd|rd|th)\b)?|[^\W\d_]+(?:['’.][^\W\d_]+)*|[^\W_]+")
_DOTTED = re.compile(r"\w(?:\.\w)+")
_BEHIND_FIGURES = re.compile(r"(?<=\d)[a-z]+$")
_BETWEEN_FIGURES = re.compile(r",(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place in the text, in characters."""

    text: str
    start: int
    end: int
    lower: str
    stem: str
    is_common: bool
    """Whether it is one of the language's stop words."""
    is_capital: bool
    is_number: bool

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


def words(text: str, language: str | None, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words of `text` between two offsets, which they keep."""
    return list(_words(text, language, start, len(text) if end is None else end))


def _words(text: str, language: str | None, start: int, end: int) -> Iterator[Word]:
    common = stop_words(language)
    shouts = text[start:end].isupper()
    for found in _WORD.finditer(text, start, end):
        whole = found.group()
        lower = _plain(whole.casefold(), language)
        yield Word(
            text=whole,
            start=found.start(),
            end=found.end(),
            lower=lower,
            stem=stem(lower, language),
            is_common=lower in common and (shouts or not _is_short_form(whole)),
            is_capital=whole[0].isupper(),
            is_number=whole[0].isdigit(),
        )


def _is_short_form(whole: str) -> bool:
    """Whether it is written like "US" or "U.S", which are no pronoun."""
    return len(whole) > 1 and whole.isupper()


def _plain(lower: str, language: str | None) -> str:
    """Return a word without what is written in more than one way: "1,960s", "U.S.", "Yesün's".

    Accents tell words apart in other languages; in English they stand in names only, and few who
    ask take the trouble to write them.
    """
    if lower[0].isdigit():
        return _BETWEEN_FIGURES.sub("", _BEHIND_FIGURES.sub("", lower))
    lower = lower.removesuffix("'s").removesuffix("’s").rstrip(".")
    if _DOTTED.fullmatch(lower):
        lower = lower.replace(".", "")
    if language != "en" or lower.isascii():
        return lower
    letters = unicodedata.normalize("NFD", lower)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
