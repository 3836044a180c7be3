"""Discord's components, drawn, with as much of its markdown as our renderer writes."""

import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from bot.adapters.web.previews.inline import anchor, bubble, join, moment, tag

Json = dict[str, Any]
_TEXT, _SEPARATOR, _CONTAINER, _ROW = 10, 14, 17, 1
_MARKS = re.compile(
    r"\\(?P<escaped>[^\w\s])"
    r"|<t:(?P<stamp>-?\d+)(?::\w)?>"
    r"|\[(?P<label>(?:\\.|[^\]\\])*)\]\(<?(?P<url>https?://[^>)\s]+)>?\)"
    r"|<(?P<bare>https?://[^>\s]+)>"
    r"|`(?P<code>[^`\n]+)`"
    r"|\*\*(?P<bold>(?:\\.|[^*\\])+)\*\*|\*(?P<italic>(?:\\.|[^*\\])+)\*"
)
_LINES = (("### ", "h3"), ("-# ", "small"), ("- ", "li"), ("> ", "blockquote"))


def discord_html(payload: Sequence[Json]) -> Markup:
    """Draw messages as the API would be given them."""
    return join(bubble("discord", map(_component, message["components"])) for message in payload)


def _component(component: Json) -> Markup:
    match component["type"]:
        case int() as kind if kind == _CONTAINER:
            return tag("div", *map(_component, component["components"]), css="container")
        case int() as kind if kind == _TEXT:
            return join(map(_row, component["content"].split("\n")))
        case int() as kind if kind == _SEPARATOR:
            return Markup("<hr>")
        case int() as kind if kind == _ROW:
            labels = (str(one.get("label", "")) for one in component["components"])
            return tag("div", *(tag("span", label, css="press") for label in labels), css="presses")
    return Markup("")


def _row(row: str) -> Markup:
    for mark, name in _LINES:
        if row.startswith(mark):
            return tag(name, markdown(row.removeprefix(mark)))
    return tag("p", markdown(row))


def markdown(text: str) -> Markup:
    """Draw a line of Discord's markdown."""
    parts: list[str | Markup] = []
    at = 0
    for match in _MARKS.finditer(text):
        parts += [text[at : match.start()], _marked(match)]
        at = match.end()
    return join([*parts, text[at:]])


def _marked(match: re.Match[str]) -> Markup:
    found = {name: value for name, value in match.groupdict().items() if value is not None}
    match found:
        case {"escaped": character}:
            return escape(character)
        case {"stamp": stamp}:
            return moment(int(stamp[:15]))
        case {"label": label, "url": url}:
            return anchor(markdown(label), url)
        case {"bare": url}:
            return anchor(url, url)
        case {"code": code}:
            return tag("code", code)
        case {"bold": words}:
            return tag("b", markdown(words))
        case {"italic": words}:
            return tag("i", markdown(words))
    return Markup("")
