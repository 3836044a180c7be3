"""The command line for other programs: one JSON object a line in, one a line out, in order.

A line that can't be used gives `{"id": …, "error": "…"}` and the rest goes on.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from briefings.errors import InputError, QuickreadError
from briefings.model import Answer, Article, Bullet, Quote, Span

Row = dict[str, Any]
Work = Callable[[Row], Row]

LINE_LIMIT = 20_000_000
"""Characters of a line that are read at most: a page of 10 MB fits, an endless line does not."""


def run(lines: Iterable[str], work: Work) -> Iterator[str]:
    """Yield one line of JSON for each line that is not blank."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer(line, work), ensure_ascii=False)


def _answer(line: str, work: Work) -> Row:
    row: Row = {}
    try:
        row = _row(line)
        return {"id": row.get("id"), **work(row)}
    except QuickreadError as error:
        return {"id": row.get("id"), "error": str(error)}


def _row(line: str) -> Row:
    if len(line) > LINE_LIMIT:
        raise InputError(f"This line has more than {LINE_LIMIT:,} characters.")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError("This line is not JSON.") from None
    if not isinstance(row, dict):
        raise InputError("This line is not a JSON object.")
    return row


def text_of(row: Row, name: str, *, needed: bool = False) -> str:
    """Return the row's text by this name, "" where there is none. Raises InputError."""
    value = row.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str):
        raise InputError(f'"{name}" should be a text.')
    return value


def time_of(row: Row, name: str) -> datetime | None:
    """Return the row's time by this name, in UTC. Raises InputError."""
    value = text_of(row, name)
    if not value:
        return None
    try:
        at = datetime.fromisoformat(value.replace("/", "-"))
    except ValueError:
        raise InputError(f'"{name}" should be a time such as 2026-01-31T08:00:00Z.') from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def brief_work(*, bullets: int, all_quotes: bool) -> Work:
    """Make briefs of texts."""
    from briefings.digestion import digest_article
    from briefings.quotes import find_quotes
    from briefings.text.languages import guess_language

    def work(row: Row) -> Row:
        text = text_of(row, "text", needed=True)
        language = text_of(row, "language") or None
        said = digest_article(text, title=text_of(row, "title"), language=language, bullets=bullets)
        quotes = said.quotes
        if all_quotes:
            quotes = find_quotes(text, language=language or guess_language(text) or "en")
        return {
            "headline": said.headline,
            "bullets": [bullet_row(bullet) for bullet in said.bullets],
            "quotes": [quote_row(quote) for quote in quotes],
        }

    return work


def extract_work() -> Work:
    """Take articles out of pages."""
    from briefings.articles.layout import lay_out
    from briefings.articles.page import read_page

    def work(row: Row) -> Row:
        page = read_page(text_of(row, "html", needed=True), text_of(row, "url") or None)
        layout = lay_out(page.text, page.title)
        return {
            "title": page.title,
            "text": layout.body(page.text),
            "published": page.published.isoformat() if page.published else None,
            "language": page.language,
            "key_points": [span.of(page.text) for span in layout.key_points],
        }

    return work


def stories_work() -> Work:
    """Group articles into stories as they arrive."""
    from briefings.stories import Grouper, Report

    grouper = Grouper()

    def work(row: Row) -> Row:
        placed = grouper.add(
            Report(
                id=str(row.get("id")),
                title=text_of(row, "title"),
                summary=text_of(row, "summary"),
                text=text_of(row, "text"),
                published=time_of(row, "published"),
                url=text_of(row, "url") or None,
            )
        )
        return {"story": placed.story, "new": placed.new, "duplicate_of": placed.duplicate_of}

    return work


def ask_work(path: Path | None) -> Work:
    """Answer questions, each about its own text or all about the articles of a file."""
    from briefings.answers import answer
    from briefings.answers.archive import answer_from
    from briefings.answers.corpus import Corpus

    names, articles = _read_articles(path) if path else ({}, [])
    corpus = Corpus(articles) if path else None

    def work(row: Row) -> Row:
        question = text_of(row, "question", needed=True)
        if corpus is not None:
            said = answer_from(corpus, question, asked=time_of(row, "asked"))
            return answer_row(said, names)
        given = row.get("articles")
        rows = given if isinstance(given, list) else [row]
        return answer_row(answer(question, articles_of(rows), offering=False), {})

    return work


def _read_articles(path: Path) -> tuple[dict[int, Any], list[Article]]:
    try:
        with path.open(encoding="utf-8") as lines:
            rows = [_row(line) for line in lines if line.strip()]
    except OSError:
        raise InputError(f"The file {path.name} can't be read.", hint="Check its name.") from None
    return {number: row.get("id") for number, row in enumerate(rows)}, articles_of(rows)


def bullet_row(bullet: Bullet) -> Row:
    """Return a bullet as the pipes give it; insertions and origin only where there are any."""
    row: Row = {"text": bullet.text, "start": bullet.start, "end": bullet.end}
    if bullet.insertions:
        row["insertions"] = [
            {"start": added.start, "end": added.end, "source": span_row(added.source)}
            for added in bullet.insertions
        ]
    if bullet.origin != "sentence":
        row["origin"] = str(bullet.origin)
    return row


def quote_row(quote: Quote) -> Row:
    """Return a quote as the pipes give it."""
    return {
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "speaker": quote.speaker,
        "role": quote.role,
        "mention": span_row(quote.mention),
        "cue": quote.cue,
    }


def span_row(span: Span | None) -> Row | None:
    """Return a span as the pipes give it."""
    return {"start": span.start, "end": span.end} if span else None


def articles_of(rows: Iterable[Row]) -> list[Article]:
    """Read articles as `ask` takes them, numbered in order."""
    return [
        Article(
            id=number,
            title=text_of(row, "title"),
            text=text_of(row, "text", needed=True),
            url=text_of(row, "url") or None,
            published=time_of(row, "published"),
        )
        for number, row in enumerate(rows)
    ]


def answer_row(answer: Answer, names: dict[int, Any]) -> Row:
    """Return an answer as the pipes give it; `names` are the articles' ids as they came in."""
    return {
        "answer": answer.text,
        "evidence": [
            {
                "text": piece.text,
                "start": piece.start,
                "end": piece.end,
                **({"article": names[piece.article.id]} if piece.article and names else {}),
            }
            for piece in answer.evidence
        ],
        "confidence": round(answer.confidence, 4),
    }
