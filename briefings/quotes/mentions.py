"""Who could be speaking: names, pronouns, descriptions and cues around the quotations.

A paragraph becomes a row of items, a quotation being one of them; what stands inside quotation
marks is not looked at, since a speaker is named outside.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from briefings.model import Span
from briefings.quotes.items import CUE, MARK, NAME, PRONOUN, QUOTE, SOURCE, VERB, WORD, Item
from briefings.quotes.phrases import joined
from briefings.quotes.words import ACRONYMS, DOTTED, Words

_LOWER = "a-zß-öø-ÿа-яіїєґąćęłńóśźż"
_NAMED = (
    rf"(?:(?:[A-Z]\.){{2,}}|[^\W\d_{_LOWER}][\w&]*(?:[’'-][^\W\d_]\w+|-\w+)*"
    rf"(?:\.(?:(?<=\b[A-Z]\.)|{DOTTED}))?)"
)
_ITEM = re.compile(
    rf"(?P<word>[{_LOWER}\d_]\w*(?:[’'-]\w+)*)|(?P<name>{_NAMED}(?:[ \u00a0]"
    rf"(?:(?:(?:of|de|van|von|der|den|la|le|bin|al|el|da|di|du) ){{1,2}}|and the |for )?"
    rf"{_NAMED})*)|(?P<rest>\w+(?:[’'-]\w+)*)|(?P<mark>[,.:;!?()—–―]|--)"
)
_COMMA = re.compile(r",?(?: [–—-](?= [^\W\dA-Z]))?")
"""A comma or a dash after the closing mark, which English has before it or not at all."""
_CONTRACTED = re.compile(r"[’']")
_ADJECTIVE = re.compile(r"-(?:born|based|led|backed|style|era|owned|run|wide|like|bound|trained)$")
"""How a name ends that only tells of a noun behind it ("South Africa-born dancer")."""
_ARABIC = re.compile(r"(?:al|el|as|ad|ar|an|ash)-[^\W\d_a-z]")
"""How names begin that have their article in small letters."""
_MOST_KNOWN = 50_000

_item = partial(tuple.__new__, Item)
"""An item from its four parts: what `Item` does, in a third of the time."""


def items(text: str, paragraph: Span, quoted: Sequence[Span], words: Words) -> list[Item]:
    """Return the items of a paragraph; `quoted` are the quotations inside it, in order."""
    row: list[Item] = []
    at = paragraph.start
    for span in quoted:
        _add_items(row, text, at, span.start, words)
        row.append(Item(QUOTE, span.start, span.end))
        at = _COMMA.match(text, span.end).end()  # type: ignore[union-attr]  # it matches nothing too
    _add_items(row, text, at, paragraph.end, words)
    if words.auxiliaries:
        row = _without_auxiliaries(row, words)
    return joined(text, row, words)


def _add_items(row: list[Item], text: str, start: int, end: int, words: Words) -> None:
    alike, add = words.alike.get, row.append
    for found in _ITEM.finditer(text, start, end):
        first, last = found.span()
        whole = found.group()
        plain = alike(whole)
        if plain:
            add(_item((plain, first, last, whole)))
            continue
        kind = found.lastgroup
        if kind == "mark":
            add(_item((MARK, first, last, whole)))
        elif kind != "name":
            _add_word(row, text, whole, first, words)
        elif " " in whole or "\u00a0" in whole:
            row.extend(_name(whole, first, last, words))
        else:
            word = whole.casefold()
            row.append(_item((_named_kind(whole, word, words), first, last, word)))
            if word[-1] == "." and word[:-1] in words.cues:
                row.append(Item(MARK, last - 1, last, "."))


def _add_word(row: list[Item], text: str, whole: str, start: int, words: Words) -> None:
    word, end = whole.casefold(), start + len(whole)
    if words.clitics and "-" in word and word.rpartition("-")[2] in words.clitics:
        row.extend(_parted(word, start, end, words))
    elif word in words.seconds:
        if row and f"{row[-1].word}-{word}" in words.phrases:
            row[-1] = Item(CUE, row[-1].start, end, f"{row[-1].word} {word}")
        else:
            row.append(Item(_kind(word, words), start, end, word))
    elif "-" in word and word != whole and _ARABIC.match(whole):
        row.append(Item(NAME, start, end, word))
    elif word != "s":
        kind = _kind(word, words)
        if word == whole:
            if len(words.alike) > _MOST_KNOWN:
                words.alike.clear()
            words.alike[word] = kind
        row.append(Item(kind, start, end, word))
    elif text[start - 1] not in "’'":
        row.append(Item(_kind(word, words), start, end, word))


def _parted(word: str, start: int, end: int, words: Words) -> Iterator[Item]:
    """Part a verb from the pronoun that hangs on it ("explique-t-il")."""
    verb, _, pronoun = word.rpartition("-")
    verb = verb.removesuffix("-t")
    yield Item(_kind(verb, words), start, start + len(verb), verb)
    yield Item(_kind(pronoun, words), end - len(pronoun), end, pronoun)


def _kind(word: str, words: Words) -> str:
    kind = words.kinds.get(word)
    if kind is None:
        if len(words.kinds) > _MOST_KNOWN:
            words.kinds.clear()
        kind = words.kinds[word] = _look_up(word, words)
    return kind


def _look_up(word: str, words: Words) -> str:
    base = _CONTRACTED.split(word, maxsplit=1)[0]
    if base != word and (base in words.pronouns or base in words.stops):
        return PRONOUN if base in words.pronouns else WORD
    if word in words.pronouns:
        return PRONOUN
    if word in words.sources:
        return SOURCE
    if word in words.cues:
        return CUE
    if word in words.verbs:
        return VERB
    plain = word in words.stops or word in words.openers or word in words.determiners
    acts = words.verbs and word.endswith("ed") and len(word) > 4
    return VERB if acts and not plain else WORD


def _named_kind(whole: str, word: str, words: Words) -> str:
    """Return the kind of a word with a capital: a name where it is no word that opens sentences."""
    if whole in ACRONYMS:
        return NAME
    if _ADJECTIVE.search(whole):
        return WORD
    word = word.rstrip(".")
    kind = _kind(word, words)
    base = _CONTRACTED.split(word, maxsplit=1)[0]
    plain = base in words.stops or word in words.openers or word in words.determiners
    return kind if kind in (PRONOUN, SOURCE, CUE) or plain else NAME


def _name(whole: str, start: int, end: int, words: Words) -> Iterator[Item]:
    """Part words that only open a sentence ("But Mr. Smith") or describe ("the") from a name."""
    first = whole.split(maxsplit=1)[0]
    low = first.casefold()
    rest = start + len(first) + 1
    kind = _kind(low, words)
    opens = low in words.openers or low in words.stops or kind in (CUE, SOURCE)
    if rest < end and (opens or low in words.determiners) and not (first.isupper() and first[1:]):
        yield Item(kind, start, start + len(first), low)
        start, whole = rest, whole[len(first) + 1 :]
    yield Item(WORD if _ADJECTIVE.search(whole) else NAME, start, end, whole.casefold())


def _without_auxiliaries(row: list[Item], words: Words) -> list[Item]:
    """Leave out "has" and the like before a cue in languages that tell with them."""
    return [
        item
        for number, item in enumerate(row)
        if item.word not in words.auxiliaries or not _helps(row[number + 1 : number + 3])
    ]


def _helps(after: Sequence[Item]) -> bool:
    kinds = [item.kind for item in after]
    return kinds[:1] == [CUE] or kinds == [PRONOUN, CUE]
