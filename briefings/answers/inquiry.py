"""A question put to a whole store: its words, what kind of thing it asks for, and from when.

question → without markup → sentences, the last of which asks → words and their kinds
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from briefings.answers.names import names_in
from briefings.answers.question import understand
from briefings.text.tokens import content_keys, tokens

LIMIT = 1000
"""Characters of a question that are read."""
_TAG = re.compile(r"<[^<>]{0,1000}>")
_ASKING = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_IDLE = frozenset(
    "following recent recentl week name named called become became announ famous known accord"
    " new news later type kind which what when where why how who whom whose many much".split()
)
"""Words of questions that answers don't repeat."""
_NEWS = re.compile(
    r"\b(?:this (?:week|month|year)|last (?:week|weekend|month)|next (?:week|month)|recent(?:ly)?"
    r"|today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|just|new(?:ly)?|announced|has|is"
    r"|are|have)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"\b(?:which|what)(?:\s+(?:of the following|(?:is|was) the name of (?:the|a)))?"
    r"((?:\s+[\w’'-]+){1,3})",
    re.IGNORECASE,
)
_KINDS = {
    "person": re.compile(
        r"\bwho(?:m|se)?\b|\b(?:which|what)(?:\s+[\w’'.-]+){0,3}?\s+(?:actor|actress|singer|star|player"
        r"|leader|president|official|boss|author|economist|footballer|celebrity|member|lady|artist"
        r"|senator|billionaire|politician|minister|rapper|comedian|director|king|queen|athlete)\b",
        re.IGNORECASE,
    ),
    "country": re.compile(
        r"\b(?:which|what)(?:\s+[\w’'.-]+){0,3}?\s+(?:country|nation)\b", re.IGNORECASE
    ),
    "state": re.compile(r"\b(?:which|what)(?:\s+[\w’'.-]+){0,2}?\s+state\b", re.IGNORECASE),
    "continent": re.compile(r"\b(?:which|what)\s+continent\b", re.IGNORECASE),
    "colour": re.compile(r"\b(?:which|what)\s+colou?r\b", re.IGNORECASE),
    "place": re.compile(
        r"\bwhere\b|\b(?:which|what)(?:\s+[\w’'.-]+){0,2}?\s+(?:city|town|island|territory|capital"
        r"|location|place|region)\b",
        re.IGNORECASE,
    ),
    "number": re.compile(
        r"\bhow (?:many|much|old|far|long|big|tall|high)\b|\b(?:what|which) (?:number|percentage"
        r"|share|amendment)\b",
        re.IGNORECASE,
    ),
    "time": re.compile(
        r"\bwhen\b|\b(?:what|which|after which|in which) (?:year|day|date|month)\b", re.IGNORECASE
    ),
    "reason": re.compile(r"\bwhy\b|\bfor (?:which|what) reason\b|\baccused of\b", re.IGNORECASE),
    "title": re.compile(
        r"\b(?:which|what)(?:\s+[\w’'.-]+){0,3}?\s+(?:film|movie|song|show|series|book|novel|album"
        r"|strip|musical|play|game|sitcom|word)\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a question asks of a store."""

    text: str
    keys: frozenset[str]
    """Words that carry meaning."""
    focus: frozenset[str]
    """Those of the sentence that asks."""
    head: frozenset[str]
    """Those of what is asked for: "which horse" asks for a horse."""
    names: frozenset[str]
    """Those that are names or numbers."""
    pairs: frozenset[tuple[str, str]]
    """Words that stand side by side."""
    kinds: frozenset[str]
    """What kind of thing the answer is."""
    is_news: bool
    """Whether it is about something that goes on."""
    asked: datetime | None = None
    words: tuple[tuple[str, str], ...] = ()
    """Each of `keys` with the word it stands for, in the order of the question."""


def read_inquiry(question: str, asked: datetime | None = None) -> Inquiry:
    """Read a question; markup in it is dropped."""
    text = " ".join(html.unescape(_TAG.sub(" ", question[:LIMIT])).split())
    understood = understand(text)
    language = understood.language or "en"
    sentence = _asking(text)
    kinds = {kind for kind, sign in _KINDS.items() if sign.search(sentence)}
    if not kinds and understood.kind.value in _KINDS:
        kinds = {understood.kind.value}
    keys = [key for key in content_keys(text, language) if key not in _IDLE]
    focus = frozenset(content_keys(sentence, language)) - _IDLE
    head = _HEAD.search(sentence)
    return Inquiry(
        text=text,
        keys=frozenset(keys),
        focus=focus or frozenset(keys),
        head=frozenset(content_keys(head[1], language)) - _IDLE if head else frozenset(),
        names=frozenset(key for name in names_in(text, language) for key in name.keys) & set(keys),
        pairs=frozenset(pairwise(keys)),
        kinds=frozenset(kinds),
        is_news=bool(_NEWS.search(text)),
        asked=asked,
        words=tuple(_words(text, language)),
    )


def _words(text: str, language: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for token in tokens(text):
        for word in re.findall(r"[^\W_]+", token.casefold()):
            for key in content_keys(word, language):
                if key not in seen and key not in _IDLE:
                    seen.add(key)
                    yield key, word


def _asking(text: str) -> str:
    """Return the sentence that asks: the last with a word that does, or the whole."""
    parts = re.split(r"(?<=[.?!”])\s+(?=[^\W\d_a-z]|\W)", text)
    return next((part for part in reversed(parts) if _ASKING.search(part)), text)
