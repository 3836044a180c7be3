"""Message to Discord's Components V2, within Discord's limits, as the API's own JSON.

`bot.adapters.discord.fallback` has the forms for where Components V2 are refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.adapters.discord.markdown import escape, markdown
from bot.adapters.splitting import cut, fold, on_one_line, pack, printable
from bot.adapters.structure import credit, parts
from bot.messages import (
    Actions,
    Block,
    Bullets,
    Button,
    Divider,
    Heading,
    Inline,
    Line,
    Message,
    Note,
    Paragraph,
    Quotation,
    Text,
)

COMPONENTS = 40
"""Components of a message, nested ones counted."""
CHARACTERS = 4_000
"""Characters of all text displays of a message."""
CONTENT = 2_000
"""Characters of an ordinary message."""
MARKS = 100
"""Characters left free in each piece of text for the marks around it."""
LABEL = 80
CUSTOM_ID = 100
LONGEST_ID = CUSTOM_ID - 3
"""Characters of a button's id without its number in the message."""
PREFIX = "qr"
"""What our buttons' ids begin with; short, so that a value of 80 characters fits too."""
ROW = 5
"""Buttons of a row."""

TEXT, SEPARATOR, CONTAINER, ACTION_ROW, BUTTON = 10, 14, 17, 1, 2
IS_COMPONENTS_V2 = 1 << 15
SUPPRESS_EMBEDS = 1 << 2

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DiscordPayload:
    """One message as `POST /channels/{id}/messages` takes it, without nonce and reference."""

    components: list[Json]
    content: str = ""
    embeds: list[Json] = field(default_factory=list)

    @property
    def flags(self) -> int:
        """What Discord has to be told of the message's kind."""
        if any(component["type"] == CONTAINER for component in self.components):
            return IS_COMPONENTS_V2
        return 0 if self.embeds else SUPPRESS_EMBEDS


def render(message: Message) -> tuple[DiscordPayload, ...]:
    """Render the message as one or more of Discord's, in order."""
    sections = [
        [piece for block in part for piece in pieces(block, CHARACTERS - MARKS)]
        for part in parts(message)
    ]
    containers = map(_container, pack([section for section in sections if section], _fits))
    shown = [container for container in containers if container["components"]]
    shown = shown or [_container([_display(summary(message))])]
    return tuple(DiscordPayload([container]) for container in shown)


def summary(message: Message) -> str:
    """Return the message's one-line text as markdown, within what an ordinary message holds."""
    words = cut(on_one_line(message.summary), CONTENT, lambda text: len(escape(text)))
    return escape(words[0]) if words else "Quickread"


def _fits(pieces: Sequence[Json]) -> bool:
    merged = _container(pieces)["components"]
    texts = sum(len(piece.get("content", "")) for piece in merged)
    count = 1 + sum(1 + len(piece.get("components", ())) for piece in merged)
    return texts <= CHARACTERS and count <= COMPONENTS


def _container(pieces: Sequence[Json]) -> Json:
    """Put the pieces into a container, neighbouring texts as one; no separator at either end."""
    merged: list[Json] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last and last["type"] == piece["type"] == TEXT:
            merged[-1] = _display(joined((last["content"], piece["content"])))
        elif piece["type"] != SEPARATOR or (last and last["type"] != SEPARATOR):
            merged.append(piece)
    if len(merged) > 1 and merged[-1]["type"] == SEPARATOR:
        del merged[-1]
    return {"type": CONTAINER, "components": merged}


def joined(texts: Sequence[str]) -> str:
    """Join texts line by line, "" for none, with a blank line where two quotes would become one."""
    whole = texts[0] if texts else ""
    for text in texts[1:]:
        quotes = text.startswith("> ") and whole.rpartition("\n")[2].startswith("> ")
        whole += ("\n\n" if quotes else "\n") + text
    return whole


def pieces(block: Block, limit: int) -> list[Json]:
    """Return the block as components, no text longer than `limit` characters."""
    match block:
        case Heading(line):
            return _lines(_flat(line), limit, "### ")
        case Paragraph(line):
            return _lines(line, limit)
        case Bullets(items):
            return [_display(part) for item in items for part in _marked(_flat(item), limit, "- ")]
        case Quotation():
            return [_display(part) for part in _quotation(block, limit)]
        case Note(line):
            return _lines(_flat(line), limit, "-# ")
        case Divider():
            return [{"type": SEPARATOR, "divider": True, "spacing": 1}]
        case Actions(buttons):
            return _actions(buttons)


def _display(content: str) -> Json:
    return {"type": TEXT, "content": content}


def _lines(line: Line, limit: int, mark: str = "") -> list[Json]:
    return [_display(part) for part in _marked(line, limit, mark)]


def _marked(line: Line, limit: int, mark: str) -> list[str]:
    """Return the line in as many pieces as it needs, each with its mark in front."""
    folded = ("".join(map(markdown, part)).strip() for part in fold(line, limit, _size))
    return [mark + words for words in folded if words]


def _flat(line: Line) -> Line:
    """Return the line without line breaks: they would end a heading, point or note."""
    return tuple(
        Text(on_one_line(part.text), part.bold, part.italic, part.code)
        if isinstance(part, Text)
        else part
        for part in line
    )


def _size(inline: Inline) -> int:
    return len(markdown(inline))


def _quotation(quotation: Quotation, limit: int) -> list[str]:
    text = printable(quotation.text)
    pieces = [_quoted(piece) for piece in cut(text, limit, lambda words: len(_quoted(words)) - 2)]
    credits_ = _marked(credit(quotation), limit, "> ")
    if len(pieces) == len(credits_) == 1 and len(pieces[0]) + len(credits_[0]) < limit:
        return [f"{pieces[0]}\n{credits_[0]}"]
    return pieces + credits_


def _quoted(text: str) -> str:
    return "\n".join(f"> {row}" for row in escape(text).split("\n"))


def _actions(buttons: Iterable[Button]) -> list[Json]:
    made = [
        {"type": BUTTON, "style": 2, "label": label[0], "custom_id": custom_id(button)}
        for button in buttons
        if (label := cut(on_one_line(button.label), LABEL)) and len(custom_id(button)) <= LONGEST_ID
    ]
    rows = [made[start : start + ROW] for start in range(0, len(made), ROW)]
    return [{"type": ACTION_ROW, "components": row} for row in rows]


def custom_id(button: Button) -> str:
    """Return what Discord sends back when the button is pressed: action and value."""
    return f"{PREFIX}:{button.action}:{button.value}"


def marked_id(plain_id: str, marker: int | None, number: int) -> str:
    """Return a button's id with the mark of its delivery and its number in the message.

    Discord wants the ids in a message to differ; where there is no room, the number has to do.
    """
    prefix, _, rest = plain_id.partition(":")
    delivery = f"{marker:x}." if marker else ""
    whole = f"{prefix}.{delivery}{number}:{rest}"
    return whole if len(whole) <= CUSTOM_ID else f"{prefix}.{number}:{rest}"


def read_custom_id(text: str) -> Button | None:
    """Return the action and value of a pressed button of ours, None for anybody else's."""
    parts = text.split(":", 2)
    if len(parts) != 3 or parts[0].partition(".")[0] != PREFIX:
        return None
    return Button("", parts[1], parts[2])
