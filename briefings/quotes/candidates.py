"""The mentions that may name a quotation's speaker, and what speaks for each of them.

What speaks for a candidate is kept as facts; `features` makes short strings of them, and has the
weights of those that the training found to tell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefings.quotes.features import Facts, features
from briefings.quotes.items import CUE, MARK, MENTIONS, QUOTE, SOURCE, VERB, Item
from briefings.quotes.rows import STOPS, Mention, Row, code, is_subject, signs

_AFTER, _BEFORE, _EARLIER = 4, 8, 5
"""Mentions that are looked at after and before a quotation and in the paragraph before."""
_NEAR = 20

TURN_TEMPLATES = (
    "turn",
    "turn place",
    "turn alone",
    "turn before",
    "turn after",
)
NOBODY_TEMPLATES = (
    "none cued",
    "none place",
    "none size",
    "none gap",
    "none size cued",
    "none word",
    "none capitals",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A quotation as its paragraph has it, with what was said just before it."""

    row: Row
    at: int
    """Which item of the row the quotation is."""
    end: str
    """The last letter inside the quotation marks."""
    size: int
    """How many words the quotation has, roughly."""
    inside: str = ""
    """The quotation in lower case."""
    capitals: int = 0
    """How many tenths of its longer words begin with a capital."""
    earlier: Row | None = None
    """The row of the paragraph before."""
    signature: Mention | None = None
    """Who signs it in the paragraph below."""
    turn: Mention | None = None
    """The mention by whom the last quotation was spoken."""
    gap: str = ""
    """How far back that quotation is: "row", "next" or "far"."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention and what speaks for it: its facts, and its features of `TURN_TEMPLATES`."""

    mention: Mention
    facts: Facts = ()
    carried: tuple[str, ...] = ()
    signs: bool = False

    @property
    def features(self) -> tuple[str, ...]:
        """Its features of `TEMPLATES`."""
        return features(self.facts)


def situation(place: Place) -> str:
    """Return in short what stands before and after a quotation."""
    items, at = place.row.items, place.at
    before = code(items[at - 1]) if at else "^"
    after = code(items[at + 1]) if at + 1 < len(items) else "$"
    end = place.end if place.end in ",.?!" else "w"
    return f"{before}{end}{after}"


def candidates(place: Place) -> list[Candidate]:
    """Return everybody who may have said it."""
    where, hinge = situation(place), _hinge(place)
    found = [*_after(place, where, hinge), *_before(place, where, hinge)]
    if place.signature is not None and place.end != ",":  # else who wrote the paragraph
        found.append(Candidate(place.signature, signs=True))
    if place.turn is not None:
        carried = _carried(place, where)
        start = place.turn.item.start
        at = next((n for n, c in enumerate(found) if c.mention.item.start == start), None)
        if at is None:
            found.append(Candidate(place.turn, carried=carried))
        else:
            one = found[at]
            found[at] = Candidate(place.turn, one.facts, carried, signs=one.signs)
    return found


def nobody(place: Place) -> tuple[str, ...]:
    """Return what speaks for no speaker at all."""
    cued, size = place.row.cued, _step(place.size)
    before = place.row.items[place.at - 1].word if place.at else "^"
    return (
        f"{cued}",
        situation(place),
        f"{size}",
        place.gap,
        f"{size} {cued}",
        before,
        f"{place.capitals} {size}",
    )


class _Side(NamedTuple):
    """One side of a quotation: a(fter), b(efore), e(arlier), E where its own row has a cue."""

    place: Place
    row: Row
    side: str
    where: str
    hinge: str


def _after(place: Place, where: str, hinge: str) -> Iterator[Candidate]:
    row, at, subjects = place.row, place.at, 0
    side = _Side(place, row, "a", where, hinge)
    first = row.mention_after(at)
    for rank, number in enumerate(range(first, min(first + _AFTER, len(row.numbers)))):
        mention = row.mention(number)
        facts = _facts(side, mention, (at + 1, mention.number), rank, subjects)
        signed = mention.number == at + 2 and place.end != "," and signs(mention)
        yield Candidate(mention, facts, signs=signed)
        subjects += is_subject(mention)


