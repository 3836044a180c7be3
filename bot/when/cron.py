"""Times as cron writes them: "0 8 * * 1-5"."""

import re
from datetime import UTC, datetime
from itertools import pairwise

from bot.when.moments import EXAMPLES, When
from briefings.errors import ScheduleError

FEWEST_MINUTES = 15
"""Minutes between two digests, at least."""
_LINE = re.compile(
    r"^(?:cron\s+)?([\d*/,-]+)\s+([\d*/,-]+)\s+([\d*/,-]+)\s+([\d*/,-]+)\s+([\d*/,-]+)$"
)
_LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_ANY_DAY = datetime(2024, 1, 1, tzinfo=UTC)


def read_cron(words: str, zone: str) -> When | None:
    """Read a line of cron, None where it is none. Raises ScheduleError."""
    found = _LINE.match(words)
    if not found:
        return None
    minute, hour, day, month, weekday = (
        _cron_field(part, low, high)
        for part, (low, high) in zip(found.groups(), _LIMITS, strict=True)
    )
    minutes = tuple(sorted(h * 60 + m for h in hour for m in minute))
    not_too_often(minutes)
    when = When(
        text=" ".join(found.groups()),
        zone=zone,
        minutes=minutes,
        weekdays=frozenset((number - 1) % 7 for number in weekday),
        days=frozenset(day),
        months=frozenset(month),
        either=found.group(3) != "*" and found.group(5) != "*",
    )
    when.next_after(_ANY_DAY)  # raises for 30 February: later it would stop whoever schedules it
    return when


def _cron_field(text: str, low: int, high: int) -> set[int]:
    values: set[int] = set()
    for part in text.split(","):
        found = re.fullmatch(r"(?:\*|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
        if not found:
            raise ScheduleError(f"I can't read “{part[:30]}” in a cron line.", hint=EXAMPLES)
        first, last, step = found.groups()
        start = low if first is None else int(first)
        end = int(last) if last else (start if first is not None and not step else high)
        if not low <= start <= end <= high or step == "0":
            raise ScheduleError(
                f"“{part[:30]}” is not between {low} and {high}.", hint="Check the cron line."
            )
        values.update(range(start, end + 1, int(step or 1)))
    return values


def not_too_often(minutes: tuple[int, ...]) -> None:
    """Raise ScheduleError for times of a day that are too close together."""
    gaps = [later - earlier for earlier, later in pairwise(minutes)]
    if gaps and min(gaps) < FEWEST_MINUTES:
        raise ScheduleError(
            f"More often than every {FEWEST_MINUTES} minutes is more than a channel can read.",
            hint=EXAMPLES,
        )
