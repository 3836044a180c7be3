"""The desk: takes a command or question from any platform and answers it.

Request → which command → may they? → the command's own function → Reply
"""

import difflib
import math
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import structlog

from bot.buttons import read_story_numbers
from bot.channels import NOTHING, Reply, Request
from bot.compose import brief_message, error_message, text_message
from bot.conversation.catalogue import COMMANDS, SUBCOMMANDS
from bot.conversation.digests import Digests
from bot.conversation.feeds import Feeds
from bot.conversation.help import help_message
from bot.conversation.ports import DeskEditions, DeskNewsroom, DeskSchedules, DeskStore
from bot.conversation.questions import Questions
from bot.conversation.watching import Watching
from bot.conversation.why import Why
from bot.limits import Limits, Refusal
from briefings.clock import Clock
from briefings.errors import InputError, QuickreadError
from briefings.feeds.links import is_web_address
from briefings.model import Brief, Turn

CHANGING = frozenset({"follow", "feed_mend", "feed_drop"})
"""Buttons for those only who may manage the channel, as commands that change something are."""

log = structlog.get_logger(__name__)

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
        questions, watching = Questions(newsroom, store, zone=zone), Watching(store, zone=zone)
        digests = Digests(newsroom, store, schedules, editions, clock=clock, zone=zone)
        self._handlers: Mapping[str, Handler] = {
            "brief": self._brief,
            "more": self._more,
            "follow": digests.follow,
            "question": self._how_to_ask,
            "not_useful": self._not_useful,
            "ask": questions.ask,
            "": questions.hear,
            "watch": watching.watch,
            "unwatch": watching.unwatch,
            "help": self._help,
            **digests.handlers(),
            **Feeds(newsroom, clock=clock, zone=zone).handlers(),
        }

    async def forget_thread(self, channel: str, thread: str) -> None:
        """Forget a thread that was deleted, by its channel's address. Raises StoreError."""
        await self._store.forget_thread(channel, thread)

    async def handle(self, request: Request) -> Reply:
        """Answer a command or question; whatever goes wrong becomes a plain reply."""
        refusal = self._limits.take(request)
        if refusal:
            return _too_much(refusal, request)
        try:
            asked = _spoken(request)
            name, rest = self._which(asked)
            self._check(name, asked, typed=asked is request)
            own = replace(asked, name=name, argument=rest)
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
        return ("help", name) if name and argument.lower() == "help" else (name, argument)

    def _unknown(self, name: str) -> InputError:
        names = [command.name for command in (*COMMANDS, *SUBCOMMANDS)]
        near = difflib.get_close_matches(name, names, 1, 0.5)
        hint = f"Did you mean /{near[0]}?" if near else "/help lists what I know."
        return InputError(f"I don't know the command “/{name[:60]}”.", hint=hint)

    def _check(self, name: str, request: Request, *, typed: bool) -> None:
        changes = {command.name for command in SUBCOMMANDS if command.changes} | CHANGING
        if name in changes and not typed and not request.user.may_manage:
            raise InputError(
                "That is a command, not a question.",
                hint=f"Type /{name} at the very start of a message, outside of threads.",
            )
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
        return Reply(message, private, about=_stories(brief), turn=Turn("", brief.headline))

    async def _brief_link(self, address: str, request: Request, *, private: bool) -> Reply:
        brief = await self._newsroom.brief_address(address)
        message = brief_message(brief, zone=request.user.zone or self._zone)
        linked = next(iter(brief.sources), None)
        return Reply(message, private, turn=Turn("", brief.headline), linked=linked)

    async def _more(self, request: Request) -> Reply:
        stories = read_story_numbers(request.argument)
        if stories:
            brief = await self._newsroom.brief_stories(
                stories, scope=request.channel.scope, bullets=10, quotes=6
            )
        else:  # a topic, as buttons of earlier versions have it
            brief = await self._newsroom.brief(
                request.argument, scope=request.channel.scope, bullets=10, quotes=6
            )
        return Reply(
            brief_message(brief, zone=request.user.zone or self._zone),
            private=True,
            about=_stories(brief),
        )

    async def _how_to_ask(self, request: Request) -> Reply:
        """Say how to ask, where a platform has no form for it."""
        words = "Write your question in the thread under this: I answer from its sources."
        return Reply(text_message(words), private=True)

    async def _not_useful(self, request: Request) -> Reply:
        stories = read_story_numbers(request.argument)
        await self._store.not_useful(request.channel.address, stories, request.user.id)
        words = "Noted: this story moves to the end of this channel's digests."
        return Reply(
            text_message(words, note="When a second person agrees, it is left out."), private=True
        )

    async def _help(self, request: Request) -> Reply:
        return Reply(help_message(request.argument), private=True)


def _spoken(request: Request) -> Request:
    """Return a line that is a command as one: "/brief grain", or "brief grain" said to the bot."""
    if request.name:
        return request
    first, _, rest = request.argument.strip().partition(" ")
    slashed = first.startswith("/") and first[1:].isalpha()
    asked = first.lower() == "brief" and rest.strip() and "?" not in rest and not request.overheard
    if not (slashed or asked):
        return request
    return replace(request, name=first.lstrip("/").lower(), argument=rest)


def _stories(brief: Brief) -> tuple[int, ...]:
    return tuple(story.id for story in brief.stories)


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
