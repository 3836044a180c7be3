"""The small pieces that every drawing is put together from; each escapes what it is given."""

from collections.abc import Iterable
from datetime import UTC, datetime

from markupsafe import Markup, escape

from bot.adapters.web.render import safe_url


def tag(name: str, *inside: str | Markup, css: str = "") -> Markup:
    """Return an element around escaped words or markup made here."""
    opened = Markup('<{} class="{}">').format(name, css) if css else Markup("<{}>").format(name)
    return opened + join(inside) + Markup("</{}>").format(name)


def join(parts: Iterable[str | Markup]) -> Markup:
    """Return the parts as one, each escaped unless it is markup."""
    return Markup("").join(escape(part) for part in parts)


def words(text: str) -> Markup:
    """Return text with its line breaks."""
    return Markup("<br>").join(escape(row) for row in text.split("\n"))


def anchor(text: str | Markup, url: str) -> Markup:
    """Return a link, or only its words where the address may not be opened."""
    safe = safe_url(url)
    if not safe:
        return escape(text)
    made = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
    return made.format(safe, text)


def moment(stamp: int, shown: str = "") -> Markup:
    """Return a time that the browser shows in the reader's zone."""
    try:
        at = datetime.fromtimestamp(stamp, UTC)
    except (ValueError, OverflowError, OSError):
        return escape(shown)
    made = Markup('<time datetime="{}" data-style="date and time">{}</time>')
    return made.format(at.isoformat(), shown or at.strftime("%-d %b %Y %H:%M UTC"))


def bubble(platform: str, inside: Iterable[str | Markup]) -> Markup:
    """Return a message with its author, as the platform's clients show one of an app."""
    badge = tag("span", "APP", css="badge")
    head = tag("div", tag("b", "Quickread"), badge, tag("span", "now", css="small"), css="who")
    face = Markup('<span class="face" aria-hidden="true">Q</span>')
    body = tag("div", head, *inside, css="said")
    return tag("div", face, body, css=f"mock {platform}")
