"""Where the time comes from, so that tests and replays can bring their own."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present moment, aware and in UTC."""


def utc_now() -> datetime:
    """Return the machine's own time."""
    return datetime.now(UTC)
