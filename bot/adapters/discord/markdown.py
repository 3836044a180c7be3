"""Discord's markdown, with everything from outside escaped.

A backslash before punctuation is all that Discord's own syntax needs; mentions are parted by a
space of no width as well, because the server looks for them before it reads the markdown.
"""

import re

from bot.adapters.splitting import on_one_line, printable
from bot.messages import Earlier, Inline, Link, Text, Time, TimeStyle

LINK = 1_500
"""Characters of an address; a link with a longer one keeps its words only."""

_STYLES = {TimeStyle.TIME: "t", TimeStyle.DATE: "D", TimeStyle.DATE_TIME: "f"}
_SPECIAL = re.compile(r"[\\*_~`|>#<\[\]():@+\-]")
_NUMBERED = re.compile(r"^(\s*\d*)([.)])", re.MULTILINE)
_BRACKETED = re.compile(r"\[([^\[\]\s]+)\]")
_MENTION = re.compile(r"@(?=everyone|here)", re.IGNORECASE)


def escape(text: str) -> str:
    """Return plain text as markdown that shows the same: no syntax, mention, time or emoji.

    Newlines stay; nothing at the start of a line makes a list, heading or quote.
    """
    escaped = _SPECIAL.sub(r"\\\g<0>", printable(text))
    return _MENTION.sub("@\u200b", _NUMBERED.sub(r"\1\\\2", escaped))


def markdown(inline: Inline, *, bold: bool = False) -> str:
    """Return the inline as markdown."""
    match inline:
        case Text():
            return _text(inline, bold=bold)
        case Earlier(words):
            return _text(Text(words), bold=bold)
        case Link(words, address):
            return _link(on_one_line(words), safe_url(address), bold=bold)
        case Time():
            return f"<t:{int(inline.at.timestamp())}:{_STYLES[inline.style]}>"


def _text(text: Text, *, bold: bool) -> str:
    words = printable(text.text)
    if text.code and words.strip() and not re.search(r"[`\n\\]", words):
        return f"`{_MENTION.sub('@' + chr(0x200B), _parted(words))}`"
    marks = [mark for mark, on in (("**", bold or text.bold), ("*", text.italic)) if on]
    return _marked(escape(words), "".join(marks))


def _parted(words: str) -> str:
    """Part what the server may take for a mention inside code, where a backslash would be seen."""
    return re.sub(r"<(?=[@#:/a-z])", "<\u200b", words)


def _marked(words: str, marks: str) -> str:
    """Put marks around the words, inside the white space: Discord wants them to touch letters."""
    core = words.strip()
    if not core or not marks:
        return words
    start = words.index(core)
    return f"{words[:start]}{marks}{core}{marks[::-1]}{words[start + len(core) :]}"


def _link(words: str, url: str, *, bold: bool) -> str:
    """Return a masked link without a preview.

    Discord refuses to mask an address by another one, and counts brackets inside the words whether
    they are escaped or not: those around all of the words stand outside the link, others are
    written with their wide forms.
    """
    if not words.strip() or not url:
        return _marked(escape(words), "**" if bold else "")
    if "://" in words:
        return f"{escape(words)} <{url}>"
    if number := _BRACKETED.fullmatch(words.strip()):
        return _marked(f"\\[[{escape(number[1])}](<{url}>)\\]", "**" if bold else "")
    label = escape(words.replace("[", "［").replace("]", "］"))
    return _marked(f"[{label.strip()}](<{url}>)", "**" if bold else "")


def safe_url(url: str) -> str:
    """Return the address so that it can't end a link early, or "" if it may not be linked."""
    if not re.match(r"https?://[^/?#\s]", url, re.IGNORECASE):
        return ""
    safe = re.sub(r"[^!#-'+-;=?A-Z_a-z~]", _percent, printable(url).strip())
    return safe if len(safe) <= LINK else ""


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode())
