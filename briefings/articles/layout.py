"""Which part of an article's text is what: title, key points, heads, furniture, body.

lines → title → key points → furniture → heads → the rest is body
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefings.model import Span
from briefings.text.sentences import paragraphs

_MARK = re.compile(r"^(?:[•‣▪◦●○■·*–—-]|\d{1,2}[.)])\s+")
_END = re.compile(r"[.!?…:;][\"'”’»“)\]]*$")
_HEAD_WORDS = 14
_TITLE_WORDS = 30
_POINT_CHARACTERS = 400
_MOST_POINTS = 12
_OPENING = 12
"""Lines at an article's top among which furniture and by-lines are looked for most freely."""


@dataclass(frozen=True, slots=True)
class Layout:
    """An article's text, part by part; spans into the text, in its order."""

    title: Span | None
    key_points: tuple[Span, ...]
    heads: tuple[Span, ...]
    furniture: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    """The body."""

    def body(self, text: str) -> str:
        """Return what is told: the body's paragraphs, parted by blank lines."""
        return "\n\n".join(span.of(text) for span in self.paragraphs)


def lay_out(text: str, title: str = "") -> Layout:
    """Tell the parts of `text` apart. `title` is the article's title where it is known."""
    lines = list(paragraphs(text))
    heading = _title(lines, text, title)
    rest = [line for line in lines if line != heading]
    label, points = _key_points(rest, text)
    taken = {label, *points}
    furniture, heads, body = [], [], []
    for number, line in enumerate(rest):
        if line in taken:
            continue
        if is_furniture(line.of(text)) or (number < _OPENING and _is_stub(line, rest, text, label)):
            furniture.append(line)
        elif _is_head(number, rest, text):
            heads.append(line)
        else:
            body.append(line)
    return Layout(
        title=heading,
        key_points=tuple(_unmarked(point, text) for point in points),
        heads=tuple(heads),
        furniture=(*furniture, *([label] if label else ())),
        paragraphs=tuple(body),
    )


def _title(lines: Sequence[Span], text: str, title: str) -> Span | None:
    if not lines:
        return None
    first = lines[0]
    words = first.of(text)
    if title:
        return first if _same(words, title) else None
    short = len(words.split()) <= _TITLE_WORDS and not _END.search(words)
    return first if short and len(lines) > 1 else None


def _same(one: str, other: str) -> bool:
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())


def _key_points(lines: Sequence[Span], text: str) -> tuple[Span | None, tuple[Span, ...]]:
    """Return the label of the publisher's key points and the points; without a list no points."""
    for number, line in enumerate(lines):
        if line.of(text).rstrip(":").strip().casefold() not in _labels():
            continue
        points = []
        for candidate in lines[number + 1 : number + 1 + _MOST_POINTS]:
            if not _MARK.match(candidate.of(text)) or len(candidate) > _POINT_CHARACTERS:
                break
            points.append(candidate)
        if len(points) >= 2:
            return line, tuple(points)
    return None, ()


def _unmarked(point: Span, text: str) -> Span:
    mark = _MARK.match(point.of(text))
    return Span(point.start + mark.end(), point.end) if mark else point


def is_furniture(words: str) -> bool:
    return _furniture().fullmatch(words) is not None


def _is_stub(line: Span, lines: Sequence[Span], text: str, label: Span | None) -> bool:
    """Whether a short line stands between the title and the key points: a caption, a by-line."""
    before_points = label is not None and line.start < label.start
    return before_points and _is_short(line.of(text))


def _is_short(words: str) -> bool:
    return len(words.split()) <= _HEAD_WORDS and not _END.search(words)


def _is_head(number: int, lines: Sequence[Span], text: str) -> bool:
    """Whether a line is the head of a section: short, no sentence, and a paragraph follows."""
    words = lines[number].of(text)
    if not _is_short(words) or _MARK.match(words) or number + 1 >= len(lines):
        return False
    following = lines[number + 1].of(text)
    return bool(_END.search(following)) and len(following.split()) > len(words.split())


@cache
def _labels() -> frozenset[str]:
    return frozenset(_lines_of("labels.txt"))


@cache
def _furniture() -> re.Pattern[str]:
    patterns = "|".join(f"(?:{pattern})" for pattern in _lines_of("furniture.txt"))
    return re.compile(patterns, re.IGNORECASE)


def _lines_of(name: str) -> list[str]:
    text = files("briefings.articles").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
