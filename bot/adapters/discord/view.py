"""Discord's own view objects, made of a payload."""

from typing import Any

from bot.adapters.discord.library import discord, ui
from bot.adapters.discord.render import ACTION_ROW, CONTAINER, SEPARATOR, TEXT, DiscordPayload

Json = dict[str, Any]


def layout_view(payload: DiscordPayload, *, marker: int | None = None) -> ui.LayoutView:
    """Return the payload as a view; the outermost container carries `marker` as its id.

    The view is stopped: pressed buttons reach the adapter by their `custom_id`, also after a
    restart, and nothing of the view stays in memory.
    """
    view = ui.LayoutView(timeout=None)
    for component in payload.components:
        view.add_item(_item(component, marker))
    view.stop()
    return view


def _item(component: Json, marker: int | None = None) -> ui.Item[ui.LayoutView]:
    match component["type"]:
        case kind if kind == CONTAINER:
            inner = (_item(child) for child in component["components"])
            return ui.Container(*inner, id=marker)
        case kind if kind == TEXT:
            return ui.TextDisplay(component["content"])
        case kind if kind == SEPARATOR:
            return ui.Separator()
        case kind if kind == ACTION_ROW:
            return ui.ActionRow(*map(_button, component["components"]))
        case kind:
            raise ValueError(f"no such component here: {kind}")


def _button(component: Json) -> ui.Button[ui.LayoutView]:
    return ui.Button(
        style=discord.ButtonStyle(component["style"]),
        label=component["label"],
        custom_id=component["custom_id"],
    )
