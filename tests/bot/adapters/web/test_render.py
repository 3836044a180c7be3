"""No message, however hostile, can put markup of its own into the page."""

import sys
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.console.render import render as console
from bot.adapters.discord.render import render as discord
from bot.adapters.slack.render import render as slack
from bot.adapters.web.previews import draw
from bot.adapters.web.render import message_html, safe_url
from bot.messages import Link, Message, Paragraph

sys.path.append(str(Path(__file__).parents[1]))
from hostile import MESSAGES, letters, said, texts

ALLOWED = {
    "h3", "p", "ul", "li", "b", "i", "code", "a", "time", "blockquote", "footer", "hr", "div",
    "button", "span", "pre", "small", "br",
}  # fmt: skip
ATTRIBUTES = {
    "class", "href", "target", "rel", "datetime", "data-style", "type", "data-action", "data-value",
    "aria-hidden",
}  # fmt: skip
VOID = {"hr", "br"}


class Reader(HTMLParser):
    """Reads HTML as a browser would, and what is strange in it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.strange: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.strange += [tag] * (tag not in ALLOWED)
        self.strange += [name for name, _ in attrs if name not in ATTRIBUTES]
        href = dict(attrs).get("href")
        if href is not None and not href.startswith(("http://", "https://")):
            self.strange.append(href)
        if tag == "a" and ("rel", "noopener noreferrer") not in attrs:
            self.strange.append("a link that tells where it came from")
        self.open += [tag] * (tag not in VOID)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.strange.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if not {"time", "button"} & set(self.open):
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.strange.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.strange.append(f"<!{decl}")


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@settings(max_examples=120, deadline=None)
@given(MESSAGES)
def test_a_message_is_shown_whole_and_brings_no_markup(message: Message) -> None:
    page = read(message_html(message))
    assert page.strange == []
    assert page.open == []
    shown = letters("".join(page.words))
    assert shown == said(message)


@settings(max_examples=60, deadline=None)
@given(MESSAGES)
def test_previews_bring_no_markup_either(message: Message) -> None:
    payloads = {
        "slack": [{"blocks": one.blocks, "text": one.text} for one in slack(message)],
        "discord": [{"components": one.components} for one in discord(message)],
        "terminal": console(message, width=80),
    }
    for platform, payload in payloads.items():
        page = read(draw(platform, payload))
        assert (platform, page.strange, page.open) == (platform, [], [])


@given(st.one_of(texts(), st.sampled_from(("javascript:alert(1)", "data:text/html,x", "//x.test"))))
def test_only_web_addresses_are_linked(url: str) -> None:
    html = message_html(Message((Paragraph((Link("words", url),)),), ""))
    assert ("<a " in html) == bool(safe_url(url))
    assert safe_url(url) == "" or safe_url(url).startswith(("http://", "https://"))
