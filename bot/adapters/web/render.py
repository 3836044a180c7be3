"""Message to HTML: every word from outside is escaped by the template, never put together here."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.adapters.splitting import on_one_line, printable
from bot.adapters.structure import credit, written_time
from bot.message_json import from_json
from bot.messages import Message
from briefings.deliveries import PageMessage

FOLDER = Path(__file__).parent
Json = dict[str, Any]


@cache
def environment() -> Environment:
    """Return the templates, which escape everything."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "kind": lambda value: type(value).__name__,
        "printable": printable,
        "flat": on_one_line,
        "href": safe_url,
        "credit": credit,
        "shown": written_time,
        "iso": lambda moment: moment.astimezone(UTC).isoformat(timespec="seconds"),
    }
    return made


def safe_url(url: str) -> str:
    """Return the address if a browser may open it, else ""; "#" leads to a place on the page."""
    clean = "".join(printable(url).split())
    if clean.startswith("#/"):
        return clean
    try:
        parts = urlsplit(clean)
    except ValueError:
        return ""
    return clean if parts.scheme in ("http", "https") and parts.netloc else ""


def message_html(message: Message) -> Markup:
    """Return a message's blocks."""
    return _part("message.html", message=message)


def event_of(message: PageMessage) -> Json:
    """Return what the browser needs to show a message."""
    said = from_json(message.payload)
    attachment = message.payload.get("attachment")
    html = _part(
        "entry.html",
        entry=message,
        message=said,
        mine=message.author == "you",
        attachment=attachment["name"] if attachment else None,
    )
    return {
        "id": message.id,
        "key": message.key,
        "channel": message.channel.split("/", 2)[-1],
        "thread": message.thread,
        "author": message.author,
        "summary": said.summary[:300],
        "at": message.at.astimezone(UTC).isoformat(),
        "html": html,
    }


def view_html(name: str, rows: Sequence[Any], now: datetime) -> Markup:
    """Return a view besides the conversations."""
    return _part("view.html", view=name, rows=rows, now=now)


def page_html(**values: Any) -> Markup:
    """Return the page itself."""
    return _part("page.html", **values)


def _part(template: str, **values: Any) -> Markup:
    return Markup(environment().get_template(template).render(**values))  # noqa: S704  # escaped
