"""The desk: takes a command or question from any platform and answers it.

Request → which command → may they? → the command's own function → Reply
"""

import difflib
import math
import secrets
from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.channels import NOTHING, Reply, Request
from bot.compose import answer_message, brief_message, error_message, text_message
from bot.conversation.catalogue import COMMANDS, SUBCOMMANDS
from bot.conversation.digests import Digests
from bot.conversation.feeds import Feeds
from bot.conversation.help import help_message
from bot.conversation.ports import DeskEditions, DeskNewsroom, DeskSchedules, DeskStore
from bot.conversation.why import Why
from bot.limits import Limits, Refusal
from briefings.clock import Clock
from briefings.errors import InputError, QuickreadError
from briefings.feeds.links import is_web_address

log = structlog.get_logger(__name__)

QUESTION_LIMIT = 1000
"""Characters of a question or topic; more is no question."""
Handler = Callable[[Request], Awaitable[Reply]]


class Desk:
    """Answers requests. `zone` is the time zone of users whose platform tells none."""

    def __init__(
        self,
        newsroom: DeskNewsroom,
        store: DeskStore,
        schedules: DeskSchedules,
        editions: DeskEditions,
        *,
        clock: Clock,
        zone: str = "UTC",
        limits: Limits | None = None,
    ) -> None:
        self._limits = limits or Limits(clock=clock)
        self._newsroom = newsroom
        self._store = store
        self._zone = zone
        self._why = Why(store, clock=clock, zone=zone)
        digests = Digests(newsroom, store, schedules, editions, clock=clock, zone=zone)
        self._handlers: Mapping[str, Handler] = {
            "brief": self._brief,
            "more": self._more,
            "follow": digests.follow,
            "ask": self._ask,
            "": self._ask,
            "help": self._help,
            **digests.handlers(),
            **Feeds(newsroom, clock=clock, zone=zone).handlers(),
        }

    async def handle(self, request: Request) -> Reply:
        """Answer a command or question; whatever goes wrong becomes a plain reply."""
        refusal = self._limits.take(request)
        if refusal:
            return _too_much(refusal, request)
        try:
            name, rest = self._which(request)
            self._check(name, request)
            own = Request(request.channel, request.user, name, rest, request.thread)
            return await self._handlers[name](own)
        except QuickreadError as error:
            return Reply(error_message(error), private=True)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("a request failed", reference=reference, command=request.name)
            sorry = "Something went wrong on my side, and it is in the log."
            return Reply(text_message(sorry, note=f"Reference {reference}"), private=True)

    def _which(self, request: Request) -> tuple[str, str]:
        """Return the handler's name and the argument that is left for it."""
        name = request.name.lower().lstrip("/")
        argument = request.argument.strip()
        if name in ("digest", "feeds"):
            word, _, rest = argument.partition(" ")
            full = f"{name} {word.lower()}".strip()
            if full in self._handlers:
                return full, rest.strip()
            if not word or word.lower() == "help":
                return "help", name
            raise self._unknown(full)
        if name not in self._handlers:
            raise self._unknown(name)
        return name, argument

    def _unknown(self, name: str) -> InputError:
        names = [command.name for command in (*COMMANDS, *SUBCOMMANDS)]
        near = difflib.get_close_matches(name, names, 1, 0.5)
        hint = f"Did you mean /{near[0]}?" if near else "/help lists what I know."
        return InputError(f"I don't know the command “/{name[:60]}”.", hint=hint)

    def _check(self, name: str, request: Request) -> None:
        changes = {command.name for command in SUBCOMMANDS if command.changes} | {"follow"}
        if name in changes and not request.user.may_manage:
            raise InputError(
                "Only those who may manage this channel can change its feeds and digests.",
                hint="Ask one of them.",
            )

    async def _brief(self, request: Request) -> Reply:
        topic, private = _part_private(request.argument)
        if not topic:
            raise InputError("Brief what?", hint="For example: /brief ukraine")
        asked, _, link = topic.partition(" ")
        if asked.lower() == "why" and is_web_address(link.strip()):
            return await self._why.explain(link.strip(), request)
        if is_web_address(topic):
            return await self._brief_link(topic, request, private=private)
        brief = await self._newsroom.brief(topic, scope=request.channel.scope)
        message = brief_message(brief, zone=request.user.zone or self._zone, buttons=True)
        return Reply(message, private=private, about=tuple(story.id for story in brief.stories))

    async def _brief_link(self, address: str, request: Request, *, private: bool) -> Reply:
        brief = await self._newsroom.brief_address(address)
        message = brief_message(brief, zone=request.user.zone or self._zone)
        return Reply(message, private=private)

    async def _more(self, request: Request) -> Reply:
        brief = await self._newsroom.brief(
            request.argument, scope=request.channel.scope, bullets=10, quotes=6
        )
        return Reply(
            brief_message(brief, zone=request.user.zone or self._zone),
            private=True,
            about=tuple(story.id for story in brief.stories),
        )

    async def _ask(self, request: Request) -> Reply:
        question = request.argument.strip()
        if not question:
            raise InputError("Ask what?", hint="For example: /ask How many countries?")
        if len(question) > QUESTION_LIMIT:
            raise InputError("That is too long for a question.", hint="Ask one thing at a time.")
        memory = None
        if request.thread:
            memory = await self._store.thread(request.channel.address, request.thread)
        answer = await self._newsroom.ask(
            question,
            scope=request.channel.scope,
            story_ids=memory.story_ids if memory else (),
        )
        return Reply(answer_message(answer, zone=request.user.zone or self._zone))

    async def _help(self, request: Request) -> Reply:
        return Reply(help_message(request.argument), private=True)


def _too_much(refusal: Refusal, request: Request) -> Reply:
    """Ask for patience; a command is always answered, a question asked on top of it once."""
    if refusal.told and not request.name:
        return NOTHING
    seconds = max(1, math.ceil(refusal.wait))
    when = "in a second" if seconds == 1 else f"in {seconds} seconds"
    words = f"That is more than I can answer at once. Please ask again {when}."
    return Reply(text_message(words), private=True)


def _part_private(argument: str) -> tuple[str, bool]:
    words = argument.split()
    for place in (0, -1):
        if len(words) > 1 and words[place].lower() == "private":
            del words[place]
            return " ".join(words), True
    return argument.strip(), False
