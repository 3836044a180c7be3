"""Which quotations a brief shows: informative, by people who matter, short, said only once."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from briefings.model import Quote

SURE = 0.96
"""How certain a speaker has to be for a brief to name one."""
_SHORTEST = 5
_FULL = 8
"""Words below which a quotation seldom says anything alone."""
_READABLE = 30
_LONGEST = 45
_LONG_PART = 12
"""Words below which a part of a sentence is not shown; those that point back need `_FULL`."""
_MARKS = "\"“”«»‹›„「」『』‘’`' "
_SMALL = 3
_LATER = 0.5
_AGAIN = 0.5
"""What a speaker's second quotation is less worth than the first."""
_MOST_OF_ONE = 2
_SAME = 0.7
"""Share of a quotation's words that a bullet or another quotation may say already."""
_POINTING = frozenset(
    "that this these those it its he she they them his her their there and but or so because "
    "which yes no well yeah then such i'd".split()
)
"""First words that point to what was said before."""
_WORD = re.compile(r"\w+")
_STOP = re.compile(r"(?<=\w\w)[.!?…](?=\s+[^\W\d_a-z])")
"""A sentence's end inside a quotation, abbreviations of one letter aside."""
_TITLE_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Prof|Lt|Col|Sgt|Jr|Sr|vs)\.$")


def key_quotes(
    quotes: Sequence[Quote],
    text: str,
    *,
    title: str = "",
    bullets: Sequence[str] = (),
    most: int = 3,
) -> tuple[Quote, ...]:
    """Return the quotations that say most, in the text's order; only those of certain speakers.

    One by one the best is taken: about the story, complete, by somebody the story is about, and
    rather by one who is not quoted yet.
    """
    said = [set(_words(bullet)) for bullet in bullets]
    fit = [quote for quote in map(shorten, quotes) if _fits(quote, said)]
    if not fit or not most:
        return ()
    weight = Counter(_words(text))
    worth = {
        quote.start: _worth(quote, weight, title) - _LATER * quote.start / (len(text) + 1)
        for quote in fit
    }
    chosen: list[Quote] = []
    heard: Counter[str | None] = Counter()
    while fit and len(chosen) < most:
        best = max(fit, key=lambda quote: worth[quote.start] - _AGAIN * heard[quote.speaker])
        fit.remove(best)
        if heard[best.speaker] < _MOST_OF_ONE and not _repeats(best, chosen):
            chosen.append(best)
            heard[best.speaker] += 1
    return tuple(sorted(chosen, key=lambda quote: quote.start))


def _worth(quote: Quote, weight: Counter[str], title: str) -> float:
    return (
        _about(quote, weight)
        + _complete(quote.text)
        + _matters(quote.speaker or "", quote.role, weight, title)
    )


def _about(quote: Quote, weight: Counter[str]) -> float:
    """How much a quotation speaks of what its article speaks of, 0 to about 2."""
    words = {word for word in _words(quote.text) if len(word) > _SMALL}
    return sum(min(weight[word], 6) for word in words) / (len(words) + 4)


def _complete(said: str) -> float:
    """How well a quotation stands alone: whole sentences, no pointing back, not too short."""
    words = _words(said)
    short = len(words) < _FULL
    return (
        -0.4 * _is_part(said)
        - 0.3 * _points(words)
        - 0.3 * short
        - 0.2 * said.rstrip(_MARKS).endswith("?")
        + 0.2 * (_FULL <= len(words) <= _READABLE)
    )


def _is_part(said: str) -> bool:
    """Whether a quotation is a part of a sentence."""
    return said.lstrip(_MARKS)[:1].islower()


def _points(words: Sequence[str]) -> bool:
    """Whether a quotation begins by pointing to what was said before."""
    return bool(words) and words[0] in _POINTING


def _matters(speaker: str, role: str, weight: Counter[str], title: str) -> float:
    """How much a speaker matters to the story, 0 to about 2."""
    family = speaker.rsplit(maxsplit=1)[-1] if speaker else ""
    named = family[:1].isupper()
    often = min(weight[family.casefold()], 10) / 10 if named else 0.0
    return 0.8 * (named and family in title) + 0.7 * often + 0.2 * bool(role) - 0.5 * (not named)


def _repeats(quote: Quote, chosen: Sequence[Quote]) -> bool:
    words = set(_words(quote.text))
    return any(len(words & set(_words(one.text))) > _SAME * len(words) for one in chosen)


def shorten(quote: Quote, longest: int = _LONGEST) -> Quote:
    """Cut a long quotation after the last sentence that ends within `longest` words.

    What is kept is a verbatim stretch of the article; a quotation whose first sentence is too
    long already stays as it is.
    """
    if len(quote.text) < 2 * longest or len(_words(quote.text)) <= longest:
        return quote
    kept = 0
    for found in _STOP.finditer(quote.text):
        if _TITLE_BEFORE.search(quote.text, 0, found.end()):
            continue
        if len(_words(quote.text[: found.end()])) > longest:
            break
        kept = found.end()
    text = quote.text[:kept]
    if len(_words(text)) < _SHORTEST:
        return quote
    return replace(quote, text=text, end=quote.start + kept)


def is_said(quote: Quote, bullets: Sequence[str]) -> bool:
    """Whether a bullet says already what a quotation says."""
    return _is_in(set(_words(quote.text)), [set(_words(bullet)) for bullet in bullets])


def _is_in(own: set[str], said: Sequence[set[str]]) -> bool:
    return any(len(own & other) >= _SAME * len(own) for other in said)


def _fits(quote: Quote, said: Sequence[set[str]]) -> bool:
    if quote.confidence < SURE or not quote.speaker:
        return False
    words = _words(quote.text)
    if not _SHORTEST <= len(words) <= _LONGEST or _is_named(quote.text):
        return False
    if len(words) < (_LONG_PART if _is_part(quote.text) else _FULL * _points(words)):
        return False
    return not _is_in(set(words), said)


def _is_named(said: str) -> bool:
    """Whether a quotation is written like a name: “A Whale of a Business”, “LOCK THEM UP NOW”."""
    long = [word for word in said.strip(_MARKS).split() if len(word) > _SMALL]
    return all(word[0].isupper() for word in long)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
