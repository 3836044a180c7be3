"""What is said of a correction: before and after, and a mark under the brief."""

from collections.abc import Sequence
from datetime import datetime

from bot.compose import source_link, source_name
from bot.messages import Block, Bullets, Line, Message, Note, Paragraph, Text, Time, TimeStyle, line
from briefings.model import Article
from briefings.stories.corrections import Correction, Kind

MOST = 3
"""Corrections that a note gives; further ones are counted."""
_SENTENCE = 300
"""Characters beyond which a sentence is not shown around its figure."""


def correction_message(article: Article, found: Sequence[Correction]) -> Message:
    """Say what a publisher corrected, before and after, in the words that stand there."""
    link = source_link(article) or Text(source_name(article))
    blocks: list[Block] = [
        Paragraph(line(Text("Corrected: ", bold=True), link, " changed this.")),
        *(Bullets((_before(one), _after(one))) for one in found[:MOST]),
    ]
    if len(found) > MOST:
        blocks.append(Note(line(f"And {len(found) - MOST} more changes.")))
    first = found[0]
    summary = f"{source_name(article)} corrected {first.before} to {first.after}."
    return Message(tuple(blocks), summary=summary)


def correction_note(article: Article, at: datetime) -> Note:
    """Say under a brief that a source of it was corrected since."""
    when = Time(at, TimeStyle.DATE_TIME, "UTC")
    words = f"Corrected since: {source_name(article)} changed its report "
    return Note(line(words, when, "; see the thread."))


def _before(one: Correction) -> Line:
    return _said("Before: ", one.before, one.kind, one.sentence_before)


def _after(one: Correction) -> Line:
    return _said("Now: ", one.after, one.kind, one.sentence_after)


def _said(when: str, words: str, kind: Kind, sentence: str) -> Line:
    shown = kind is Kind.FIGURE and len(sentence) <= _SENTENCE
    return line(when, Text(words, bold=True), f" · {sentence}" if shown else "")
