"""What a message would look like elsewhere, drawn from the payloads that would be posted."""

from typing import Any

from markupsafe import Markup

from bot.adapters.web.previews.discord import discord_html
from bot.adapters.web.previews.slack import slack_html
from bot.adapters.web.previews.terminal import terminal_html


def draw(platform: str, payload: Any) -> Markup:
    """Return the drawing of a platform's payload: `slack`, `discord`, or anything that is text."""
    match platform:
        case "slack":
            return slack_html(payload)
        case "discord":
            return discord_html(payload)
    return terminal_html(str(payload))
