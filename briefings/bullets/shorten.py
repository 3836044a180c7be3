"""Shorter sentences by rules that keep grammar and truth.

Only what a reader can do without is dropped: a dateline, a joining word at the start, where
somebody was speaking, an aside in parentheses, a clause that only adds to a name, what happened
besides. Nothing is dropped that holds a negation, a hedge, a condition, a quantity or a part of a
quotation, and an attribution always stays: "police said" is the difference between news and fact.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from briefings.bullets.cuts import (
    ANNOUNCED,
    DOING,
    DOING_TOO,
    DONE,
    FRONTED,
    HANGING,
    KEPT,
    LIMITED,
    LISTED,
    LONG,
    ON_PICTURE,
    PAIRED,
    SPARE,
    Cut,
)
from briefings.text.tokens import token_count

_LEAST = 8
"""Words that have to remain."""
_JOINING = 25
"""Characters that what joins a sentence to the last one has at most."""
_CONJUNCTION = re.compile(
    r"^(?:(?:But|And|So|Yet)\s+(?=[A-Z])"
    r"|(?:But|And|Yet)\s+(?=(?:the|an?|some|many|most|several|few|all|no|both|each|every) ))"
)
_DATELINE = re.compile(
    r"^(?:\([A-Z][\w ]{1,20}\)\s*(?:[—–-]{1,2}\s*)?"  # (CNN)
    r"|(?:By \. )?[A-Z][A-Z .,'’/()-]{2,60}(?:\([A-Z][\w ]{1,20}\)\s*)?\s*[—–-]{1,2}\s+"
    r"|[A-Z][\w.'’-]+(?:,? [A-Z][\w.'’-]+){0,3} (?:\([^)]{2,30}\) )?--\s+"  # Hong Kong --
    r"|[A-Z][\w.'’-]+(?:,? [A-Z][\w.'’-]+){0,4},? \d{1,2} (?:\([^)]{2,30}\) )?[—–-]{1,2} "
    r"|[A-Z][\w'’]+(?: [A-Z][\w'’]+){0,2} [—–] (?![^—–]*[—–])"
    r")(?=[A-Z“\"])"
)
_ANY = Cut("an aside", re.compile(r"\s\((?![^)]*\d)[^()“”\"]{1,60}\)"))
_SHORT_NAME = Cut("an aside", re.compile(r"\s\([^\W\d_a-zß-öø-ÿа-яіїєґ][^\W\d_]*\)"))
_LABEL = re.compile(
    r"(?P<label>[A-Z][a-z]+(?:ed|ing|al|ful|ous|ive|ic|less)"
    r"|(?!(?:He|She|It|They|But)\b)[A-Z][a-z]+(?: [a-z][\w’'-]+){1,3}): (?=[A-Z\d])"
)
_LABELS = 60
"""Characters in which a label ends."""
_TELLS = re.compile(
    r" \w+(?:ed|ing)\b|(?:er|or|ist|ian|ant|man|woman|people|ee|chief|police|source|official|report"
    r"|study|poll|survey|statement|verdict|rule|question|answer)s?$"
)
"""A label by which somebody speaks, or that is a sentence itself."""
_FIRST = re.compile(r"[\W_]*([^\W_]+(?:['’]\w+)?)")
_SPEAKING = re.compile(r"^(?:Speaking|Writing|Talking) ")
_ENDS = re.compile(r"[“”\"«»„]")


def shorten(sentence: str, language: str | None = "en", *, longest: int = 28) -> str:
    """Return the sentence without what it can do without; its words stay in order.

    Rules that take more away are tried only while it has more than `longest` words.
    """
    *_, last = variants(sentence, language, longest=longest)
    return last.text


class Variant(NamedTuple):
    """A sentence without what it can do without, and what that was."""

    text: str
    cuts: tuple[str, ...]


def variants(sentence: str, language: str | None = "en", *, longest: int = 28) -> Iterator[Variant]:
    """Yield the sentence, shorter with each rule that applies, the shortest last."""
    short, cuts = _opened(sentence, language)
    yield Variant(short, cuts)
    if language != "en":
        return
    for rule in SPARE:
        if rule.needs in short and (rest := _without(short, rule)) != short:
            short, cuts = rest, (*cuts, rule.name)
            yield Variant(short, cuts)
    size = len(short.split())
    for _ in range(2):
        whole = short
        for rule in LONG:
            if size <= longest:
                return
            if rule.needs in short and (rest := _without(short, rule)) != short:
                short, cuts = rest, (*cuts, rule.name)
                size = len(short.split())
                yield Variant(short, cuts)
        if short == whole:
            return


def _opened(sentence: str, language: str | None) -> tuple[str, tuple[str, ...]]:
    """Return the sentence without dateline, joining word and asides, and which of them it had."""
    cuts: tuple[str, ...] = ()
    short = sentence
    for name, drop in _OPENING:
        before, short = short, drop(short, language)
        if short != before:
            cuts = (*cuts, name)
    return short, cuts


def _without(sentence: str, rule: Cut) -> str:
    """Drop what `rule` finds, first where it comes first, unless that holds what has to stay."""
    for found in rule.pattern.finditer(sentence):
        before, piece, after = (
            sentence[: found.start()],
            found.group(),
            sentence[found.end() :],
        )
        if KEPT.search(piece) and not (_SPEAKING.match(piece) and not _ENDS.search(piece)):
            continue
        if _inside_quotation(sentence, found.start()) or _needed(before, piece, rule, after):
            continue
        rest = before + (after[1:] if before.endswith(".") and after[:1] == "." else after)
        if rule.limits and LIMITED.search(rest):
            continue
        if token_count(rest) >= _LEAST:
            return _capitalised(rest)
    return sentence


def _needed(before: str, piece: str, rule: Cut, after: str) -> bool:
    """Whether what is left has no subject, or announces a part that is gone."""
    if before and FRONTED.search(before) and (rule.amid or len(after) < 3):
        return True
    if len(after) < 3 and (HANGING.search(before) or LISTED.search(before)):
        return True
    if rule.amid and DONE.search(piece):
        return True
    if rule.name == "what happened besides" and DOING.search(before) and DOING_TOO.search(piece):
        return True
    further = rule.name == "a further part"
    return further and bool(PAIRED.search(before) or ANNOUNCED.search(before))


def _inside_quotation(sentence: str, position: int) -> bool:
    before = sentence[:position]
    curly = before.count("“") > before.count("”") or before.count("„") > before.count("“")
    single = len(re.findall(r"(?<!\w)['‘]\w", before)) > len(
        re.findall(r"[\w.,!?]['’](?!\w)", before)
    )
    return curly or before.count("«") > before.count("»") or before.count('"') % 2 == 1 or single


def _drop_joining(sentence: str, language: str | None) -> str:
    head, comma, _ = sentence[: _JOINING + 2].partition(", ")
    if comma and head.lower() in joining_words(language or ""):
        return _capitalised(sentence[len(head) + 2 :].lstrip())
    return _capitalised(_CONJUNCTION.sub("", sentence) if language == "en" else sentence)


def _capitalised(words: str) -> str:
    first = words[:1].upper()
    return first + words[1:] if first.lower() == words[:1].lower() else words


def opens_alone(sentence: str, language: str | None = "en") -> bool:
    """Whether a sentence can stand first: it doesn't begin by pointing to what was said before."""
    first = _FIRST.match(sentence)
    if not first:
        return False
    word = first.group(1).lower()
    return word.split("'")[0].split("’")[0] not in pointing_words(language or "en")


