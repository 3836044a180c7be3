"""Figures on which reports of one story differ, and figures that changed since a channel was told.

reports → numbers with what they count and the words around them
        → the same thing counted, other numbers: by two sources, or before and now

Only what can hardly be anything else is held to be the same thing: it is counted by the same word,
much of what stands around it is the same, and neither report has several numbers for it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.model import Article, CitedFigure, Difference
from briefings.text.languages import stem, stop_words
from briefings.text.sentences import sentences

READ = 3_000
"""Characters of a report that are looked at: its main figures come first."""
MOST = 2
"""Differences that are given."""
_AROUND = 8
"""Words before and after a number that tell what is counted."""
_SHARED, _ALIKE = 3, 0.4
"""Words, and the share of the fewer, that two places have in common besides what is counted."""
_FIGURES = 40
_FAR = 5.0
"""How many times as much is hardly the same thing counted again."""
_COUNTED = re.compile(
    r"(?<![\w:.,$€£-])(?P<number>\d+(?:[.,]\d+)*|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve)\s(?:[^\W\d_]+\s)?(?P<thing>people|men|women|children|dead|killed|injured|wounded|missing|"
    r"[^\W\d_]{3,}[^\Ws]s)\b",
    re.IGNORECASE,
)
"""A number before a word in the plural, or what people are counted by, at most a word between."""
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W_]+)*")
_PEOPLE = frozenset("people men women children".split())
_FATES = {
    word: fate
    for fate, words in {
        "dead": "dead death deaths die died dies dying fatal kill killed killing kills lives",
        "hurt": "hospitalised hurt hurting injured injures injuring injuries wounded wounding",
        "missing": "missing trapped unaccounted",
        "held": "arrested arresting arrests captured detained detaining held jailed",
        "saved": "rescued rescuing saved saving survived survivors",
        "gone": "displaced evacuated evacuating fled flee fleeing homeless",
    }.items()
    for word in words.split()
}
"""What befalls people: those killed and those hurt are counted apart."""
_YEAR = re.compile(r"(?:19|20)\d\d$")
_UNITS = frozenset(
    "day week month year hour minut second mile kilomet kilometr metr meter feet point pound "
    "dollar euro degre percent goal run time other".split()
)
"""What a text measures many things in."""
_NUMBERS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve".split(),
        map(str, range(2, 13)),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, the stem of what it counts (people by their fate), how that is said, the stems
    around."""

    value: str
    counted: str
    text: str
    around: frozenset[str]


def figures(text: str) -> tuple[Figure, ...]:
    """Return the figures at the beginning of an English text; dates and times are none."""
    found = [one for said in sentences(text[:READ]) for one in _in_sentence(said.text)]
    return tuple(found[:_FIGURES])


def _in_sentence(sentence: str) -> Iterator[Figure]:
    for found in _COUNTED.finditer(sentence):
        number, said = found["number"].lower(), found["thing"].lower()
        thing = _stem(said)
        if _YEAR.match(number) or thing in _UNITS:
            continue
        before = _WORD.findall(sentence[: found.start()])[-_AROUND:]
        behind = _WORD.findall(sentence[found.end() :])[:_AROUND]
        around = frozenset(_stem(one.lower()) for one in (*before, *behind) if _carries(one))
        value = _NUMBERS.get(number, number.replace(",", ""))
        if said in _PEOPLE or said in _FATES:
            thing = f"people {_FATES.get(said) or _fate(before, behind)}"
        yield Figure(value, thing, found.group(), around)


def _fate(before: Sequence[str], behind: Sequence[str]) -> str:
    """Return what befell people who are counted, by the nearest word for it."""
    near = [(place, word.lower()) for place, word in enumerate(reversed(before))]
    near += [(place, word.lower()) for place, word in enumerate(behind)]
    found = [(place, _FATES[word]) for place, word in near if word in _FATES]
    return min(found, default=(0, ""), key=lambda one: one[0])[1]


def _carries(word: str) -> bool:
    low = word.lower()
    return len(low) > 1 and low[0].isalpha() and low not in stop_words("en") | _NUMBERS.keys()


def _stem(word: str) -> str:
    return stem(word, "en")


def differing(articles: Sequence[Article]) -> tuple[Difference, ...]:
    """Return the figures on which sources differ now, each with the newest report of each side."""
    read = [(article, figures(article.text)) for article in articles]
    found: dict[str, Difference] = {}
    for number, (article, own) in enumerate(read):
        for other, theirs in read[number + 1 :]:
            if article.feed_id is not None and article.feed_id == other.feed_id:
                continue  # a source's later figure is no other opinion
            for one, two in _unlike(own, theirs):
                sides = (CitedFigure(one.text, article), CitedFigure(two.text, other))
                found.setdefault(one.counted, Difference(sides))
    return tuple(found.values())[:MOST]


def changed(before: Sequence[Article], now: Sequence[Article]) -> tuple[Difference, ...]:
    """Return the figures that a channel was told one way and that are another now, old first."""
    found: dict[str, Difference] = {}
    known = [(article, figures(article.text)) for article in before]
    told = [one for _, theirs in known for one in theirs]
    for article in now:
        own = [one for one in figures(article.text) if not _is_told(one, told)]
        for other, theirs in known:
            for was, one in _unlike(theirs, own):
                sides = (CitedFigure(was.text, other), CitedFigure(one.text, article))
                found.setdefault(one.counted, Difference(sides, changed=True))
    return tuple(found.values())[:MOST]


def _is_told(one: Figure, told: Sequence[Figure]) -> bool:
    return any(other.value == one.value and _same_thing(one, other) for other in told)


def _unlike(own: Sequence[Figure], theirs: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Yield the pairs that count the same thing and come to something else."""
    for one in own:
        same = [other for other in theirs if _same_thing(one, other)]
        mine = {other.value for other in own if _same_thing(one, other) or other is one}
        values = {other.value for other in same}
        if len(values) == 1 and len(mine) == 1 and values != mine and _near(one, same[0]):
            yield one, same[0]


def _same_thing(one: Figure, other: Figure) -> bool:
    shared = len(one.around & other.around)
    fewer = min(len(one.around), len(other.around))
    return one.counted == other.counted and shared >= _SHARED and shared >= _ALIKE * fewer


def _near(one: Figure, other: Figure) -> bool:
    try:
        less, more = sorted((float(one.value), float(other.value)))
    except ValueError:  # "1.2.3", "1,234.5.6"
        return False
    return more <= _FAR * less
