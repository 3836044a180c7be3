"""Messages as JSON, for the store and the page, and back."""

from dataclasses import fields
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from bot import messages
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
    TimeStyle,
)

Json = dict[str, Any]
_AS_IT_IS = frozenset((str, bool, int, float, type(None)))


def to_json(message: Message) -> Json:
    """Return a message as an object that JSON can hold."""
    return {"summary": message.summary, "blocks": [_plain(block) for block in message.blocks]}


def from_json(given: Json) -> Message:
    """Read a message back. Raises KeyError, TypeError, ValueError for what `to_json` never made."""
    return Message(tuple(_block(block) for block in given["blocks"]), str(given["summary"]))


def _plain(value: Any) -> Any:
    if value.__class__ in _AS_IT_IS:  # nearly all there is, and digests come by the thousand
        return value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    named = {name: _plain(getattr(value, name)) for name in _names(value.__class__)}
    return {"is": value.__class__.__name__, **named}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _block(given: Json) -> Block:
    match given["is"]:
        case "Heading" | "Paragraph" | "Note" as name:
            made: Heading | Paragraph | Note = getattr(messages, name)(_line(given["line"]))
            return made
        case "Bullets":
            return Bullets(tuple(_line(item) for item in given["items"]))
        case "Quotation":
            source = given["source"]
            link = Link(source["text"], source["url"]) if source else None
            return Quotation(given["text"], given["speaker"], link)
        case "Divider":
            return Divider()
        case "Actions":
            return Actions(
                tuple(Button(one["label"], one["action"], one["value"]) for one in given["buttons"])
            )
    raise ValueError("no such block")


def _line(given: list[Json]) -> Line:
    return tuple(_inline(one) for one in given)


def _inline(given: Json) -> Inline:
    match given["is"]:
        case "Text":
            return Text(given["text"], given["bold"], given["italic"], given["code"])
        case "Link":
            return Link(given["text"], given["url"])
        case "Earlier":
            return Earlier(given["text"], given["key"], given["story"])
        case "Time":
            style = TimeStyle(given["style"])
            return Time(datetime.fromisoformat(given["at"]), style, given["zone"])
    raise ValueError("no such inline")
