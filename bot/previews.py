"""What a message looks like elsewhere: drawn from the very payloads that the adapters post."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.messages import Message

Preview = Callable[[Message], Any]


def previews() -> Mapping[str, Preview]:
    """Return, for each platform, what it is given for a message."""
    return {"slack": _slack, "discord": _discord, "terminal": _terminal}


def _slack(message: Message) -> Any:
    from bot.adapters.slack.render import render

    return [{"blocks": payload.blocks, "text": payload.text} for payload in render(message)]


def _discord(message: Message) -> Any:
    from bot.adapters.discord.render import render

    return [{"components": payload.components} for payload in render(message)]


def _terminal(message: Message) -> Any:
    from bot.adapters.console.render import render

    return render(message)
