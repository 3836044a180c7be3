"""discord.py, imported in one place: it warns of a module that it needs for voice only."""

import warnings
from typing import Any

with warnings.catch_warnings():
    warnings.filterwarnings(
        "ignore", message="'audioop' is deprecated", category=DeprecationWarning
    )
    import discord
    from discord import app_commands, ui
    from discord.gateway import DiscordWebSocket
    from discord.http import Route, handle_message_parameters

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # this bot never speaks

Interaction = discord.Interaction[Any]

__all__ = [
    "DiscordWebSocket",
    "Interaction",
    "Route",
    "app_commands",
    "discord",
    "handle_message_parameters",
    "ui",
]
