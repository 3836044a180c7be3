"""What whoever runs this may count; the newsroom only says it."""

from collections.abc import Sequence
from typing import Literal, Protocol

PollOutcome = Literal["changed", "unchanged", "failed", "gone", "pushed"]


class Watch(Protocol):
    """Is told what happens."""

    def polled(self, outcome: PollOutcome) -> None:
        """A feed was asked, or its hub sent it."""

    def parsed(self, seconds: float) -> None:
        """A feed's document was parsed in so many seconds."""

    def stored(self, lags: Sequence[float | None]) -> None:
        """Entries were stored, each so many seconds after it was published, where that is known."""


class Unwatched:
    """Counts nothing."""

    def polled(self, outcome: PollOutcome) -> None:
        """Do nothing."""

    def parsed(self, seconds: float) -> None:
        """Do nothing."""

    def stored(self, lags: Sequence[float | None]) -> None:
        """Do nothing."""
