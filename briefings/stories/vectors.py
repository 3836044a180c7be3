"""What a report is about, as weighted words: names and numbers count more, the opening most."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from briefings.text.languages import stem, stop_words

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_READ = 1500
"""Characters of a text that are looked at: what happened comes first."""
NAME, NUMBER = 4.0, 2.0
"""How many times a name or a number counts."""
_OPENING = 60
"""Words at the start that count double."""


@dataclass(frozen=True, slots=True)
class Report:
    """An article as the grouping reads it."""

    id: str
    title: str
    summary: str = ""
    text: str = ""
    published: datetime | None = None
    url: str | None = None
    source: str = ""


def terms(report: Report) -> dict[str, float]:
    """Return how often each word's stem counts."""
    counts: Counter[str] = Counter()
    body = f"{report.summary} {report.text}"[:_READ]
    for text, weight in ((report.title, 2.0), (body, 1.0)):
        for number, found in enumerate(_WORD.finditer(text)):
            word = found.group()
            key = _key(word.lower())
            if key:
                counts[key] += weight * _weight(word) * (1.5 if number < _OPENING else 1.0)  # type: ignore[assignment]
    return dict(counts)


def _weight(word: str) -> float:
    """Names tell events apart best, then numbers."""
    return NAME if word[0].isupper() else NUMBER if word[0].isdigit() else 1.0


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    word = word.removesuffix("'s").removesuffix("’s")
    if word in stop_words("en") or (len(word) < 2 and not word.isdigit()):
        return ""
    return stem(word, "en")
