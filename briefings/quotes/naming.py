"""From a mention to a person: the fullest name the article has, and what it calls them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.model import Sentence, Span

_NAME = re.compile(
    r"[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]+(?: (?:(?:de|van|von|der|bin|al|el|da|di|du|la|le) )?"
    r"[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'.-]*)+"
)
_TITLES = re.compile(
    r"^(?:(?:[A-Z][\w.-]+\s+)*?(?:President|Minister|Secretary|Chancellor|Senator|Sen\.|Rep\.|Gov\.|"
    r"Governor|Mayor|Judge|General|Gen\.|Chief|Director|Ambassador|Spokesman|Spokeswoman|King|Queen|"
    r"Prince|Princess|Pope|Dr\.|Mr\.|Mrs\.|Ms\.|Sir|Coach|Professor|Prof\.|Capt\.|Captain|Sgt\.|Lt\.|"
    r"Col\.|Officer|Detective|Sheriff|Attorney|Chairman|Chairwoman|CEO|Speaker|Council|Foreign|Prime)\s+)+"
)
_WORD = re.compile(r"[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]+")
_OPENERS = re.compile(
    r"^(?:The|A|An|Said|Says|As|But|And|When|While|After|Before|If|For|In|On|At|Since|That)\s+"
)
_FROM = re.compile(r"(?<=\w\s)(\w[\w’'-]+) (?:of|for|at) (?:the )?[A-Z].*$")
_BODY = re.compile(
    r"(?:Post|Times|News|Press|House|Senate|Court|University|Party|Department|Institute|Journal|"
    r"Street|City|County|States|Agency|Council|Committee|Center|Company|Inc|Bank|Union|Ministry)$"
)
"""Last words of names that are no person's; a pronoun "he" or "she" is not led back to them."""
_NAMESAKES = 20
REACH = 4
"""Sentences before a pronoun in which its person is looked for."""
_COLLECTIVE = re.compile(r"^(?:the|a|an)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """A named speaker: the name without titles, and the titles."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """The full names of a text, by their last word: every one in order, the latest person."""

    named: Mapping[str, Sequence[Person]]
    families: Mapping[str, Person]


def people(text: str) -> People:
    """Return every full name of the text."""
    named: dict[str, list[Person]] = {}
    families: dict[str, Person] = {}
    for match in _NAME.finditer(text):
        person = read_name(" ".join(match.group().split()))
        words = person.name.split()
        if len(words) < 2:
            continue
        same = named.setdefault(words[-1], [])
        if person not in same and len(same) < _NAMESAKES:
            same.append(person)
        if not _BODY.search(person.name):
            families[words[-1]] = person
    return People(named, families)


def read_name(words: str) -> Person:
    """Part a name from the titles before it."""
    words = _OPENERS.sub("", words)
    title = _TITLES.match(words)
    if title and title.end() < len(words):
        return Person(_bare(words[title.end() :]), title.group().strip())
    return Person(_bare(words))


def subject_before(
    text: str, earlier: Sequence[Sentence], mention: Span, known: People
) -> Person | None:
    """Return whom a pronoun means: the first person named in the nearest sentence before it.

    Only its own paragraph and the end of the one before are looked at; where they name nobody, the
    pronoun stays open.
    """
    for sentence in reversed(earlier):
        until = min(sentence.end, mention.start)
        for found in _WORD.finditer(text, sentence.start, until):
            person = known.families.get(_bare(found.group()))
            if person:
                return person
    return None


def _bare(name: str) -> str:
    return re.sub(r"[’']s?$", "", name).strip(" .,")


def resolve(mention: str, known: People) -> Person | None:
    """Return the person that a name or description means, None where that is not certain."""
    words = " ".join(mention.split())
    if _COLLECTIVE.match(words):
        return Person(words)
    person = read_name(_FROM.sub(r"\1", words))
    if not person.name:
        return None
    same = known.named.get(person.name.split()[-1], ())
    full = [other for other in same if len(other.name) > len(person.name)]
    best = full[0] if full else person
    role = next((one.role for one in same if one.role and one.name == best.name), "")
    return Person(best.name, person.role or best.role or role)
