"""Shorter sentences by rules that keep grammar and truth.

Only what a reader can do without is dropped: a dateline, a joining word at the start, where
somebody was speaking, an aside in parentheses, a clause that only adds to a name, what happened
besides. Nothing is dropped that holds a negation, a hedge, a condition, a quantity or a part of a
quotation, and an attribution always stays: "police said" is the difference between news and fact.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from briefings.text.tokens import tokens

_LEAST = 8
"""Words that have to remain."""
_JOINING = re.compile(r"^(?:[A-Z][a-z]+|In addition|On the other hand|At the same time),\s+(?=\S)")
_CONJUNCTION = re.compile(r"^(?:But|And|So|Yet)\s+(?=[A-Z])")
_DATELINE = re.compile(
    r"^(?:\([A-Z][\w ]{1,20}\)\s*(?:[—–-]{1,2}\s*)?"
    r"|(?:By \. )?[A-Z][A-Z .,'’/()-]{2,60}(?:\([A-Z][\w ]{1,20}\)\s*)?\s*[—–-]{1,2}\s+)"
    r"(?=[A-Z“\"])"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_ENGLISH = (
    # Where and when somebody was speaking.
    re.compile(r"^(?:Speaking|Writing|Talking) [^,]{3,60}(?:, \d{4})?,\s+(?=[A-Z])"),
    # "Speaking" has its date, other sentences keep theirs, save what the time of a brief says.
    re.compile(rf"(?<=said|told|nced|aled|rmed) (?:on )?{_WEEKDAY}(?= that| [A-Z])"),
    # What only adds to a name.
    re.compile(r", (?:who|which|whose|where) [^,;:]{3,90},(?= (?!and |or |but )[a-z])"),
    re.compile(r",? ?\((?:pictured|left|right|centre|center|above|below)[^()]{0,40}\)"),
    re.compile(r", (?:who|which|whose|where) [^,;:]{3,120}(?=\.$)"),
    # What happened besides.
    re.compile(r", (?!including|according|during|being)[a-z]{2,}ing [^,;:]{3,120}(?=\.$)"),
)
_ADJUNCT = re.compile(
    r",? (?:after|following|while|because|before|amid|despite|since"
    r"|as (?=(?:he|she|it|they|his|her|its|their)\b)|in a bid to|in an attempt to) "
    r"?[^,;:]{12,160}(?=\.$)"
)
_LIMITED = re.compile(
    r"\b(?:not?|nor|never|\w+n['’]t|only|first|last|until|will|would|can|could|may|might|every|all"
    r"|any|most|\w+est)\b",
    re.IGNORECASE,
)
"""What makes a sentence say something else without its "after …" or "because …"."""
_WHEN_TOO_LONG = (
    re.compile(r", (?:while|as|after) [^;:]{12,160}(?=\.$)"),
    re.compile(r"; [^;:]{12,160}(?=\.$)"),
    re.compile(r" [—–-]{1,2} [^—–;:]{12,160}(?=\.$)"),
    re.compile(r"^(?:Despite|Although|Though|While) [^,]{8,100},\s+(?=[A-Z][a-z]+ [A-Za-z])"),
    re.compile(
        r",? (?:and|but) (?:he|she|it|they|(?:is|are|was|were|has|had|have|[a-z]{2,}ed) )"
        r"[^,;:]{8,160}(?=\.$)"
    ),
    _ADJUNCT,
    re.compile(r", but [^;:]{12,160}(?=\.$)"),
    re.compile(r"^(?:After|As|When|While|Despite) [^,]{8,100},\s+(?=(?:the|[A-Z][a-z]+) [A-Za-z])"),
)
_ASIDE = re.compile(r"\s\((?![^)]*\d)[^()“”\"]{1,60}\)")
_KEPT = re.compile(
    r"[\d“”\"«»„‘]|(?<!\w)'|'(?!\w)|\b(?:not?|nor|never|none|nothing|nobody|neither|without|hardly"
    r"|barely|cannot|\w+n['’]t|alleg\w+|report\w*|claim\w*|accord\w*|suspect\w*|appar\w+|may"
    r"|might|could|seem\w*|appear\w*|likely|possibl\w+|probabl\w+|perhaps|expected"
    r"|believed?|if|unless|until|provided|whether|only|except|say\w*|said|told|hundreds?"
    r"|thousands?|millions?|billions?|dozens?|two|three|four|five|six|seven|eight|nine|ten|half"
    r"|most|many|all|some|few|several|fails?|failed|refus\w+|den(?:y|ied|ies)|ruled out)\b",
    re.IGNORECASE,
)
_SPEAKING = re.compile(r"^(?:Speaking|Writing|Talking) ")
_ENDS = re.compile(r"[“”\"«»„]")


def shorten(sentence: str, language: str | None = "en", *, longest: int = 28) -> str:
    """Return the sentence without what it can do without; its words stay in order.

    Rules that take more away are tried only while it has more than `longest` words.
    """
    *_, last = variants(sentence, language, longest=longest)
    return last


def variants(sentence: str, language: str | None = "en", *, longest: int = 28) -> Iterator[str]:
    """Yield the sentence, shorter with each rule that applies, the shortest last."""
    short = _drop_joining(_DATELINE.sub("", sentence))
    short = _cut(short, _ASIDE)
    yield short
    if language != "en":
        return
    for rule in _ENGLISH:
        before, short = short, _cut(short, rule)
        if short != before:
            yield short
    for rule in _WHEN_TOO_LONG * 2:
        if len(short.split()) <= longest:
            return
        before, short = short, _cut(short, rule)
        if short != before:
            yield short


def _cut(sentence: str, rule: re.Pattern[str]) -> str:
    """Drop what `rule` finds, first where it comes last, unless that holds what has to stay."""
    for found in rule.finditer(sentence):
        piece = found.group()
        if _KEPT.search(piece) and not (_SPEAKING.match(piece) and not _ENDS.search(piece)):
            continue
        if _inside_quotation(sentence, found.start()):
            continue
        rest = sentence[: found.start()] + sentence[found.end() :]
        if rule is _ADJUNCT and _LIMITED.search(rest):
            continue
        if sum(1 for _ in tokens(rest)) >= _LEAST:
            return rest[0].upper() + rest[1:]
    return sentence


def _inside_quotation(sentence: str, position: int) -> bool:
    before = sentence[:position]
    curly = before.count("“") > before.count("”") or before.count("„") > before.count("“")
    single = len(re.findall(r"(?<!\w)['‘]\w", before)) > len(
        re.findall(r"[\w.,!?]['’](?!\w)", before)
    )
    return curly or before.count("«") > before.count("»") or before.count('"') % 2 == 1 or single


def _drop_joining(sentence: str) -> str:
    found = _JOINING.match(sentence)
    if found and found.group().rstrip(", ").lower() in joining_words():
        rest = sentence[found.end() :]
    else:
        rest = _CONJUNCTION.sub("", sentence)
    return rest[:1].upper() + rest[1:]


def opens_alone(sentence: str, language: str | None = "en") -> bool:
    """Whether a sentence can stand first: it doesn't begin by pointing to what was said before."""
    first = re.match(r"[\W_]*([^\W_]+(?:['’]\w+)?)", sentence)
    if not first:
        return False
    word = first.group(1).lower()
    return word.split("'")[0].split("’")[0] not in pointing_words(language or "en")


@cache
def pointing_words(language: str) -> frozenset[str]:
    """Return the words of a language that a sentence standing alone can't begin with."""
    text = files("briefings.bullets").joinpath("openers.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines())
    return frozenset(word for first, *rest in lines if first == language for word in rest)


@cache
def joining_words() -> frozenset[str]:
    """Return the words that may be dropped before a comma at a sentence's start."""
    return frozenset(
        (
            "but and or so however also then meanwhile still yet moreover furthermore "
            "additionally besides nevertheless nonetheless therefore thus hence similarly "
            "likewise consequently finally indeed"
        ).split()
    ) | {"in addition", "at the same time", "on the other hand"}
