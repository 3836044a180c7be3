"""From a mention to a person: the fullest name the article has, and what it calls them.

A pronoun is led back as in Hobbs (1978) and Muzny et al. (2017): to the speaker of the turn before
or to the subject of the nearest sentence, among those whose name agrees with it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from briefings.quotes.items import DESCRIPTION, NAME, PLAIN, PRONOUN, Item
from briefings.quotes.people import (
    NAMED,
    People,
    Person,
    fuller,
    is_person,
    people,
    pronoun_of,
    read_name,
)
from briefings.quotes.pronouns import (
    CERTAIN,
    GUESS,
    LIKELY,
    Meant,
    Near,
    acts,
    addressee,
    agrees,
    is_rivalled,
    starts_at,
    subject,
)
from briefings.quotes.roles import role_beside
from briefings.quotes.rows import Mention, Row
from briefings.quotes.words import Words

_MOST_BEFORE = 20
"""Mentions of one paragraph in which a pronoun's person is looked for."""
_TAIL = re.compile(r"\s(?:of|for|at|from|in|with)\s.*$")
_OF_AGE = re.compile(r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){1,3}), (?P<age>\d{1,3}),")
_VAGUE = 0.9
"""How sure "the aide" is, of whom more is not known."""
_DEFINITE = re.compile(r"(?:the|that|this|his|her|their|its)\s", re.IGNORECASE)
_ANY = re.compile(r"(?:an?|one|two|another|some)\s")
_ENDS_NAMED = re.compile(r"(?P<between>(?:[^\W\dA-Z][\w-]* )*)(?P<name>[^\W\d_a-z][^,]*)$")
_AGED = re.compile(r"\b(?P<age>\d{1,3})-year-old$")
_APPOSED = re.compile(r",\s+(?P<name>[^,.;:“”\"\n]{3,60})(?:,|[.;](?=\s|$)|$)", re.MULTILINE)
_MEANS = {
    "sen.": "senator", "rep.": "representative", "gov.": "governor", "gen.": "general",
    "prof.": "professor", "dr.": "doctor", "capt.": "captain", "sgt.": "sergeant",
    "lt.": "lieutenant", "col.": "colonel", "congressman": "representative",
    "congresswoman": "representative", "businessman": "", "lawmaker": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """Who spoke last: the mention, and whom it means if that is known."""

    mention: Mention
    meant: Meant | None


class Naming:
    """Lead the mentions of one text back to persons."""

    def __init__(self, text: str, words: Words) -> None:
        self._text = text
        self._words = words
        self._known: People = people(text, words)
        self._resolved: dict[str, Meant | None] = {}
        self._humans: dict[tuple[str, str], bool] = {}
        self._beside: dict[str, str] = {}

    @cached_property
    def _holders(self) -> dict[str, list[Person]]:
        """The people by what they are called ("senator")."""
        holders: dict[str, list[Person]] = {}
        for person in self._known.all():
            for role in _roles(person):
                holders.setdefault(role, []).append(person)
        return holders

    def meant(self, mention: Mention, rows: Iterable[Row], turn: Turn | None) -> Meant | None:
        """Return whom a mention means, None where that stays open.

        `rows` are its paragraph and those before it, nearest first, taken only where they are
        needed; `turn` is who spoke last.
        """
        item = mention.item
        if item.kind == PRONOUN:
            return self._pronoun(mention, list(rows), turn)
        name = item.span.of(self._text)
        determined = name.split(maxsplit=1)[0].casefold() in self._words.determiners
        if item.kind in (DESCRIPTION, PLAIN) or (
            determined and _APPOSED.match(self._text, item.end)
        ):
            return self._described(item)  # German writes "der Sprecher der Stadt" like a name
        return self._named(name)

    def role_beside(self, person: Person) -> str:
        """Return what the text says beside a full name that its bearer is, or nothing."""
        if person.name not in self._beside:
            full = " " in person.name and is_person(person.name, self._words)
            told = role_beside(self._text, person.name, self._words) if full else ""
            self._beside[person.name] = told
        return self._beside[person.name]

    def _named(self, name: str) -> Meant | None:
        if name not in self._resolved:
            self._resolved[name] = self._resolve(" ".join(name.split()))
        return self._resolved[name]

    def _resolve(self, name: str) -> Meant | None:
        first = name.split(maxsplit=1)[0].casefold() if name else ""
        if first in self._words.determiners and first != "the":
            return Meant(Person(name))
        person = read_name(name, self._words)
        if first == "the" and not self._known.of_family(person.family):
            return Meant(Person(name))
        head = _TAIL.sub("", person.name)
        if head != person.name and (" " in head or self._known.of_family(head)):
            person = Person(head, person.role)
        if not person.name:
            return None
        if " " in person.name:
            return Meant(self._known.full(person))
        same = self._known.of_family(person.name) or self._known.of_given(person.name)
        fit = [one for one in same if agrees(one, pronoun_of(person))]
        if len(fit) != 1:  # nobody has the name in full, or several do
            vague = person.name.casefold() in self._words.titles
            return Meant(person, _VAGUE if vague else 1.0)
        told = "" if person.role.casefold() in self._words.honorifics else person.role
        return Meant(Person(fit[0].name, fuller(told, fit[0].role)))

    def _described(self, item: Item) -> Meant | None:
        """Return the person named in commas after a description or known by it, or itself."""
        words = " ".join(item.span.of(self._text).split())
        apposed = _APPOSED.match(self._text, item.end, item.end + 80)
        named = apposed["name"] if apposed else _named_last(words, self._words)
        aged = _AGED.search(words)
        if aged:
            named = self._ages.get(aged["age"], "")
        if named:
            person = read_name(named, self._words)
            if person.name[:1].isupper() and is_person(person.name, self._words):
                return self._named(named)
        if _DEFINITE.match(words) and words.count(" ") <= 2:
            role = item.word.rpartition(" ")[2]
            holders = self._holders.get(role, ())
            if len(holders) == 1:
                return Meant(holders[0], GUESS)
        return Meant(Person(words), _VAGUE if _is_vague(words, self._words) else 1.0)

    @cached_property
    def _ages(self) -> dict[str, str]:
        """Who is told to be of which age ("Tom Baker, 26, lost"); nobody where that is not one."""
        ages: dict[str, str] = {}
        for found in _OF_AGE.finditer(self._text):
            same = ages.setdefault(found["age"], found["name"])
            if same != found["name"]:
                ages[found["age"]] = ""
        return ages

    def _pronoun(self, mention: Mention, rows: Sequence[Row], turn: Turn | None) -> Meant | None:
        sex = self._words.singular.get(mention.item.word)
        if sex is None:
            return None
        if mention.item.word in self._words.relative:
            return self._relative(mention, rows[0])
        told = addressee(mention, rows[0])
        near = [one for one in self._before(mention, rows, sex) if one.meant.person.family != told]
        spoke = turn if turn and turn.mention.item.start >= starts_at(rows) else None
        meant = self._likeliest(mention, near, spoke, told)
        if meant is None:
            return None
        family = meant.person.family
        since = [one.mention.item.start for one in near if one.meant.person.family == family][:1]
        if spoke and spoke.meant and spoke.meant.person.family == family:
            since.append(spoke.mention.item.start)
        if is_rivalled(mention, rows, max(since, default=0), self._words.kin, sex):
            return Meant(meant.person, min(meant.sure, GUESS))
        return meant

    def _likeliest(
        self, mention: Mention, near: Sequence[Near], turn: Turn | None, told: str
    ) -> Meant | None:
        """Return whom a pronoun means: who spoke last, the only one named, or the subject."""
        persons = {one.meant.person.family for one in near}
        if turn:
            later = [one for one in near if one.mention.item.start > turn.mention.item.end]
            spoke = turn.meant
            if spoke and spoke.person.family == told:
                spoke = None
            elif spoke is None and turn.mention.item.word == mention.item.word and not later:
                return None
            sex = self._words.singular[mention.item.word]
            if spoke and agrees(spoke.person, sex) and is_person(spoke.person.name, self._words):
                alone = persons <= {spoke.person.family}
                if alone or not later:
                    return Meant(spoke.person, min(CERTAIN if alone else LIKELY, spoke.sure))
        if not near:
            return None
        if len(persons) == 1 and near[0].human:
            return Meant(near[0].meant.person, CERTAIN)
        return subject(near)

    def _relative(self, mention: Mention, row: Row) -> Meant | None:
        """Return whom "who" means: what stands right before it, a comma aside."""
        for item in reversed(row.items[max(0, mention.number - 2) : mention.number]):
            if item.kind == NAME:
                return self._named(item.span.of(self._text))
            if item.kind in (DESCRIPTION, PLAIN):
                return self._described(item)
        return None

    def _before(self, pronoun: Mention, rows: Sequence[Row], sex: str) -> Iterator[Near]:
        """Yield the people named before a pronoun, the nearest first."""
        passed = 0
        for number, row in enumerate(rows):
            end = pronoun.number if number == 0 else len(row.items)
            last = row.mention_after(end) - 1
            for which in range(last, max(-1, last - _MOST_BEFORE), -1):
                one = row.mention(which)
                meant = self._by_name(one.item)
                if meant is None and one.item.kind == DESCRIPTION:
                    meant = self._held(one.item)
                    one = one._replace(role="P", relation="loose", leads=False)
                if meant and self._may_be(one, meant.person, sex):
                    human = self._is_human(one, meant.person)
                    yield Near(one, meant, passed + row.stops(one.number, end), human)
            passed += row.stops(0, end) + 1

    def _by_name(self, item: Item) -> Meant | None:
        """Return whom a mention names, None where it names nobody."""
        name = item.span.of(self._text)
        if item.kind == DESCRIPTION:
            name = _named_last(" ".join(name.split()), self._words)
        return self._named(name) if name and item.kind in (NAME, DESCRIPTION) else None

    def _held(self, item: Item) -> Meant | None:
        """Return a person named inside a description: "a post from Arianna Huffington"."""
        names = NAMED.findall(item.span.of(self._text))
        meant = self._named(names[-1]) if names else None
        return meant if meant and pronoun_of(meant.person) else None

    def _may_be(self, mention: Mention, person: Person, sex: str) -> bool:
        """Whether a name may be what "he" or "she" means: a person's, and one of that sex."""
        the = self._text[mention.item.start : mention.item.start + 4].casefold() == "the "
        key = (person.name, person.role)
        if key not in self._humans:
            self._humans[key] = is_person(person.name, self._words)
        fit = not the and self._humans[key] and agrees(person, sex)
        return fit and (acts(mention) or self._is_human(mention, person))

    def _is_human(self, mention: Mention, person: Person) -> bool:
        known = self._known.of_family(person.family)
        if len(known) > 1 and " " not in person.name:
            return False  # which of them it is stays open
        return bool(person.role or pronoun_of(person)) or (bool(known) and acts(mention))


def _named_last(description: str, words: Words) -> str:
    """Return the name that a description ends in, its titles too ("la alcaldesa Ana López")."""
    first, _, rest = description.partition(" ")
    found = _ENDS_NAMED.match(rest)
    owned = first.endswith(("’s", "'s", "’"))
    if not found or not (owned or first.casefold() in words.determiners):
        return ""
    if not found["name"].split()[-1][0].isupper():
        return ""  # "a NASA spokesman" is no name
    between = found["between"].split()
    if any(word in words.stops for word in between):
        return ""
    if owned and all(word in words.titles or word in words.roles for word in between[-1:]):
        return description
    return rest if all(word in words.titles for word in between) else found["name"]


def _is_vague(description: str, words: Words) -> bool:
    """Whether a description says little alone: "the aide", "a former colleague", "one mom"."""
    if not _DEFINITE.match(description):
        return description.casefold() == description and bool(_ANY.match(description))
    rest = description.split(maxsplit=1)[-1]
    last = rest.split()[-1]
    return rest.islower() or last in words.titles or last in words.roles


def _roles(person: Person) -> set[str]:
    return {_MEANS.get(word, word) for word in person.role.casefold().split()}
