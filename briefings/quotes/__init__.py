"""Direct quotations: where they are, who said them, and which say most.

quotations → candidates beside each → the likeliest mention → the person meant → Quote
"""

from briefings.model import Quote, Span
from briefings.quotes.candidates import Place, is_announced
from briefings.quotes.find import is_scare, is_single, is_title, is_transcript, quotations
from briefings.quotes.mentions import PRONOUN
from briefings.quotes.naming import Meant, Naming, Turn
from briefings.quotes.people import is_named
from briefings.quotes.places import Surroundings
from briefings.quotes.ranking import Choice, choose, weights
from briefings.quotes.rows import Mention
from briefings.quotes.select import key_quotes
from briefings.quotes.words import words

__all__ = ["find_quotes", "key_quotes"]

_ENOUGH = 0.7
"""How likely a speaker has to be to be named at all, if anybody is."""
_SOMEBODY = 0.6
"""How likely nobody may be where a speaker is named."""
_NOBODY = 0.97
_NOBODY_UNCLOSED = 0.6
"""How likely it may be that nobody says what stands in quotation marks, or after an open one."""
_NOBODY_PART = 0.8
_LONG = 8
"""Words from which on a whole sentence in quotation marks is one that somebody says."""
_SELF = 0.85
"""How sure it is that a pronoun means somebody whom the quotation names."""
_CORNERS = "」』"  # scripts without capitals or spaces, in which no names are found
_CLOSED = "”’»«›“」』\"'"


def find_quotes(text: str, *, language: str = "en") -> tuple[Quote, ...]:
    """Return every direct quotation of the text, in order, letter for letter.

    A speaker is named where the text says who speaks; scare quotes and titles are left out.
    """
    spans = list(quotations(text))
    if not spans:
        return ()
    around = Surroundings(text, spans, language)
    naming = Naming(text, words(language))
    weigh = weights()
    doubled = 2 * sum(is_single(text, span) for span in spans) < len(spans)
    quotes: list[Quote] = []
    turn: tuple[Mention, Span] | None = None
    spoke: Turn | None = None
    for span in spans:
        place = around.place(span, turn)
        if not place.row.cued and is_scare(text, span):
            continue
        choice = choose(place, weigh)
        sure = choice is not None and choice.among >= _ENOUGH and choice.nobody <= _SOMEBODY
        if not sure and (
            _is_no_quotation(text, span, place, choice) or (is_single(text, span) and doubled)
        ):
            continue
        if choice is not None and sure:
            mention = choice.candidate.mention
            tied = mention.cue and place.at in (mention.introduces, mention.follows)
            if not tied and (is_title(text, span) or (not mention.cue and is_scare(text, span))):
                continue
            turn = (mention, span)
            meant = naming.meant(mention, around.rows_until(mention.item), spoke)
            quote = _spoken(text, span, mention, choice.share, meant)
            spoke = Turn(mention, meant and Meant(meant.person, quote.confidence))
            quotes.append(quote)
        else:
            quotes.append(Quote(span.of(text), span.start, span.end, confidence=0.0))
    return tuple(quotes)


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


def _spoken(text: str, span: Span, mention: Mention, share: float, meant: Meant | None) -> Quote:
    if meant and mention.item.kind == PRONOUN and is_named(meant.person, span.of(text)):
        meant = Meant(meant.person, meant.sure * _SELF)
    return Quote(
        span.of(text),
        span.start,
        span.end,
        speaker=meant.person.name if meant else None,
        mention=mention.item.span,
        cue=mention.cue,
        role=meant.person.role if meant else "",
        confidence=round(share * meant.sure, 3) if meant else 0.0,
    )
