"""The words by which a language says who speaks, read once from cues.txt."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefings.text.languages import stop_words


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


@cache
def words(language: str) -> Words:
    """Return the words of a language, English where there are none."""
    blocks = _blocks()
    code = language if language in blocks else "en"

    def of(kind: str) -> frozenset[str]:
        return blocks.get(f"{code}.{kind}", frozenset())

    return Words(
        cues=blocks[code] - of("sources"),
        sources=of("sources"),
        pronouns=of("pronouns"),
        determiners=of("determiners"),
        openers=of("openers"),
        roles=of("roles"),
        auxiliaries=of("auxiliaries"),
        stops=(stop_words(code) | of("openers")) - of("determiners"),
    )


@cache
def _blocks() -> dict[str, frozenset[str]]:
    text = files("briefings.quotes").joinpath("cues.txt").read_text(encoding="utf-8")
    parts = re.split(r"^\[([\w.]+)\]$", text, flags=re.MULTILINE)
    return {
        name: frozenset(body.split()) for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }
