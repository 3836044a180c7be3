"""What Discord sends, read into what was asked and where."""

import re
from dataclasses import dataclass
from typing import Any

from bot.adapters.discord.commands import Interaction
from bot.adapters.discord.library import discord

DIRECT = "@me"
"""The server's name for direct messages."""

_MENTION = re.compile(r"<(?:@[!&]?|#|a?:\w+:|/[^:<>]+:)\d+>")


@dataclass(frozen=True, slots=True)
class Place:
    """A channel in Discord's own ids; `thread` is the message that a thread hangs under."""

    server: str
    channel: str
    thread: str | None = None


def place_of(channel: Any, channel_id: int | None, guild_id: int | None) -> Place:
    """Return where something was said: the channel, and the thread if it was in one."""
    server = str(guild_id) if guild_id else DIRECT
    if isinstance(channel, discord.Thread):
        return Place(server, str(channel.parent_id), str(channel.id))
    return Place(server, str(channel_id))


def question(message: discord.Message, bot: int) -> str | None:
    """Return the question in a message; None for what is not for the bot.

    Questions mention the bot, reply to it, stand in its own thread, or are direct messages.
    """
    spoken = message.type in (discord.MessageType.default, discord.MessageType.reply)
    if message.author.bot or message.author.id == bot or not spoken or message.webhook_id:
        return None
    replied = message.reference.resolved if message.reference else None
    to_us = isinstance(replied, discord.Message) and replied.author.id == bot
    own_thread = isinstance(message.channel, discord.Thread) and message.channel.owner_id == bot
    mentioned = any(user.id == bot for user in message.mentions)
    if not (mentioned or to_us or own_thread or message.guild is None):
        return None
    return _MENTION.sub(" ", message.content).strip() or None


def under(message: discord.Message) -> str | None:
    """Return the message that this one replies to."""
    reference = message.reference
    return str(reference.message_id) if reference and reference.message_id else None


def may_manage(interaction: Interaction, *, trusted: bool) -> bool:
    """Whether the asker may change the channel.

    For `trusted` commands Discord itself has checked, by the server's own integration settings.
    """
    if interaction.guild_id is None or trusted:
        return True
    rights = interaction.permissions
    return rights.manage_guild or rights.manage_channels or rights.administrator
