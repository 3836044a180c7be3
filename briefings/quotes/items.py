"""What a paragraph is made of where speakers are looked for: quotations, names, cues, words."""

from typing import NamedTuple

from briefings.model import Span

QUOTE, NAME, PRONOUN, DESCRIPTION, PLAIN, CUE, SOURCE, VERB, WORD, MARK = "QNPDBCSvwm"
"""Kinds of items; SOURCE is "according to", PLAIN a noun alone ("police")."""
MENTIONS = frozenset((NAME, PRONOUN, DESCRIPTION, PLAIN))


class Item(NamedTuple):
    """One item of a paragraph: its kind, where it stands, and its word in lower case."""

    kind: str
    start: int
    end: int
    word: str = ""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)
