"""Whether a sentence, or a shorter variant of it, can be a bullet at all."""

import re

from briefings.bullets.reading import Passage
from briefings.bullets.shorten import opens_alone
from briefings.quotes.words import words
from briefings.text.languages import stop_words
from briefings.text.tokens import token_count

SHORTEST = 8
LONGEST = 28
"""Words of a bullet."""
_BROKEN = ("…", "...", ":")
_QUOTED = re.compile(r"^[“\"‘«„](?:[^”\"’»“]|’(?=\w))*[”\"’»“]?\W*$")
_OPENED = re.compile(r"(?<!\w)['‘](?=[^\W\d])")
_CLOSED = re.compile(r"(?<=[\w.,!?…])['’](?!\w)")
_SINGLE = re.compile(r"^['‘][^'’]*(?:['’]\w[^'’]*)*['’]?\W*$")
_SOMEBODY = re.compile(
    r"^[^,“\"‘]{3,60}, (?:he|she|they|it)\b"
    r"|[”\"'’] (?:he|she|they|it) (?:said|says|added|adds|reads|read|wrote|told|tweeted)\b[^.,]*\.$"
)
"""A sentence whose "he" stands for somebody outside it: "“No,” he said." "By trade, he …"."""
_READER = re.compile(r"\b[Yy]ou(?:rs?|['’]\w+)?\b|\b(?:Check out|Sign up|Click here)\b")
_CALLS = ("you", "You", "Check out", "Sign up", "Click here")
"""What such a sentence has in it, found sooner than the words."""
_QUOTATIONS = re.compile(r"[“\"][^”\"]*[”\"]|(?<!\w)['‘][^'’]*(?:['’]\w[^'’]*)*['’](?!\w)")
_OPENING = "“\"‘'«„”»‹"
_SAID = re.compile(r"^.*[”\"’'»“«›](?P<who>[^”\"’'»“«›]{2,30})$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CAPTION = re.compile(r"\((?:pictured|left|right|cent(?:re|er)|above|below|file)\b|\bpictured\b")


def problem(passage: Passage, sentence: str, language: str | None) -> str:
    """Return what keeps `sentence`, a variant of the passage, from being a bullet, or nothing."""
    parts, tokens = len(sentence.split()), token_count(sentence)
    if min(parts, tokens) < SHORTEST:
        return "too short"
    if max(parts, tokens) > LONGEST:
        return "too long"
    if not opens_alone(sentence, language):
        return "needs what came before"
    if _QUOTED.match(sentence) or _SINGLE.match(sentence):
        return "a quotation alone"
    if sentence.count("“") != sentence.count("”") or sentence.count('"') % 2 or _opens(sentence):
        return "cuts a quotation"
    if _is_caption(sentence):
        return "a caption"
    if sentence.endswith("?"):
        return "a question"
    if not passage.complete or sentence.endswith(_BROKEN):
        return "broken off"
    if _says_nobody(sentence, language):
        return "needs what came before"
    return _not_for_all(sentence) if language == "en" else ""


def _says_nobody(sentence: str, language: str | None) -> bool:
    """Whether a sentence is a quotation of which only a pronoun, or nobody, is said to say it."""
    found = _SAID.match(sentence) if sentence[0] in _OPENING else None
    if not found:
        return False
    told = words(language or "en")
    plain = told.cues | told.pronouns | told.auxiliaries | stop_words(language)
    return all(word in plain for word in _WORD.findall(found["who"].lower()))


def _not_for_all(sentence: str) -> str:
    """Return what keeps an English sentence from being read by anybody, on its own, or nothing."""
    if _SOMEBODY.search(sentence):
        return "needs what came before"
    called = any(call in sentence for call in _CALLS)
    if called and _READER.search(_QUOTATIONS.sub("", sentence)):
        return "speaks to the reader"
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
