"""News that does not wait for a time: "breaking 3 sources in 60 minutes, 5 a day"."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.when.grammar import part_quiet, part_zone, say_quiet
from bot.when.moments import Quiet, quiet_at
from bot.when.zones import own_zone
from briefings.errors import ScheduleError

EXAMPLE = "For example: breaking 3 sources in 60 minutes, 5 a day."
_OPENS = re.compile(r"^(?:breaking|alerts?)\b[\s:,]*", re.IGNORECASE)
_PARTS = (
    ("sources", re.compile(r"\b(?:at least\s+)?(\d{1,3})\s+(?:independent\s+)?sources?\b"), 1, 20),
    ("minutes", re.compile(r"\b(?:with)?in\s+(\d{1,4})\s*(?:minutes?|mins?|m)\b"), 10, 1440),
    ("hours", re.compile(r"\b(?:with)?in\s+(\d{1,2})\s*(?:hours?|h)\b"), 1, 24),
    ("most", re.compile(r"\b(?:at most\s+)?(\d{1,3})\s+(?:a|per|each)\s+day\b"), 1, 50),
)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Breaking:
    """When a new story is told at once. `text` says it without the zone, in canonical form."""

    text: str
    zone: str
    sources: int = 3
    """Independent sources that have to report it …"""
    minutes: int = 60
    """… within so many minutes of the first."""
    most: int = 5
    """Alerts a local day, at most."""
    quiet: Quiet | None = None

    def is_quiet(self, moment: datetime) -> bool:
        """Whether nothing may come at this moment."""
        return quiet_at(self.quiet, self.zone, moment)

    def describe(self) -> str:
        """Say it in words, with the zone."""
        return f"{self.text} {self.zone}"


def parse_breaking(text: str, *, zone: str = "UTC") -> Breaking | None:
    """Read it, None for what does not begin with "breaking". Raises ScheduleError."""
    opened = _OPENS.match(text.strip())
    if not opened:
        return None
    if len(text) > _LONGEST:
        raise ScheduleError("That is too long for a time.", hint=EXAMPLE)
    zone = own_zone(zone)
    rest, quiet = part_quiet(" ".join(text.strip()[opened.end() :].split()))
    rest, zone = part_zone(f"breaking {rest}", zone)
    values, rest = _values(rest.lower().removeprefix("breaking"))
    if rest.strip(" .,;"):
        raise ScheduleError(f"I can't read “{rest.strip(' .,;')[:60]}” there.", hint=EXAMPLE)
    made = Breaking(
        text="",
        zone=zone,
        sources=values.get("sources", 3),
        minutes=values.get("hours", 0) * 60 or values.get("minutes", 60),
        most=values.get("most", 5),
        quiet=quiet,
    )
    noun = "source" if made.sources == 1 else "sources"
    said = f"breaking {made.sources} {noun} in {made.minutes} minutes, {made.most} a day"
    return Breaking(said + say_quiet(quiet), zone, made.sources, made.minutes, made.most, quiet)


def _values(text: str) -> tuple[dict[str, int], str]:
    values: dict[str, int] = {}
    for name, pattern, least, most in _PARTS:
        found = pattern.search(text)
        if found:
            values[name] = int(found.group(1))
            if not least <= values[name] <= most:
                unit = {"most": "alerts a day"}.get(name, name)
                raise ScheduleError(f"Take {least} to {most} {unit}.", hint=EXAMPLE)
            text = f"{text[: found.start()]} {text[found.end() :]}"
    return values, text
