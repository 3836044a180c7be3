"""Who says it: sieves from the surest sign to the weakest (after Muzny et al. 2017).

cue beside the quotation → cue earlier in its sentence → the same turn going on → nobody
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefings.model import Sentence, Span

_NAME_WORD = r"(?:[A-ZÀ-ÞА-ЯІЇЄҐŁŚŻ][\w’'-]*|[A-Z]\.)"
_LINK = r"(?:(?:de|van|von|der|den|la|le|bin|al|of|the|el|da|di|du) )*"
_NAME = rf"(?:{_NAME_WORD}(?: {_LINK}{_NAME_WORD}){{0,6}})"
_DESCRIPTION = (
    r"(?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Oo]ne|[Aa]nother|[Tt]heir|[Ss]ome|[Ss]everal)\s+"
    r"(?:[\w’'-]+\s+){0,4}?[a-z][\w’'-]*)"
)
_PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e)"
_SKIPPED = r"(?:\s+(?:also|then|later|previously|recently|once|now|has|have|had|is|was|\w+ly))*"
_LEAD = 90
"""Characters before and after a quotation in which its cue stands."""
PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a quotation, where that is written, and how certain it is (0 to 1)."""

    mention: Span
    cue: str
    confidence: float


def attribute(
    text: str, quotation: Span, sentence: Sentence | None, language: str
) -> Attribution | None:
    """Find the mention of the speaker beside a quotation."""
    end = min(len(text), quotation.end + _LEAD)
    line_end = text.find("\n", quotation.end, end)
    after = text[quotation.end : line_end if line_end >= 0 else end]
    line_start = text.rfind("\n", 0, quotation.start) + 1
    start = max(line_start, quotation.start - 3 * _LEAD)
    if sentence is not None and sentence.start < quotation.start:
        start = max(start, sentence.start)
    before = text[start : quotation.start]
    closed = text[quotation.end - 2 : quotation.end - 1]
    found = _after(after, quotation.end, language) if closed not in ".:" else None
    return found or _before(before, start, language)


def _after(after: str, offset: int, language: str) -> Attribution | None:
    rules = _rules(language)
    for pattern, confidence in ((rules.inverted, 0.97), (rules.plain_after, 0.95)):
        found = pattern.match(after)
        if found:
            return _made(found, offset, confidence)
    return None


def _before(before: str, offset: int, language: str) -> Attribution | None:
    rules = _rules(language)
    best = None
    for pattern, confidence in ((rules.plain_before, 0.93), (rules.according, 0.9)):
        for found in pattern.finditer(before):
            best = _made(found, offset, confidence)
        if best:
            return best
    return None


def _made(found: re.Match[str], offset: int, confidence: float) -> Attribution:
    return Attribution(
        Span(offset + found.start("who"), offset + found.end("who")),
        found.group("cue").strip(),
        confidence,
    )


@dataclass(frozen=True, slots=True)
class _Rules:
    inverted: re.Pattern[str]
    plain_after: re.Pattern[str]
    plain_before: re.Pattern[str]
    according: re.Pattern[str]


@cache
def _rules(language: str) -> _Rules:
    cues = "|".join(sorted(_cues(language), key=len, reverse=True))
    cue = rf"(?P<cue>\b(?:{cues})\b)"
    who = rf"(?P<who>{_PRONOUN}\b|{_DESCRIPTION}|{_NAME})"
    return _Rules(
        inverted=re.compile(rf"[,\s–—-]*{cue}\s+(?P<who>{_NAME}|{_DESCRIPTION})"),
        plain_after=re.compile(rf"[,\s–—-]*{who}(?:,[^,\n]{{1,60}},)?{_SKIPPED}\s+{cue}"),
        plain_before=re.compile(rf"{who}(?:,[^,\n]{{1,80}},)?{_SKIPPED}\s+{cue}"),
        according=re.compile(rf"(?P<cue>[Aa]ccording to|[Ss]elon|[Ll]aut|[Ss]egún)\s+{who}"),
    )


@cache
def _cues(language: str) -> frozenset[str]:
    text = files("briefings.quotes").joinpath("cues.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^\[(\w+)\]$", text, flags=re.MULTILINE)
    words = dict(zip(blocks[1::2], blocks[2::2], strict=True))
    return frozenset(words.get(language, words["en"]).split())


def turns_on(earlier: Sequence[Span], quotation: Span, text: str) -> bool:
    """Whether a quotation without a cue goes on with the speaker of the one before it."""
    if not earlier:
        return False
    between = text[earlier[-1].end : quotation.start]
    return "\n" not in between or not between.strip()
