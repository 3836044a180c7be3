"""Walk through a text's quotations, paragraph by paragraph, each with its surroundings."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from briefings.model import Span
from briefings.quotes.candidates import Place
from briefings.quotes.find import capitals, inside
from briefings.quotes.items import CUE, MARK, NAME, QUOTE, Item
from briefings.quotes.mentions import items
from briefings.quotes.rows import Mention, Row
from briefings.quotes.words import words
from briefings.text.sentences import paragraphs

_PAUSES = frozenset((",", "—", "–"))
_ALONE = 3
_SIGNED = 10
_DASHED = re.compile(r"[-–—―]\s?[^\W\d_a-z]")
_BACK = 3
_SEEN = 1500
"""Characters of a quotation in which a name is looked for."""


class Surroundings:
    """The rows of a text's paragraphs, made when they are asked for."""

    def __init__(self, text: str, quoted: Sequence[Span], language: str) -> None:
        self._text = text
        self._words = words(language)
        self._paragraphs = list(paragraphs(text))
        self._starts = [paragraph.start for paragraph in self._paragraphs]
        self._quoted: dict[int, list[Span]] = {}
        for span in quoted:
            self._quoted.setdefault(self._number(span), []).append(span)
        self._rows: dict[int, Row] = {}

    def place(self, span: Span, turn: tuple[Mention, Span] | None) -> Place:
        """Return a quotation's place; `turn` is who spoke last, and that quotation."""
        number = self._number(span)
        within = inside(self._text, span)
        row = self._row(number)
        gap = min(number - self._number(turn[1]), 2) if turn else 3
        return Place(
            row=row,
            at=bisect_right(row.items, span.start, key=_start) - 1,
            end="," if self._text[span.end : span.end + 1] == "," else within[-1:],
            size=within.count(" ") + 1,
            inside=within[:_SEEN].casefold(),
            capitals=capitals(self._text, span),
            earlier=self._row(number - 1) if number else None,
            signature=self._signature(number, row),
            turn=turn[0] if turn else None,
            gap=("row", "next", "far", "")[gap],
        )

    def interruption(self, span: Span) -> Mention | None:
        """Return who is named inside the marks: « Non, dit Marie Dupont, jamais. »."""
        if not self._words.interrupts or span.end - span.start > _SEEN:
            return None
        row = Row(items(self._text, span, (), self._words), self._words.prepositions)
        for which, number in enumerate(row.numbers):
            beside = row.items[max(0, number - 2) : number]
            if [item.kind for item in beside] == [MARK, CUE] and beside[0].word in _PAUSES:
                return row.mention(which)
        return None

    def rows_until(self, item: Item) -> Iterator[Row]:
        """Yield the row of an item's paragraph and those of the three before it, nearest first."""
        last = self._number(item.span)
        for number in range(last, max(-1, last - _BACK - 1), -1):
            yield self._row(number)

    def _signature(self, number: int, row: Row) -> Mention | None:
        """Return the name behind a dash below a quotation that stands alone."""
        if number + 1 == len(self._paragraphs) or len(row.items) > _ALONE:
            return None
        alone = all(item.kind in (QUOTE, MARK) for item in row.items)
        below = self._paragraphs[number + 1]
        if not alone or not _DASHED.match(self._text, below.start, below.end):
            return None
        signed = self._row(number + 1)
        first = signed.numbers[0] if signed.numbers else _ALONE
        if first > 1 or len(signed.items) > _SIGNED or signed.items[first].kind != NAME:
            return None
        return signed.mention(0)

    def _number(self, span: Span) -> int:
        return max(0, bisect_right(self._starts, span.start) - 1)

    def _row(self, number: int) -> Row:
        row = self._rows.get(number)
        if row is None:
            quoted = self._quoted.get(number, ())
            made = items(self._text, self._paragraphs[number], quoted, self._words)
            row = self._rows[number] = Row(made, self._words.prepositions)
        return row


def _start(item: Item) -> int:
    return item.start
