"""Where paragraphs and sentences begin and end."""

import re
from collections.abc import Iterator

import nupunkt

from briefings.model import Sentence, Span

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_MISSED = re.compile(
    r"(?<![\w.’'-])([a-zß-öø-ÿа-яіїєґąćęłńśźż]{3,})\.[”\"’']?[ \u00a0]+"
    r"(?=[A-ZÀ-ÖØ-ÞА-ЯІЇЄҐĆŁŚŻ][a-zß-öø-ÿа-яіїєґąćęłńśźż]+)"
)
"""A stop behind a small word and before a capital one: "on the cap. Hart said"."""
_LAST = '!?”"’»“'
_RUNS_ON = re.compile(r".?[!?][”\"’»“]?\s*(?:\)|[–—-]?[ \u00a0]?[a-zß-öø-ÿа-яіїєґąćęłńśźż])")
"""A question or an exclamation inside a sentence: “Help!” and more, (of all things!) and so on."""
_LEAST_BEHIND = 3
"""Characters that stand behind such a stop at least: a space and a word."""
_SHORT_FORMS = frozenset(
    "etc approx dept prof gen gov sen rep capt sgt lieut messrs assn dist univ jan feb mar apr jun "
    "jul aug sep sept oct nov dec bzw usw ggf evtl inkl zzgl bspw env aprox ecc tzw prof płk gen "
    "тыс млн млрд тис вул просп".split()
)
"""What is written short with a stop, in small letters."""


def paragraphs(text: str) -> Iterator[Span]:
    """Yield the lines of `text` that hold something, without the white space around it."""
    for found in _LINE.finditer(text):
        whole = found.group()
        held = whole.strip()
        if held:
            start = found.start() + (0 if held == whole else whole.index(held))
            yield Span(start, start + len(held))


def sentences(text: str) -> tuple[Sentence, ...]:
    """Cut `text` into sentences; none reaches over the end of its paragraph."""
    return tuple(
        Sentence(span.of(text), span.start, span.end, number)
        for number, paragraph in enumerate(paragraphs(text))
        for span in split(text, paragraph)
    )


def split(text: str, paragraph: Span) -> Iterator[Span]:
    """Yield the sentences of one paragraph, without the white space around them."""
    held: Span | None = None
    for span in _cut(text, paragraph):
        if held and text[held.end - 1] in _LAST and _RUNS_ON.match(text, held.end - 2, span.end):
            held = Span(held.start, span.end)
            continue
        if held:
            yield held
        held = span
    if held:
        yield held


def _cut(text: str, paragraph: Span) -> Iterator[Span]:
    inside = paragraph.of(text)
    for start, end in nupunkt.sent_spans(inside):
        for first, last in _missed(inside, start, end):
            words = inside[first:last]
            left = first + len(words) - len(words.lstrip())
            right = first + len(words.rstrip())
            if left < right:
                yield Span(paragraph.start + left, paragraph.start + right)


def _missed(inside: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part what is left together where common words end in a stop."""
    if 0 <= inside.find(".", start, end) < end - _LEAST_BEHIND:
        for found in _MISSED.finditer(inside, start, end):
            if found.group(1) not in _SHORT_FORMS:
                yield start, found.end()
                start = found.end()
    yield start, end
