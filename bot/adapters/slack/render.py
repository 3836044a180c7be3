"""Message to Slack's Block Kit, within Slack's limits.

Words go into `rich_text` and `plain_text`, in which Slack reads no syntax: what a feed, a topic or
a person wrote cannot become a mention, a link or emphasis, and a quote stays letter for letter.
Only small print (`context`) and the notification text are `mrkdwn`; there everything is escaped.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.adapters.slack.mrkdwn import DATE_FORMATS, defused, escape, mrkdwn, safe_url
from bot.adapters.splitting import cut, fold, on_one_line, pack, printable
from bot.adapters.structure import credit, parts, written_time
from bot.messages import (
    Actions,
    Block,
    Bullets,
    Button,
    Divider,
    Earlier,
    Heading,
    Inline,
    Line,
    Link,
    Message,
    Note,
    Paragraph,
    Quotation,
    Text,
    Time,
)

BLOCKS = 50
"""Blocks of a message."""
CHARACTERS = 13_000
"""Characters of a message's blocks as JSON: what Slack counts is not documented, this is more."""
PIECE = 2_900
"""Characters of a block; Slack's limit for a text is 3,000."""
HEADER = 150
SUMMARY = 2_900
LABEL = 75
VALUE = 2_000
ACTION = 255
ROW = 25
"""Buttons of a row."""
BULLETS_HOME = 40
"""Points of a list in the App Home."""
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SlackPayload:
    """One message for `chat.postMessage`; `text` is for notifications and screen readers."""

    blocks: list[Json]
    text: str


def render(message: Message, *, characters: int = CHARACTERS) -> tuple[SlackPayload, ...]:
    """Render the message as one or more of Slack's, in order, of at most `characters` each."""

    def fits(blocks: Sequence[Json]) -> bool:
        size = len(json.dumps(blocks, ensure_ascii=False))
        return len(blocks) <= BLOCKS and size <= characters

    sections = [[piece for block in part for piece in _blocks(block)] for part in parts(message)]
    messages = pack([section for section in sections if section], fits) or [[]]
    count = len(messages)
    return tuple(
        SlackPayload(blocks, _summary(message.summary, number, count))
        for number, blocks in enumerate(messages, 1)
    )


def rich_line(words: Line, *, channel: str = "") -> Json:
    """Return a line as one block, with the name of a channel before it."""
    pieces = fold(words, PIECE, _size) or [(Text("…"),)]
    section = _section(tuple(pieces[0]))
    if channel:
        name = {"type": "channel", "channel_id": channel}
        section["elements"] = [name, _text(Text("  ")), *section["elements"]]
    return _rich(section)


def rich_list(items: Iterable[Line]) -> list[Json]:
    """Return lines as points."""
    return _bullets(items)


def _blocks(block: Block) -> list[Json]:
    match block:
        case Heading(line):
            return _heading(line)
        case Paragraph(line):
            return [_rich(_section(part)) for part in fold(line, PIECE, _size)]
        case Bullets(items):
            return _bullets(items)
        case Quotation():
            return _quotation(block)
        case Note(line):
            return [_context(part) for part in fold(line, PIECE, _mrkdwn_size)]
        case Divider():
            return [{"type": "divider"}]
        case Actions(buttons):
            return _actions(buttons)


def _heading(line: Line) -> list[Json]:
    words = "".join(on_one_line(part.text) for part in line if isinstance(part, Text)).strip()
    if words and _length_of(words) <= HEADER and all(isinstance(part, Text) for part in line):
        return [{"type": "header", "text": _plain_text(words)}]
    folded = fold(line, PIECE, _size)
    return [_rich(_section(tuple(part), bold=True)) for part in folded]


def _bullets(items: Iterable[Line]) -> list[Json]:
    """Return lists, as many points in each as fit; the rest of a long point is a point as well."""
    points = [part for item in items for part in fold(item, PIECE, _size)]
    lists: list[list[Line]] = []
    room = 0
    for point in points:
        size = sum(map(_size, point))
        if not lists or size > room:
            lists.append([])
            room = PIECE
        lists[-1].append(point)
        room -= size
    return [
        _rich({"type": "rich_text_list", "style": "bullet", "elements": [*map(_section, points)]})
        for points in lists
    ]


