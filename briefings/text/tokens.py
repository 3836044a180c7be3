"""Words of a text as features are counted over: in lower case, stemmed, without stop words."""

import re
from collections.abc import Iterator

from briefings.text.languages import stem, stop_words

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


def tokens(text: str) -> Iterator[str]:
    """Yield the words as they stand; a number with its points and commas is one."""
    for found in _WORD.finditer(text):
        yield found.group()


def token_count(text: str) -> int:
    """Return how many words `tokens` yields."""
    return len(_WORD.findall(text))


def content_stems(text: str, language: str | None = "en") -> list[str]:
    """Return the stems of the words that carry meaning."""
    common = stop_words(language)
    return [
        stem(word, language)
        for token in tokens(text)
        if (word := token.casefold().removesuffix("'s").removesuffix("’s")) not in common
    ]


_KEY = 6
"""Letters of a word that tell it from others; its endings come after, in all languages we read."""


def content_keys(text: str, language: str | None = "en") -> list[str]:
    """Return the first letters of the words that carry meaning: coarser than stems, far quicker."""
    common = stop_words(language)
    return [
        word if word[0].isdigit() else word[:_KEY]
        for found in _WORD.findall(text.casefold())
        if (word := found.removesuffix("'s").removesuffix("’s")) not in common
    ]
