"""Walk through a text's quotations, paragraph by paragraph, each with its surroundings."""

from bisect import bisect_right
from collections.abc import Sequence

from briefings.model import Span
from briefings.quotes.candidates import Place
from briefings.quotes.mentions import Item, items
from briefings.quotes.words import words
from briefings.text.sentences import paragraphs

_WINDOW = 50
"""Items of a paragraph that are looked at on each side of a quotation."""


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
        self._rows: dict[int, list[Item]] = {}

    def place(self, span: Span, turn: tuple[Item, Span] | None) -> Place:
        """Return a quotation's place; `turn` is who spoke last, and that quotation."""
        number = self._number(span)
        inside = self._text[span.start : span.end].strip("\"“”«»„「」『』‘’`' ")
        row = self._row(number)
        at = bisect_right(row, span.start, key=_start) - 1
        first = max(0, at - _WINDOW)
        gap = min(number - self._number(turn[1]), 2) if turn else 3
        return Place(
            row=row[first : at + _WINDOW],
            at=at - first,
            end="," if self._text[span.end : span.end + 1] == "," else inside[-1:],
            size=inside.count(" ") + 1,
            earlier=self._row(number - 1)[-_WINDOW:] if number else (),
            turn=turn[0] if turn else None,
            gap=("row", "next", "far", "")[gap],
        )

    def _number(self, span: Span) -> int:
        return max(0, bisect_right(self._starts, span.start) - 1)

    def _row(self, number: int) -> list[Item]:
        row = self._rows.get(number)
        if row is None:
            quoted = self._quoted.get(number, ())
            row = items(self._text, self._paragraphs[number], quoted, self._words)
            self._rows[number] = row
        return row


def _start(item: Item) -> int:
    return item.start
