"""Which language a text is in, and what each language's words are like.

Nine languages have stop words as data files and are told apart by them; stems are Snowball's
(Porter 2001, https://snowballstem.org). A text in any other language is read without either.
"""

import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any

import snowballstemmer

KNOWN = ("en", "de", "fr", "es", "it", "pt", "pl", "uk", "ru")
"""Languages with data files, by ISO 639-1 code."""
_SNOWBALL = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "ru": "russian",
}
_OPTIONAL = {"pl": "polish"}  # newer versions of the library have it
_STEMMERS = _SNOWBALL | {
    code: name for code, name in _OPTIONAL.items() if name in snowballstemmer.algorithms()
}
STEMMED = tuple(_STEMMERS)
"""Languages that have a stemmer."""
_SAMPLE = 2000
"""Characters of a text that are looked at to tell its language."""
_ENOUGH = 0.08
"""Share of a text's words that are stop words of its language, at least."""
_WORD = re.compile(r"[^\W\d_]+")
_stemming = threading.Lock()  # a stemmer keeps the word it works on in itself


@cache
def stop_words(language: str | None) -> frozenset[str]:
    """Return a language's most common words, in lower case; none for one without a file."""
    if language not in KNOWN:
        return frozenset()
    data = files("briefings.text").joinpath("data", f"stop_words.{language}.txt")
    return frozenset(
        word
        for line in data.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    )


def guess_language(text: str, likely: str | None = None) -> str | None:
    """Return the code of the language whose stop words the text has most of, None if of none.

    Where several have as many, as in a line of a few words, it is the `likely` one.
    """
    words = [found.lower() for found in _WORD.findall(text[:_SAMPLE])]
    if not words:
        return None
    telling = _telling_words()
    found = Counter(chain.from_iterable([telling[word] for word in words if word in telling]))
    best = max(KNOWN, key=lambda code: (found[code], code == likely))
    return best if found[best] / len(words) >= _ENOUGH else None


@cache
def _telling_words() -> Mapping[str, Sequence[str]]:
    """Return each stop word with the languages that have it."""
    told: dict[str, list[str]] = {}
    for language in KNOWN:
        for word in stop_words(language):
            told.setdefault(word, []).append(language)
    return told


def base_language(tag: str | None) -> str | None:
    """Return the language of a tag such as "en-US", in lower case."""
    return tag.replace("_", "-").split("-")[0].lower() if tag else None


@lru_cache(maxsize=100_000)
def stem(word: str, language: str | None = "en") -> str:
    """Return the stem of a word in lower case, the word itself where there is no stemmer."""
    if language not in _STEMMERS:
        return word
    with _stemming:
        return str(_stemmer(language).stemWord(word))


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(_STEMMERS[language])
