"""Where quotations are: from an opening mark to its closing one, paragraph by paragraph."""

import re
from collections.abc import Iterator

from briefings.model import Span
from briefings.text.sentences import paragraphs

PAIRS = {"“": "”", "«": "»", "„": "“”", "「": "」", "『": "』", "‘": "’", "``": "''"}
"""Opening marks and what may close them."""
_MARK = re.compile(r"``|''|[\"“”«»„「」『』‘’]")
_SCARE_WORDS = 3
_ENDS = ".,!?…—"


def quotations(text: str) -> Iterator[Span]:
    """Yield every quotation of the text, marks included, in order, none inside another.

    A quotation that goes on over paragraphs is opened again in each of them and closed in the
    last; each paragraph's part is one span.
    """
    for paragraph in paragraphs(text):
        yield from _in_paragraph(text, paragraph)


def is_scare(text: str, span: Span) -> bool:
    """Whether a quotation is a word or a title in quotation marks: short, and no sentence."""
    inside = span.of(text).strip("\"“”«»„「」『』‘’`' ")
    if len(inside.split()) > _SCARE_WORDS or "「" in span.of(text):
        return False
    return not inside.endswith(tuple(_ENDS)) and text[span.end : span.end + 1] != ","


def _in_paragraph(text: str, paragraph: Span) -> Iterator[Span]:
    start: int | None = None
    closing = ""
    for found in _MARK.finditer(text, paragraph.start, paragraph.end):
        mark = found.group()
        if start is None:
            if _opens(text, found.start(), found.end(), mark):
                start, closing = found.start(), '"' if mark == '"' else PAIRS[mark]
        elif (mark in closing or mark == closing) and _closes(text, found.start(), mark):
            if found.end() - start > 2:
                yield Span(start, found.end())
            start = None
    if start is not None and closing in ("”", '"') and _goes_on(text, start, paragraph):
        yield Span(start, paragraph.end)


def _opens(text: str, start: int, end: int, mark: str) -> bool:
    if mark == '"':
        before = text[start - 1 : start]
        return not before.isalnum() and not text[end : end + 1].isspace()
    if mark == "‘":
        return not text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
    return mark in PAIRS


def _closes(text: str, start: int, mark: str) -> bool:
    """An apostrophe closes only where the next letter is not the rest of its word."""
    if mark != "’":
        return True
    return not text[start + 1 : start + 2].isalnum() and text[start - 1 : start] != "s"


def _goes_on(text: str, start: int, paragraph: Span) -> bool:
    """Whether an unclosed quotation is one whose next paragraph opens it again."""
    rest = text[paragraph.end : paragraph.end + 12].lstrip()
    return rest[:1] in ("“", '"') or start == paragraph.start
