"""What speaks for and against a person whom "he" or "she" may mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.quotes.items import CUE, NAME
from briefings.quotes.people import Person, pronoun_of
from briefings.quotes.rows import Mention, Row

CERTAIN, LIKELY, GUESS = 0.99, 0.98, 0.8
"""How sure a pronoun's person is: the only one named, the subject or last speaker, another."""
_ACTS = frozenset(("subject", "inverted", "apposed", "helped", "joined", "source"))


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a mention means, and how sure that is (0 to 1)."""

    person: Person
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Near:
    """A name before a pronoun, whom it means, and how many sentences end in between."""

    mention: Mention
    meant: Meant
    sentences: int
    human: bool
    """Whether it is certainly a person's name."""


def addressee(mention: Mention, row: Row) -> str:
    """Return the last word of whom a pronoun speaks to ("he told Sean Hannity")."""
    behind = row.items[mention.number + 1 : mention.number + 3]
    if [item.kind for item in behind] != [CUE, NAME]:
        return ""
    return row.mention(row.mention_after(mention.number + 2)).last.title()


def acts(mention: Mention) -> bool:
    """Whether a mention does something: the subject of a verb, or who says something."""
    return mention.role != "P" and (mention.role == "S" or mention.relation in _ACTS)


def subject(near: Sequence[Near]) -> Meant:
    """Return the subject of the nearest sentence that names anybody, or whom it names."""
    same = [one for one in near if one.sentences == near[0].sentences]
    acting = [one for one in same if acts(one.mention)]
    told = acting[-1] if acting else next((one for one in same if one.mention.leads), None)
    if told is None or not told.human:
        return Meant(near[0].meant.person, GUESS)
    others = [one for one in same if one.meant.person.family != told.meant.person.family]
    if told.mention.leads and told.sentences <= 1 and all(_is_aside(one) for one in others):
        return Meant(told.meant.person, CERTAIN)
    return Meant(told.meant.person, LIKELY if not others or told.mention.leads else GUESS)


def _is_aside(one: Near) -> bool:
    """Whether a name only stands behind a preposition: "during a meeting with Ana Silva"."""
    return one.mention.role == "P"


def starts_at(rows: Sequence[Row]) -> int:
    """Return where the farthest of some rows begins."""
    return next((row.items[0].start for row in reversed(rows) if row.items), 0)


def agrees(person: Person, sex: str) -> bool:
    """Whether a person may be "he" or "she"."""
    own = pronoun_of(person)
    return not own or not sex or own == sex


def is_rivalled(
    pronoun: Mention, rows: Sequence[Row], since: int, kin: Mapping[str, str], sex: str
) -> bool:
    """Whether after `since` the text speaks of somebody else whom a pronoun may mean: "his wife".

    `kin` has the words for relatives, each with "he" or "she".
    """
    for number, row in enumerate(rows):
        end = pronoun.number if number == 0 else len(row.items)
        for item in reversed(row.items[:end]):
            if item.start <= since:
                return False
            if kin.get(item.word) == sex:
                return True
    return False
