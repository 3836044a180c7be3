"""Where paragraphs and sentences begin and end."""

import re
from collections.abc import Iterator

import nupunkt

from briefings.model import Sentence, Span

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")


def paragraphs(text: str) -> Iterator[Span]:
    """Yield the lines of `text` that hold something, without the white space around it."""
    for found in _LINE.finditer(text):
        whole = found.group()
        start = found.start() + len(whole) - len(whole.lstrip())
        end = found.start() + len(whole.rstrip())
        if start < end:
            yield Span(start, end)


def sentences(text: str) -> tuple[Sentence, ...]:
    """Cut `text` into sentences; none reaches over the end of its paragraph."""
    return tuple(
        Sentence(span.of(text), span.start, span.end, number)
        for number, paragraph in enumerate(paragraphs(text))
        for span in split(text, paragraph)
    )


def split(text: str, paragraph: Span) -> Iterator[Span]:
    """Yield the sentences of one paragraph, without the white space around them."""
    inside = paragraph.of(text)
    for start, end in nupunkt.sent_spans(inside):
        words = inside[start:end]
        left = start + len(words) - len(words.lstrip())
        right = start + len(words.rstrip())
        if left < right:
            yield Span(paragraph.start + left, paragraph.start + right)
