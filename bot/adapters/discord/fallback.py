"""Where Components V2 are refused: the same words in an embed, or as an ordinary message.

render → refused → embedded → refused → plain
"""

from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from typing import Any, TypeVar

import structlog

from bot.adapters.discord.render import (
    ACTION_ROW,
    CONTENT,
    MARKS,
    TEXT,
    DiscordPayload,
    joined,
    pieces,
    render,
    summary,
)
from bot.adapters.splitting import pack
from bot.adapters.structure import parts
from bot.messages import Message
from briefings.errors import Malformed

EMBED = 4_000
"""Characters of an embed's description: Discord takes 4,096."""
ROWS = 5
"""Rows of buttons of a message without Components V2."""
COLOUR = 0x4F6BED

Json = dict[str, Any]
Said = TypeVar("Said")

_log = structlog.get_logger(__name__)


def embedded(message: Message) -> tuple[DiscordPayload, ...]:
    """Render the message as embeds, the buttons under them."""
    packed = _packed(message, EMBED)
    shown = [[piece for piece in part if piece["type"] == TEXT] for part in packed]
    rows = [[piece for piece in part if piece["type"] == ACTION_ROW] for part in packed]
    return tuple(
        DiscordPayload(
            list(islice(buttons, ROWS)),
            embeds=[
                {
                    "color": COLOUR,
                    "description": joined([text["content"] for text in texts]) or summary(message),
                }
            ],
        )
        for texts, buttons in zip(shown, rows, strict=True)
    ) or (DiscordPayload([], embeds=[{"color": COLOUR, "description": summary(message)}]),)


def plain(message: Message) -> tuple[DiscordPayload, ...]:
    """Render the message as text only, without buttons."""
    texts = [
        joined([piece["content"] for piece in part if piece["type"] == TEXT])
        for part in _packed(message, CONTENT)
    ]
    return tuple(DiscordPayload([], text) for text in texts if text) or (
        DiscordPayload([], summary(message)),
    )


async def in_some_form(
    message: Message, say: Callable[[Sequence[DiscordPayload]], Awaitable[Said]]
) -> Said:
    """Say the message in the best form that Discord takes. Raises PlatformError."""
    for form in (render, embedded):
        try:
            return await say(form(message))
        except Malformed as problem:
            _log.warning("discord_form_refused", form=form.__name__, error=problem.message)
    return await say(plain(message))


def _packed(message: Message, limit: int) -> list[list[Json]]:
    sections = [
        [piece for block in part for piece in pieces(block, limit - MARKS)]
        for part in parts(message)
    ]

    def fits(part: Sequence[Json]) -> bool:
        texts = [piece["content"] for piece in part if piece["type"] == TEXT]
        rows = sum(piece["type"] == ACTION_ROW for piece in part)
        return len(joined(texts)) <= limit and rows <= ROWS

    return pack([section for section in sections if section], fits)