def _quotation(quotation: Quotation) -> list[Json]:
    pieces: list[list[Json]] = [
        [_text(Text(piece))] for piece in cut(quotation.text, PIECE, _length_of)
    ]
    for part in fold(credit(quotation), PIECE, _size):
        elements = [_element(inline) for inline in part]
        if pieces and _length(pieces[-1]) + _length(elements) < PIECE:
            pieces[-1] += [_text(Text("\n")), *elements]
        else:
            pieces.append(elements)
    return [_rich({"type": "rich_text_quote", "elements": elements}) for elements in pieces]


def _length(elements: Iterable[Json]) -> int:
    return sum(
        len(str(element.get("text", ""))) + len(element.get("url", "")) for element in elements
    )


def _actions(buttons: Iterable[Button]) -> list[Json]:
    elements = [
        {
            "type": "button",
            "text": _plain_text(label[0]),
            "action_id": button.action[:ACTION],
            **({"value": button.value} if button.value else {}),
        }
        for button in buttons
        if len(button.value) <= VALUE and (label := _fitted(button.label, LABEL))
    ]
    for number, element in enumerate(elements):  # an action_id may stand once in a message
        if any(other["action_id"] == element["action_id"] for other in elements[:number]):
            element["action_id"] = f"{str(element['action_id'])[: ACTION - 4]}#{number}"
    rows = [elements[start : start + ROW] for start in range(0, len(elements), ROW)]
    return [{"type": "actions", "elements": row} for row in rows]


def _fitted(text: str, limit: int) -> list[str]:
    return cut(on_one_line(text), limit, _length_of)


def _length_of(text: str) -> int:
    return len(defused(text))


def _plain_text(words: str) -> Json:
    return {"type": "plain_text", "text": defused(words), "emoji": False}


def _rich(element: Json) -> Json:
    return {"type": "rich_text", "elements": [element]}


def _section(line: Line, *, bold: bool = False) -> Json:
    return {
        "type": "rich_text_section",
        "elements": [_element(inline, bold=bold) for inline in line if not _empty(inline)],
    }


def _empty(inline: Inline) -> bool:
    return not isinstance(inline, Time) and not printable(inline.text)


def _element(inline: Inline, *, bold: bool = False) -> Json:
    match inline:
        case Text():
            return _text(inline, bold=bold)
        case Earlier(words):
            return _text(Text(words), bold=bold)
        case Link(words, address):
            url = safe_url(address)
            if not url:
                return _text(Text(words), bold=bold)
            style = {"style": {"bold": True}} if bold else {}
            return {"type": "link", "url": url, "text": defused(on_one_line(words)), **style}
        case Time():
            return {
                "type": "date",
                "timestamp": int(inline.at.timestamp()),
                "format": DATE_FORMATS[inline.style],
                "fallback": written_time(inline),
            }


def _text(text: Text, *, bold: bool = False) -> Json:
    style = {
        name: True
        for name, on in (
            ("bold", bold or text.bold),
            ("italic", text.italic),
            ("code", text.code),
        )
        if on
    }
    return {
        "type": "text",
        "text": defused(printable(text.text)),
        **({"style": style} if style else {}),
    }


def _size(inline: Inline) -> int:
    """Count an inline's characters in a rich text."""
    match inline:
        case Text(text) | Earlier(text):
            return len(defused(printable(text)))
        case Link(text, url):
            return len(defused(on_one_line(text))) + len(safe_url(url))
        case Time():
            return 60


def _context(line: Line) -> Json:
    text = "".join(map(mrkdwn, line)).strip()
    element = {"type": "mrkdwn", "text": text, "verbatim": True}
    return {"type": "context", "elements": [element]}


def _mrkdwn_size(inline: Inline) -> int:
    return len(mrkdwn(inline))


def _summary(summary: str, number: int, count: int) -> str:
    words = cut(on_one_line(summary), SUMMARY, lambda text: len(escape(text))) or ["Quickread"]
    more = f" ({number} of {count})" if count > 1 else ""
    return escape(words[0]) + more
