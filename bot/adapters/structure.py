"""How a message reads, for every platform: what belongs together, and whose words a quote is."""

from collections.abc import Iterator, Sequence

from bot.adapters.splitting import on_one_line
from bot.messages import (
    Block,
    Divider,
    Heading,
    Inline,
    Line,
    Message,
    Note,
    Paragraph,
    Quotation,
    Text,
)
from bot.messages import line as line_of
from briefings.errors import QuickreadError


def parts(message: Message) -> Iterator[Sequence[Block]]:
    """Yield the blocks that belong together: a heading or divider opens a part."""
    part: list[Block] = []
    for block in message.blocks:
        opens = isinstance(block, Heading | Divider)
        if opens and part and not all(isinstance(last, Divider) for last in part):
            yield part
            part = []
        part.append(block)
    yield part


def credit(quotation: Quotation) -> Line:
    """Return the line under a quote, "— speaker, source", or an empty one."""
    words: list[Inline] = []
    speaker = on_one_line(quotation.speaker).strip()
    if speaker:
        words.append(Text(f"— {speaker}"))
    if quotation.source and on_one_line(quotation.source.text).strip():
        words += [Text(", " if words else "— "), quotation.source]
    return tuple(words)


def complaint(error: QuickreadError) -> Message:
    """Return what to tell whoever asked: what happened, and what to do."""
    hint = (Note(line_of(error.hint)),) if error.hint else ()
    return Message((Paragraph(line_of(error.message)), *hint), error.message)
