"""A paragraph's items as a row, with what each of its mentions is to the sentence around it."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from briefings.quotes.items import (
    CUE,
    MARK,
    MENTIONS,
    NAME,
    QUOTE,
    SOURCE,
    VERB,
    WORD,
    Item,
)

DASHES = frozenset(("—", "–", "―", "--"))
STOPS = frozenset((".", "!", "?"))
_PATH, _FAR = 5, 12
_REACH = 16
"""Items from a mention to its cue, an apposition in commas included."""


class Mention(NamedTuple):
    """A mention in its row, and what the words beside it make of it."""

    item: Item
    number: int
    """Which item of the row it is."""
    relation: str
    """How it hangs on a cue: subject, inverted, source, apposed, joined, signed, dashed, loose."""
    cue: str
    role: str
    """S subject of a verb, P after a preposition, O after a verb, A before a comma, or "-"."""
    leads: bool
    """Whether it is the first of its sentence."""
    last: str
    """The last word of what it is called."""
    introduces: int
    """Which item is the quotation that it leads up to with its cue, -1 if there is none."""
    follows: int
    """Which item is the quotation right before it and its cue, -1 if there is none."""


class Row:
    """The items of one paragraph; what many quotations ask of it is counted once."""

    __slots__ = (
        "_made",
        "_prepositions",
        "_quotes",
        "_stops",
        "codes",
        "cued",
        "items",
        "numbers",
    )

    def __init__(self, items: Sequence[Item], prepositions: frozenset[str]) -> None:
        self.items = items
        self.codes = _codes(items)
        self._prepositions = prepositions
        self._stops = [0, *accumulate(_stops(items, n) for n in range(len(items)))]
        self._quotes = [0, *accumulate(item.kind == QUOTE for item in items)]
        self.numbers = [n for n, item in enumerate(items) if item.kind in MENTIONS]
        self._made: dict[int, Mention] = {}
        self.cued = any(item.kind in (CUE, SOURCE) for item in items)

    def mention(self, which: int) -> Mention:
        """Return one of the row's mentions, of which `numbers` has a number each."""
        made = self._made.get(which)
        if made is None:
            made = _mention(self.items, self.numbers[which], self._prepositions)
            self._made[which] = made
        return made

    def path(self, first: int, until: int) -> str:
        """Return in a few letters what stands between two items."""
        if until - first > _FAR:
            left = "".join(self.codes[first : first + _PATH])
            path = f"{left}~{''.join(self.codes[until - _PATH : until])}"
        else:
            path = "".join(self.codes[first:until])
        return f"{path[:2]}~{path[-2:]}" if len(path) > _PATH else path

    def stops(self, first: int, until: int) -> int:
        """Return how many sentences end between two items."""
        return self._stops[until] - self._stops[first]

    def quotes(self, first: int, until: int) -> int:
        """Return how many quotations stand between two items."""
        return self._quotes[until] - self._quotes[first]

    def mention_after(self, number: int) -> int:
        """Return which mention is the first after an item (or how many there are)."""
        return bisect_left(self.numbers, number)


def _stops(items: Sequence[Item], number: int) -> bool:
    """Whether a sentence ends: at a full stop that no comma follows ("Tulsa, Okla., police")."""
    if items[number].word not in STOPS:
        return False
    return number + 1 == len(items) or items[number + 1].word not in (",", ";", ":", ")")


def code(item: Item) -> str:
    """Return in one letter what an item is."""
    if item.kind == MARK:
        return "—" if item.word in DASHES else item.word[:1]
    if item.kind == WORD:
        return "t" if item.word in ("that", "to", "by") else "w"
    return "M" if item.kind in MENTIONS else item.kind


def _codes(items: Sequence[Item]) -> list[str]:
    """Return the items' codes, a run of plain words as one."""
    codes = [code(item) for item in items]
    return [
        "" if one == "w" and number and codes[number - 1] == "w" else one
        for number, one in enumerate(codes)
    ]


def _mention(row: Sequence[Item], number: int, prepositions: frozenset[str]) -> Mention:
    item = row[number]
    relation, cue = _relation(row, number)
    return Mention(
        item,
        number,
        relation,
        cue,
        _role(row, number, prepositions),
        _leads(row, number),
        item.word.rpartition(" ")[2].rstrip("."),
        _introduces(row, number),
        _follows(row, number),
    )


def _introduces(row: Sequence[Item], number: int) -> int:
    at = number + 1
    while at < len(row) and row[at].kind in (WORD, VERB) and at - number < 4:
        at += 1
    if at < len(row) and row[at].kind == CUE:
        at += 1
    elif row[number - 1].kind not in (CUE, SOURCE) or number == 0:
        return -1
    if at < len(row) and row[at].word in (",", ":"):
        at += 1
    return at if at < len(row) and row[at].kind == QUOTE else -1


