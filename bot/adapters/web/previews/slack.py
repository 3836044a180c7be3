"""Slack's blocks, drawn."""

import html
import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from bot.adapters.web.previews.inline import anchor, bubble, join, moment, tag, words

Json = dict[str, Any]
_STYLES = (("code", "code"), ("bold", "b"), ("italic", "i"))
_MRKDWN = re.compile(
    r"<!date\^(?P<stamp>-?\d+)\^[^|>]*\|(?P<shown>[^>]*)>"
    r"|<(?P<url>https?://[^|>]+)\|(?P<label>[^>]*)>"
    r"|`(?P<code>[^`\n]+)`|\*(?P<bold>[^*\n]+)\*|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)"
)


def slack_html(payload: Sequence[Json]) -> Markup:
    """Draw messages as `chat.postMessage` would be given them."""
    return join(bubble("slack", [blocks_html(message["blocks"])]) for message in payload)


def blocks_html(blocks: Sequence[Json]) -> Markup:
    """Draw blocks without a message around them, as in a form or the Home tab."""
    return join(map(_block, blocks))


def _block(block: Json) -> Markup:
    match block["type"]:
        case "header":
            return tag("h3", block["text"]["text"])
        case "rich_text":
            return join(map(_rich, block["elements"]))
        case "context":
            return tag("div", *(mrkdwn(one["text"]) for one in block["elements"]), css="context")
        case "divider":
            return Markup("<hr>")
        case "actions":
            buttons = (tag("span", one["text"]["text"], css="press") for one in block["elements"])
            return tag("div", *buttons, css="presses")
    return Markup("")


def _rich(element: Json) -> Markup:
    match element["type"]:
        case "rich_text_list":
            return tag("ul", *(tag("li", _line(one["elements"])) for one in element["elements"]))
        case "rich_text_quote":
            return tag("blockquote", _line(element["elements"]))
    return tag("p", _line(element["elements"]))


def _line(elements: Sequence[Json]) -> Markup:
    return join(map(_element, elements))


def _element(element: Json) -> Markup:
    match element["type"]:
        case "link":
            made = anchor(element.get("text") or element["url"], element["url"])
        case "channel":
            made = tag("b", f"#{element['channel_id']}")
        case "date":
            made = moment(element["timestamp"], element.get("fallback", ""))
        case _:
            made = words(element.get("text", ""))
    for style, name in _STYLES:
        if element.get("style", {}).get(style):
            made = tag(name, made)
    return made


def mrkdwn(text: str) -> Markup:
    """Draw Slack's own markup."""
    parts: list[str | Markup] = []
    at = 0
    for match in _MRKDWN.finditer(text):
        parts += [words(html.unescape(text[at : match.start()])), _marked(match)]
        at = match.end()
    return join([*parts, words(html.unescape(text[at:]))])


def _marked(match: re.Match[str]) -> Markup:
    found = {name: html.unescape(value) for name, value in match.groupdict().items() if value}
    if "stamp" in found:
        return moment(int(found["stamp"][:15]), found.get("shown", ""))
    if "url" in found:
        return anchor(found.get("label", ""), found["url"])
    for style, name in _STYLES:
        if style in found:
            return tag(name, found[style])
    return Markup("")
