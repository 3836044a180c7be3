"""Direct quotations: where they are, who said them, and which say most.

quotations → cue and mention beside each → the person meant → Quote
"""

from bisect import bisect_right
from collections.abc import Sequence

from briefings.model import Quote, Sentence, Span
from briefings.quotes.find import is_scare, quotations
from briefings.quotes.naming import People, Person, people, resolve, subject_before
from briefings.quotes.select import key_quotes
from briefings.quotes.speakers import PRONOUNS, Attribution, attribute, turns_on
from briefings.text.sentences import sentences

__all__ = ["find_quotes", "key_quotes"]


def find_quotes(text: str, *, language: str = "en") -> tuple[Quote, ...]:
    """Return every direct quotation of the text, in order, letter for letter.

    A speaker is named where the text says who speaks; scare quotes and titles are left out.
    """
    known = people(text)
    every = sentences(text)
    starts = [sentence.start for sentence in every]
    quotes: list[Quote] = []
    said: list[Span] = []
    turn: tuple[Attribution, Person | None] | None = None
    for span in quotations(text):
        attribution = attribute(text, span, _sentence_at(every, starts, span), language)
        if attribution is None and is_scare(text, span):
            continue
        if attribution is not None:
            turn = (attribution, _person(text, attribution.mention, every, starts, known))
        elif turn is not None and not turns_on(said, span, text):
            turn = None
        quotes.append(_quote(text, span, turn))
        said.append(span)
    return tuple(quotes)


def _quote(text: str, span: Span, turn: tuple[Attribution, Person | None] | None) -> Quote:
    if turn is None:
        return Quote(span.of(text), span.start, span.end, confidence=0.0)
    attribution, person = turn
    return Quote(
        span.of(text),
        span.start,
        span.end,
        speaker=person.name if person else None,
        mention=attribution.mention,
        cue=attribution.cue,
        role=person.role if person else "",
        confidence=attribution.confidence if person else 0.0,
    )


def _sentence_at(every: Sequence[Sentence], starts: Sequence[int], span: Span) -> Sentence | None:
    number = bisect_right(starts, span.start) - 1
    return every[number] if number >= 0 else None


def _person(
    text: str, mention: Span, every: Sequence[Sentence], starts: Sequence[int], known: People
) -> Person | None:
    if mention.of(text).casefold() not in PRONOUNS:
        return resolve(text, mention, known)
    return subject_before(text, every[: bisect_right(starts, mention.start)], mention, known)
