"""From a mention to a person: the fullest name the article has, and what it calls them.

A pronoun is led back as in Hobbs (1978) and Muzny et al. (2017): to the speaker of the turn before
or to the subject of the nearest sentence, among those whose name agrees with it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.quotes.mentions import DESCRIPTION, NAME, PLAIN, PRONOUN, Item
from briefings.quotes.people import (
    HE,
    SHE,
    People,
    Person,
    is_person,
    people,
    pronoun_of,
    read_name,
)
from briefings.quotes.rows import Mention, Row
from briefings.quotes.words import Words

_REACH = 3
"""Paragraphs before a pronoun's in which its person is looked for."""
_CERTAIN, _LIKELY, _GUESS = 0.99, 0.97, 0.8
"""How sure a pronoun's person is: the only one named, the subject or last speaker, another."""
_TAIL = re.compile(r"\s(?:of|for|at|from|in|with)\s.*$")
_APPOSED = re.compile(r",\s+(?P<name>[^,.;:“”\"]{3,60}),")
_MEANS = {
    "sen.": "senator", "rep.": "representative", "gov.": "governor", "gen.": "general",
    "prof.": "professor", "dr.": "doctor", "capt.": "captain", "sgt.": "sergeant",
    "lt.": "lieutenant", "col.": "colonel", "congressman": "representative",
    "congresswoman": "representative", "businessman": "", "lawmaker": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a mention means, and how sure that is (0 to 1)."""

    person: Person
    sure: float = 1.0


class Naming:
    """Lead the mentions of one text back to persons."""

    def __init__(self, text: str, words: Words) -> None:
        self._text = text
        self._words = words
        self._known: People = people(text, words)
        self._resolved: dict[str, Meant | None] = {}

    def meant(
        self, mention: Mention, rows: Sequence[Row], turn: tuple[Mention, Meant] | None
    ) -> Meant | None:
        """Return whom a mention means, None where that stays open.

        `rows` are its paragraph and those before it, nearest first; `turn` is who spoke last.
        """
        item = mention.item
        if item.kind == PRONOUN:
            return self._pronoun(mention, rows[: _REACH + 1], turn)
        if item.kind in (DESCRIPTION, PLAIN):
            return self._described(item)
        return self._named(item.span.of(self._text))

    def _named(self, name: str) -> Meant | None:
        if name not in self._resolved:
            self._resolved[name] = self._resolve(" ".join(name.split()))
        return self._resolved[name]

    def _resolve(self, name: str) -> Meant | None:
        person = read_name(name, self._words)
        head = _TAIL.sub("", person.name)
        if head != person.name and (" " in head or self._known.of_family(head)):
            person = Person(head, person.role)
        if not person.name:
            return None
        if " " in person.name:
            return Meant(self._known.full(person))
        same = self._known.of_family(person.name) or self._known.of_given(person.name)
        fit = [one for one in same if _agrees(one, pronoun_of(person))]
        if len(fit) != 1:  # nobody has the name in full, or several do
            return Meant(person)
        return Meant(Person(fit[0].name, person.role or fit[0].role))

    def _described(self, item: Item) -> Meant | None:
        """Return the person named in commas after a description or known by it, or itself."""
        words = " ".join(item.span.of(self._text).split())
        apposed = _APPOSED.match(self._text, item.end, item.end + 80)
        if apposed:
            person = read_name(apposed["name"], self._words)
            if person.name[:1].isupper() and is_person(person.name, self._words):
                return self._named(apposed["name"])
        role = item.word.rpartition(" ")[2]
        if words.casefold().startswith("the ") and words.count(" ") <= 2:
            holders = {
                person.name: person
                for same in self._known.families.values()
                for person in same
                if role in _roles(person)
            }
            if len(holders) == 1:
                return Meant(next(iter(holders.values())), _GUESS)
        return Meant(Person(words), 1.0)

    def _pronoun(
        self, mention: Mention, rows: Sequence[Row], turn: tuple[Mention, Meant] | None
    ) -> Meant | None:
        word = mention.item.word
        if word not in self._words.singular:
            return None
        sex = word if word in (HE, SHE) else self._words.singular[word]
        near: list[tuple[Mention, Meant]] = []
        for one in self._before(mention, rows):
            meant = self._named(one.item.span.of(self._text))
            if meant and self._may_be(meant.person, sex):
                near.append((one, meant))
        if word == "who":
            return near[0][1] if near else None
        persons = {meant.person.family for _, meant in near}
        first = rows[-1].items[0].start if rows and rows[-1].items else 0
        if turn and turn[0].item.start >= first and self._may_be(turn[1].person, sex):
            persons.add(turn[1].person.family)
            after = [one for one, _ in near if one.item.start > turn[0].item.end]
            if not after or len(persons) == 1:
                sure = _CERTAIN if len(persons) == 1 else _LIKELY
                return Meant(turn[1].person, min(sure, turn[1].sure))
        if not near:
            return None
        if len(persons) == 1:
            return Meant(near[0][1].person, _CERTAIN)
        return self._subject(near)

    def _subject(self, near: Sequence[tuple[Mention, Meant]]) -> Meant:
        """Return the subject of the nearest sentence that names anybody, or whom it names."""
        told = [one for one in near if one[0].role == "S" or one[0].relation == "subject"]
        if told and told[0][0].item.start == near[0][0].item.start:
            return Meant(told[0][1].person, _LIKELY)
        return Meant((told or near)[0][1].person, _GUESS)

    def _before(self, mention: Mention, rows: Sequence[Row]) -> Iterator[Mention]:
        """Yield the names before a mention, the nearest first."""
        for row in rows:
            for one in reversed(row.mentions):
                if one.item.kind == NAME and one.item.start < mention.item.start:
                    yield one

    def _may_be(self, person: Person, sex: str) -> bool:
        known = bool(self._known.of_family(person.family)) or bool(person.role)
        return known and is_person(person.name, self._words) and _agrees(person, sex)


def _agrees(person: Person, sex: str) -> bool:
    own = pronoun_of(person)
    return not own or not sex or own == sex


def _roles(person: Person) -> set[str]:
    return {_MEANS.get(word, word) for word in person.role.casefold().split()}
