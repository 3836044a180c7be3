"""Whether a sentence, or a shorter variant of it, can be a bullet at all."""

import re

from briefings.bullets.reading import Passage
from briefings.bullets.shorten import opens_alone
from briefings.text.tokens import token_count

SHORTEST = 8
LONGEST = 28
"""Words of a bullet."""
_BROKEN = ("…", "...")
_QUOTED = re.compile(r"^[“\"‘«„][^”\"’»“]*[”\"’»“]?\W*$")
_OPENED = re.compile(r"(?<!\w)['‘](?=[^\W\d])")
_CLOSED = re.compile(r"(?<=[\w.,!?…])['’](?!\w)")
_CAPTION = re.compile(r"\((?:pictured|left|right|cent(?:re|er)|above|below|file)\b|\bpictured\b")


def problem(passage: Passage, sentence: str, language: str | None) -> str:
    """Return what keeps `sentence`, a variant of the passage, from being a bullet, or nothing."""
    words = token_count(sentence)
    if words < SHORTEST:
        return "too short"
    if words > LONGEST:
        return "too long"
    if not opens_alone(sentence, language):
        return "needs what came before"
    if _QUOTED.match(sentence):
        return "a quotation alone"
    if sentence.count("“") != sentence.count("”") or sentence.count('"') % 2 or _opens(sentence):
        return "cuts a quotation"
    if _is_caption(sentence):
        return "a caption"
    if sentence.endswith("?"):
        return "a question"
    if not passage.complete or sentence.endswith(_BROKEN):
        return "broken off"
    return ""


def _opens(sentence: str) -> bool:
    """Whether a single quotation mark opens what no other closes."""
    if "'" not in sentence and "‘" not in sentence:
        return False
    return len(_OPENED.findall(sentence)) > len(_CLOSED.findall(sentence))


def _is_caption(sentence: str) -> bool:
    if sentence.endswith(" ."):
        return True
    return ("(" in sentence or "pictured" in sentence) and bool(_CAPTION.search(sentence))
