"""Slack's own markup and what keeps words from outside from becoming any of it."""

import re

from bot.adapters.splitting import on_one_line, printable
from bot.adapters.structure import written_time
from bot.messages import Earlier, Inline, Link, Text, Time, TimeStyle

LINK = 2_000
"""Characters of an address; a link with a longer one keeps its words only."""

DATE_FORMATS = {
    TimeStyle.TIME: "{time}",
    TimeStyle.DATE: "{date_long}",
    TimeStyle.DATE_TIME: "{date_short_pretty} at {time}",
}


def mrkdwn(inline: Inline) -> str:
    """Return the inline in Slack's own markup, everything from outside escaped."""
    match inline:
        case Text(text):
            words = escape(on_one_line(text))
            for mark, on in (("`", inline.code), ("*", inline.bold), ("_", inline.italic)):
                if on and words.strip():
                    words = f"{mark}{words}{mark}"
            return words
        case Earlier(text):
            return mrkdwn(Text(text))
        case Link(text, address):
            url = safe_url(address).replace("&", "&amp;")
            words = escape(on_one_line(text)).replace("|", "¦")
            return f"<{url}|{words}>" if url and words.strip() else words
        case Time():
            at, date_format = int(inline.at.timestamp()), DATE_FORMATS[inline.style]
            return f"<!date^{at}^{date_format}|{escape(written_time(inline))}>"


def escape(text: str) -> str:
    """Return plain text as mrkdwn that shows the same: no syntax, mention, emphasis or emoji.

    Slack has escapes for `&`, `<` and `>` only; other marks get a space of no width on each side.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"[*_~`]|:(?=\w+:)|(?<=:):", "\u200b\\g<0>\u200b", text)
    return defused(text)


_BROADCAST = re.compile("@(?=here|channel|everyone|group)", re.IGNORECASE)
_ARMED = re.compile(r"(?<=<)(?=[!@#])|(?<=@)(?=here|channel|everyone|group)", re.IGNORECASE)


def defused(text: str) -> str:
    """Part what would be a mention if anything downstream read it as syntax; nobody sees it."""
    return _ARMED.sub("\u2060", text)


def safe_url(url: str) -> str:
    """Return the address so that it can't end a link early, or "" if it may not be linked."""
    if not re.match(r"https?://[^/?#\s]", url, re.IGNORECASE):
        return ""
    safe = re.sub(r"[^!#-;=?-\[\]_a-z~]", _percent, printable(url).strip())
    safe = _BROADCAST.sub("%40", safe)
    return safe if len(safe) <= LINK else ""


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode())
