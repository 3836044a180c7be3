"""What a text says that somebody is, behind the name or in commas before it.

"Jens Stoltenberg, the NATO secretary general," · "the Dutch prime minister, Mark Rutte"
"""

import re
from collections.abc import Sequence

from briefings.model import Quote
from briefings.quotes.words import DOTTED, Words

_PLACES = 3
"""Places of a name that are looked at."""
_LONGEST = 10
"""Words of what is shown."""
_PLAIN = rf"(?:[^,.;:—–()“”\"«»\n]|(?<=\b[A-Z])\.|\.{DOTTED})"
_BEHIND = re.compile(
    rf"(?: \([^()\n]{{1,20}}\))?,(?: (?:aged? )?\d{{1,3}},)? (?P<said>{_PLAIN}{{3,110}})(?P<end>.?)"
)
_BEFORE = re.compile(rf"(?P<said>{_PLAIN}{{3,80}}), $")
_OWNER = re.compile(r"\w[’']s?$")
_FAR = 80
_WORD = re.compile(r"[^\W_](?:[\w&’'/.-]*\w)?")
_ELIDED = re.compile(r"[’']")
_FURTHER = frozenset(("who", "which", "whose", "but", "or", "as", "such"))
_OWNERS = frozenset(("his", "her", "their", "its", "our", "my", "your"))
_PARTS = frozenset(("at", "in", "with", "for", "from", "on"))
"""Words before which a long role may end; "of" would cut names ("University of Porto")."""


def credit(quote: Quote) -> str:
    """Return a quotation's speaker with the role, as readers see them; empty where none is sure."""
    if not quote.speaker:
        return ""
    if quote.role_follows:
        return f"{quote.speaker}, {quote.role}"
    return f"{quote.role} {quote.speaker}".strip()


def role_beside(text: str, name: str, words: Words) -> str:
    """Return what a text tells that the bearer of a full name is, in its own words, or nothing."""
    at = -1
    for _ in range(_PLACES):
        at = text.find(name, at + 1)
        if at < 0:
            break
        found = _behind(text, at + len(name), words) or _before(text, at, words)
        if found:
            return found
    return ""


def _behind(text: str, end: int, words: Words) -> str:
    found = _BEHIND.match(text, end)
    if not found or found["end"] not in (",", ".", ";", "—", "–", "\n", ""):
        return ""
    return _shown(found["said"], words)


def _before(text: str, start: int, words: Words) -> str:
    if text[max(0, start - 2) : start] != ", ":
        return ""
    found = _BEFORE.search(text, max(0, start - _FAR), start)
    for part in _WORD.finditer(found["said"]) if found else ():
        if part.group().casefold() in words.determiners or _OWNER.search(part.group()):
            shown = _shown(found["said"][part.start() :], words) if found else ""
            if shown:
                return shown
    return ""


def _shown(said: str, words: Words) -> str:
    """Return the part of an apposition that is shown, nothing where it tells no role."""
    first, _, rest = said.partition(" ")
    if first[:1].isupper() and first.casefold() in words.determiners:
        said = rest  # it opens its sentence
    parts = list(_WORD.finditer(said))
    low = [part.group().casefold() for part in parts]
    last = next((n for n in range(len(low)) if _goes_on(low, n, words)), len(low))
    head = _head(low[:last], words)
    if head < 0:
        return ""
    named = [part.group()[0].isupper() for part in parts] + [False]
    while last - (low[0] in words.determiners) > _LONGEST:
        ends = [n for n in range(head + 1, last) if low[n] in _PARTS]
        last = max((n for n in ends if not (named[n - 1] and named[n + 1])), default=0)
        if not last:
            return ""
    return said[: parts[last - 1].end()]


def _goes_on(low: Sequence[str], number: int, words: Words) -> bool:
    """Whether a further clause or a further role begins at a word."""
    if low[number] == "and":
        after = low[number + 1] if number + 1 < len(low) else ""
        return after in words.determiners or after == "former"
    return low[number] in _FURTHER


def _head(low: Sequence[str], words: Words) -> int:
    """Return which word tells the role, only described by those before it; -1 for none."""
    if not low or low[0] in _OWNERS or any(_tells_more(word, words) for word in low):
        return -1
    for number, word in enumerate(low):
        if number and word in words.prepositions:
            return -1
        name = word.rpartition("-")[2]
        if name in words.titles or name in words.roles or name in words.posts:
            after = _ELIDED.split(low[number + 1])[0] if number + 1 < len(low) else ""
            if not after or after in words.stops or after in words.determiners:
                return number
    return -1


def _tells_more(word: str, words: Words) -> bool:
    """Whether a word makes a sentence of what could be a role: "the mayor told her"."""
    return (
        word == "not" or word in words.cues or word in words.auxiliaries or word in words.pronouns
    )
