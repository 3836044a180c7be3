"""The calls to Discord's REST API that posting needs, each with its errors as ours."""

import asyncio
from typing import Any

from bot.adapters.discord.connect import DiscordConnection, mapped
from bot.adapters.discord.library import discord, handle_message_parameters
from bot.adapters.discord.places import Place, place_from
from bot.adapters.discord.recent import Recent
from bot.adapters.discord.render import DiscordPayload
from bot.adapters.discord.view import content, marker_of

CALL_SECONDS = 60.0
REMEMBERED = 20_000
"""Channels and people's direct channels whose kind and id are kept in mind."""
ARCHIVE_AFTER = 1440
"""Minutes without a message until Discord folds a thread away; a new message unfolds it."""


class Calls:
    """What the bot asks of Discord's REST API. Each method raises PlatformError."""

    def __init__(self, connection: DiscordConnection, *, seconds: float = CALL_SECONDS) -> None:
        """`seconds` is how long a call may take."""
        self._connection, self._seconds = connection, seconds
        self._places: Recent[int, Place] = Recent(REMEMBERED)
        self._direct: Recent[int, int] = Recent(REMEMBERED)

    @property
    def _client(self) -> Any:
        return self._connection.connected()

    @property
    def own_id(self) -> int:
        """The bot's own user id."""
        return int(self._client.user.id)

    async def place(self, channel: int) -> Place:
        """Return what kind of channel this is."""
        known = self._client.get_channel(channel) or self._places.get(channel)
        if known is None:
            with mapped():
                known = place_from(await self._client.http.get_channel(channel))
            self._places.keep(channel, known)
        return known if isinstance(known, Place) else place_from(known)

    def forget(self, channel: int) -> None:
        """Forget what kind of channel this is: it was changed or deleted."""
        self._places.drop(channel)

    async def direct(self, user: int) -> int:
        """Return the channel of somebody's direct messages."""
        known = self._direct.get(user)
        if known is None:
            with mapped():
                known = int((await self._client.http.start_private_message(user))["id"])
            self._direct.keep(user, known)
        return known

    async def send(
        self,
        channel: int,
        payload: DiscordPayload,
        *,
        nonce: str | None = None,
        marker: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        """Post to a channel or thread; return the message's id."""
        options: dict[str, Any] = {"nonce": nonce} if nonce else {}
        if reply_to:
            options["reference"] = discord.MessageReference(
                message_id=reply_to, channel_id=channel, fail_if_not_exists=False
            )
        place = self._client.get_partial_messageable(channel)
        with mapped():
            async with asyncio.timeout(self._seconds):
                sent = await place.send(**content(payload, marker), **options)
        return int(sent.id)

    async def edit(self, channel: int, message: int, payload: DiscordPayload, marker: int) -> None:
        """Have a message of the bot's say something else."""
        said = content(payload, marker)
        said.pop("suppress_embeds", None)  # stays as it was posted
        found = self._client.get_partial_messageable(channel).get_partial_message(message)
        nobody = discord.AllowedMentions.none()  # the library leaves it out where only a view is
        with mapped():
            async with asyncio.timeout(self._seconds):
                await found.edit(**said, allowed_mentions=nobody)

    async def unfold(self, thread: int) -> None:
        """Open a thread again that Discord folded away."""
        with mapped():
            await self._client.http.edit_channel(thread, archived=False)

    async def open_post(self, forum: Place, name: str, payload: DiscordPayload, marker: int) -> int:
        """Open a post in a forum; return its id, which its first message and its thread share."""
        post: dict[str, Any] = {"name": name, "auto_archive_duration": ARCHIVE_AFTER}
        if forum.tag:
            post["applied_tags"] = [forum.tag]
        said = content(payload, marker)
        if said.pop("suppress_embeds", False):
            said["flags"] = discord.MessageFlags(suppress_embeds=True)
        with (
            handle_message_parameters(
                **said,
                allowed_mentions=discord.AllowedMentions.none(),
                channel_payload=post,
            ) as params,
            mapped(),
        ):
            async with asyncio.timeout(self._seconds):
                made = await self._client.http.start_thread_in_forum(forum.id, params=params)
        return int(made["id"])

    async def thread_under(self, channel: int, message: int, name: str) -> None:
        """Open a thread under a message; it gets the message's id."""
        with mapped():
            await self._client.http.start_thread_with_message(
                channel, message, name=name, auto_archive_duration=ARCHIVE_AFTER
            )

    async def publish(self, channel: int, message: int) -> None:
        """Hand an announcement on to the servers that follow its channel."""
        with mapped():
            async with asyncio.timeout(self._seconds / 4):
                await self._client.http.publish_message(channel, message)

    async def own_markers(self, channel: int, limit: int) -> dict[int, int]:
        """Return marker → message id of the bot's latest messages."""
        client = self._client
        found: dict[int, int] = {}
        with mapped():
            async for message in client.get_partial_messageable(channel).history(limit=limit):
                mark = marker_of(message) if message.author.id == client.user.id else None
                if mark:
                    found[mark] = message.id
        return found

    async def own_posts(self, server: int, forum: int, limit: int) -> list[int]:
        """Return the bot's latest posts in a forum, newest first."""
        client = self._client
        with mapped():
            active = await client.http.get_active_threads(server)
            folded = await client.http.get_public_archived_threads(forum, limit=limit)
        own = {
            int(thread["id"])
            for thread in (*active["threads"], *folded["threads"])
            if int(thread["parent_id"]) == forum and int(thread["owner_id"]) == client.user.id
        }
        return sorted(own, reverse=True)[:limit]