def _follows(row: Sequence[Item], number: int) -> int:
    at = number - 1
    if at >= 0 and row[at].kind in (CUE, SOURCE):
        at -= 1
    return at if at >= 0 and row[at].kind == QUOTE else -1


def _role(row: Sequence[Item], number: int, prepositions: frozenset[str]) -> str:
    before = row[number - 1] if number else None
    if before is not None and before.word in prepositions:
        return "P"
    after = number + 1
    if after < len(row) and row[after].kind == WORD and row[after].word.endswith("ly"):
        after += 1
    if after < len(row) and row[after].kind in (VERB, CUE):
        return "S"
    if before is not None and before.kind in (VERB, CUE):
        return "O"
    return "A" if after < len(row) and row[after].word == "," else "-"


def _leads(row: Sequence[Item], number: int) -> bool:
    """Whether a mention is the first of its sentence."""
    for before in range(number - 1, max(-1, number - _REACH), -1):
        if row[before].kind in MENTIONS:
            return False
        if row[before].kind == QUOTE or row[before].word in STOPS:
            break
    return True


def _relation(row: Sequence[Item], number: int) -> tuple[str, str]:
    """Return how a mention hangs on a cue, and the cue."""
    before = row[number - 1] if number else None
    if before is not None and before.kind == SOURCE:
        return "source", before.word
    cued = _cue_after(row, number)
    if cued:
        return cued
    if before is not None and before.kind == CUE:
        return ("told" if before.word.endswith("ing") else "inverted"), before.word
    marked = _marked(row, number)
    if marked:
        return marked, "according to" if marked == "source" else ""
    joined = _cue_after_and(row, number)
    if joined:
        return "joined", joined
    apposed = _cue_after_apposition(row, number)
    return ("apposed", apposed) if apposed else ("loose", "")


def _cue_after(row: Sequence[Item], number: int) -> tuple[str, str] | None:
    """Return the cue that follows, right after or behind a few words."""
    after = number + 1
    while after < len(row) and row[after].kind in (WORD, VERB) and after - number < 4:
        after += 1
    if after == len(row) or row[after].kind != CUE:
        return None
    gap = after - number - 1
    if gap == 0 or any(one.kind == WORD for one in row[number + 1 : after]):
        return (f"subject{gap}" if gap else "subject"), row[after].word
    return "helped", row[after].word


def _marked(row: Sequence[Item], number: int) -> str:
    """Return what the marks around a mention make of it: a source, a signature, "Name:"."""
    if number > 1 and row[number - 1].word == "to" and row[number - 2].kind == SOURCE:
        return "source"
    if number > 1 and row[number - 1].word in DASHES and row[number - 2].kind == QUOTE:
        alone = number == 2 and all(one.word == "." for one in row[number + 1 : number + 3])
        return "signed" if alone else "dashed"
    after = number + 1
    if after < len(row) and row[after].word == "(":  # “Trey Gowdy (R-S.C.): …”
        after = _past_bracket(row, after)
    if after + 1 < len(row) and row[after].word == ":" and row[after + 1].kind == QUOTE:
        return "colon"
    return ""


def _past_bracket(row: Sequence[Item], at: int) -> int:
    """Return what follows a short remark in brackets."""
    ends = (n + 1 for n in range(at + 1, min(len(row), at + 6)) if row[n].word == ")")
    return next(ends, at)


def _cue_after_and(row: Sequence[Item], number: int) -> str:
    """Return the cue after "and" and a second mention ("the senator and candidate said")."""
    if number + 3 >= len(row) or row[number + 1].word != "and":
        return ""
    joined = row[number + 2].kind in MENTIONS and row[number + 3].kind == CUE
    return row[number + 3].word if joined else ""


def _cue_after_apposition(row: Sequence[Item], number: int) -> str:
    if number + 1 >= len(row) or row[number + 1].word not in (",", "(", "—"):
        return ""
    for far in range(number + 2, min(len(row) - 1, number + _REACH)):
        if row[far].word in (".", ";") or row[far].kind == QUOTE:
            break
        if row[far].word in (",", ")", "—"):
            after = far + 1
            adverb = row[after].kind == WORD and row[after].word.endswith("ly")
            if row[after].word == "," or (adverb and after + 1 < len(row)):
                after += 1
            if after < len(row) and row[after].kind == CUE:
                return row[after].word
    return ""


def is_subject(mention: Mention) -> bool:
    """Whether a mention is the subject of a verb."""
    return mention.role == "S" or mention.relation == "subject"


def signs(mention: Mention) -> bool:
    """Whether a mention stands as a signature: “…” — Name. Name: “…”, but not “on Name: …”."""
    if mention.item.kind != NAME:
        return False
    labels = mention.relation == "colon" and mention.leads and mention.role != "P"
    return labels or mention.relation == "signed"
