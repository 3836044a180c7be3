"""Which items of a document were read before: only the others are worth parsing.

Of a news feed's fifty items two are new. The document is cut at its items' tags without parsing
it; an item whose bytes were seen in the last document is left out of what the parser gets.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

_OPENS = re.compile(rb"<(item|entry)(?=[\s>])")
_SIZE = 8
"""Hexadecimal digits of a digest: two items of one feed are the same by chance once in 10^6."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A document without the items that were seen before."""

    body: bytes
    items: int
    """How many items it had."""
    seen: str
    """Digests of all of them, to be given to the next `unread`."""


def unread(body: bytes, seen: str) -> Unread:
    """Leave out what was seen. A document that can't be cut safely stays whole."""
    spans = list(_spans(body))
    if not spans:
        return Unread(body, 0, "")
    digests = [_digest(body[start:end]) for start, end in spans]
    known = {seen[at : at + _SIZE] for at in range(0, len(seen), _SIZE)}
    parts, at = [], 0
    for (start, end), name in zip(spans, digests, strict=True):
        if name in known:
            parts.append(body[at:start])
            at = end
    parts.append(body[at:])
    return Unread(b"".join(parts), len(spans), "".join(digests))


def _spans(body: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each item stands; nothing at all where they are not plainly one after another."""
    found: list[tuple[int, int]] = []
    at = 0
    while opening := _OPENS.search(body, at):
        name = opening.group(1)
        end = body.find(b"</" + name + b">", opening.end())
        if end < 0:
            break
        item = body[opening.start() : end]
        # an item in an item, or half of a CDATA section or comment: what looks like tags is text
        if _OPENS.search(item, 1) or any(
            item.count(left) != item.count(right)
            for left, right in ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"))
        ):
            return
        at = end + len(name) + 3
        found.append((opening.start(), at))
    yield from found


def _digest(item: bytes) -> str:
    return blake2b(item, digest_size=_SIZE // 2).hexdigest()
