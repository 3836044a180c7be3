"""Where quotations are: from an opening mark to its closing one, paragraph by paragraph."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from briefings.model import Span
from briefings.text.sentences import paragraphs

CLOSING = {
    "“": '”"',
    '"': '"”',
    "«": "»",
    "„": "“”",
    "「": "」",
    "『": "』",
    "‘": "’",
    "``": "''",
    "‹": "›",
    "'": "'",
    "»": "«",
    "”": "”",
}
"""Opening marks and what may close them; hurried texts mix curly and straight ones."""
_MOST_INSIDE = 12
"""Marks that are looked at for the one that closes a quotation."""
_MARK = re.compile(r"``|''|[\"“”«»‹›„「」『』‘’]")
_MARK_SINGLE = re.compile(
    rf"{_MARK.pattern}|(?<![\w'])'(?=\w)(?!(?:em|til|cause|tis|twas|bout|n)\b|\d0s)|'(?![\w'])"
)
"""The same in a text whose quotations stand in straight single marks; apostrophes are none."""
_SINGLE_END = re.compile(r"[,.?!…]'(?=\s|$|[)\]–—-])", re.MULTILINE)
_WRITTEN = re.compile(r" by (?:the )?[A-ZÀ-Þ]")
_LABELLED = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ.' -]+:\s")
_OPENING = '“"«„'
"""Marks that open every paragraph of a quotation, of which only the last is closed."""
_SCARE_WORDS = 3
_SCARE_LETTERS = 8
_SHORT_WORD = 3
_READ = 30
"""Words of a quotation whose first letters are looked at."""
_TITLE_WORDS = 3
_TITLE_SHARE = 8
_ENDS = ".,!?…—"


def quotations(text: str) -> Iterator[Span]:
    """Yield every quotation of the text, marks included, in order, none inside another.

    A quotation that goes on over paragraphs is opened again in each of them and closed in the
    last; each paragraph's part is one span.
    """
    closers = _closers(text)
    marks = _MARK_SINGLE if _is_singly_quoted(text) else _MARK
    for paragraph, below in pairwise(chain(paragraphs(text), (None,))):
        if paragraph is not None:
            goes_on = below is not None and text[below.start] in _OPENING
            found = list(marks.finditer(text, paragraph.start, paragraph.end))
            yield from _in_paragraph(text, paragraph, found, closers, goes_on=goes_on)


def _is_singly_quoted(text: str) -> bool:
    """Whether straight single marks are a text's own: double ones stand only inside them."""
    ends = sum(1 for _ in _SINGLE_END.finditer(text))
    doubled = sum(map(text.count, ('"', "“", "''")))
    return ends > 0 and doubled <= 2 * ends


def _closers(text: str) -> str:
    """Return which of the marks that open in some languages only close in this text."""
    pointed = text.find("«"), text.find("»")
    return ("”" if "“" in text else "") + ("»" if 0 <= pointed[0] < pointed[1] else "")


def is_scare(text: str, span: Span) -> bool:
    """Whether a quotation is a word in quotation marks: short, and no sentence."""
    words = inside(text, span)
    if words.count(" ") >= _SCARE_WORDS:
        return False
    if "「" in span.of(text):  # its script parts no words
        return len(words) < _SCARE_LETTERS
    return not words.endswith(tuple(_ENDS)) and text[span.end : span.end + 1] != ","


def is_title(text: str, span: Span) -> bool:
    """Whether a quotation is the title of a work or a headline: its words begin with capitals."""
    said = inside(text, span)
    if said.isupper():
        return False
    words = said.split()
    if 1 < len(words) <= _SCARE_WORDS and not said.endswith(("!", "?")):
        return all(word[0].isupper() or len(word) <= _SHORT_WORD for word in words)
    return capitals(text, span) >= _TITLE_SHARE


