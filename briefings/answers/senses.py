"""What English words have to do with one another by their senses: the same, or the opposite.

The table is a small part of WordNet 3.1 (Princeton University; its licence lies beside the data),
made by training/senses.py.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Senses:
    """Stems that a stem is related to, each way."""

    same: frozenset[str] = _NONE
    """In some sense they say the same, or one is the other's noun, verb or adjective."""
    opposite: frozenset[str] = _NONE


@lru_cache(maxsize=20_000)
def senses(stem: str, language: str | None) -> Senses:
    """Return what a stem is related to."""
    line = _table().get(stem) if language == "en" else None
    if line is None:
        return Senses()
    same, opposite = (frozenset(part.split()) for part in line.split("|"))
    return Senses(same, opposite)


@cache
def _table() -> dict[str, str]:
    data = files("briefings.answers").joinpath("data", "senses.en.txt")
    lines = data.read_text(encoding="utf-8").splitlines()
    parted = (line.partition("|") for line in lines if line and line[0] != "#")
    return {stem: related for stem, _, related in parted}
