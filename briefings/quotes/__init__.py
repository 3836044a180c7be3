"""Direct quotations: where they are, who said them, and which say most.

quotations → candidates beside each → the likeliest mention → the person meant → Quote
"""

from collections.abc import Sequence

from briefings.model import Quote, Span
from briefings.quotes.candidates import Place, is_announced, is_tied
from briefings.quotes.features import Sums, Weights
from briefings.quotes.find import (
    is_scare,
    is_signed_title,
    is_single,
    is_title,
    is_transcript,
    quotations,
)
from briefings.quotes.items import PRONOUN
from briefings.quotes.naming import Naming, Turn
from briefings.quotes.people import is_named
from briefings.quotes.places import Surroundings
from briefings.quotes.pronouns import Meant
from briefings.quotes.ranking import Choice, choose, learned
from briefings.quotes.roles import credit
from briefings.quotes.rows import Mention
from briefings.quotes.select import is_said, key_quotes
from briefings.quotes.words import words

__all__ = ["credit", "find_quotes", "is_said", "key_quotes"]

_ENOUGH = 0.75
"""How likely a speaker has to be to be named at all, if anybody is."""
_SOMEBODY = 0.6
"""How likely nobody may be where a speaker is named."""
_NOBODY = 0.97
_NOBODY_UNCLOSED = 0.6
"""How likely it may be that nobody says what stands in quotation marks, or after an open one."""
_NOBODY_PART = 0.8
_FIT, _FOLLOWS = 0.8, 0.97
"""From which likelihood on a speaker right behind the quotation, with a cue, is how sure: the first
sieve of Muzny et al. (2017), which is right in 99 of 100 annotated quotations."""
_INSIDE = 0.97
"""How sure a speaker is who is named inside the quotation marks."""
_LONG = 8
"""Words from which on a whole sentence in quotation marks is one that somebody says."""
_SELF = 0.85
"""How sure it is that a pronoun means somebody whom the quotation names."""
_CORNERS = "」』"  # scripts without capitals or spaces, in which no names are found
_CLOSED = "”’»«›“」』\"'"


def find_quotes(
    text: str, *, language: str = "en", weigh: Weights | None = None
) -> tuple[Quote, ...]:
    """Return every direct quotation of the text, in order, letter for letter.

    A speaker is named where the text says who speaks; scare quotes and titles are left out.
    `weigh` are other weights than the product's, as training gives them.
    """
    spans = list(quotations(text))
    if not spans:
        return ()
    reading = _Reading(text, spans, language, learned() if weigh is None else Sums(weigh))
    return tuple(quote for span in spans if (quote := reading.quote(span)) is not None)


class _Reading:
    """One text, read from its first quotation to its last: who spoke before matters."""

    def __init__(self, text: str, spans: Sequence[Span], language: str, sums: Sums) -> None:
        self._text = text
        self._around = Surroundings(text, spans, language)
        self._naming = Naming(text, words(language))
        self._sums = sums
        self._doubled = 2 * sum(is_single(text, span) for span in spans) < len(spans)
        self._turn: tuple[Mention, Span] | None = None
        self._spoke: Turn | None = None

    def quote(self, span: Span) -> Quote | None:
        """Return a quotation with its speaker, None where nobody says it."""
        text, place = self._text, self._around.place(span, self._turn)
        if is_signed_title(text, span):
            return None
        scare = is_scare(text, span)
        if scare and not place.row.cued:
            return None
        choice = choose(place, self._sums)
        if choice and choice.among >= _ENOUGH and choice.nobody <= _SOMEBODY:
            mention = choice.candidate.mention
            tied = is_tied(place, choice.candidate)
            if scare and not mention.cue:
                return None
            if not (tied or is_announced(place)) and _is_labelled(text, span):
                return None
            share = choice.share
            if tied and place.at == mention.follows and share >= _FIT:
                share = max(share, _FOLLOWS)
            return self._spoken(span, mention, share)
        inside = self._around.interruption(span)
        if inside is not None:
            return self._spoken(span, inside, _INSIDE)
        if is_single(text, span) and self._doubled:
            return None
        if _is_no_quotation(text, span, place, choice):
            return None
        return Quote(span.of(text), span.start, span.end, confidence=0.0)

    def _spoken(self, span: Span, mention: Mention, share: float) -> Quote:
        rows = self._around.rows_until(mention.item)
        meant = self._naming.meant(mention, rows, self._spoke)
        said = span.of(self._text)
        sure = share * meant.sure if meant else 0.0
        if meant and mention.item.kind == PRONOUN and is_named(meant.person, said):
            sure *= _SELF
        role = meant.person.role if meant else ""
        beside = self._naming.role_beside(meant.person) if meant and not role else ""
        self._turn = (mention, span)
        self._spoke = Turn(mention, meant and Meant(meant.person, sure))
        return Quote(
            said,
            span.start,
            span.end,
            speaker=meant.person.name if meant else None,
            mention=mention.item.span,
            cue=mention.cue,
            role=role or beside,
            role_follows=bool(beside),
            confidence=round(sure, 3),
        )


def _is_labelled(text: str, span: Span) -> bool:
    return is_title(text, span) or is_transcript(text, span)


def _is_no_quotation(text: str, span: Span, place: Place, choice: Choice | None) -> bool:
    title = is_title(text, span) and not is_announced(place)
    if title or is_scare(text, span) or is_transcript(text, span):
        return True
    last = text[span.end - 1]
    if choice is None or last in _CORNERS:
        return False
    if last not in _CLOSED:
        return choice.nobody > _NOBODY_UNCLOSED
    whole = place.end in ",.?!"
    return choice.nobody > (_NOBODY if whole else _NOBODY_PART) and (
        place.size < _LONG or not whole
    )
