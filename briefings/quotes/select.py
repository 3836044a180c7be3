"""Which quotations a brief shows: informative, by people who matter, short, said only once."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from briefings.model import Quote

SURE = 0.93
"""How certain a speaker has to be for a brief to name one."""
_SHORTEST = 5
_LONGEST = 45
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
    """Return the quotations that say most, in the text's order; only those of certain speakers."""
    weight = Counter(_words(text))
    spoken = Counter(quote.speaker for quote in quotes if quote.speaker)
    said = [set(_words(bullet)) for bullet in bullets]
    short = [shorten(quote) for quote in quotes]
    fit = [quote for quote in short if _fits(quote, said)]

    def score(quote: Quote) -> float:
        words = set(_words(quote.text))
        about = sum(min(weight[word], 6) for word in words if len(word) > 3) / (len(words) + 4)
        named = 1.0 if quote.speaker and quote.speaker.split()[-1] in title else 0.0
        return float(
            about
            + named
            + 0.3 * min(spoken[quote.speaker or ""], 3)
            - quote.start / (len(text) + 1)
        )

    chosen: list[Quote] = []
    for quote in sorted(fit, key=score, reverse=True):
        if len(chosen) == most:
            break
        if sum(other.speaker == quote.speaker for other in chosen) < 2:
            chosen.append(quote)
    return tuple(sorted(chosen, key=lambda quote: quote.start))


def shorten(quote: Quote, longest: int = _LONGEST) -> Quote:
    """Cut a long quotation after the last sentence that ends within `longest` words.

    What is kept is a verbatim stretch of the article; a quotation whose first sentence is too
    long already stays as it is.
    """
    if len(_words(quote.text)) <= longest:
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


def _fits(quote: Quote, said: Sequence[set[str]]) -> bool:
    words = _words(quote.text)
    if not _SHORTEST <= len(words) <= _LONGEST or quote.confidence < SURE or not quote.speaker:
        return False
    own = set(words)
    return all(len(own & other) < 0.7 * len(own) for other in said)


def _words(text: str) -> list[str]:
    return [found.group().casefold() for found in _WORD.finditer(text)]
