"""Discord's own objects, made of a payload: what the library's sending methods take."""

import io
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from bot.adapters.discord.library import discord, ui
from bot.adapters.discord.render import (
    ACTION_ROW,
    CONTAINER,
    IS_COMPONENTS_V2,
    SEPARATOR,
    TEXT,
    DiscordPayload,
    marked_id,
)

Json = dict[str, Any]

_MARK = "https://discord.com/#"
"""An embed without a title shows no address: that is where its mark stands."""


def content(payload: DiscordPayload, marker: int | None = None) -> dict[str, Any]:
    """Return what the library's sending methods take; the message carries `marker` for ever."""
    if payload.flags == IS_COMPONENTS_V2:
        return {"view": layout_view(payload, marker=marker)}
    if not payload.embeds:
        return {"content": payload.content, "suppress_embeds": True}
    embeds = [discord.Embed.from_dict(embed) for embed in payload.embeds]
    if marker:
        embeds[0].url = f"{_MARK}{marker}"
    said: dict[str, Any] = {"embeds": embeds}
    if payload.components:
        said["view"] = _rows(payload, marker)
    return said


def marker_of(message: Any) -> int | None:
    """Return the marker that a message was posted with, None for none."""
    for component in message.components:
        if isinstance(component, discord.Container) and component.id:
            return component.id
    for embed in message.embeds:
        found = re.fullmatch(f"{_MARK}(\\d+)", embed.url or "")
        if found:
            return int(found[1])
    return None


def layout_view(payload: DiscordPayload, *, marker: int | None = None) -> ui.LayoutView:
    """Return the payload as a view; the outermost container carries `marker` as its id.

    The view is stopped: pressed buttons reach the adapter by their `custom_id`, also after a
    restart, and nothing of the view stays in memory.
    """
    view = ui.LayoutView(timeout=None)
    numbers = count()
    for component in payload.components:
        view.add_item(_item(component, numbers, marker))
    view.stop()
    return view


def _rows(payload: DiscordPayload, marker: int | None) -> ui.View:
    """Return rows of buttons, as messages without Components V2 have them."""
    view = ui.View(timeout=None)
    numbers = count()
    for number, row in enumerate(payload.components):
        for component in row["components"]:
            button = _button(component, numbers, marker)
            button.row = number
            view.add_item(button)
    view.stop()
    return view


def _item(
    component: Json, numbers: Iterator[int], marker: int | None, *, inside: bool = False
) -> ui.Item[ui.LayoutView]:
    match component["type"]:
        case kind if kind == CONTAINER:
            children = component["components"]
            inner = (_item(child, numbers, marker, inside=True) for child in children)
            return ui.Container(*inner, id=None if inside else marker)
        case kind if kind == TEXT:
            return ui.TextDisplay(component["content"])
        case kind if kind == SEPARATOR:
            return ui.Separator()
        case kind if kind == ACTION_ROW:
            buttons = (_button(button, numbers, marker) for button in component["components"])
            return ui.ActionRow(*buttons)
        case kind:
            raise ValueError(f"no such component here: {kind}")


def _button(component: Json, numbers: Iterator[int], marker: int | None) -> ui.Button[Any]:
    return ui.Button(
        style=discord.ButtonStyle(component["style"]),
        label=component["label"],
        custom_id=marked_id(component["custom_id"], marker, next(numbers)),
    )


def as_file(name: str, text: str) -> discord.File:
    """Return a text as a file to upload."""
    return discord.File(io.BytesIO(text.encode()), filename=name)
