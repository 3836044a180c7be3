"""Files that people hand over with a command."""

from bot.adapters.discord.errors import platform_error
from bot.adapters.discord.library import discord
from briefings.errors import InputError

LARGEST = 2_000_000
"""Bytes that are read at most."""


async def text_of(file: discord.Attachment) -> str:
    """Return the text of a file. Raises InputError, PlatformError."""
    if file.size > LARGEST:
        raise InputError(f"That file has more than {LARGEST // 1_000_000} MB.")
    try:
        data = await file.read()
    except discord.HTTPException as error:
        raise platform_error(error.status, error.code) from None
    return data[:LARGEST].decode("utf-8-sig", errors="replace")