def _before(place: Place, where: str, hinge: str) -> Iterator[Candidate]:
    row, at, subjects = place.row, place.at, 0
    side = _Side(place, row, "b", where, hinge)
    last = row.mention_after(at)
    for rank, number in enumerate(range(last - 1, max(-1, last - 1 - _BEFORE), -1)):
        mention = row.mention(number)
        facts = _facts(side, mention, (mention.number + 1, at), rank, subjects)
        named = rank == 0 and row.items[at - 1].word == ":" and signs(mention)
        yield Candidate(mention, facts, signs=named)
        subjects += is_subject(mention)
    if place.earlier is not None:
        yield from _earlier(place, place.earlier, where, hinge)


def _earlier(place: Place, row: Row, where: str, hinge: str) -> Iterator[Candidate]:
    last, subjects = len(row.numbers), 0
    side = _Side(place, row, "E" if place.row.cued else "e", where, hinge)
    for rank, number in enumerate(range(last - 1, max(-1, last - 1 - _EARLIER), -1)):
        mention = row.mention(number)
        between = (mention.number + 1, len(row.items))
        yield Candidate(mention, _facts(side, mention, between, rank, subjects))
        subjects += is_subject(mention)


def _facts(
    seen: _Side, mention: Mention, between: tuple[int, int], rank: int, subjects: int
) -> Facts:
    place, row, side, where, hinge = seen
    item, number, relation, cue, role, leads, last, introduces, follows = mention
    stops, quotes = min(row.stops(*between), 2), min(row.quotes(*between), 2)
    rank, subjects = min(rank, 3), min(subjects, 2)
    at = place.at if row is place.row else -2
    before = row.items[number - 1].word if number else "^"
    led, kind = "L" if leads else "-", item.kind
    ties = _tie(introduces, at), _tie(follows, at)
    named = kind == "N" and len(last) > 3 and last in place.inside
    return (
        (side, stops, relation, rank, kind, role, quotes),
        (side, stops, role, subjects, hinge, led, relation),
        (where, side, stops, relation),
        (side, stops, *ties, hinge, kind),
        (side, led, rank, hinge, kind),
        (side, relation, row.path(*between)),
        (cue, relation, side),
        (before, side),
        (named, side),
    )


def is_tied(place: Place, candidate: Candidate) -> bool:
    """Whether a mention leads up to a quotation or follows it, with its cue."""
    mention = candidate.mention
    near = place.row.items[0].start <= mention.item.start <= place.row.items[-1].end
    return near and bool(mention.cue) and place.at in (mention.introduces, mention.follows)


def is_announced(place: Place) -> bool:
    """Whether a cue leads right up to a quotation."""
    return _hinge(place) not in ("", ":", "verb")


def _tie(quotation: int, at: int) -> str:
    """Whether a mention is tied to this quotation, to another or to none."""
    return "-" if quotation < 0 else "+" if quotation == at else "x"


def _hinge(place: Place) -> str:
    """Return what leads up to a quotation: a cue, only its ending where it is a participle."""
    items, at = place.row.items, place.at - 1
    mark = ""
    if at >= 0 and items[at].word in (",", ":"):
        mark = items[at].word
        at -= 1
    if at < 0 or items[at].kind != CUE:
        acts = at >= 0 and items[at].kind == VERB
        return mark if mark == ":" else "verb" if acts else ""
    if items[at].word.endswith("ing"):
        return ",ing" if at and items[at - 1].word == "," else "ing"
    before = items[at - 1] if at else None
    if before is None or before.kind not in MENTIONS:
        return "and" if before is not None and before.word == "and" else "far"
    return "cue"


def _carried(place: Place, where: str) -> tuple[str, ...]:
    items, gap = place.row.items, place.gap
    alone = all(item.kind in (QUOTE, MARK) for item in items[:_NEAR])
    before = _shape(items[max(0, place.at - _NEAR) : place.at][::-1])
    after = _shape(items[place.at + 1 : place.at + 1 + _NEAR])
    return (
        gap,
        f"{gap} {where}",
        f"{gap} {place.row.cued} {alone}",
        f"{gap} {before}",
        f"{gap} {after}",
    )


def _shape(items: Sequence[Item]) -> str:
    """Return in short what stands before the next quotation: who, a cue, stops."""
    kinds, stops = set(), 0
    for item in items:
        if item.kind == QUOTE:
            break
        kinds.add("M" if item.kind in MENTIONS else item.kind)
        stops += item.word in STOPS
    return f"{'M' if 'M' in kinds else ''}{'C' if kinds & {CUE, SOURCE} else ''}{min(stops, 2)}"


def _step(size: int) -> int:
    return next((step for step in (2, 3, 5, 8, 15, 30) if size <= step), 99)
