"""Answers as messages: the evidence letter for letter, or that the sources don't say."""

from itertools import groupby

from bot.buttons import BUTTON_VALUE
from bot.compose import MARKS, source_link, source_name
from bot.messages import (
    Actions,
    Block,
    Button,
    Line,
    Message,
    Note,
    Paragraph,
    Text,
    Time,
    TimeStyle,
    line,
)
from briefings.model import Answer, Article, Evidence, Span

_SURE, _LIKELY = 0.8, 0.6
"""From which confidence on an answer is called sure, or likely."""


def answer_message(answer: Answer, *, zone: str, watch: bool = False) -> Message:
    """Say an answer: its evidence, each piece with its source; or that the sources don't say.

    `watch` offers to tell when a later article answers.
    """
    if answer.text is None or not answer.evidence:
        return _no_answer(answer, zone, watch=watch)
    blocks: list[Block] = []
    if answer.differs:
        blocks.append(Paragraph(line(Text("The sources differ; the newest comes first:"))))
    for article, pieces in groupby(answer.evidence, key=lambda piece: piece.article):
        blocks += [Paragraph(_words_of(piece)) for piece in pieces]
        blocks += [Note(_credit(article, zone))] if article else []
    blocks.append(Note(line(Text(_certainty(answer.confidence), italic=True))))
    return Message(tuple(blocks), summary=answer.text)


def _no_answer(answer: Answer, zone: str, *, watch: bool) -> Message:
    blocks: list[Block] = [Paragraph(line("The sources don't say."))]
    closest = answer.closest
    if closest:
        blocks += [Note(line("The closest passage:")), Paragraph(_words_of(closest))]
        blocks += [Note(_credit(closest.article, zone))] if closest.article else []
    if answer.suggestions:
        blocks.append(Note(line(f"They do answer: {' '.join(answer.suggestions)}")))
    if watch:
        question = " ".join(answer.question.split())[:BUTTON_VALUE]
        blocks.append(Actions((Button("Tell me when they do", "watch", question),)))
    return Message(tuple(blocks), summary="The sources don't say.")


def _words_of(piece: Evidence) -> Line:
    """Return a piece letter for letter, in quotation marks, the answer's own words in bold."""
    marked = piece.text[:1] in MARKS and piece.text[-1:] in MARKS
    opened, closed = ("", "") if marked else ("“", "”")
    own = piece.answer
    if own is None or not Span(piece.start, piece.end).contains(own):
        return line(f"{opened}{piece.text}{closed}")
    start, end = own.start - piece.start, own.end - piece.start
    before, after = opened + piece.text[:start], piece.text[end:] + closed
    parts = (Text(before), Text(piece.text[start:end], bold=True), Text(after))
    return tuple(part for part in parts if part.text)


def _credit(article: Article, zone: str) -> Line:
    source = source_link(article) or Text(source_name(article))
    return line(
        source, *((" ", Time(article.when, TimeStyle.DATE_TIME, zone)) if article.when else ())
    )


def _certainty(confidence: float) -> str:
    """Say how likely it is that the evidence answers."""
    if confidence >= _SURE:
        return "This answers it, I am quite sure."
    if confidence >= _LIKELY:
        return "This probably answers it."
    return "This may answer it; the source tells more."
