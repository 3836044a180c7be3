"""Questions too short to be weighed: "when was this?", "where?", "and Italy?".

a time or place alone → the first passages that have one: news say when and where at the beginning
a name alone          → the passage with the name that has most of what was asked before
"""

from collections.abc import Iterator, Sequence

from briefings.answers.followup import only_name
from briefings.answers.lexicon import lexicon
from briefings.answers.matching import is_same_name
from briefings.answers.names import names_in
from briefings.answers.passages import Cited
from briefings.answers.question import Kind, Question, understand
from briefings.answers.sorts import fits, listed
from briefings.answers.words import Word
from briefings.model import Answer, Evidence, Span

_OPENING = 12
"""Passages of an article among which its time and place are looked for."""
_LIKELY = 0.5
"""How sure such an answer is: it may answer."""
_WORDS = 3
"""Words of a question without words of its own, besides the one that asks."""
_HAPPENING = frozenset(("happen", "occur"))


def glance(question: Question, passages: Sequence[Cited]) -> Answer | None:
    """Answer a question that only asks when or where; None for any other."""
    return _first(question, passages[:_OPENING]) if _is_short(question) else None


def led_back(said: str, question: Question, passages: Sequence[Cited]) -> Answer | None:
    """Return what is nearest to a question of which only `said` was said; None where nothing is."""
    short = understand(said, question.language)
    if _is_short(short):
        near = [one for one in passages if question.stems & one.passage.stems]
        for name in question.names:
            near = [one for one in near if _named(name, one)]
        near.sort(key=lambda one: -len(question.stems & one.passage.stems))
        return _first(question, near[:_OPENING])
    name = only_name(said)
    return mention(name, question, passages) if name else None


def mention(name: str, question: Question, passages: Sequence[Cited]) -> Answer | None:
    """Return what is said of a name, as near to the question as there is; None where nothing is."""
    asked = question.stems - {word.stem for word in understand(name).words}
    naming = ((one, word) for one in passages if (word := _named(name, one)))
    best = max(naming, key=lambda found: len(asked & found[0].passage.stems), default=None)
    if best is None:
        return None
    one, word = best
    return _given(question.text, one, Span(word.start, word.end))


def _is_short(question: Question) -> bool:
    own = any(not (word.is_common or word.stem in _HAPPENING) for word in question.words)
    is_either = question.kind in (Kind.TIME, Kind.PLACE)
    return is_either and not own and len(question.words) <= _WORDS


def _first(question: Question, passages: Sequence[Cited]) -> Answer | None:
    """Return the first time or place that a passage has."""
    answers = _dates if question.kind is Kind.TIME else _places
    found = ((one, own) for one in passages for own in answers(question, one))
    one, own = next(found, (None, None))
    return _given(question.text, one, own) if one and own else None


def _named(name: str, one: Cited) -> Word | None:
    """Return the word of a passage that is the last of a name."""
    last = name.rsplit(maxsplit=1)[-1].casefold()
    capitals = (word for word in one.passage.words if word.is_capital)
    return next((word for word in capitals if is_same_name(word.lower, last)), None)


def _dates(question: Question, one: Cited) -> Iterator[Span]:
    """Yield the days and dates of a passage: "5 September 2025", "on Monday"."""
    known = lexicon(question.language)
    row: list[Word] = []
    for word in (*one.passage.words, None):
        is_time = word is not None and (
            known.is_of("time", word.lower) or (word.is_number and len(word.text) <= len("2025"))
        )
        near = word is not None and (not row or word.start - row[-1].end <= len(", "))
        if word is not None and is_time and near:
            row.append(word)
            continue
        if _is_date(row):
            yield Span(row[0].start, row[-1].end)
        row = [word] if word is not None and is_time else []


def _is_date(row: Sequence[Word]) -> bool:
    """Whether words of time name a day: a month or year alone, or "two years", does not."""
    named = any(word.lower in listed("day") for word in row)
    month = any(word.is_capital and not word.is_number for word in row)
    return named or (month and any(word.is_number for word in row))


def _places(question: Question, one: Cited) -> Iterator[Span]:
    """Yield where a passage says that something is: "in Lviv"."""
    for name in names_in(one.text, question.language or "en"):
        before = one.text[: name.start].rstrip().rpartition(" ")[2].casefold()
        if before in ("in", "at", "near") and fits(name, ("place",), one.text):
            start = one.passage.span.start
            yield Span(start + name.start, start + name.end)


def _given(question: str, one: Cited, own: Span) -> Answer:
    span = one.passage.span
    evidence = Evidence(one.text, span.start, span.end, one.article, own)
    return Answer(question, evidence.text, (evidence,), _LIKELY)
