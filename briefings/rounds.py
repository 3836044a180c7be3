"""What polling came to."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefings.model import Article


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of polling came to."""

    read: int = 0
    unchanged: int = 0
    failed: int = 0
    new: tuple[Article, ...] = ()


def total(rounds: Sequence[Round]) -> Round:
    """Return what the rounds came to together."""
    return Round(
        read=sum(one.read for one in rounds),
        unchanged=sum(one.unchanged for one in rounds),
        failed=sum(one.failed for one in rounds),
        new=tuple(article for one in rounds for article in one.new),
    )
