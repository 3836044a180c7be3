"""What the command line prints: coloured and wrapped in a terminal, plain in a pipe."""

import json
import shutil
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from bot.adapters.console.render import render
from bot.answer_message import answer_message
from bot.compose import brief_message
from bot.messages import Message
from bot.rows import answer_row, brief_row
from briefings.answers import answer
from briefings.articles.layout import lay_out
from briefings.briefs import brief_story
from briefings.bullets import explain
from briefings.model import Answer, Article, Brief, Story
from briefings.text.languages import guess_language


def brief_text(text: str, name: str, *, bullets: int) -> Brief:
    """Brief an article that was given as a text."""
    article = article_of(text, name)
    story = Story(id=0, headline=article.title, articles=(article,))
    return brief_story(story, bullets=bullets, made_at=datetime.now(UTC))


def answer_text(question: str, text: str, name: str) -> Answer:
    """Answer a question from a text."""
    return answer(question, [article_of(text, name)])


def article_of(text: str, name: str) -> Article:
    """Return a text as an article, its title as far as the text has one."""
    layout = lay_out(text)
    title = layout.title.of(text) if layout.title else name
    return Article(id=0, title=title, text=text, source=name)


def print_brief(brief: Brief, *, as_json: bool, zone: str) -> None:
    """Print a brief."""
    if as_json:
        print_json(brief_row(brief))
    else:
        print_message(brief_message(brief, zone=zone))


def print_answer(said: Answer, *, as_json: bool, zone: str) -> None:
    """Print an answer."""
    if as_json:
        print_json(answer_row(said))
    else:
        print_message(answer_message(said, zone=zone))


def print_explanation(text: str, *, bullets: int, as_json: bool = False) -> None:
    """Print every sentence with its score and what became of it."""
    reasons = explain(text, most=bullets, language=guess_language(text) or "en")
    if as_json:
        print_json([asdict(reason) for reason in reasons])
        return
    for reason in reasons:
        sys.stdout.write(f"{reason}\n")


def print_json(row: object) -> None:
    """Print an object as JSON that people can read too."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False, indent=2) + "\n")


def print_message(message: Message) -> None:
    """Print a message as wide as the terminal, up to what reads well."""
    width = min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else None
    sys.stdout.write(render(message, width=width))
