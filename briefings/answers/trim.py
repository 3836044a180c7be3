"""How much of the best passages to show, and where in them the answer's own words stand.

ranked passages → each cut to the clauses that answer → the answer itself, where its kind shows it
"""

import re
from collections.abc import Iterator, Sequence

from briefings.answers.clauses import clauses
from briefings.answers.lexicon import lexicon
from briefings.answers.question import Kind, Question
from briefings.answers.scoring import Reading
from briefings.answers.words import Word
from briefings.model import Span

FIRST_WORDS = 60
"""Words that are shown of the best passage, at most."""
SECOND_WORDS = 32
"""Words that are shown of the next best, at most."""
DOUBT = 2.0
"""How much better the best has to score than the next for the next not to be shown."""
_LEAST = 5
"""Words of a piece, at least."""
_ANSWER_COUNTS = 1.0
_SORTS = {Kind.NUMBER: "number", Kind.TIME: "time", Kind.PERSON: "name", Kind.PLACE: "name"}


def pieces(question: Question, reading: Reading, text: str) -> list[tuple[Span, Span | None]]:
    """Return the best passage and, where there is room, the next: what to show, and the answer."""
    shown: list[tuple[Span, Span | None]] = []
    best = reading.scores[reading.ranked[0]]
    for number, most in zip(reading.ranked, (FIRST_WORDS, SECOND_WORDS), strict=False):
        if best - reading.scores[number] < DOUBT:
            span = _cut(question, reading, number, text, most)
            shown.append((span, answer_in(question, reading, number, span)))
    return shown


def answer_in(question: Question, reading: Reading, number: int, within: Span) -> Span | None:
    """Return where a passage has words of the wanted kind nearest to the question's own."""
    words = reading.text.passages[number].words
    hits = [
        place
        for one in reading.asked
        if one.stands_in(number) and (place := one.places[number]) is not None
    ]
    best: tuple[float, int, int] | None = None
    for first, last in _candidates(question, reading, number):
        if not (within.start <= words[first].start and words[last].end <= within.end):
            continue
        away = sum(min(abs(hit - first), abs(hit - last)) for hit in hits) / max(1, len(hits))
        if best is None or away < best[0]:
            best = (away, first, last)
    return Span(words[best[1]].start, words[best[2]].end) if best else None


def _candidates(question: Question, reading: Reading, number: int) -> Iterator[tuple[int, int]]:
    """Yield first and last word of each row of words that may be the answer."""
    sort = _SORTS.get(question.kind)
    if sort is None:
        return
    words, keys = reading.text.passages[number].words, reading.text.keys[number]
    known = {one.key for one in reading.asked}
    place = 0
    while place < len(words):
        if not _is_of(sort, words[place], place, question.language) or keys[place] in known:
            place += 1
            continue
        last = place
        while last + 1 < len(words) and _goes_on(sort, words, last, question.language):
            last += 1
        if sort != "name" or known.isdisjoint(keys[place : last + 1]):
            yield place, last
        place = last + 1


def _goes_on(sort: str, words: Sequence[Word], last: int, language: str | None) -> bool:
    beside = words[last + 1].start - words[last].end == 1
    return beside and _is_of(sort, words[last + 1], last + 1, language)


def _is_of(sort: str, word: Word, place: int, language: str | None) -> bool:
    listed = lexicon(language).is_of(sort, word.lower)
    if sort == "name":
        if lexicon(language).is_of("time", word.lower):
            return False
        return word.is_capital and not word.is_common and (place > 0 or not listed)
    if sort == "number":
        return word.is_number or listed
    return listed or (word.is_number and len(word.text) <= 4)


def _cut(question: Question, reading: Reading, number: int, text: str, most: int) -> Span:
    """Cut a long passage to the row of clauses that has most of the question and the answer."""
    whole = reading.text.passages[number].span
    if len(whole.of(text).split()) <= most:
        return whole
    at = {
        reading.text.passages[number].words[place].start: one.weight
        for one in reading.asked
        if one.stands_in(number) and (place := one.places[number]) is not None
    }
    answer = answer_in(question, reading, number, whole)

    def worth(span: Span) -> float:
        own = sum(weight for place, weight in at.items() if span.start <= place < span.end)
        answers = answer is not None and span.contains(answer)
        return own + _ANSWER_COUNTS * answers + len(span.of(text).split()) / 25

    return max(clauses(whole, text, most, _LEAST), key=worth, default=None) or _around(
        whole, text, most, at
    )


def _around(whole: Span, text: str, most: int, at: dict[int, float]) -> Span:
    """Return the words about the question's, where there are no clauses to cut at."""
    words = [(one.start(), one.end()) for one in re.finditer(r"\S+", text[: whole.end])]
    words = [word for word in words if word[0] >= whole.start]

    def worth(first: int) -> float:
        start, end = words[first][0], words[first + most - 1][1]
        return sum(weight for place, weight in at.items() if start <= place < end)

    first = max(range(len(words) - most + 1), key=worth)
    return Span(words[first][0], words[first + most - 1][1])
