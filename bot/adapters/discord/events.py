"""What Discord sends, read into what was asked and where."""

import re
from dataclasses import dataclass
from typing import Any

from bot.adapters.discord.library import Interaction, discord
from bot.channels import Channel

PLATFORM = "discord"

_MENTION = re.compile(r"<(?:@[!&]?|#|a?:\w+:|/[^:<>]+:)\d+>")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something was said; `thread` is the message that a thread hangs under."""

    channel: Channel
    thread: str | None = None


def spot_of_message(message: Any) -> Spot:
    """Return where a message was said: the channel, and the thread if it was in one."""
    if message.guild is None:
        return Spot(direct(message.author.id))
    return _in_server(message.guild.id, message.channel, message.channel.id)


def spot_of(interaction: Interaction) -> Spot:
    """Return where a command was given or a button pressed.

    Where the bot itself is not (people's own conversations, servers in which somebody has installed
    it for themselves only), what is said belongs to the asker.
    """
    if interaction.guild_id is None or not interaction.is_guild_integration():
        return Spot(direct(interaction.user.id))
    return _in_server(interaction.guild_id, interaction.channel, interaction.channel_id)


def direct(user: int) -> Channel:
    """Return somebody's direct messages, which are a workspace of their own."""
    return Channel(PLATFORM, f"@{user}", f"@{user}")


def _in_server(server: int, channel: Any, channel_id: int | None) -> Spot:
    if isinstance(channel, discord.Thread):
        return Spot(Channel(PLATFORM, str(server), str(channel.parent_id)), str(channel.id))
    return Spot(Channel(PLATFORM, str(server), str(channel_id)))


def question(message: discord.Message, bot: int) -> str | None:
    """Return the question in a message; None for what is not for the bot.

    Questions mention the bot, reply to it, stand in its own thread, or are direct messages.
    """
    spoken = message.type in (discord.MessageType.default, discord.MessageType.reply)
    if message.author.bot or message.author.id == bot or not spoken or message.webhook_id:
        return None
    own_thread = isinstance(message.channel, discord.Thread) and message.channel.owner_id == bot
    if not (own_thread or is_addressed(message, bot)):
        return None
    return _MENTION.sub(" ", message.content).strip() or None


def is_addressed(message: discord.Message, bot: int) -> bool:
    """Whether a message mentions the bot, replies to it, or was written to it directly."""
    replied = message.reference.resolved if message.reference else None
    to_us = isinstance(replied, discord.Message) and replied.author.id == bot
    return message.guild is None or to_us or any(user.id == bot for user in message.mentions)


def under(message: discord.Message) -> str | None:
    """Return the message that this one replies to."""
    reference = message.reference
    return str(reference.message_id) if reference and reference.message_id else None


def sees(interaction: Interaction, channel: str) -> bool:
    """Whether whoever types may see another channel of the server; not where that is unknown."""
    server, member = interaction.guild, interaction.user
    found = server.get_channel(int(channel)) if server and channel.isdecimal() else None
    if found is None or not isinstance(member, discord.Member):
        return False
    return found.permissions_for(member).view_channel


def may_manage(interaction: Interaction, *, trusted: bool) -> bool:
    """Whether the asker may change the channel.

    For `trusted` commands Discord itself has checked, by the server's own integration settings.
    """
    if trusted or not interaction.is_guild_integration():
        return True
    rights = interaction.permissions
    return rights.manage_guild or rights.manage_channels or rights.administrator
