"""Direct quotations: where they are, who said them, and which say most.

quotations → candidates beside each → the likeliest mention → the person meant → Quote
"""

from bisect import bisect_right
from collections.abc import Sequence

from briefings.model import Quote, Sentence, Span
from briefings.quotes.candidates import Candidate
from briefings.quotes.find import is_scare, quotations
from briefings.quotes.mentions import PRONOUN, Item
from briefings.quotes.naming import People, Person, people, resolve, subject_before
from briefings.quotes.places import Surroundings
from briefings.quotes.ranking import choose, weights
from briefings.quotes.select import key_quotes
from briefings.text.sentences import sentences

__all__ = ["find_quotes", "key_quotes"]

_ENOUGH = 0.6
"""How likely a speaker has to be to be named at all."""


def find_quotes(text: str, *, language: str = "en") -> tuple[Quote, ...]:
    """Return every direct quotation of the text, in order, letter for letter.

    A speaker is named where the text says who speaks; scare quotes and titles are left out.
    """
    spans = list(quotations(text))
    if not spans:
        return ()
    around = Surroundings(text, spans, language)
    naming = _Naming(text)
    weigh = weights()
    quotes: list[Quote] = []
    turn: tuple[Item, Span] | None = None
    for span in spans:
        candidate, share = choose(around.place(span, turn), weigh)
        sure = candidate is not None and share >= _ENOUGH
        if is_scare(text, span) and not (sure and candidate is not None and candidate.cue):
            continue
        if candidate is not None and sure:
            turn = (candidate.mention, span)
            quotes.append(_spoken(text, span, candidate, share, naming.person(candidate.mention)))
        else:
            quotes.append(Quote(span.of(text), span.start, span.end, confidence=0.0))
    return tuple(quotes)


def _spoken(
    text: str, span: Span, candidate: Candidate, share: float, person: Person | None
) -> Quote:
    return Quote(
        span.of(text),
        span.start,
        span.end,
        speaker=person.name if person else None,
        mention=candidate.mention.span,
        cue=candidate.cue,
        role=person.role if person else "",
        confidence=round(share, 3) if person else 0.0,
    )


class _Naming:
    """Lead mentions of one text back to persons; its sentences are cut only for a pronoun."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: People = people(text)
        self._sentences: Sequence[Sentence] = ()
        self._starts: Sequence[int] = ()

    def person(self, mention: Item) -> Person | None:
        """Return the person a mention means, None where that stays open."""
        if mention.kind != PRONOUN:
            return resolve(self._text, mention.span, self._known)
        if not self._sentences:
            self._sentences = sentences(self._text)
            self._starts = [sentence.start for sentence in self._sentences]
        earlier = self._sentences[: bisect_right(self._starts, mention.start)]
        return subject_before(self._text, earlier, mention.span, self._known)
