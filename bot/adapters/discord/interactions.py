"""Answers to an interaction: deferred at once, filled in when the work is done."""

from collections.abc import Sequence

from bot.adapters.discord.connect import mapped
from bot.adapters.discord.fallback import in_some_form
from bot.adapters.discord.library import Interaction
from bot.adapters.discord.render import DiscordPayload
from bot.adapters.discord.view import as_file, content
from bot.adapters.structure import complaint
from bot.channels import Reply
from bot.messages import Message
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

    async def refuse(self, error: QuickreadError) -> None:
        """Tell the asker at once what went wrong, nothing being deferred. Raises PlatformError."""
        await self.defer()
        await self.fail(error)

    async def give(self, reply: Reply) -> str:
        """Answer; return the id of the first message. Raises PlatformError."""
        first = await self._say(reply.message, private=reply.private)
        if reply.attachment:
            with mapped():
                await self._interaction.followup.send(
                    file=as_file(*reply.attachment), ephemeral=reply.private
                )
        return str(first)

    async def fail(self, error: QuickreadError) -> None:
        """Tell the asker, and nobody else, what went wrong. Raises PlatformError."""
        await self._say(complaint(error), private=True)

    async def _say(self, message: Message, *, private: bool) -> int:
        async def say(payloads: Sequence[DiscordPayload]) -> int:
            ids = [await self._say_part(payload, private=private) for payload in payloads]
            return ids[0]

        return await in_some_form(message, say)

    async def _say_part(self, payload: DiscordPayload, *, private: bool) -> int:
        said = content(payload)
        with mapped():
            if not self._filled and private == self._private:
                said.pop("suppress_embeds", None)
                edited = await self._interaction.edit_original_response(**said)
                self._filled = True
                return edited.id
            if not self._filled:
                # what was deferred for all can't become private, nor the other way
                self._filled = True
                await self._interaction.delete_original_response()
            sent = await self._interaction.followup.send(**said, ephemeral=private, wait=True)
            return sent.id
