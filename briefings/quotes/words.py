"""The words by which a language says who speaks, read once from cues.txt."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from briefings.text.languages import stop_words

_WITHOUT_ARTICLES = frozenset(("pl", "uk", "ru"))
"""Languages in which a title stands right before its name, in small letters too."""
ACRONYMS = frozenset(("US", "WHO"))
"""Names that are pronouns in lower case."""
DOTTED = (
    r"(?:(?<=\b(?:Mr|Ms|Dr|St|Lt|Jr|Sr|Co|No)\.)"
    r"|(?<=\b(?:Mrs|Sen|Rep|Gov|Gen|Sgt|Col|Maj|Adm|Rev|Hon|Inc|Ltd|Jan|Feb|Aug|Oct|Nov|Dec)\.)"
    r"|(?<=\b(?:Prof|Capt|Cmdr|Corp|Sept)\.))"
)
"""What a full stop may follow without ending anything, behind that stop, an initial aside."""


@dataclass(frozen=True, slots=True)
class Words:
    """Verbs of saying, "according to", pronouns, determiners, words that open sentences."""

    cues: frozenset[str]
    sources: frozenset[str]
    pronouns: frozenset[str]
    determiners: frozenset[str]
    openers: frozenset[str]
    stops: frozenset[str]
    roles: frozenset[str]
    auxiliaries: frozenset[str]
    verbs: frozenset[str]
    prepositions: frozenset[str]
    titles: frozenset[str]
    honorifics: frozenset[str]
    alone: frozenset[str]
    """Words that stand for somebody where a cue is beside them ("another")."""
    clitics: frozenset[str]
    """Pronouns that hang on a verb by a hyphen (French "a-t-il")."""
    interrupts: bool
    """Whether the language names a speaker inside the quotation marks too."""
    phrases: frozenset[str]
    """Cues of two words, a hyphen between them."""
    seconds: frozenset[str]
    """The second words of `phrases`."""
    singular: Mapping[str, str]
    """The pronouns that mean one person: each with "he", "she" or nothing."""
    relative: frozenset[str]
    """Those that mean what stands right before them."""
    posts: frozenset[str]
    """Further words for what somebody is, behind a name."""
    particles: frozenset[str]
    """What stands before a family name and belongs to it, in small letters."""
    kin: Mapping[str, str]
    """The words for relatives, each with "he" or "she"."""
    kinds: dict[str, str] = field(default_factory=dict, compare=False)
    """What each word was found to be; filled while texts are read, and bounded there."""
    alike: dict[str, str] = field(default_factory=dict, compare=False)
    """The same of the words in lower case that are that wherever they stand; bounded too."""


@cache
def words(language: str) -> Words:
    """Return the words of a language, English where there are none."""
    told = _file("cues.txt")
    code = language if language in told else "en"

    def of(kind: str) -> frozenset[str]:
        return told.get(f"{code}.{kind}", frozenset())

    titles = _file("titles.txt")
    return Words(
        cues=told[code] - of("sources"),
        sources=of("sources"),
        pronouns=of("pronouns"),
        determiners=of("determiners"),
        openers=of("openers"),
        roles=of("roles") | (titles[code] | of("posts") if code in _WITHOUT_ARTICLES else set()),
        auxiliaries=of("auxiliaries"),
        verbs=of("verbs"),
        prepositions=of("prepositions"),
        stops=(stop_words(code) | of("openers")) - of("determiners"),
        titles=titles["en"] | titles.get(code, frozenset()),
        honorifics=titles["mr"],
        alone=of("alone"),
        clitics=of("clitics"),
        interrupts=bool(of("interrupts")),
        phrases=of("phrases"),
        seconds=frozenset(phrase.rpartition("-")[2] for phrase in of("phrases")),
        singular={
            **dict.fromkeys(of("he"), "he"),
            **dict.fromkeys(of("she"), "she"),
            **dict.fromkeys(of("who"), ""),
        },
        relative=of("who"),
        posts=of("posts"),
        particles=of("particles"),
        kin={**dict.fromkeys(of("kin.he"), "he"), **dict.fromkeys(of("kin.she"), "she")},
    )


def _file(name: str) -> Mapping[str, frozenset[str]]:
    return blocks(files("briefings.quotes").joinpath(name).read_text(encoding="utf-8"))


def blocks(text: str) -> Mapping[str, frozenset[str]]:
    """Return the words of a data file, by the name in brackets above each block."""
    parts = re.split(r"^\[([\w.]+)\]$", text, flags=re.MULTILINE)
    return {
        name: frozenset(body.split()) for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }
