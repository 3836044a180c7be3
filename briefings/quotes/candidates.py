"""The mentions that may name a quotation's speaker, and what speaks for each of them.

A feature is a short string; `ranking` has a weight for each that the training found to tell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.quotes.mentions import CUE, MARK, MENTIONS, NAME, QUOTE, SOURCE, WORD, Item

_EARLIER = 5
"""Mentions of the paragraph before that are looked at."""
_PATH = 5
_DASHES = frozenset(("—", "–", "―", "--"))
_NEAR = 20
_REACH = 16
"""Items from a mention to its cue, an apposition in commas included."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention, its cue if it has one, and its features."""

    mention: Item
    cue: str
    features: tuple[str, ...]
    signs: bool = False
    """Whether it stands as a signature under the quotation: “…” — Name."""


@dataclass(frozen=True, slots=True)
class Place:
    """A quotation as its paragraph has it, with what was said just before it."""

    row: Sequence[Item]
    at: int
    """Which item of the row the quotation is."""
    end: str
    """The last letter inside the quotation marks."""
    size: int
    """How many words the quotation has, roughly."""
    earlier: Sequence[Item] = ()
    """The row of the paragraph before."""
    turn: Item | None = None
    """The mention by whom the last quotation was spoken."""
    gap: str = ""
    """How far back that quotation is: "row", "next" or "far"."""


def situation(place: Place) -> str:
    """Return in short what stands before and after a quotation."""
    row, at = place.row, place.at
    before = _code(row[at - 1]) if at else "^"
    after = _code(row[at + 1]) if at + 1 < len(row) else "$"
    end = place.end if place.end in ",.?!" else "w"
    return f"{before}{end}{after}"


def candidates(place: Place) -> list[Candidate]:
    """Return everybody who may have said it; the last candidate, without a cue, is nobody."""
    found = [*_beside(place), *_before(place)]
    if place.turn is not None:
        carried = _carried(place)
        at = next((n for n, c in enumerate(found) if c.mention.start == place.turn.start), None)
        if at is None:
            found.append(Candidate(place.turn, "", carried))
        else:
            one = found[at]
            found[at] = Candidate(one.mention, one.cue, (*one.features, *carried))
    return found


def nobody(place: Place) -> tuple[str, ...]:
    """Return what speaks for no speaker at all."""
    cued = any(item.kind in (CUE, SOURCE) for item in place.row)
    return (
        "none",
        f"none cue={cued}",
        f"none {situation(place)}",
        f"none size={_step(place.size)}",
        f"none gap={place.gap}",
        f"none size={_step(place.size)} cue={cued}",
    )


def _carried(place: Place) -> tuple[str, ...]:
    kind = place.turn.kind if place.turn else ""
    cued = any(item.kind in (CUE, SOURCE) for item in place.row)
    alone = all(item.kind in (QUOTE, MARK) for item in place.row)
    before, after = _between(place.row[: place.at][::-1]), _between(place.row[place.at + 1 :])
    return (
        f"turn {place.gap}",
        f"turn {place.gap} {situation(place)}",
        f"turn {place.gap} cue={cued} alone={alone}",
        f"turn {place.gap} before={before}",
        f"turn {place.gap} after={after}",
        f"turn {place.gap} before={before} after={after}",
        f"turn {kind}",
    )


def _between(row: Sequence[Item]) -> str:
    """Return in short what stands before the next quotation: who, a cue, stops."""
    kinds = {"M" if item.kind in MENTIONS else item.kind for item in row[: _until_quote(row)]}
    stops = sum(item.word in (".", "!", "?") for item in row[: _until_quote(row)])
    return f"{'M' if 'M' in kinds else ''}{'C' if kinds & {CUE, SOURCE} else ''}{min(stops, 2)}"


def _until_quote(row: Sequence[Item]) -> int:
    return next((n for n, item in enumerate(row[:_NEAR]) if item.kind == QUOTE), _NEAR)


def _beside(place: Place) -> Iterator[Candidate]:
    row, at = place.row, place.at
    where = situation(place)
    rank = 0
    for number in range(at + 1, len(row)):
        if row[number].kind in MENTIONS:
            yield _candidate(row, number, row[at + 1 : number], "after", rank, where, place)
            rank += 1
            if rank > 3:
                break
    rank = 0
    for number in range(at - 1, -1, -1):
        if row[number].kind in MENTIONS:
            yield _candidate(row, number, row[number + 1 : at], "before", rank, where, place)
            rank += 1
            if rank > 7:
                break


def _before(place: Place) -> Iterator[Candidate]:
    row, where = place.earlier, situation(place)
    rank = 0
    for number in range(len(row) - 1, -1, -1):
        if row[number].kind in MENTIONS:
            between = row[number + 1 :]
            yield _candidate(row, number, between, "earlier", rank, where, place)
            rank += 1
            if rank >= _EARLIER:
                break


