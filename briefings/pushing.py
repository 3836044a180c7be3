"""What polling needs to know of feeds whose hubs send them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from briefings.feeds.poll import Read
from briefings.model import Feed

WAITING_BYTES = 50_000_000
WAITING_OF_ONE = 2
"""Documents from hubs that wait to be read at most: bytes of all, number for one feed."""


@dataclass(frozen=True, slots=True)
class HubState:
    """What a feed's hub does, as people are told."""

    hub: str
    until: datetime | None
    """The end of what the hub agreed to, None where it has not."""
    silent: bool = False
    """Whether it kept news back, and is not relied on."""
    problem: str | None = None
    """Its last failure in plain words."""


class Push(Protocol):
    """Knows which feeds have a hub that tells of their news."""

    def until(self, feed_id: int) -> datetime | None:
        """Return until when it does, None where it doesn't."""

    def state(self, feed_id: int) -> HubState | None:
        """Return what a feed's hub does, None where it has none."""

    async def polled(self, feed: Feed, hub: str | None, topic: str | None, news: int) -> None:
        """Note what a poll found: a hub or none, and how much that was not told of before."""


class Unpushed:
    """No feed has a hub."""

    def until(self, feed_id: int) -> datetime | None:
        """Return None."""

    def state(self, feed_id: int) -> HubState | None:
        """Return None."""

    async def polled(self, feed: Feed, hub: str | None, topic: str | None, news: int) -> None:
        """Do nothing."""


class Waiting:
    """How much waits to be read: hubs are strangers, and may send more than can be read."""

    def __init__(self) -> None:
        self._sizes: list[tuple[int, int]] = []

    def admit(self, feed_id: int, size: int) -> bool:
        """Count a document of so many bytes; return False, and don't, where it is too much."""
        same = sum(feed == feed_id for feed, _ in self._sizes)
        if same >= WAITING_OF_ONE or sum(size for _, size in self._sizes) + size > WAITING_BYTES:
            return False
        self._sizes.append((feed_id, size))
        return True

    def done(self, feed_id: int, size: int) -> None:
        """Count it no more."""
        self._sizes.remove((feed_id, size))


def announced(read: Read) -> tuple[str | None, str | None]:
    """Return the announced hub and topic; what the headers say wins (WebSub 4)."""
    fetched, document = read.fetched, read.document
    hub = fetched.hub or (document.hub if document else None)
    return hub, fetched.topic or (document.topic if document else None)