def may_open_alone(sentence: str, language: str | None = "en") -> bool:
    """Whether a sentence, or what `shorten` leaves of it, can stand first."""
    if opens_alone(sentence, language):
        return True
    return shorten(sentence, language, longest=10_000) != sentence


@cache
def pointing_words(language: str) -> frozenset[str]:
    """Return the words of a language that a sentence standing alone can't begin with."""
    text = files("briefings.bullets").joinpath("openers.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines())
    return frozenset(word for first, *rest in lines if first == language for word in rest)


@cache
def joining_words(language: str) -> frozenset[str]:
    """Return what may be dropped before a comma at the start of a language's sentences."""
    text = files("briefings.bullets").joinpath("joining.txt").read_text(encoding="utf-8")
    lines = (line.partition(": ") for line in text.splitlines() if not line.startswith("#"))
    return frozenset(
        word for code, _, words in lines if code == language for word in words.split(", ")
    )


def _drop_label(sentence: str, language: str | None) -> str:
    """Drop "Final farewell:" before a sentence, but not who says it: "Police chief: …"."""
    labelled = language == "en" and ": " in sentence[:_LABELS]
    found = _LABEL.match(sentence) if labelled else None
    if not found or _TELLS.search(found["label"]) or KEPT.search(found["label"]):
        return sentence
    return sentence[found.end() :]


def _drop_dateline(sentence: str, _language: str | None) -> str:
    return _DATELINE.sub("", sentence)


def _drop_aside(sentence: str, language: str | None) -> str:
    """Drop what is in brackets: elsewhere than in English only names, which are no hedges."""
    if "(" not in sentence:
        return sentence
    return _without(sentence, _ANY if language == "en" else _SHORT_NAME)


def _drop_places(sentence: str, language: str | None) -> str:
    """Drop where two people stand on a picture."""
    for _ in range(2):
        if language == "en" and ON_PICTURE.needs in sentence:
            sentence = _without(sentence, ON_PICTURE)
    return sentence


_OPENING: tuple[tuple[str, Callable[[str, str | None], str]], ...] = (
    ("a label", _drop_label),
    ("a dateline", _drop_dateline),
    ("a joining word", _drop_joining),
    ("an aside", _drop_aside),
    (ON_PICTURE.name, _drop_places),
)
