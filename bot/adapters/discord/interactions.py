"""Answers to an interaction: deferred at once, filled in when the work is done."""

from bot.adapters.discord.commands import Interaction
from bot.adapters.discord.connect import as_file, content, mapped
from bot.adapters.discord.render import DiscordPayload, render
from bot.adapters.structure import complaint
from bot.channels import Reply
from briefings.errors import QuickreadError


class Answers:
    """The answers to one interaction, deferred as `private` before the answer is known."""

    def __init__(self, interaction: Interaction, *, private: bool) -> None:
        self._interaction, self._private = interaction, private
        self._filled = False

    async def defer(self) -> None:
        """Tell Discord within its three seconds that an answer will come. Raises PlatformError."""
        with mapped():
            await self._interaction.response.defer(ephemeral=self._private, thinking=True)

    async def give(self, reply: Reply) -> str:
        """Answer; return the id of the first message. Raises PlatformError."""
        ids = [await self._say(payload, private=reply.private) for payload in render(reply.message)]
        if reply.attachment:
            with mapped():
                await self._interaction.followup.send(
                    file=as_file(*reply.attachment), ephemeral=reply.private
                )
        return str(ids[0])

    async def fail(self, error: QuickreadError) -> None:
        """Tell the asker, and nobody else, what went wrong. Raises PlatformError."""
        for payload in render(complaint(error)):
            await self._say(payload, private=True)

    async def _say(self, payload: DiscordPayload, *, private: bool) -> int:
        with mapped():
            if not self._filled:
                self._filled = True
                if private == self._private:
                    edited = await self._interaction.edit_original_response(**content(payload))
                    return edited.id
                # what was deferred for all can't become private, nor the other way
                await self._interaction.delete_original_response()
            sent = await self._interaction.followup.send(
                **content(payload), ephemeral=private, wait=True
            )
            return sent.id
