"""The grammar of times: "daily 08:00 Europe/Kyiv", "every 2 hours", cron, "breaking …"."""

from bot.when.breaking import Breaking, parse_breaking
from bot.when.grammar import parse_when
from bot.when.moments import When, local_moment
from bot.when.zones import find_zone, unknown_zone, zone_names

Schedule = When | Breaking
"""What a subscription may say about when: at its times, or as soon as something breaks."""

__all__ = [
    "Breaking",
    "Schedule",
    "When",
    "find_zone",
    "local_moment",
    "parse_schedule",
    "parse_when",
    "unknown_zone",
    "zone_names",
]


def parse_schedule(text: str, *, zone: str = "UTC") -> Schedule:
    """Read when something comes. Raises ScheduleError that says what is not understood."""
    return parse_breaking(text, zone=zone) or parse_when(text, zone=zone)
