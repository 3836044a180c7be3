"""A terminal's text, drawn."""

import re

from markupsafe import Markup

from bot.adapters.web.previews.inline import tag

_ESCAPES = re.compile(r"\x1b(?:\[[\d;?]*[A-Za-z]|\][^\x07\x1b]*(?:\x07|\x1b\\))")


def terminal_html(text: str) -> Markup:
    """Draw what the command prints in a pipe; colours are left out."""
    prompt = tag("span", "$ quickread brief", css="prompt")
    return tag("pre", prompt, "\n", _ESCAPES.sub("", text), css="terminal")
