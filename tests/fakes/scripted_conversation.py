"""A conversation that says what it is told to, for tests of pages and adapters."""

import asyncio
from datetime import UTC, datetime

from bot.channels import Reply, Request
from bot.messages import (
    Actions,
    Bullets,
    Button,
    Heading,
    Link,
    Message,
    Note,
    Paragraph,
    Quotation,
    Time,
    line,
)

SOURCE = Link("The Daily Planet", "https://planet.test/security-guarantees")
BRIEF = Message(
    (
        Heading(line("Zelenskiy and Macron discuss security guarantees for postwar Ukraine")),
        Bullets(
            (
                line("Thousands of foreign troops may secure Ukraine after the war."),
                line("France confirmed commitments from 26 nations."),
                line("Putin called Western troops “legitimate targets”."),
            )
        ),
        Quotation("“It will definitely be in the thousands.”", "Volodymyr Zelenskiy", SOURCE),
        Note(line("Source: ", SOURCE, " ", Time(datetime(2025, 9, 5, 12, 30, tzinfo=UTC)))),
        Actions((Button("More", "more", "ukraine"), Button("Follow this", "follow", "ukraine"))),
    ),
    summary="Zelenskiy and Macron discuss security guarantees",
)


def said(text: str) -> Message:
    """Return a message of one paragraph."""
    return Message((Paragraph(line(text)),), text)


class ScriptedConversation:
    """Answers known commands; waits while `hold` is cleared; keeps what it was asked."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.hold = asyncio.Event()
        self.hold.set()

    async def handle(self, request: Request) -> Reply:
        """Answer from the script."""
        self.requests.append(request)
        await self.hold.wait()
        match request.name, request.argument.split(" ")[0]:
            case "brief", _:
                return Reply(BRIEF, about=(1,))
            case "", _:
                return Reply(
                    Message((Quotation("“26 nations.”", "Macron", SOURCE),), "26 nations.")
                )
            case "digest", "subscribe":
                return Reply(said("This channel gets a digest of ukraine every day at 08:00."))
            case "feeds", "export":
                file = ("quickread-feeds.opml", "<opml><body/></opml>")
                return Reply(said("Here are the feeds."), private=True, attachment=file)
            case "feeds", "import":
                return Reply(said("2 feeds added."))
            case "break", _:
                raise RuntimeError("boom")
        return Reply(said(f"{request.name}: {request.argument}"), private=True)
