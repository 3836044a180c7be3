"""Items that together are one mention: titles with a name, descriptions, nouns before a cue."""

import re
from collections.abc import Sequence

from briefings.quotes.items import CUE, DESCRIPTION, MENTIONS, NAME, PLAIN, QUOTE, VERB, WORD, Item
from briefings.quotes.words import Words

_POSSESSIVE = re.compile(r"[’'](?:s\b)?(?= )")
_ROLE_ENDS = ("ant", "er", "or", "ist", "ian", "man", "woman", "ee", "eer", "aide", "chief")
"""How English words end that tell what somebody is."""
_LONGEST_DESCRIPTION = 6
_LONGEST_ROLE = 4
_LONGEST_PLAIN = 3
_OF_NAME = frozenset(("of", "for", "at"))
_JOINS = frozenset(("for", "of", "at", "with", "from", "in", "to", "de", "di", "da"))
_ARABIC = ("al-", "el-", "as-", "ad-", "ar-", "an-", "ash-")


def joined(text: str, row: list[Item], words: Words) -> list[Item]:
    """Return a paragraph's items, those that are one mention together as one."""
    return _plain(_described(text, _titled(row, words), words), words)


def _titled(row: list[Item], words: Words) -> list[Item]:
    """Join a name to what its bearer is to another ("Clinton campaign spokesman Nick Merrill")."""
    out: list[Item] = []
    for at, one in enumerate(row):
        item = one
        if one.kind == NAME and out and _goes_on(out[-1], one, words):
            item = _whole(out, one, words)
        if item.kind != NAME or not out:
            out.append(item)
        elif out[-1].word in words.roles or _tells(out, words) or _acts(out, row, at, words):
            first = len(out) - 1
            while (
                first and len(out) - first < _LONGEST_ROLE and _goes_before(out[first - 1], words)
            ):
                first -= 1
            out[first:] = [item._replace(start=out[first].start)]
        else:
            out.append(item)
    return out


def _acts(out: Sequence[Item], row: Sequence[Item], at: int, words: Words) -> bool:
    """Whether nouns stand between a quotation and a name with its cue: the bearer's role.

    "“…,” harbour master Eleni Markou said", "“…,” said harbour master Eleni Markou".
    """
    first = len(out)
    while first and len(out) - first < _LONGEST_ROLE - 1 and _noun(out[first - 1], words):
        first -= 1
    if first == len(out) or not first or not words.verbs:
        return False
    before = out[first - 1]
    follows = at + 1 < len(row) and row[at + 1].kind == CUE
    said = before.kind == CUE and first > 1 and out[first - 2].kind == QUOTE
    return said or (follows and before.kind == QUOTE)


def _goes_on(before: Item, name: Item, words: Words) -> bool:
    return before.word in words.particles or name.word.startswith(_ARABIC)


def _whole(row: list[Item], name: Item, words: Words) -> Item:
    """Take the last items of a row that belong to a name: "Ursula von der" Leyen, "de" Blasio."""
    start, at = name.start, len(row)
    while at and row[at - 1].word in words.particles and row[at - 1].end + 1 == start:
        at -= 1
        start = row[at].start
    if at and row[at - 1].kind == NAME and row[at - 1].end + 1 == start:
        at -= 1
        start = row[at].start
    if start == name.start:
        return name
    whole = " ".join([*(item.word for item in row[at:]), name.word])
    del row[at:]
    return Item(NAME, start, name.end, whole)


def _tells(row: Sequence[Item], words: Words) -> bool:
    """Whether a row ends in a name and what somebody is to it ("Obama consultant")."""
    last = row[-1]
    return (
        len(row) > 1
        and last.kind == WORD
        and row[-2].kind == NAME
        and last.word not in words.stops
        and bool(words.verbs)
        and last.word.endswith(_ROLE_ENDS)
    )


def _goes_before(item: Item, words: Words) -> bool:
    plain = item.word not in words.stops and item.word not in words.determiners
    return item.kind == NAME or (item.kind == WORD and plain)


def _described(text: str, row: list[Item], words: Words) -> list[Item]:
    """Join a determiner or a possessor and what follows it to one description."""
    out: list[Item] = []
    at = 0
    while at < len(row):
        item = row[at]
        until = at + 1
        if (item.kind == WORD and item.word in words.determiners) or (
            item.kind == NAME and _POSSESSIVE.match(text, item.end)
        ):
            until = _until(row, at + 1, words)
            if until > at + 1:
                item = _joined(row, at, until)
        if (
            item.kind in (DESCRIPTION, NAME)
            and len(out) > 1
            and out[-1].word in _JOINS
            and (out[-2].kind == DESCRIPTION or (out[-2].kind == NAME and out[-1].word in _OF_NAME))
        ):
            out[-2:] = [out[-2]._replace(end=item.end)]
        else:
            out.append(item)
        at = until
    return out


def _joined(row: Sequence[Item], at: int, until: int) -> Item:
    last = row[until - 1]
    named = until == at + 2 and last.kind == NAME and row[at].kind == WORD
    return Item(NAME if named else DESCRIPTION, row[at].start, last.end, last.word)


def _until(row: Sequence[Item], first: int, words: Words) -> int:
    """Return where a description ends: before a stop word or a verb that is no adjective."""
    at = first
    while at < len(row) and at - first < _LONGEST_DESCRIPTION:
        item = row[at]
        if item.kind == VERB and (
            at > first or at + 1 == len(row) or row[at + 1].kind not in (WORD, NAME)
        ):
            break
        if item.kind not in (WORD, NAME, VERB) or item.word in words.stops:
            break
        at += 1
    return at


def _plain(row: list[Item], words: Words) -> list[Item]:
    """Take nouns alone beside a cue ("federal prosecutors said") for a mention."""
    out: list[Item] = []
    for at, item in enumerate(row):
        out.append(item)
        if item.kind != WORD or not (_noun(item, words) or item.word in words.alone):
            continue
        before = row[at - 1].kind if at else ""
        after = row[at + 1].kind if at + 1 < len(row) else ""
        if (after == CUE and before not in MENTIONS) or (before == CUE and item.word[-1] == "s"):
            first = at
            while first and at - first < _LONGEST_PLAIN and _noun(row[first - 1], words):
                first -= 1
            whole = item._replace(kind=PLAIN, start=row[first].start)
            out[len(out) - 1 - (at - first) :] = [whole]
    return out


def _noun(item: Item, words: Words) -> bool:
    return (
        item.kind == WORD
        and item.word not in words.stops
        and item.word not in words.openers
        and item.word not in words.determiners
        and not item.word.endswith("ly")
        and item.word[:1].isalpha()
    )
