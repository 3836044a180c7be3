"""A page's tree made ready for extraction: what is article joined, what is none taken out.

parts of one body → joined;  pop-ups, "Read more: …" and lists of links → dropped
"""

import re
from collections.abc import Iterator
from typing import Any

_PART = 300
"""Characters of its own paragraphs that make an element a part of a body."""
_POPUP = re.compile(
    r"tooltip|hover-?card|rollover|popover|sr-only|visually-?hidden|screen-?reader", re.IGNORECASE
)
_POPUP_LONGEST = 800
_NOT_BODY = re.compile(
    r"comment|teaser|card|related|promo|excerpt|recommend|reply|footer|sidebar", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    r"(read more|see more|read also|also read|see also|read next|related|more( on this| from)?"
    r"|watch|don['’]t miss|recommended|lesen sie auch|mehr zum thema|lire aussi|à lire aussi"
    r"|lea también|leggi anche|czytaj także|читайте також|читайте также)\b.{0,40}?:",
    re.IGNORECASE,
)
_ELSEWHERE_LONGEST = 200
_ITEM_LONGEST = 500


def prepare(tree: Any) -> None:
    """Change the tree of a whole page in place."""
    _join_parts(tree)
    _drop_popups(tree)
    _drop_links(tree)


def shown_text(tree: Any, limit: int) -> str:
    """Return the words that the page shows, up to about `limit` characters."""
    parts, length = [], 0
    for element in tree.iter():
        unseen = element.tag in ("script", "style", "noscript", "template", "head", "title")
        if isinstance(element.tag, str) and not unseen and element.text:
            parts.append(element.text)
        if element.tail:
            parts.append(element.tail)
        length += len(element.text or "") + len(element.tail or "")
        if length > 20 * limit:
            break
    return " ".join(" ".join(parts).split())[:limit]


def _join_parts(tree: Any) -> None:
    """Put a body that is cut into several like elements, by advertisements, back into one.

    Parts belong together when they are of one kind, in one <article>, with no headline between.
    """
    firsts: dict[tuple[object, ...], Any] = {}
    headlines = 0
    for element in list(tree.iter("h1", "div", "section")):
        if element.tag == "h1":
            headlines += 1
            continue
        kind = element.get("class")
        if not kind or _NOT_BODY.search(kind) or not _has_prose(element):
            continue
        article = next(element.iterancestors("article"), None)
        first = firsts.setdefault((element.tag, kind, article, headlines), element)
        if first is not element and not _holds(first, element) and not _repeats(first, element):
            for child in list(element):
                first.append(child)


def _has_prose(element: Any) -> bool:
    length = 0
    for child in element:
        if child.tag == "p":
            length += len(_words(child, _PART))
            if length >= _PART:
                return True
    return False


def _holds(outer: Any, inner: Any) -> bool:
    return any(ancestor is outer for ancestor in inner.iterancestors())


def _repeats(first: Any, other: Any) -> bool:
    one, two = (next(element.iter("p"), None) for element in (first, other))
    return one is not None and two is not None and _words(one, 300) == _words(two, 300)


def _drop_popups(tree: Any) -> None:
    for element in list(tree.iter("span", "div")):
        if _POPUP.search(element.get("class") or "") and _is_short(element, _POPUP_LONGEST):
            _drop(element)


def _drop_links(tree: Any) -> None:
    """Drop lists that are nothing but links, and lines that lead to other articles."""
    for element in list(tree.iter("ul", "ol")):
        items = [child for child in element if child.tag == "li"]
        if len(items) >= 2 and all(_is_link(item) for item in items):
            _drop(element)
    for element in list(tree.iter("p", "h2", "h3", "h4", "h5", "div", "li")):
        if len(element) > 6 or next(element.iter("a"), None) is None:
            continue
        words = _words(element, _ELSEWHERE_LONGEST + 1)
        if len(words) <= _ELSEWHERE_LONGEST and _ELSEWHERE.match(words):
            _drop(element)


def _is_link(item: Any) -> bool:
    """Whether an item is a link to another page and next to nothing else."""
    if not _is_short(item, _ITEM_LONGEST):
        return False
    links = [link for link in item.iter("a") if not (link.get("href") or "#").startswith("#")]
    linked = sum(len(_words(link, _ITEM_LONGEST)) for link in links)
    return linked > 0 and linked >= 0.9 * len(_words(item, _ITEM_LONGEST))


def _is_short(element: Any, longest: int) -> bool:
    return len(_words(element, longest + 1)) <= longest


def _words(element: Any, limit: int) -> str:
    """Return the opening of an element's text; stops reading soon, whatever the element holds."""
    return " ".join("".join(_opening(element, limit)).split())


def _opening(element: Any, limit: int) -> Iterator[str]:
    left = 2 * limit  # line breaks and indents count here, not in the result
    for part in element.itertext():
        yield part
        left -= len(part)
        if left < 0:
            return


def _drop(element: Any) -> None:
    """Take an element out, but leave the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail and element.tail.strip():
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
