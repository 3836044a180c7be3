"""Messages as hostile as a feed can make them, for the property tests of all renderers."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.adapters.splitting import printable
from bot.messages import (
    Actions,
    Bullets,
    Button,
    Divider,
    Earlier,
    Heading,
    Inline,
    Line,
    Link,
    Message,
    Note,
    Paragraph,
    Quotation,
    Text,
    Time,
    TimeStyle,
)

TRICKS = (
    "<!channel>", "<!here|here>", "<@U012AB3CD>", "<#C012AB3CD|general>", "@here", "@everyone",
    "<@123456789012345678>", "<@&12345>", "<#123>", "<t:0:R>", "<:a:1>", "<a:b:2>", "</brief:1>",
    "[x](https://evil.test)", "](https://evil.test)", "<https://evil.test|bank>", "*b*", "_i_",
    "~~s~~", "||s||", "`c`", "```c```", "# h", "- l", "> q", ">>> q", "-# s", "1. n", "&amp;",
    "&lt;", ":tada:", "\\", "\\*", "|", ">", "<", "&", "\n", "\n# ", "\u202e", "\x1b[31m", "\x00",
    "word ", "Sentence one. ", "“Quoted,” ", "https://bare.test/a_b ", "слово ", "中文。",
)  # fmt: skip


def texts(size: int = 12) -> st.SearchStrategy[str]:
    parts = st.one_of(st.sampled_from(TRICKS), st.text(max_size=8))
    short = st.lists(parts, max_size=size).map("".join)
    return st.one_of(short, st.builds(lambda text, times: (text + " ") * times, short, LENGTHS))


LENGTHS = st.sampled_from((1, 1, 1, 60))
URLS = st.one_of(
    st.sampled_from(("https://a.test/x?a=1&b=2", "http://b.test/(y)_z", "javascript:alert(1)", "")),
    texts(4).map(lambda text: f"https://c.test/{text}"),
)
LINKS = st.builds(Link, texts(4), URLS)
TIMES = st.builds(
    Time,
    st.integers(0, 10**6).map(lambda hours: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(0, hours)),
    st.sampled_from(TimeStyle),
    st.sampled_from(("UTC", "Europe/Kyiv", "No/Such", "", "../etc")),
)
EARLIER = st.builds(Earlier, texts(2), texts(1), st.integers(0, 9))
TEXTS = st.builds(Text, texts(), st.booleans(), st.booleans(), st.booleans())
BUTTONS = st.builds(
    Button, texts(2), st.sampled_from(("more", "ask")), st.text(max_size=80, alphabet="abc:1")
)


def messages(*inlines: st.SearchStrategy[Inline]) -> st.SearchStrategy[Message]:
    """Return messages whose lines are made of these inlines."""
    lines: st.SearchStrategy[Line] = st.lists(st.one_of(*inlines), max_size=4).map(tuple)
    blocks = st.one_of(
        st.builds(Heading, lines),
        st.builds(Paragraph, lines),
        st.builds(Bullets, st.lists(lines, max_size=4).map(tuple)),
        st.builds(Quotation, texts(), texts(2), st.one_of(st.none(), LINKS)),
        st.builds(Note, lines),
        st.just(Divider()),
        st.builds(Actions, st.lists(BUTTONS, max_size=7).map(tuple)),
    )
    return st.builds(Message, st.lists(blocks, max_size=8).map(tuple), texts())


MESSAGES = messages(TEXTS, LINKS, EARLIER, TIMES)
UNTIMED = messages(TEXTS, LINKS, EARLIER)


def strings(value: Any) -> Iterator[str]:
    """Yield every text in a payload."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def letters(text: str) -> str:
    """Return the letters, digits and quotation marks: what splitting and escaping must keep."""
    return "".join(re.findall(r"[^\W_]|[“”]", printable(text)))


def said(message: Message) -> str:
    """Return all letters of a message that readers see, times and buttons left out, in order."""
    words: list[str] = []
    for block in message.blocks:
        match block:
            case Heading(line) | Paragraph(line) | Note(line):
                words += _said(line)
            case Bullets(items):
                words += [word for item in items for word in _said(item)]
            case Quotation(text, speaker, source):
                words += [text, speaker, source.text if source else ""]
            case _:
                pass
    return letters("".join(words))


def _said(line: Line) -> list[str]:
    return [inline.text for inline in line if not isinstance(inline, Time)]
