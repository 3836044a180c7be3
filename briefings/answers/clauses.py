"""Where a long sentence may be cut, so that what is left reads well."""

import re
from collections.abc import Iterator

from briefings.model import Span

_BETWEEN = re.compile(
    r"(?<=[,;:—–)])\s+(?!(?:1[5-9]|20)\d\d\b)"  # "September 5, 2025" is no place to cut
    r"|\s+(?=[(—–])|(?<=\.\.\.)\s+"
)


def clauses(whole: Span, text: str, most: int, least: int = 4) -> Iterator[Span]:
    """Yield every row of clauses of a sentence that has from `least` to `most` words."""
    marks = list(_BETWEEN.finditer(text, whole.start, whole.end))
    starts = [whole.start, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), whole.end]
    for first, start in enumerate(starts):
        for end in ends[first:]:
            size = len(text[start:end].split())
            if size > most:
                break
            if size >= least:
                yield Span(start, end)
