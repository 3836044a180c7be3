"""How a message reads, for every platform: what belongs together, and whose words a quote is."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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
    Time,
    TimeStyle,
)
from bot.messages import line as line_of
from briefings.errors import QuickreadError, Refused, Unreachable

NAMED = 10
"""Channels that the doctor names at most."""


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


def unpostable(wrong: Sequence[str], hint: str) -> Refused:
    """Return what the doctor says of channels that digests can't be posted to, each with why."""
    more = f" and {len(wrong) - NAMED} more" if len(wrong) > NAMED else ""
    return Refused(f"Digests can't be posted to {', '.join(wrong[:NAMED])}{more}.", hint=hint)


def cut_off() -> QuickreadError:
    """Return what to tell whoever asked just before the program stops."""
    return Unreachable("I am being restarted.", hint="Please ask again in a moment.")


def written_time(time: Time) -> str:
    """Return a moment in words, in its own zone, or in UTC where that is not a zone."""
    try:
        at = time.at.astimezone(ZoneInfo(time.zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        at = time.at
    clock = at.strftime("%H:%M %Z")
    if time.style is TimeStyle.TIME:
        return clock
    if time.style is TimeStyle.DATE:
        return f"{at.day} {at.strftime('%B %Y')}"
    return f"{at.day} {at.strftime('%b %Y')} {clock}"
