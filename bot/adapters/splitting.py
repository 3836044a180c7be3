"""Cutting what is too long for one message, at places that a reader would choose.

    Line → fold → lines that fit → (rendered by the platform) → pack → messages that fit

Nothing is cut inside a word, a link or a quote unless that alone is longer than fits.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.messages import Inline, Line, Link, Text, Time

_WORD = re.compile(r"\s+|\S+")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters
    "\u202a-\u202e\u2066-\u2069"  # they turn the direction of what follows, links included
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # halves of characters, no characters
)

Item = TypeVar("Item")


def printable(text: str) -> str:
    """Return the text without what no platform shows: controls, direction overrides, halves.

    Every kind of line end becomes a newline.
    """
    return _UNPRINTABLE.sub("", re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", text))


def on_one_line(text: str) -> str:
    """Return the printable text with every run of white space as one space."""
    return re.sub(r"\s+", " ", printable(text))


def cut(text: str, limit: int, measure: Callable[[str], int] = len) -> list[str]:
    """Cut the text into pieces of at most `limit` each; white space at a cut is dropped."""
    lines = fold((Text(text),), limit, lambda inline: measure(_words(inline)))
    return ["".join(_words(inline) for inline in line) for line in lines]


def fold(line: Line, limit: int, measure: Callable[[Inline], int]) -> list[Line]:
    """Fold a line into lines of at most `limit` each, as `measure` counts an inline.

    It prefers the end of a sentence in the second half of a line, then the end of a word. `measure`
    must not give more for a whole than for its words together. Lines without words are left out.
    What can't be shown is dropped.
    """
    line = tuple(
        inline if isinstance(inline, Time) else replace(inline, text=printable(inline.text))
        for inline in line
    )
    if sum(map(measure, line)) <= limit:
        return [line] if _has_words(line) else []
    lines: list[list[Inline]] = []
    current: list[Inline] = []
    room = limit
    for token in _tokens(line, limit, measure):
        if measure(token) > room and current:
            full, current = _close([*current, token])
            lines.append(full)
            room = limit - sum(map(measure, current))
            if room < 0:  # words that stick together and don't fit together
                lines.append(current[:-1])
                current, room = [token], limit - measure(token)
        else:
            current.append(token)
            room -= measure(token)
    lines.append(current)
    return [_trimmed(_joined(words)) for words in lines if _has_words(words)]


def _tokens(line: Line, limit: int, measure: Callable[[Inline], int]) -> Iterator[Inline]:
    """Yield words and the spaces between them; links and times whole."""
    for inline in line:
        if isinstance(inline, Text):
            for match in _WORD.finditer(inline.text):
                yield from _slices(replace(inline, text=match.group()), limit, measure)
        elif isinstance(inline, Link) and measure(inline) > limit:
            if measure(replace(inline, text="")) > limit // 2:  # the address itself is too long
                yield from _tokens((Text(inline.text),), limit, measure)
                continue
            for match in _WORD.finditer(inline.text):
                yield from _slices(replace(inline, text=match.group()), limit, measure)
        else:
            yield inline


def _slices(word: Text | Link, limit: int, measure: Callable[[Inline], int]) -> Iterator[Inline]:
    """Yield the word, in slices where it alone is over the limit."""
    while measure(word) > limit and len(word.text) > 1:
        low, high = 1, len(word.text)
        while low + 1 < high:
            middle = (low + high) // 2
            if measure(replace(word, text=word.text[:middle])) <= limit:
                low = middle
            else:
                high = middle
        yield replace(word, text=word.text[:low])
        word = replace(word, text=word.text[low:])
    yield word


def _close(words: list[Inline]) -> tuple[list[Inline], list[Inline]]:
    """Part words, the last of which is too much, at a space; which is dropped.

    That is the space behind the last sentence if it is in the second half, or else the last space.
    """
    spaces = [place for place, word in enumerate(words) if place and not _words(word).strip()]
    late = [
        place
        for place in spaces
        if place > len(words) // 2 and _SENTENCE_END.search(_words(words[place - 1]))
    ]
    if late or spaces:
        place = (late or spaces)[-1]
        return words[:place], words[place + 1 :]
    return words[:-1], words[-1:]


def _words(inline: Inline) -> str:
    return "time" if isinstance(inline, Time) else inline.text


def _has_words(line: Sequence[Inline]) -> bool:
    return any(_words(inline).strip() for inline in line)


def _joined(words: Sequence[Inline]) -> list[Inline]:
    """Join neighbours of one kind again."""
    joined: list[Inline] = []
    for word in words:
        last = joined[-1] if joined else None
        if (
            isinstance(word, Text | Link)
            and isinstance(last, Text | Link)
            and replace(word, text="") == replace(last, text="")
        ):
            joined[-1] = replace(last, text=last.text + word.text)
        else:
            joined.append(word)
    return joined


def _trimmed(words: list[Inline]) -> Line:
    """Drop the white space at both ends."""
    while isinstance(words[0], Text) and not words[0].text.strip():
        del words[0]
    while isinstance(words[-1], Text) and not words[-1].text.strip():
        del words[-1]
    first = words[0]
    if isinstance(first, Text | Link):
        words[0] = replace(first, text=first.text.lstrip())
    last = words[-1]
    if isinstance(last, Text | Link):
        words[-1] = replace(last, text=last.text.rstrip())
    return tuple(words)


def pack(
    sections: Sequence[Sequence[Item]], fits: Callable[[Sequence[Item]], bool]
) -> list[list[Item]]:
    """Pack pieces into few messages that `fits` allows, each section together if it can be.

    A section is pieces that belong together, such as a heading and what stands under it. A piece
    that does not fit alone gets a message of its own.
    """
    messages: list[list[Item]] = []
    for section in sections:
        if messages and fits([*messages[-1], *section]):
            messages[-1].extend(section)
            continue
        if fits(section):
            messages.append(list(section))
            continue
        for piece in section:
            if messages and fits([*messages[-1], piece]):
                messages[-1].append(piece)
            else:
                messages.append([piece])
    return messages
