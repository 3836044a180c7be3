"""Direct quotations: where they are, who said them, and which say most.

quotations → candidates beside each → the likeliest mention → the person meant → Quote
"""

from bisect import bisect_right
from collections.abc import Sequence

from briefings.model import Quote, Sentence, Span
from briefings.quotes.candidates import Candidate
from briefings.quotes.find import is_scare, is_title, quotations
from briefings.quotes.mentions import PRONOUN, Item
from briefings.quotes.naming import REACH, Person, people, resolve, subject_before
from briefings.quotes.places import Surroundings
from briefings.quotes.ranking import Choice, choose, weights
from briefings.quotes.select import key_quotes
from briefings.text.sentences import sentences

__all__ = ["find_quotes", "key_quotes"]

_ENOUGH = 0.65
"""How likely a speaker has to be to be named at all."""
_NOBODY = 0.97
_NOBODY_UNCLOSED = 0.6
"""How likely it may be that nobody says what stands in quotation marks, or after an open one."""
_CORNERS = "」』"  # scripts without capitals or spaces, in which no names are found
_CLOSED = "”’»“」』\"'"


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
        choice = choose(around.place(span, turn), weigh)
        sure = choice is not None and choice.share >= _ENOUGH
        if not sure and _is_no_quotation(text, span, choice):
            continue
        if choice is not None and sure:
            candidate = choice.candidate
            if not candidate.cue and (is_scare(text, span) or is_title(text, span)):
                continue
            turn = (candidate.mention, span)
            person = naming.person(candidate.mention)
            quotes.append(_spoken(text, span, candidate, choice.share, person))
        else:
            quotes.append(Quote(span.of(text), span.start, span.end, confidence=0.0))
    return tuple(quotes)


def _is_no_quotation(text: str, span: Span, choice: Choice | None) -> bool:
    last = text[span.end - 1]
    nobody = choice.nobody if choice and last not in _CORNERS else 0.0
    limit = _NOBODY if last in _CLOSED else _NOBODY_UNCLOSED
    return nobody > limit or is_scare(text, span) or is_title(text, span)


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
        self._known = people(text)
        self._sentences: Sequence[Sentence] = ()
        self._starts: Sequence[int] = ()
        self._resolved: dict[str, Person | None] = {}

    def person(self, mention: Item) -> Person | None:
        """Return the person a mention means, None where that stays open."""
        if mention.kind == PRONOUN:
            return self._meant(mention)
        name = mention.span.of(self._text)
        if name not in self._resolved:
            self._resolved[name] = resolve(name, self._known)
        return self._resolved[name]

    def _meant(self, pronoun: Item) -> Person | None:
        if not self._sentences:
            self._sentences = sentences(self._text)
            self._starts = [sentence.start for sentence in self._sentences]
        until = bisect_right(self._starts, pronoun.start)
        earlier = self._sentences[max(0, until - REACH) : until]
        return subject_before(self._text, earlier, pronoun.span, self._known)
