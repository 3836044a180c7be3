"""What the bot says: a small tree of blocks that belongs to no platform.

    Message ─ blocks ─┬─ Heading      a line in bold
                      ├─ Paragraph    running text
                      ├─ Bullets      points, one a line
                      ├─ Quotation    somebody's own words, who said them, and where
                      ├─ Note         small print: sources, times, counts
                      ├─ Divider
                      └─ Actions      buttons
    a line of text is a tuple of inlines: Text, Link, Earlier, Time

All text in it is plain and untrusted; each renderer escapes it for its platform and keeps that
platform's limits. Nothing in a message can mention a person: there is no block for that.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Text:
    """Words, perhaps emphasised."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; `url` is http or https."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """Words that lead to where this channel was told of a story before.

    `key` is the delivery that told it. Where that stands is known, and becomes a link, when the
    message is posted; until then, and where it can't be linked to, there are the words.
    """

    text: str
    key: str
    story: int


class TimeStyle(StrEnum):
    """How much of a moment to show."""

    TIME = "time"
    DATE = "date"
    DATE_TIME = "date and time"


@dataclass(frozen=True, slots=True)
class Time:
    """A moment, shown in the reader's zone where the platform knows it, else in `zone`."""

    at: datetime
    style: TimeStyle = TimeStyle.DATE_TIME
    zone: str = "UTC"


Inline = Text | Link | Earlier | Time
Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A line in bold."""

    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    line: Line


@dataclass(frozen=True, slots=True)
class Bullets:
    """Points, one a line."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's own words, letter for letter; `speaker` is empty where it is not certain."""

    text: str
    speaker: str = ""
    source: Link | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    line: Line


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between parts."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: `action` names what happens, `value` to what (at most 80 characters)."""

    label: str
    action: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Actions:
    """Buttons in a row."""

    buttons: tuple[Button, ...]


Block = Heading | Paragraph | Bullets | Quotation | Note | Divider | Actions


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said. `summary` is the one-line text for notifications and screen readers."""

    blocks: tuple[Block, ...]
    summary: str


def line(*parts: str | Inline) -> Line:
    """Make a line of inlines from strings and inlines."""
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def inlines(message: Message) -> Iterator[Inline]:
    """Yield what the message's lines are made of."""
    for block in message.blocks:
        match block:
            case Heading(words) | Paragraph(words) | Note(words):
                yield from words
            case Bullets(items):
                for item in items:
                    yield from item


def with_inlines(message: Message, change: Callable[[Inline], Inline]) -> Message:
    """Return the message with each of its lines' inlines changed."""

    def changed(block: Block) -> Block:
        match block:
            case Heading(words) | Paragraph(words) | Note(words):
                return type(block)(tuple(map(change, words)))
            case Bullets(items):
                return Bullets(tuple(tuple(map(change, item)) for item in items))
        return block

    return Message(tuple(map(changed, message.blocks)), message.summary)


def plain(words: Line) -> str:
    """Return the line's words without emphasis, links or zones."""
    return "".join(
        inline.at.isoformat(timespec="minutes") if isinstance(inline, Time) else inline.text
        for inline in words
    )
