"""What has to be posted, what was, and what channels and threads were told."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from briefings.model import Article, Turn


class DeliveryState(StrEnum):
    """How far a delivery is."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for one channel, exactly once for its `key`.

    `payload` is the message as JSON. With a `parent_key` it belongs into the thread under that
    delivery's message and waits for it; with a `thread` under the message of that id.
    """

    key: str
    channel: str
    payload: dict[str, Any]
    created_at: datetime
    parent_key: str | None = None
    thread: str | None = None
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    next_try_at: datetime | None = None
    sent_at: datetime | None = None
    message_id: str | None = None
    problem: str | None = None
    position: int = 0
    """Order within the channel, given by the store."""


@dataclass(frozen=True, slots=True)
class Told:
    """That a channel was told a story: with which articles and bullets."""

    channel: str
    story_id: int
    article_ids: tuple[int, ...]
    bullets: tuple[str, ...]
    at: datetime
    delivery_key: str


@dataclass(frozen=True, slots=True)
class Change:
    """An article whose publisher changed it, and what it said before, at its first change."""

    id: int
    """The number of the version that is no more."""
    article: Article
    title: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ThreadMemory:
    """What the thread under a message is about, and what was asked in it lately."""

    channel: str
    message_id: str
    story_ids: tuple[int, ...]
    topic: str
    at: datetime
    turns: tuple[Turn, ...] = ()
    """Questions and answers, oldest first."""
    article: Article | None = None
    """An article that somebody linked to, which is in no feed."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A question that the sources did not answer, to be told of in its thread when they do."""

    id: int
    channel: str
    thread: str | None
    question: str
    zone: str
    created_at: datetime
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class PageMessage:
    """A message of the local page: one of its channels' or threads' lines."""

    id: int
    channel: str
    key: str
    author: str
    payload: dict[str, Any]
    at: datetime
    thread: int | None = None
    """The message under which it stands."""
    private_to: str | None = None
    replies: int = field(default=0)
