"""The people a text names in full, with their titles, and what a name alone says of its bearer."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

from briefings.quotes.words import ACRONYMS, DOTTED, Words, blocks

HE, SHE = "he", "she"
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĜĞĠĢĤĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽА-ЯІЇЄҐЁ"
_ARABIC = r"(?:(?:al|el|as|ad|ar|an|ash)-)?"
_REST = rf"[\w’'-]*(?:\.(?:[{_UPPER}]\.)*(?:(?<=\b[{_UPPER}]\.)|{DOTTED}))?"
_PART = rf"[{_UPPER}]{_REST}"
_FIRST = rf"[{_UPPER}](?<!l[’'].){_REST}"
"""No name begins behind an article without its vowel: "ministro dell’Interno Mario Rossi"."""
_BETWEEN = r"(?:of|for|de|del|della|van|von|der|den|bin|ibn|al|el|da|dos|di|du|la|le|zu|y)"
NAMED = re.compile(rf"{_FIRST}(?:[ \u00a0](?:{_BETWEEN}[ \u00a0]){{0,2}}{_ARABIC}{_PART})+")
_PARTICLES = frozenset(_BETWEEN[3:-1].split("|")) - {"of", "for"}
_OPENING_PARTICLES = frozenset(("Von", "De", "Du", "Bin"))
"""Those that are no given name where a sentence opens with them."""
_OF = frozenset(("of", "for", "at"))
_SUFFIXES = frozenset(("jr.", "sr.", "jr", "sr", "ii", "iii", "iv"))
_BODY = frozenset(
    """
    academy act administration africa agency airport alliance america april army asia assembly
    association august avenue bank bill board bureau campaign center centre church city club
    coalition college commission committee company conference congress convention council county
    court cup daily day december democrats department east europe facebook february force forum
    foundation friday games gazette group guardian hall herald hill hospital house inc institute
    island islands january journal july june kingdom lake league magazine march may media
    ministry monday museum nations navy network news night north november october office online
    organization park parliament party police post press project radio republic republicans
    review river road saturday school security senate september service show society south
    square state states street summit sunday television thursday times today treaty tribune
    tuesday tv twitter union university valley war wednesday week west world
    """.split()
)
"""Words that no person's name ends in; "he" or "she" is not led back to such a name."""
_OF_PLACE = re.compile(rf"(?<=[a-z]) (?:of|for) (?:the )?[{_UPPER}].*$")
"""What follows a name of two words ("Patrick Laney of Horseheads"), a single one aside."""
_LINE = 200
_NAMESAKES = 20
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Person:
    """A named speaker: the name without titles, and the titles."""

    name: str
    role: str = ""

    @property
    def family(self) -> str:
        """The last word of the name, "Jr." and the like aside."""
        words = [word for word in self.name.split() if word.casefold() not in _SUFFIXES]
        return words[-1] if words else ""

    @property
    def given(self) -> str:
        """The first word of the name."""
        return self.name.split()[0] if self.name else ""


class People:
    """The full names of a text: by their last and by their first words, in order."""

    def __init__(self, found: Iterable[Person]) -> None:
        self.families: dict[str, list[Person]] = {}
        self.givens: dict[str, list[Person]] = {}
        for person in found:
            self._add(person)

    def _add(self, person: Person) -> None:
        same = self.families.setdefault(person.family, [])
        for number, other in enumerate(same):
            if is_same(other, person):
                whole = max(other.name, person.name, key=len)
                same[number] = Person(whole, fuller(other.role, person.role))
                return
        if len(same) < _NAMESAKES:
            same.append(person)
            self.givens.setdefault(person.given, []).append(person)

    def all(self) -> Iterator[Person]:
        """Return everybody."""
        return chain.from_iterable(self.families.values())

    def of_family(self, family: str) -> Sequence[Person]:
        """Return who has a family name."""
        return self.families.get(family, ())

    def of_given(self, given: str) -> Sequence[Person]:
        """Return who has a given name, as the text has them in full."""
        found = (self.full(person) for person in self.givens.get(given, ()))
        return tuple(dict.fromkeys(found))

    def full(self, person: Person) -> Person:
        """Return a person with the fullest name and the role that the text has."""
        for other in self.families.get(person.family, ()):
            if is_same(other, person):
                whole = max(other.name, person.name, key=len)
                return Person(whole, fuller(person.role, other.role))
        return person


def fuller(role: str, other: str) -> str:
    """Return a role, or the other where it says the same and more ("Russian President")."""
    return other if other.endswith(role) else role


def is_same(one: Person, other: Person) -> bool:
    """Whether two names are one person's: the same first word, its initial, or none."""
    a, b = one.given, other.given
    if is_particle(a) or is_particle(b):
        return True
    return a == b or (a[:1] == b[:1] and (len(a.strip(".")) == 1 or len(b.strip(".")) == 1))


def is_particle(word: str) -> bool:
    """Whether a word belongs to a family name and is no given one ("von der Leyen")."""
    return word in _PARTICLES or word in _OPENING_PARTICLES


def is_named(person: Person, text: str) -> bool:
    """Whether a text has a person's first or last word."""
    return any(word[0].isupper() and word in text for word in (person.given, person.family) if word)


