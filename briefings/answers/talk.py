"""What is said to the bot: a question, thanks, a greeting, a nod, a call for help, or mere talk.

The words are data, `data/talk.*.txt`, one file a language.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

from briefings.answers.question import Kind, understand
from briefings.text.languages import KNOWN

_LONGEST = 60
"""Characters of thanks or a greeting; whoever says more says something else."""
_TRIM = " \t\n.,!?…:;)(-–—*_~'\"¡¿"
_NO_WORD = re.compile(r"[^\w]+")


class Talk(StrEnum):
    """What a line is."""

    QUESTION = "question"
    THANKS = "thanks"
    HELLO = "hello"
    BYE = "bye"
    NOD = "nod"
    HELP = "help"
    STATEMENT = "statement"


_SAID = (Talk.THANKS, Talk.HELLO, Talk.BYE, Talk.NOD, Talk.HELP)


def kind_of_talk(text: str) -> Talk:
    """Tell what a line is; what nothing else is told by is a statement."""
    words = " ".join(text.casefold().split()).strip(_TRIM)
    if not _NO_WORD.sub("", words):
        return Talk.NOD  # an emoji, a few dots
    if len(words) <= _LONGEST:
        bare = " ".join(re.sub(r"[,!.]|\b(?:quickread|bot)\b", " ", words).split())
        for kind in _SAID:
            if bare in phrases(kind.value):
                return kind
    return Talk.QUESTION if _asks(text, words) else Talk.STATEMENT


def _asks(text: str, words: str) -> bool:
    if re.search(r"[?؟？]", text):
        return True
    if any(words.startswith(f"{phrase} ") for phrase in phrases("asking")):
        return True
    understood = understand(text)
    if understood.kind is Kind.STATEMENT:
        return True
    first = len(text) - len(text.lstrip())
    opens = not understood.words or understood.words[0].start > first
    return opens and understood.kind is not Kind.YES_NO


@cache
def phrases(kind: str) -> frozenset[str]:
    """Return the words and phrases of a kind in every language."""
    return frozenset(phrase for language in KNOWN for phrase in _read(language).get(kind, ()))


@cache
def phrases_in(language: str, kind: str) -> frozenset[str]:
    """Return the words and phrases of a kind in one language."""
    return frozenset(_read(language).get(kind, ()))


@cache
def _read(language: str) -> Mapping[str, tuple[str, ...]]:
    data = files("briefings.answers").joinpath("data", f"talk.{language}.txt")
    lines = data.read_text(encoding="utf-8").splitlines()
    parted = (line.partition(":") for line in lines if line and line[0] != "#")
    return {name.strip(): tuple(words.strip().split("|")) for name, _, words in parted}
