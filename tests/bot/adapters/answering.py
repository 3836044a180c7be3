"""A conversation for adapter tests: it remembers what it was asked and answers as told."""

import asyncio

from bot.channels import Reply, Request
from bot.messages import Heading, Message, Paragraph, line


def said(text: str) -> Message:
    """Return a short message."""
    return Message((Heading(line(text)), Paragraph(line(f"About {text}."))), text)


class Answering:
    """Answers everything with `reply`, or with its question; `hold` keeps it back."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.reply: Reply | None = None
        self.error: Exception | None = None
        self.hold = asyncio.Event()
        self.hold.set()

    async def handle(self, request: Request) -> Reply:
        """Answer a command or question."""
        self.requests.append(request)
        await self.hold.wait()
        if self.error:
            raise self.error
        return self.reply or Reply(said(f"{request.name} {request.argument}".strip()))
