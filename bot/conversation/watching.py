"""Questions that the sources don't answer yet: watched for when somebody asks for that.

button under "The sources don't say" → the thread's question → kept; "Don't watch" → forgotten
"""

from dataclasses import replace
from datetime import timedelta

from bot.channels import Reply, Request
from bot.compose import text_message
from bot.conversation.ports import DeskStore
from bot.messages import Actions, Button, Time, TimeStyle
from briefings.errors import InputError, NotFound

KEPT = timedelta(days=7)
"""How long a question is watched for."""
MOST = 20
"""Questions of a channel that are watched for at the same time."""
_SHOWN = 200
_VALUE = 80
"""Characters of a button's value: a longer question is looked up in its thread."""


class Watching:
    """Keeps what is watched for. `zone` is the time zone of users whose platform tells none."""

    def __init__(self, store: DeskStore, *, zone: str) -> None:
        self._store = store
        self._zone = zone

    async def watch(self, request: Request) -> Reply:
        """Watch for an answer to a question of this thread. Raises InputError, NotFound."""
        channel, zone = request.channel.address, request.user.zone or self._zone
        question = await self._question(request)
        known = await self._store.watches(channel)
        is_new = (request.thread, question) not in [(one.thread, one.question) for one in known]
        if is_new and len(known) >= MOST:
            raise InputError(
                f"I watch for {MOST} questions of this channel already.",
                hint="Each ends when it is answered, after a week, or by its button.",
            )
        watch = await self._store.add_watch(channel, request.thread, question, zone)
        until = Time(watch.created_at + KEPT, TimeStyle.DATE, zone)
        promise = f"I'll tell you here, once, when the sources answer “{_short(question)}”."
        message = text_message(promise, " I look until ", until, ".")
        button = Actions((Button("Don't watch", "unwatch", str(watch.id)),))
        return Reply(replace(message, blocks=(*message.blocks, button)))

    async def unwatch(self, request: Request) -> Reply:
        """Watch no more. Raises NotFound for what is not watched for in this channel."""
        number = request.argument.strip()
        small = number.isascii() and number.isdecimal() and len(number) < _VALUE // 8
        if not small or not await self._store.remove_watch(request.channel.address, int(number)):
            raise NotFound("I don't watch for that any more.")
        return Reply(text_message("I watch for that no more."))

    async def _question(self, request: Request) -> str:
        """Return the question whose first words a button has."""
        start = " ".join(request.argument.split())
        if request.thread:
            memory = await self._store.thread(request.channel.address, request.thread)
            for turn in reversed(memory.turns if memory else ()):
                if start and " ".join(turn.question.split()).startswith(start):
                    return turn.question
        if not start or len(start) >= _VALUE:
            raise NotFound("I don't know that question any more.", hint="Please ask it again.")
        return start


def _short(question: str) -> str:
    words = " ".join(question.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rpartition(' ')[0]} …"
