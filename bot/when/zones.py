"""Time zones as people name them: "Europe/Kyiv", "kyiv", "new york", "CET"."""

import difflib
from functools import cache
from zoneinfo import available_timezones

from briefings.errors import ScheduleError

_OTHER_NAMES = {
    "gmt": "UTC", "utc": "UTC", "z": "UTC", "kiev": "Europe/Kyiv", "washington": "America/New_York",
    "jst": "Asia/Tokyo", "msk": "Europe/Moscow",
}  # fmt: skip
"""Short names that mean one zone only: "IST" or "CST" would be several."""
_SHORT = ("UTC", "CET", "EET", "MET", "WET")
"""Names without a slash that are zones themselves."""
_LONGEST = 60


def find_zone(name: str) -> str | None:
    """Return the zone that a name means: an IANA name in any case, or a city of one."""
    wanted = name.strip().lower().replace(" ", "_")
    return _zones().get(wanted)


def is_zone(name: str) -> bool:
    """Whether this is a zone's own name."""
    return name in _names()


def unknown_zone(name: str) -> ScheduleError:
    """Return the error for a zone that isn't one, with the one that may be meant."""
    wanted = name.strip().lower().replace(" ", "_")[:_LONGEST]
    swapped = "/".join(reversed(wanted.split("/")))
    known = _zones()
    near = difflib.get_close_matches(swapped, known, 1, 0.75) or difflib.get_close_matches(
        wanted, known, 1, 0.6
    )
    hint = f"Did you mean {known[near[0]]}?" if near else "It should be one such as Europe/Kyiv."
    return ScheduleError(f"I don't know the zone '{name[:_LONGEST]}'.", hint=hint)


@cache
def _names() -> frozenset[str]:
    return frozenset(
        name for name in available_timezones() if not name.startswith(("posix", "right"))
    )


@cache
def _zones() -> dict[str, str]:
    names = _names()
    cities: dict[str, str] = {}
    for name in sorted(names):
        if "/" in name and not name.startswith(("Etc", "US/", "Canada/", "Brazil/", "Mexico/")):
            cities.setdefault(name.rsplit("/", 1)[1].lower(), name)
    full = {name.lower(): name for name in names if "/" in name or name in _SHORT}
    return cities | full | _OTHER_NAMES
