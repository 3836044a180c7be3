"""Which sentences a body has to offer, in its order, free of what text extraction leaves behind.

paragraphs → sentences → joined where a line broke → parted where a caption runs on → passages
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from briefings.articles.layout import is_furniture
from briefings.bullets.cuts import FINITE
from briefings.model import Span
from briefings.text.languages import stop_words
from briefings.text.sentences import split

READ = 40
"""Sentences of an article that are looked at: what matters comes before."""
_PROSE = 5
"""Words of letters from which on a line can be told as a sentence of the article."""
_LEFT_STOP = re.compile(r"\s\.(?=\s+[^\W\d_A-ZÀ-ÞА-Я])")
"""A stop standing alone where a line broke: white space before it, a small letter behind it."""
_OPENS = 2
"""The place that the first sentence of a later section counts as."""
_STEP = 4
_MARK = re.compile(r"^[•‣▪◦●○■·*]\s*")
"""What stands before an item of a list."""
_CALL = re.compile(r"^Scroll down for (?:the )?video\s+", re.IGNORECASE)
"""What a page says to its reader before a sentence."""
_CLUTTER = (
    "Share this update", "Video player was", "Video content ", "accepting comments on this",
    "contributed to this", "contributed reporting", "is a reporter for", " • ",
)  # fmt: skip
"""What a page says of itself amid its text."""
_MAIL = re.compile(r"\w@\w[\w-]*\.\w")
_LEFT_DASHES = (" -", " –", " —")
"""What stands before the last mark where an aside went missing."""
_MORE = re.compile(r"\s+(?:Continue reading|Read more|Read the full story)\W*$", re.IGNORECASE)
"""What a feed puts behind a summary."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SEAM = re.compile(r"\s+(?=(?P<opens>[A-ZÀ-ÞА-ЯІЇЄҐ][^\W\dA-ZÀ-Þ]*)\s)")
_BEFORE_SEAM = re.compile(r"(?<!\w)(?:[^\W\dA-ZÀ-Þ]\w*\)?|\d+)$")
_LONG = 110
"""Characters of a sentence from which on it may hold two."""
_PART = 6
"""Words of each part of such a sentence, at least."""
_LEADS_TO_TITLE = frozenset("told called titled named entitled like watch read reported".split())
"""Words after which "The" or "A" opens a name ("told The Times"), not a sentence."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that can be told: where it stands and how it reads on one clean line.

    `number` counts the article's sentences from 0, by-lines and the like aside; `complete` tells
    whether it ends as a sentence does.
    """

    span: Span
    text: str
    number: int
    complete: bool
    section: int = 0
    """Heads that stand before it."""
    place: int = 0
    """How far down it counts as standing: what opens a section counts as nearer to the top."""


def passages(
    text: str, paragraphs: Sequence[Span], language: str | None, heads: Sequence[Span] = ()
) -> list[Passage]:
    """Return the sentences of `paragraphs`, at most `READ`, with the sections that `heads` open."""
    starts = [head.start for head in heads]
    found: list[Passage] = []
    number = opened = section = 0
    for paragraph in paragraphs:
        for span in _sentences(text, paragraph, language):
            words = " ".join(span.of(text).split())
            if not _is_prose(words) or is_furniture(words) or _is_clutter(words):
                continue
            if "read" in words.lower():
                words = _MORE.sub("", words)
            complete = _is_complete(words, language)
            if (below := bisect_left(starts, span.start)) != section:
                section, opened = below, number
            place = min(number, _OPENS + _STEP * (number - opened)) if section else number
            found.append(Passage(span, _clean(words), number, complete, section, place))
            number += 1
            if number == READ:
                return found
    return found


def _is_prose(words: str) -> bool:
    return sum(1 for _ in islice(_LETTERS.finditer(words), _PROSE)) == _PROSE


def _is_clutter(words: str) -> bool:
    return any(said in words for said in _CLUTTER) or bool("@" in words and _MAIL.search(words))


def _is_complete(words: str, language: str | None) -> bool:
    """Whether a sentence ends: by its mark, or, where a line only broke, not amid a phrase."""
    if words[-1] in ".!?…”\"’'»)" and not _stops_alone(words):
        return True
    if language != "en" or not FINITE.search(words):
        return False
    last = words.rstrip(" .!?").split()[-1]
    return last not in stop_words(language) and not last.endswith(("’s", "'s"))


def _stops_alone(words: str) -> bool:
    """Whether white space stands before the last mark."""
    return words[-2:-1] == " " and words[-1] in ".!?"


def _clean(words: str) -> str:
    if words[:6].lower() == "scroll":
        words = _CALL.sub("", words)
    words = _LEFT_STOP.sub("", _MARK.sub("", words))
    if words[-3:-1] in _LEFT_DASHES:
        words = words[:-3] + words[-1]
    return words[:-2].rstrip() + words[-1] if _stops_alone(words) else words


def _sentences(text: str, paragraph: Span, language: str | None) -> Iterator[Span]:
    held: Span | None = None
    for span in split(text, paragraph):
        if held and _goes_on(text, held, span):
            held = Span(held.start, span.end)
            continue
        if held:
            yield from _parts(text, held, language)
        held = span
    if held:
        yield from _parts(text, held, language)


def _goes_on(text: str, before: Span, span: Span) -> bool:
    """Whether a stop only stands where a line broke: "a man who . claims to be"."""
    return bool(_LEFT_STOP.match(text, before.end - 2, span.start + 1))


def _parts(text: str, span: Span, language: str | None) -> Iterator[Span]:
    """Part a long sentence where a caption without a stop runs into the next one."""
    start = span.start
    if len(span) > _LONG:
        for seam in _SEAM.finditer(text, span.start, span.end):
            before, after = text[start : seam.start()], text[seam.end() : span.end]
            if _is_seam(before, seam["opens"], language) and _can_part(before, after):
                yield Span(start, seam.start())
                start = seam.end()
    yield Span(start, span.end)


def _is_seam(before: str, opens: str, language: str | None) -> bool:
    """Whether a word that opens sentences stands behind one that carries meaning."""
    common = stop_words(language)
    if opens == "I" or opens.lower() not in common:
        return False
    *_, last = before.rsplit(maxsplit=1) or ("",)
    ends = _BEFORE_SEAM.search(last)
    return ends is not None and ends[0] not in common and ends[0] not in _LEADS_TO_TITLE


def _can_part(before: str, after: str) -> bool:
    return (
        len(before.split()) >= _PART
        and len(after.split()) >= _PART
        and all(before.count(mark) % 2 == 0 for mark in ('"', "''"))
        and before.count("“") == before.count("”")
    )
