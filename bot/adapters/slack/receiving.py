"""What people ask in Slack, and the answers: once each, whatever is sent twice.

asked → was it handled before? → Conversation.handle → the channel, the thread or the asker
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any, Protocol

import structlog

from bot.adapters.slack.answers import Answers
from bot.adapters.slack.assistant import show_status
from bot.adapters.slack.events import Asked
from bot.adapters.slack.workspaces import Workspace, Workspaces
from bot.adapters.structure import cut_off
from bot.channels import Channel, Conversation, Posted, Reply, Request, User
from bot.messages import Message, Note, Text, line
from briefings.errors import QuickreadError, Unreachable

READING = frozenset(
    {"brief", "more", "help", "ask", "question", "watch", "unwatch", "not_useful", ""}
)
"""Commands that change nothing, for which nobody's rights are looked up."""
MOST_KEPT = 10_000

_log = structlog.get_logger(__name__)


class Memory(Protocol):
    """What was handled already, over restarts."""

    async def mark_seen(self, key: str) -> bool:
        """Mark the key; return whether that is for the first time."""


OnPosted = Callable[[Request, Reply, Posted], Awaitable[None]]


class Receiver:
    """Takes what is asked to the conversation, and its answers back."""

    def __init__(
        self,
        conversation: Conversation,
        workspaces: Workspaces,
        *,
        memory: Memory | None,
        on_posted: OnPosted | None,
        patience: float,
    ) -> None:
        self._conversation, self._workspaces = conversation, workspaces
        self._memory, self._on_posted, self._patience = memory, on_posted, patience
        self._tasks: set[asyncio.Task[None]] = set()
        self._recent: OrderedDict[str, None] = OrderedDict()

    def ask(self, asked: Asked) -> None:
        """Have something answered."""
        self.spawn(self.answer(asked))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Have work done that nobody waits for; it is ended when the adapter stops."""
        task = asyncio.create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """End; answers under way get two seconds, then a half to say that they are cut off."""
        for seconds in (2, 0.5):
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=seconds)
            for task in self._tasks:
                task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def first_time(self, key: str) -> bool:
        """Whether this was not handled before, in this run or an earlier one; it now is."""
        if key in self._recent:
            return False
        self._recent[key] = None
        while len(self._recent) > MOST_KEPT:
            self._recent.popitem(last=False)
        return self._memory is None or await self._memory.mark_seen(key)

    async def answer(self, asked: Asked) -> None:
        """Answer, if this was not answered before."""
        if not await self.first_time(asked.key):
            return
        workspace = await self._workspaces.of(asked.team)
        answers = Answers(workspace.slack, workspace.poster, asked)
        self.spawn(show_status(workspace, asked))
        work = asyncio.create_task(self._handle(workspace, asked))
        try:
            done, _ = await asyncio.wait({work}, timeout=self._patience)
            if not done:
                await answers.wait()
            request, reply = await work
            if reply.silent:
                return
            posted = await answers.give(reply if asked.shown else _with_question(reply, asked))
            if posted and self._on_posted:
                # whoever goes on under an answer does so in the thread that it stands in
                await self._on_posted(request, reply, Posted(asked.under or posted))
        except QuickreadError as error:
            _log.warning("slack_answer_failed", command=asked.name, error=error.message)
            await answers.fail(error)
        except asyncio.CancelledError:
            await answers.fail(cut_off())
            raise
        except Exception:  # noqa: BLE001  # whoever asked gets an answer, whatever broke
            _log.exception("slack_answer_failed", command=asked.name)
            await answers.fail(Unreachable("That went wrong.", hint="Please try again."))
        finally:
            work.cancel()

    async def told(self, asked: Asked, work: Coroutine[Any, Any, None]) -> None:
        """Do work for somebody; what goes wrong is told to them."""
        try:
            await work
        except QuickreadError as error:
            workspace = await self._workspaces.of(asked.team)
            await Answers(workspace.slack, workspace.poster, asked).fail(error)

    async def _handle(self, workspace: Workspace, asked: Asked) -> tuple[Request, Reply]:
        channel = Channel("slack", asked.team, asked.channel)
        user = User(asked.user, may_manage=False)
        if asked.name not in READING:
            user = await workspace.people.look_up(asked.user, asked.channel)
        request = Request(
            channel, user, asked.name, asked.argument, asked.thread, overheard=asked.overheard
        )
        return request, await self._conversation.handle(request)


def _with_question(reply: Reply, asked: Asked) -> Reply:
    """Return a public answer with its question over it, which nobody else saw."""
    if reply.private or not asked.argument:
        return reply
    question = Note(line("Asked: ", Text(asked.argument, italic=True)))
    message = reply.message
    return replace(reply, message=Message((question, *message.blocks), message.summary))


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except QuickreadError as error:
        _log.warning("slack_work_failed", error=error.message)
    except Exception:  # noqa: BLE001  # nobody else hears of it
        _log.exception("slack_work_failed")
