"""What a publisher corrected: figures and quotes that stand differently in the new text.

old, new → sentences that changed → each beside the one most like it
         → numbers that stand where others stood; words between the same quotation marks
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from briefings.model import Span
from briefings.quotes.find import is_scare, is_title, quotations
from briefings.text.sentences import sentences

READ = 20_000
"""Characters of each text that are compared."""
MOST = 6
"""Changes that are told at most: a text with more was written anew."""
_ALIKE = 0.6
"""The share of words that two tellings of a sentence have in common."""
_ALIKE_QUOTES = 0.5
_COMPARED = 40
"""Changed sentences that are looked at, on each side."""
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’-][^\W_]+)*|[^\w\s]")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*$")
_AGO = frozenset(
    "ago minute minutes hour hours am pm gmt bst est edt cet updated published".split()
)
"""Words beside numbers that only say when the text was written."""


class Kind(StrEnum):
    """What was corrected."""

    FIGURE = "figure"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Correction:
    """One figure or quote, before and after, and the sentences they stand in, as they were."""

    kind: Kind
    before: str
    after: str
    sentence_before: str
    sentence_after: str


def corrections(old: str, new: str) -> tuple[Correction, ...]:
    """Return the figures and quotes of `old` that stand differently in `new`, in order.

    What was only added, left out or moved is no correction, nor is a text that was written anew.
    """
    if old == new:
        return ()
    found = list(_all(old[:READ], new[:READ]))
    return tuple(found) if len(found) <= MOST else ()


def _all(old: str, new: str) -> Iterator[Correction]:
    for before, after in _pairs(old, new):
        quotes = list(_quotes(before, after))
        yield from quotes
        if not quotes:
            yield from _figures(before, after)


def _pairs(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield each changed sentence with the one it became."""
    before, after = ([one.text for one in sentences(text)] for text in (old, new))
    kept = set(before) & set(after)
    gone = [one for one in before if one not in kept][:_COMPARED]
    came = [one for one in after if one not in kept][:_COMPARED]
    words = {one: _WORD.findall(one) for one in (*gone, *came)}
    for one in gone:
        rated = [(_likeness(words[one], words[other]), -n) for n, other in enumerate(came)]
        likeness, place = max(rated, default=(0.0, 0))
        if likeness >= _ALIKE:
            yield one, came.pop(-place)


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _figures(before: str, after: str) -> Iterator[Correction]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for how, start, end, begin, finish in matcher.get_opcodes():
        if how != "replace" or end - start != finish - begin:
            continue
        for was, now, place in zip(
            old[start:end], new[begin:finish], range(start, end), strict=True
        ):
            beside = {word.lower() for word in old[max(0, place - 2) : place + 3]}
            if _FIGURE.match(was) and _FIGURE.match(now) and was != now and not beside & _AGO:
                yield Correction(Kind.FIGURE, was, now, before, after)


def _quotes(before: str, after: str) -> Iterator[Correction]:
    old, new = ([span.of(text) for span in _said(text)] for text in (before, after))
    for was in old:
        now = max(new, key=lambda other: _likeness(_spoken(was), _spoken(other)), default=None)
        if now is None or _spoken(was) == _spoken(now) or was in new:
            continue
        if _likeness(_spoken(was), _spoken(now)) >= _ALIKE_QUOTES:
            yield Correction(Kind.QUOTE, was, now, before, after)


def _said(text: str) -> list[Span]:
    return [
        span for span in quotations(text) if not is_scare(text, span) and not is_title(text, span)
    ]


def _spoken(quote: str) -> list[str]:
    """Return a quote's words: other marks and spaces make no other quote."""
    return [word.lower() for word in _WORD.findall(quote) if word[0].isalnum()]
