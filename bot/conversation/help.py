"""What `/help` says."""

from bot.conversation.catalogue import COMMANDS, SUBCOMMANDS, Command
from bot.messages import Block, Bullets, Heading, Line, Message, Note, Paragraph, Text, line


def help_message(about: str = "") -> Message:
    """Explain every command, or one family of them."""
    about = about.strip().lower().lstrip("/").split(" ")[0]
    family = [one for one in SUBCOMMANDS if one.name.startswith(f"{about} ")] if about else []
    family = family or [one for one in COMMANDS if one.name == about]
    if family:
        return _explain(f"/{about}", family)
    blocks: list[Block] = [
        Paragraph(line("I read feeds and brief them: short bullets, key quotes, and the sources.")),
        Heading(line("Commands")),
        Bullets(tuple(_row(command) for command in COMMANDS)),
        Heading(line("Digests and feeds")),
        Bullets(tuple(_row(command) for command in SUBCOMMANDS)),
        Note(line("Ask a question in the thread under a brief, and I answer from its sources.")),
    ]
    return Message(tuple(blocks), summary="What I can do")


def _explain(title: str, family: list[Command]) -> Message:
    examples = [example for command in family for example in command.examples]
    blocks: list[Block] = [
        Heading(line(title)),
        Bullets(tuple(_row(command) for command in family)),
    ]
    if examples:
        blocks.append(Note(line("For example: ", *_examples(examples))))
    return Message(tuple(blocks), summary=f"How to use {title}")


def _row(command: Command) -> Line:
    return line(Text(f"/{command.name} {command.usage}".strip(), code=True), f" {command.summary}")


def _examples(examples: list[str]) -> Line:
    parts: list[Text] = []
    for number, example in enumerate(examples):
        parts += [Text(", ")] if number else []
        parts.append(Text(example, code=True))
    return tuple(parts)
