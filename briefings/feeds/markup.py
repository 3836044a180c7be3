"""Markup to text: what a feed's title or summary says, without its tags."""

import html
import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    (
        "p div br li ul ol h1 h2 h3 h4 h5 h6 tr table blockquote section article header "
        "footer hr pre figure figcaption dl dt dd"
    ).split()
)
_UNSEEN = frozenset(("script style template noscript iframe object svg head").split())
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>|&[#\w]+;")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_LINES = re.compile(r"\s*\n\s*")
LIMIT = 500_000
"""Characters of one entry that are read at most."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Skip “<![…>”, which is a comment in HTML; the library's own reading of it can raise."""
        del report
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BLOCKS:
            self.parts.append("\n• " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(_SPACES.sub(" ", data.replace("\n", " ")))


def to_text(markup: str) -> str:
    """Return the text of HTML with a blank line between paragraphs.

    In plain text a line's end is a space, as in HTML, and a blank line parts paragraphs.
    """
    markup = _CONTROL.sub("", markup[:LIMIT])
    if not _TAG.search(markup):
        return "\n\n".join(" ".join(part.split()) for part in _BLANK.split(markup)).strip()
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = "".join(reader.parts).replace("•\n", "• ")
    return _LINES.sub("\n\n", _SPACES.sub(" ", lines)).strip()


def to_line(markup: str) -> str:
    """Return the text of HTML on one line; entities that were escaped twice are read too."""
    return " ".join(html.unescape(to_text(markup[:5_000])).split())