def _candidate(
    row: Sequence[Item],
    number: int,
    between: Sequence[Item],
    side: str,
    rank: int,
    where: str,
    place: Place,
) -> Candidate:
    item = row[number]
    relation, cue = _relation(row, number)
    stops = sum(one.word in ".!?" for one in between if one.kind == MARK)
    quotes = sum(one.kind == QUOTE for one in between)
    path = _path(between)
    if side == "earlier":
        first_cue = any(one.kind in (CUE, SOURCE) for one in place.row)
        head = f"{side}{min(stops, 2)} row={first_cue}"
    else:
        head = f"{side}{min(stops, 2)}"
    last = row[number - 1].word if number else "^"
    first = number == 0 or row[number - 1].word in (".", "!", "?")
    lead = _leads(row, number)
    hinge = _hinge(place)
    opener = f"{head} {relation}"
    signs = side == "after" and rank == 0 and relation == "signed" and item.kind == NAME
    return Candidate(
        item,
        cue,
        (
            opener,
            f"{opener} rank={min(rank, 3)}",
            f"{opener} {where}",
            f"{head} {item.kind} {relation}",
            f"{head} kind={item.kind} rank={min(rank, 3)}",
            f"{side} path={path}",
            f"{side} {relation} path={path}",
            f"{side} quotes={min(quotes, 2)} {relation}",
            f"{side} quotes={min(quotes, 2)} stops={min(stops, 2)}",
            f"cue={cue} {relation} {side}",
            f"last={last} {side}",
            f"first={first} {head} {relation}",
            f"{where} {head}",
            f"lead={lead} {head} {relation}",
            f"lead={lead} {head} hinge={hinge}",
            f"lead={lead} {side} hinge={hinge} {item.kind} rank={min(rank, 3)}",
            f"word={item.word.split()[-1]}" if item.word else "word=",
        ),
        signs,
    )


def _leads(row: Sequence[Item], number: int) -> bool:
    """Whether a mention is the first of its sentence."""
    for before in range(number - 1, -1, -1):
        if row[before].kind in MENTIONS:
            return False
        if row[before].kind == QUOTE or row[before].word in (".", "!", "?"):
            break
    return True


def _hinge(place: Place) -> str:
    """Return the cue right before a quotation, only its ending where it is a participle."""
    at = place.at - 1
    if at >= 0 and place.row[at].word in (",", ":"):
        at -= 1
    if at < 0 or place.row[at].kind != CUE:
        return ""
    return "ing" if place.row[at].word.endswith("ing") else "cue"


def _relation(row: Sequence[Item], number: int) -> tuple[str, str]:
    """Return how a mention hangs on a cue, and the cue."""
    after = number + 1
    while after < len(row) and row[after].kind == WORD and after - number < 4:
        after += 1
    before = row[number - 1] if number else None
    if before is not None and before.kind == SOURCE:
        return "source", before.word
    if after < len(row) and row[after].kind == CUE:
        return ("subject" if after == number + 1 else f"subject{after - number - 1}"), row[
            after
        ].word
    if before is not None and before.kind == CUE:
        return "inverted", before.word
    if number > 1 and row[number - 2].word == "according" and before is not None:
        return "source", "according to"
    if number > 1 and row[number - 1].word in _DASHES and row[number - 2].kind == QUOTE:
        alone = number == 2 and all(one.word == "." for one in row[number + 1 :])
        return ("signed" if alone else "dashed"), ""
    apposed = _cue_after_apposition(row, number)
    return ("apposed", apposed) if apposed else ("loose", "")


def _cue_after_apposition(row: Sequence[Item], number: int) -> str:
    if number + 1 >= len(row) or row[number + 1].word not in (",", "(", "—"):
        return ""
    for far in range(number + 2, min(len(row) - 1, number + _REACH)):
        if row[far].word in (".", ";") or row[far].kind == QUOTE:
            break
        if row[far].word in (",", ")", "—") and row[far + 1].kind == CUE:
            return row[far + 1].word
    return ""


def _path(between: Sequence[Item]) -> str:
    codes: list[str] = []
    for item in between:
        code = _code(item)
        if not (codes and codes[-1] == code == "w"):
            codes.append(code)
    if len(codes) > _PATH:
        return "".join(codes[:2]) + "~" + "".join(codes[-2:])
    return "".join(codes)


def _code(item: Item) -> str:
    if item.kind == MARK:
        return "—" if item.word in _DASHES else item.word[:1]
    if item.kind == WORD:
        return "t" if item.word in ("that", "to", "by") else "w"
    return "M" if item.kind in MENTIONS else item.kind


def _step(size: int) -> int:
    return next((step for step in (2, 3, 5, 8, 15, 30) if size <= step), 99)
