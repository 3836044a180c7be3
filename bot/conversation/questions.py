"""What is said to the bot without a command: a question, or talk that needs no answer.

line → talk? → the thread's memory → a question that stands by itself → the newsroom → Reply
"""

from collections.abc import Mapping

from bot.answer_message import answer_message
from bot.channels import NOTHING, Reply, Request
from bot.compose import text_message
from bot.conversation.help import help_message
from bot.conversation.ports import DeskNewsroom, DeskStore
from bot.messages import Message
from briefings.answers.followup import stand_alone
from briefings.answers.question import understand
from briefings.answers.talk import Talk, kind_of_talk
from briefings.deliveries import ThreadMemory
from briefings.errors import InputError
from briefings.model import Answer, Turn

QUESTION_LIMIT = 1000
"""Characters of a question; more is no question."""
_FRAGMENT = 4
"""Words that may be a question by leaning on the last one: "and Italy"."""
_ANSWER_KEPT = 500
"""Characters of an answer that are kept for what the next question may lean on."""
_SMALL_TALK: Mapping[Talk, Message] = {
    Talk.THANKS: text_message("You're welcome."),
    Talk.BYE: text_message("Until next time."),
    Talk.HELLO: text_message(
        "Hello. Ask me what is in the news, or have a topic briefed: /brief ukraine.",
        note="/help lists what I can do.",
    ),
    Talk.HELP: help_message(),
}


class Questions:
    """Answers questions. `zone` is the time zone of users whose platform tells none."""

    def __init__(self, newsroom: DeskNewsroom, store: DeskStore, *, zone: str) -> None:
        self._newsroom = newsroom
        self._store = store
        self._zone = zone

    async def hear(self, request: Request) -> Reply:
        """Answer a line without a command: only what is a question, and said to the bot."""
        line = request.argument.strip()
        talk = kind_of_talk(line[: QUESTION_LIMIT + 1])
        if talk in (Talk.QUESTION, Talk.STATEMENT):
            return await self._answer(request, line, talk)
        if request.overheard or talk not in _SMALL_TALK:
            return NOTHING
        return Reply(_SMALL_TALK[talk])

    async def ask(self, request: Request) -> Reply:
        """Answer what was asked by the command."""
        question = request.argument.strip()
        if not question:
            raise InputError("Ask what?", hint="For example: /ask How many countries?")
        return await self._answer(request, question, Talk.QUESTION)

    async def _answer(self, request: Request, line: str, talk: Talk) -> Reply:
        if len(line) > QUESTION_LIMIT:
            if request.overheard:
                return NOTHING
            raise InputError("That is too long for a question.", hint="Ask one thing at a time.")
        memory = await self._memory(request)
        turns = memory.turns if memory else ()
        question = stand_alone(line, turns)
        led_back = question != " ".join(line.split()) and len(line.split()) <= _FRAGMENT
        if request.overheard and talk is Talk.STATEMENT and not led_back:
            return NOTHING  # people talk to each other under a brief too
        answer = await self._newsroom.ask(
            question,
            scope=request.channel.scope,
            story_ids=memory.story_ids if memory else (),
            about=memory.topic if memory else "",
            linked=memory.article if memory else None,
            line=line if led_back else "",
        )
        asks = talk is Talk.QUESTION and bool(understand(question).stems)
        message = answer_message(answer, zone=request.user.zone or self._zone, watch=asks)
        return turn_of(message, question, answer)

    async def _memory(self, request: Request) -> ThreadMemory | None:
        if request.thread is None:
            return None
        return await self._store.thread(request.channel.address, request.thread)


def turn_of(message: Message, question: str, answer: Answer) -> Reply:
    """Return a message as the reply to a question, with what the thread has to remember of it."""
    return Reply(message, about=_stories(answer), turn=Turn(question, _said(answer)))


def _stories(answer: Answer) -> tuple[int, ...]:
    """Return the stories an answer is from: the next question may be about them."""
    articles = (piece.article for piece in answer.evidence)
    numbers = (article.story_id for article in articles if article)
    return tuple(dict.fromkeys(number for number in numbers if number))


def _said(answer: Answer) -> str:
    if answer.text is None:
        return ""
    return " ".join(piece.text for piece in answer.evidence)[:_ANSWER_KEPT]
