"""Who could be speaking: names, pronouns, descriptions and cues around the quotations.

A paragraph becomes a row of items, a quotation being one of them; what stands inside quotation
marks is not looked at, since a speaker is named outside.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefings.model import Span
from briefings.quotes.words import Words

QUOTE, NAME, PRONOUN, DESCRIPTION, PLAIN, CUE, SOURCE, WORD, MARK = "QNPDBCSwm"
"""Kinds of items; SOURCE is "according to", PLAIN a noun alone ("police")."""
MENTIONS = frozenset((NAME, PRONOUN, DESCRIPTION, PLAIN))
_NAMED = (
    r"(?:[^\W\d_a-zß-öø-ÿа-яіїєґąćęłńóśźż][\w&]*(?:[’'-][^\W\d_]\w+|-\w+)*\.?(?<![a-z]{4}\.)"
    r"|[A-Z]\.)"
)
_ITEM = re.compile(
    rf"(?P<name>{_NAMED}(?:[ \u00a0]"
    rf"(?:(?:of|de|van|von|der|den|la|le|bin|al|el|da|di|du|and the|for) )?"
    rf"{_NAMED})*)|(?P<word>\w+(?:[’'-]\w+)*)|(?P<mark>[,.:;!?()—–―]|--)"
)
_COMMA = re.compile(r",?(?: [–—-](?= [^\W\dA-Z]))?")
"""A comma or a dash after the closing mark, which English has before it or not at all."""
_LONGEST_DESCRIPTION = 6
_LONGEST_ROLE = 4
_OF_NAME = frozenset(("of", "for", "at"))
_JOINS = frozenset(("for", "of", "at", "with", "from", "in", "to"))


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a paragraph: its kind, where it stands, and its word in lower case."""

    kind: str
    start: int
    end: int
    word: str = ""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


def items(text: str, paragraph: Span, quoted: Sequence[Span], words: Words) -> list[Item]:
    """Return the items of a paragraph; `quoted` are the quotations inside it, in order."""
    row: list[Item] = []
    at = paragraph.start
    for span in quoted:
        row.extend(_outside(text, at, span.start, words))
        row.append(Item(QUOTE, span.start, span.end))
        at = _COMMA.match(text, span.end).end()  # type: ignore[union-attr]  # it matches nothing too
    row.extend(_outside(text, at, paragraph.end, words))
    return row


def _outside(text: str, start: int, end: int, words: Words) -> list[Item]:
    row = _titled(_without_auxiliaries(list(_items(text, start, end, words)), words), words)
    return _plain(_described(row, words), words)


def _items(text: str, start: int, end: int, words: Words) -> Iterator[Item]:
    for found in _ITEM.finditer(text, start, end):
        first, last, word = found.start(), found.end(), found.group().casefold()
        kind = found.lastgroup
        if kind == "mark":
            yield Item(MARK, first, last, word)
        elif kind == "word" or " " not in word:
            yield Item(_kind(word, named=kind == "name", words=words), first, last, word)
            if word[-1] == "." and word[:-1] in words.cues:
                yield Item(MARK, last - 1, last, ".")
        else:
            yield from _name(text, first, last, words)


def _kind(word: str, *, named: bool, words: Words) -> str:
    word = word.rstrip(".")
    if word in words.pronouns:
        return PRONOUN
    if word in words.sources:
        return SOURCE
    if word in words.cues:
        return CUE
    plain = word in words.stops or word in words.openers or word in words.determiners
    return NAME if named and not plain else WORD


def _name(text: str, start: int, end: int, words: Words) -> Iterator[Item]:
    """Part words that only open a sentence ("But Mr. Smith") from a name."""
    whole = text[start:end]
    first = whole.split()[0]
    low = first.casefold()
    rest = start + len(first) + 1
    if low in words.determiners:
        yield Item(NAME, start, end, low)
    elif rest < end and (low in words.openers or low in words.stops or _speaks(low, words)):
        yield Item(_kind(low, named=False, words=words), start, start + len(first), low)
        yield Item(NAME, rest, end, text[rest:end].casefold())
    else:
        yield Item(NAME, start, end, whole.casefold())


def _speaks(word: str, words: Words) -> bool:
    return word in words.sources or word in words.cues


def _without_auxiliaries(row: list[Item], words: Words) -> list[Item]:
    """Leave out "has" and the like before a cue in languages that tell with them."""
    if not words.auxiliaries:
        return row
    return [
        item
        for number, item in enumerate(row)
        if item.word not in words.auxiliaries
        or number + 1 == len(row)
        or row[number + 1].kind != CUE
    ]


def _titled(row: list[Item], words: Words) -> list[Item]:
    """Join a name to what its bearer is to another ("Clinton campaign spokesman Nick Merrill")."""
    out: list[Item] = []
    for item in row:
        if item.kind == NAME and out and out[-1].word in words.roles:
            first = len(out) - 1
            while (
                first and len(out) - first < _LONGEST_ROLE and _goes_before(out[first - 1], words)
            ):
                first -= 1
            out[first:] = [replace(item, start=out[first].start)]
        else:
            out.append(item)
    return out


def _goes_before(item: Item, words: Words) -> bool:
    plain = item.word not in words.stops and item.word not in words.determiners
    return item.kind == NAME or (item.kind == WORD and plain and not item.word.endswith("ed"))


def _described(row: list[Item], words: Words) -> list[Item]:
    """Join a determiner and what follows it to one description."""
    out: list[Item] = []
    at = 0
    while at < len(row):
        item = row[at]
        until = at + 1
        if item.kind == WORD and item.word in words.determiners:
            while (
                until < len(row)
                and until - at < _LONGEST_DESCRIPTION
                and row[until].kind in (WORD, NAME)
                and row[until].word not in words.stops
            ):
                until += 1
            if until > at + 1:
                item = Item(DESCRIPTION, item.start, row[until - 1].end, row[until - 1].word)
        if (
            item.kind in (DESCRIPTION, NAME)
            and len(out) > 1
            and out[-1].word in _JOINS
            and (out[-2].kind == DESCRIPTION or (out[-2].kind == NAME and out[-1].word in _OF_NAME))
        ):
            out[-2:] = [replace(out[-2], end=item.end)]
        else:
            out.append(item)
        at = until
    return out


def _plain(row: list[Item], words: Words) -> list[Item]:
    """Take a noun alone beside a cue ("police said", "said officials") for a mention."""
    for at, item in enumerate(row):
        if item.kind != WORD or item.word in words.stops or item.word.endswith("ly"):
            continue
        if item.word in words.openers or not item.word[:1].isalpha():
            continue
        before = row[at - 1].kind if at else ""
        after = row[at + 1].kind if at + 1 < len(row) else ""
        if (after == CUE and before not in MENTIONS) or (before == CUE and item.word[-1] == "s"):
            row[at] = replace(item, kind=PLAIN)
    return row
