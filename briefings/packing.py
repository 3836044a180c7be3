"""Calls and their results as bytes, for another process; articles travel there and not back.

call → its articles, and the call with their numbers in their place → bytes
result, with the numbers of articles that came with the call → the caller's own articles
"""

import pickle
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from briefings.model import Article


def pack_call(call: Any) -> tuple[bytes, list[Article]]:
    """Return a call as bytes, and the articles in it, by their numbers."""
    articles: list[Article] = []
    body = _pack(call, articles, grow=True)
    return pickle.dumps((articles, body), pickle.HIGHEST_PROTOCOL), articles


def unpack_call(packed: bytes) -> tuple[Any, list[Article]]:
    """Return the call and its articles, by their numbers."""
    # what comes is from our own program, here and below
    articles, body = pickle.loads(packed)  # noqa: S301
    return unpack(body, articles), articles


def pack_result(result: Any, articles: list[Article]) -> bytes:
    """Return a result as bytes, with numbers in the place of these articles."""
    return _pack(result, articles, grow=False)


def unpack(packed: bytes, articles: Sequence[Article]) -> Any:
    """Return what was packed, with these articles in the place of their numbers."""
    return _Unpickler(BytesIO(packed), articles).load()


def _pack(value: Any, articles: list[Article], *, grow: bool) -> bytes:
    target = BytesIO()
    _Pickler(target, articles, grow=grow).dump(value)
    return target.getvalue()


class _Pickler(pickle.Pickler):
    def __init__(self, target: BytesIO, articles: list[Article], *, grow: bool) -> None:
        super().__init__(target, pickle.HIGHEST_PROTOCOL)
        self._articles = articles
        self._numbers = {id(article): number for number, article in enumerate(articles)}
        self._grow = grow

    def persistent_id(self, value: Any) -> int | None:
        if type(value) is not Article:
            return None
        number = self._numbers.get(id(value))
        if number is None and self._grow:
            number = self._numbers[id(value)] = len(self._articles)
            self._articles.append(value)
        return number


class _Unpickler(pickle.Unpickler):
    def __init__(self, source: BytesIO, articles: Sequence[Article]) -> None:
        super().__init__(source)
        self._articles = articles

    def persistent_load(self, number: Any) -> Article:
        article: Article = self._articles[number]
        return article
