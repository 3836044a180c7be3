"""Time zones as people name them: "Europe/Kyiv", "kyiv", "new york", "CET"."""

import difflib
from functools import cache
from importlib.resources import files
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


def own_zone(name: str) -> str:
    """Return a zone by its name of today: browsers and phones still say "Europe/Kiev".

    Raises ScheduleError where this is no zone's own name.
    """
    if name not in _names():
        raise unknown_zone(name)
    return _renamed().get(name, name)


def zone_names() -> tuple[str, ...]:
    """Return every zone's name, without those that were given up for another."""
    return tuple(sorted(_names() - _renamed().keys()))


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
def _renamed() -> dict[str, str]:
    """Return former names of zones: links from a name that no country has to one that some has."""
    data = files("tzdata") / "zoneinfo"
    lines = (data / "zone.tab").read_text(encoding="utf-8").splitlines()
    places = {line.split("\t")[2] for line in lines if not line.startswith("#")}
    links = (line.split() for line in (data / "tzdata.zi").read_text(encoding="utf-8").splitlines())
    return {
        link[2]: link[1]
        for link in links
        if link[:1] == ["L"] and "/" in link[2] and link[1] in places and link[2] not in places
    }


@cache
def _zones() -> dict[str, str]:
    names = _names()
    cities: dict[str, str] = {}
    for name in sorted(names):
        if "/" in name and not name.startswith(("Etc", "US/", "Canada/", "Brazil/", "Mexico/")):
            cities.setdefault(name.rsplit("/", 1)[1].lower(), name)
    full = {name.lower(): name for name in names if "/" in name or name in _SHORT}
    return {
        name: _renamed().get(zone, zone) for name, zone in (cities | full).items()
    } | _OTHER_NAMES
