"""Calls that wait for a process: a line for each function, and the functions take turns."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefings.model import Article


@dataclass(slots=True)
class Call:
    """A call of a function: what it is given, packed, and where its result goes."""

    name: str
    packed: bytes
    articles: Sequence[Article]
    done: asyncio.Future[Any]


class Turns:
    """Calls that wait: a line for each function, and the functions take turns."""

    def __init__(self) -> None:
        self._lines: OrderedDict[str, deque[Call]] = OrderedDict()
        self._ready = asyncio.Semaphore(0)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def put(self, call: Call) -> None:
        """Let a call wait at the end of its function's line."""
        self._lines.setdefault(call.name, deque()).append(call)
        self._size += 1
        self._ready.release()

    async def take(self) -> Call:
        """Return the call whose turn it is, as soon as there is one."""
        await self._ready.acquire()
        return self._next()

    def rest(self) -> list[Call]:
        """Take all that are left."""
        return [self._next() for _ in range(self._size)]

    def _next(self) -> Call:
        name, line = self._lines.popitem(last=False)
        call = line.popleft()
        self._size -= 1
        if line:
            self._lines[name] = line
        return call
