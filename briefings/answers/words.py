"""A text's words as answering looks at them: where they stand, their stem, what kind they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefings.model import Span
from briefings.text.languages import stem, stop_words

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’.][^\W\d_]+)*|[^\W_]+")


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
    for found in _WORD.finditer(text, start, end):
        whole = found.group()
        lower = whole.casefold().removesuffix("'s").removesuffix("’s").rstrip(".")
        yield Word(
            text=whole,
            start=found.start(),
            end=found.end(),
            lower=lower,
            stem=stem(lower, language),
            is_common=lower in common,
            is_capital=whole[0].isupper(),
            is_number=whole[0].isdigit(),
        )
