"""Server-sent events: each browser gets what is said, in order, and what it missed.

A browser that does not keep up is let go; it comes back by itself and says what it saw last.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

QUEUE = 256
"""Events that may wait for one browser."""
BROWSERS = 64
HEARTBEAT = 15.0
"""Seconds after which a silent connection is shown to be alive."""
RETRY_MS = 1_500


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; with an `id` it can be asked for again."""

    name: str
    data: dict[str, Any]
    id: int | None = None

    def encode(self) -> bytes:
        """Return it as it goes over the wire; JSON keeps it on one line."""
        number = f"id: {self.id}\n" if self.id is not None else ""
        words = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        return f"{number}event: {self.name}\ndata: {words}\n\n".encode("utf-8", "replace")


class Listener:
    """One browser's queue. It ends when it is closed or too much waits in it."""

    def __init__(self, size: int) -> None:
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue(size)
        self.open = True

    def give(self, event: Event) -> None:
        """Queue an event; where there is no room, end."""
        try:
            self._queue.put_nowait(event)
        except asyncio.QueueFull:
            self.close()

    def close(self) -> None:
        """End at once: what still waits is asked for again."""
        self.open = False
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)

    async def chunks(self, heartbeat: float = HEARTBEAT) -> AsyncIterator[Event | None]:
        """Yield events, and None whenever nothing came for `heartbeat` seconds."""
        while self.open:
            try:
                event = await asyncio.wait_for(self._queue.get(), heartbeat)
            except TimeoutError:
                yield None
                continue
            if event is None:
                return
            yield event


class Live:
    """Tells every open page what happens."""

    def __init__(self, *, size: int = QUEUE, browsers: int = BROWSERS) -> None:
        self._size, self._browsers = size, browsers
        self._listeners: set[Listener] = set()

    def __len__(self) -> int:
        return len(self._listeners)

    def listen(self) -> Listener | None:
        """Return a new browser's queue, None when there are too many."""
        if len(self._listeners) >= self._browsers:
            return None
        listener = Listener(self._size)
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Forget a browser."""
        self._listeners.discard(listener)

    def tell(self, event: Event) -> None:
        """Tell everybody; never waits."""
        for listener in tuple(self._listeners):
            listener.give(event)
            if not listener.open:
                self._listeners.discard(listener)

    def close(self) -> None:
        """Let every browser go."""
        for listener in tuple(self._listeners):
            listener.close()
        self._listeners.clear()