def capitals(text: str, span: Span) -> int:
    """Return how many tenths of a quotation's longer words begin with a capital, the first aside.

    -1 where it has too few such words to tell.
    """
    long = [
        word
        for word in inside(text, span).split(maxsplit=_READ)[1:_READ]
        if len(word) > _SHORT_WORD
    ]
    if len(long) < _TITLE_WORDS:
        return -1
    return 10 * sum(word[0].isupper() for word in long) // len(long)


def is_signed_title(text: str, span: Span) -> bool:
    """Whether a quotation is the title of an article: “Bridge to open in May,” by Ana Silva."""
    return text[span.end - 2] == "," and bool(_WRITTEN.match(text, span.end))


def is_transcript(text: str, span: Span) -> bool:
    """Whether a quotation is a line of a transcript, its speaker named inside: “SMITH: Yes.”."""
    return bool(_LABELLED.match(inside(text, span)))


def is_single(text: str, span: Span) -> bool:
    """Whether a quotation stands in single marks."""
    return text[span.start] in "‘'"


def inside(text: str, span: Span) -> str:
    """Return what stands between the quotation marks."""
    return span.of(text).strip("\"“”«»‹›„「」『』‘’`' ")


def _in_paragraph(
    text: str,
    paragraph: Span,
    marks: Sequence[re.Match[str]],
    closers: str,
    *,
    goes_on: bool,
) -> Iterator[Span]:
    at = 0
    while at < len(marks):
        start, mark = marks[at].start(), marks[at].group()
        at += 1
        if mark in closers or not _opens(text, start, marks[at - 1].end(), mark):
            continue
        closed = _closing(text, marks, at, CLOSING.get(mark, ""), mark)
        if closed is not None:
            if marks[closed].end() - start > 2:
                yield Span(start, marks[closed].end())
            at = closed + 1
        elif mark in _OPENING and _may_stay_open(text, start, paragraph, goes_on=goes_on):
            yield Span(start, paragraph.end)
            return


def _may_stay_open(text: str, start: int, paragraph: Span, *, goes_on: bool) -> bool:
    """Whether an open quotation goes on in the next paragraph, or lacks its closing mark."""
    led_up = text[max(0, start - 2) : start] in (", ", ": ")
    return led_up or (goes_on and start == paragraph.start)


def _closing(
    text: str, marks: Sequence[re.Match[str]], at: int, closing: str, opening: str
) -> int | None:
    """Return which mark closes a quotation; quotations inside it are passed over.

    Where the inner marks do not come out even, the first closing mark it is.
    """
    depth, first = 0, None
    for number in range(at, min(len(marks), at + _MOST_INSIDE)):
        mark = marks[number].group()
        if mark == opening and (opening not in closing or _opens_again(text, marks[number])):
            depth += 1
        elif mark in closing and _closes(text, marks[number].start(), mark, marks[at - 1].end()):
            first = number if first is None else first
            if depth == 0:
                return number
            depth -= 1
    return first


def _opens(text: str, start: int, end: int, mark: str) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if mark == '"':
        return not before.isalnum() and before != "=" and not after.isspace() and after != ">"
    if mark in "‘'":
        return not before.isalnum() and after.isalnum()
    if mark in "»”":  # these close, in most languages
        return (not before or before.isspace()) and after.isalnum()
    return mark in CLOSING


def _opens_again(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark that could close can only open: it stands before a word and after a space."""
    return text[mark.start() - 1].isspace() and text[mark.end() : mark.end() + 1].isalnum()


def _closes(text: str, start: int, mark: str, opened: int) -> bool:
    """An apostrophe closes only where the next letter is not the rest of its word."""
    if mark == "'" and text[start - 1 : start] == "s":  # "the lads' house"
        after = text[start + 1 : start + 3]
        owns = after[:1].isspace() and after[1:].islower()
        return not owns or (
            text[opened].islower() and text.count(" ", opened, start) < _SCARE_WORDS
        )
    if mark not in "’'":
        return True
    return not text[start + 1 : start + 2].isalnum() and text[start - 1 : start] != "s"