def people(text: str, words: Words) -> People:
    """Return every full name of the text; headlines in capitals are passed over."""
    return People(_named(text, words))


def _named(text: str, words: Words) -> Iterator[Person]:
    seen: set[str] = set()
    line_ends, headline = -1, False
    for match in NAMED.finditer(text):
        if match.group() in seen:
            continue
        if match.start() > line_ends:
            headline = _is_headline(text, text.rfind("\n", max(line_ends, 0), match.start()) + 1)
            end = text.find("\n", match.end())
            line_ends = len(text) if end < 0 else end
        if headline:
            continue
        seen.add(match.group())
        person = read_name(match.group(), words)
        head = _OF_PLACE.sub("", person.name)
        person = Person(head, person.role) if " " in head else person
        if _is_full(person, words):
            yield person


def _is_full(person: Person, words: Words) -> bool:
    owned = person.role.endswith(("’s", "'s"))
    return (
        " " in person.name
        and is_person(person.name, words)
        and (not owned or bool(pronoun_of(Person(person.name))))
    )


def _is_headline(text: str, start: int) -> bool:
    """Whether most of the longer words of a line begin with a capital."""
    end = text.find("\n", start, start + _LINE)
    line = text[start : start + _LINE if end < 0 else end].rstrip()
    long = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    least, share = (7, 0.85) if line.endswith(".") else (5, 0.75)
    return len(long) >= least and sum(word[0].isupper() for word in long) >= share * len(long)


def is_person(name: str, words: Words) -> bool:
    """Whether a name may be a person's: short, and no word in it that only bodies have."""
    parts = [part.casefold() for part in name.split()] or [""]
    return (
        len(parts) <= _LONGEST
        and not _BODY.intersection(parts if parts[0] not in _given_names() else parts[1:])
        and not (name.isupper() and len(parts) > 3)
        and not any(part in words.stops and part not in _PARTICLES for part in parts)
    )


def read_name(name: str, words: Words) -> Person:
    """Part a name from what opens its sentence and from the titles before it."""
    parts = name.split()
    while len(parts) > 1 and parts[0] not in ACRONYMS and _opens(parts[0].casefold(), words):
        parts.pop(0)
    first = _after_titles(parts, words)
    role = parts[:first]
    if len(role) > 1 and role[-1].casefold() in words.honorifics and role[-2].islower():
        role = role[-1:]  # "modest Mr" Coe
    while role and role[0].casefold() in words.honorifics and len(parts) - first > 1:
        role.pop(0)
    if _is_by_line(role):
        role = []
    return Person(bare(" ".join(parts[first:])), " ".join(role))


def _is_by_line(role: Sequence[str]) -> bool:
    """Whether somebody's name runs into a title: "Ana Silva Treasury Secretary" Tom Baker."""
    named = len(role) > 2 and role[0].casefold() in _given_names()
    return named and all(word[0].isupper() for word in role[1:3])


def _opens(word: str, words: Words) -> bool:
    return (
        word in words.openers
        or word in words.stops
        or word in words.determiners
        or word in words.cues
        or word in words.sources
    )


def _after_titles(parts: Sequence[str], words: Words) -> int:
    """Return where the name begins: after the last title that leaves something of it."""
    first = 0
    for number, part in enumerate(parts[:-1]):
        low = part.casefold()
        told = low in words.titles or low in words.honorifics or low in words.roles
        small = part.islower() and low not in words.particles and low not in _OF
        if told or small or low.endswith(("’s", "'s")):
            first = number + 1
            if first < len(parts) - 2 and parts[first] in _OF:
                first += 2
    return min(first, len(parts) - 1)


def bare(name: str) -> str:
    """Return a name without a possessive ending or marks around it."""
    name = name.strip(" ,")
    for ending in ("’s", "'s", "’", "'"):
        name = name.removesuffix(ending)
    return name if name.endswith("r.") else name.rstrip(".")


@cache
def _given_names() -> Mapping[str, str]:
    text = files("briefings.quotes").joinpath("given_names.txt").read_text(encoding="utf-8")
    return {name: sex for sex, names in blocks(text).items() for name in names}


_ROLE_OF = {
    "mr.": HE, "mr": HE, "sir": HE, "lord": HE, "king": HE, "prince": HE, "pope": HE,
    "spokesman": HE, "chairman": HE, "congressman": HE, "councilman": HE, "actor": HE,
    "mrs.": SHE, "ms.": SHE, "mrs": SHE, "ms": SHE, "dame": SHE, "lady": SHE, "queen": SHE,
    "princess": SHE, "spokeswoman": SHE, "chairwoman": SHE, "congresswoman": SHE,
    "councilwoman": SHE, "actress": SHE, "assemblywoman": SHE, "assemblyman": HE,
}  # fmt: skip


def pronoun_of(person: Person) -> str:
    """Return "he" or "she" where a title or the given name tells, or nothing."""
    for word in person.role.casefold().split():
        if word in _ROLE_OF:
            return _ROLE_OF[word]
    given = person.given.casefold().strip(".")
    return _given_names().get(given, "") if " " in person.name else ""
