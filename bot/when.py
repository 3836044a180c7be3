"""The grammar of times: "daily 08:00 Europe/Kyiv", "weekdays 9am", "every 2 hours", cron.

A time is a set of minutes of the local day, on days that fit. Where clocks are set forward, a
minute that does not exist fires at the next one that does; where they are set back, only its first
comes.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from briefings.errors import ScheduleError

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HORIZON = 366 * 5
"""Days ahead in which a next moment is looked for: 29 February comes within them."""
_TIME = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.|h|uhr)?$")
_EVERY = re.compile(r"^every\s+(?:(\d{1,3})\s*)?(hours?|h|minutes?|mins?|m)$")
_MONTHLY = re.compile(r"^(?:monthly|every month)(?:\s+on)?(?:\s+the)?\s+(\d{1,2})(?:st|nd|rd|th)?$")
_CRON = re.compile(
    r"^(?:cron\s+)?([\d*/,-]+)\s+([\d*/,-]+)\s+([\d*/,-]+)\s+([\d*/,-]+)\s+([\d*/,-]+)$"
)
_FEWEST_MINUTES = 15
_EXAMPLES = "For example: daily 08:00 Europe/Kyiv, weekdays 9am, mon,wed 18:30, every 2 hours."
_CITIES = {"kiev": "Europe/Kyiv", "washington": "America/New_York", "gmt": "UTC", "utc": "UTC"}


@dataclass(frozen=True, slots=True)
class When:
    """Moments that come again. `text` says them without the zone, in canonical form."""

    text: str
    zone: str
    minutes: tuple[int, ...]
    """Minutes of the local day, ascending."""
    weekdays: frozenset[int] = frozenset(range(7))
    days: frozenset[int] = frozenset(range(1, 32))
    months: frozenset[int] = frozenset(range(1, 13))
    either: bool = False
    """As in cron: a day fits by its number or its weekday, where both are given."""

    def next_after(self, moment: datetime) -> datetime:
        """Return the first moment after this one, in UTC."""
        start = moment.astimezone(ZoneInfo(self.zone)).date() - timedelta(days=1)
        for number in range(_HORIZON):
            for at in self._of_day(start + timedelta(days=number)):
                if at > moment:
                    return at
        raise ScheduleError(f"“{self.text}” never comes.", hint=_EXAMPLES)

    def last_until(self, moment: datetime) -> datetime | None:
        """Return the newest moment not after this one, in UTC, none within the last two months."""
        start = moment.astimezone(ZoneInfo(self.zone)).date() + timedelta(days=1)
        for number in range(63):
            for at in reversed(tuple(self._of_day(start - timedelta(days=number)))):
                if at <= moment:
                    return at
        return None

    def describe(self) -> str:
        """Say it in words, with the zone."""
        return f"{self.text} {self.zone}"

    def _of_day(self, day: date) -> Iterator[datetime]:
        if not self._fits(day):
            return
        zone = ZoneInfo(self.zone)
        seen = None
        for minute in self.minutes:
            at = local_moment(day, minute, zone)
            if at != seen:
                yield at
            seen = at

    def _fits(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        by_number, by_weekday = day.day in self.days, day.weekday() in self.weekdays
        return by_number or by_weekday if self.either else by_number and by_weekday


def local_moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the moment in UTC when clocks in the zone show this minute of the day.

    A minute that is skipped that day is the first one after the gap; one that comes twice is the
    first of the two.
    """
    wall = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone)
    moment = wall.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    shift = wall.replace(fold=0).utcoffset() or timedelta()
    after = wall.replace(fold=1).utcoffset() or timedelta()
    gap_end = moment if after < shift else wall.replace(fold=1).astimezone(UTC)
    return _first_valid(gap_end - timedelta(hours=3), wall.replace(tzinfo=None), zone)


def _first_valid(moment: datetime, wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment from here on at which clocks show `wall` or later."""
    while moment.astimezone(zone).replace(tzinfo=None) < wall:
        moment += timedelta(minutes=1)
    return moment


def parse_when(text: str, *, zone: str = "UTC") -> When:
    """Read a schedule as people write it. Raises ScheduleError that says what is not understood."""
    words = " ".join(text.replace(" at ", " ").lower().split())
    if not words:
        raise ScheduleError("When?", hint=_EXAMPLES)
    body, zone = _part_zone(" ".join(text.split()), zone)
    words = " ".join(re.sub(r"\bat\b", " ", body.lower()).split())
    return _cron(words, zone) or _interval(words, zone) or _days_and_times(words, zone)


def _part_zone(text: str, zone: str) -> tuple[str, str]:
    """Take a zone off the end of the text, or off both words of one such as "new york"."""
    parts = text.split()
    for count in (3, 2, 1):
        if len(parts) > count:
            name = " ".join(parts[-count:])
            found = find_zone(name)
            if found:
                return " ".join(parts[:-count]), found
    last = parts[-1]
    if re.fullmatch(r"[A-Za-z_]+/[A-Za-z_/+-]+\d*", last):
        raise unknown_zone(last)
    return text, zone


def find_zone(name: str) -> str | None:
    """Return the zone that a name means: an IANA name in any case, or a city of one."""
    wanted = name.strip().lower().replace(" ", "_")
    return _zones().get(wanted)


def unknown_zone(name: str) -> ScheduleError:
    """Return the error for a zone that isn't one, with the one that may be meant."""
    wanted = name.strip().lower()
    swapped = "/".join(reversed(wanted.split("/")))
    known = _zones()
    near = difflib.get_close_matches(swapped, known, 1, 0.75) or difflib.get_close_matches(
        wanted, known, 1, 0.6
    )
    hint = f"Did you mean {known[near[0]]}?" if near else "It should be one such as Europe/Kyiv."
    return ScheduleError(f"I don't know the zone '{name[:60]}'.", hint=hint)


@cache
def _zones() -> dict[str, str]:
    names = {name for name in available_timezones() if not name.startswith(("posix", "right"))}
    cities: dict[str, str] = {}
    for name in sorted(names):
        if "/" in name and not name.startswith(("Etc", "US/", "Canada/", "Brazil/", "Mexico/")):
            cities.setdefault(name.rsplit("/", 1)[1].lower(), name)
    full = {name.lower(): name for name in names if "/" in name or name == "UTC"}
    return cities | full | _CITIES


def _cron(words: str, zone: str) -> When | None:
    found = _CRON.match(words)
    if not found:
        return None
    minute, hour, day, month, weekday = (
        _cron_field(part, low, high)
        for part, (low, high) in zip(
            found.groups(), ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7)), strict=True
        )
    )
    minutes = tuple(sorted(h * 60 + m for h in hour for m in minute))
    _not_too_often(minutes)
    return When(
        text=" ".join(found.groups()),
        zone=zone,
        minutes=minutes,
        weekdays=frozenset((number - 1) % 7 for number in weekday),
        days=frozenset(day),
        months=frozenset(month),
        either=found.group(3) != "*" and found.group(5) != "*",
    )


def _cron_field(text: str, low: int, high: int) -> set[int]:
    values: set[int] = set()
    for part in text.split(","):
        found = re.fullmatch(r"(?:\*|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
        if not found:
            raise ScheduleError(f"I can't read “{part[:30]}” in a cron line.", hint=_EXAMPLES)
        first, last, step = found.groups()
        start = low if first is None else int(first)
        end = int(last) if last else (start if first is not None and not step else high)
        if not low <= start <= end <= high or step == "0":
            raise ScheduleError(
                f"“{part[:30]}” is not between {low} and {high}.", hint="Check the cron line."
            )
        values.update(range(start, end + 1, int(step or 1)))
    return values


def _interval(words: str, zone: str) -> When | None:
    words = {"hourly": "every hour"}.get(words, words)
    found = _EVERY.match(words)
    if not found:
        return None
    count = int(found.group(1) or 1)
    minutes = count * 60 if found.group(2).startswith("h") else count
    if not _FEWEST_MINUTES <= minutes <= 1440 or 1440 % minutes:
        raise ScheduleError(
            f"“{words}” does not go into a day evenly, or is more often than I can be.",
            hint="Take 15 or 30 minutes, or 1, 2, 3, 4, 6, 8 or 12 hours.",
        )
    unit = f"{minutes // 60} hours" if minutes % 60 == 0 else f"{minutes} minutes"
    text = "every hour" if minutes == 60 else f"every {unit}"
    return When(text, zone, tuple(range(0, 1440, minutes)))


def _days_and_times(words: str, zone: str) -> When:
    days, rest = _part_days(words)
    monthly = _MONTHLY.match(" ".join(words.split()[: len(words.split()) - len(rest.split())]))
    times = tuple(
        sorted({_clock(part) for part in re.split(r"\s*(?:,|\band\b|&)\s*", rest) if part})
    )
    if not times:
        raise ScheduleError(f"At what time “{words[:60]}”?", hint=_EXAMPLES)
    clock = " and ".join(f"{minute // 60:02}:{minute % 60:02}" for minute in times)
    if monthly:
        number = int(monthly.group(1))
        if not 1 <= number <= 28:
            raise ScheduleError(
                f"Not every month has a day {number}.", hint="Take one from 1 to 28."
            )
        return When(f"monthly on the {number} {clock}", zone, times, days=frozenset({number}))
    return When(f"{_say_days(days)} {clock}", zone, times, weekdays=days)


def _part_days(words: str) -> tuple[frozenset[int], str]:
    """Part the days at the start from the times behind them."""
    named = {
        "daily": range(7), "every day": range(7), "everyday": range(7),
        "weekdays": range(5), "every weekday": range(5), "workdays": range(5),
        "weekends": (5, 6), "every weekend": (5, 6),
    }  # fmt: skip
    for name, days in named.items():
        if words == name or words.startswith(f"{name} "):
            return frozenset(days), words[len(name) :].strip()
    monthly = re.match(r"^(monthly|every month)(\s+on)?(\s+the)?\s+\d{1,2}(st|nd|rd|th)?\s+", words)
    if monthly:
        return frozenset(range(7)), words[monthly.end() :]
    found: set[int] = set()
    rest = re.sub(r"^(weekly|every)\s+(on\s+)?", "", words)
    while True:
        day = re.match(r"^([a-z]+)\s*(?:,|and\b|&)?\s*", rest)
        number = _weekday(day.group(1)) if day else None
        if day is None or number is None:
            break
        found.add(number)
        rest = rest[day.end() :]
    if not found:
        if _TIME.match(re.split(r"\s*(?:,|\band\b)\s*", words)[0]):
            return frozenset(range(7)), words
        raise ScheduleError(f"I can't read “{words[:60]}” as a time.", hint=_EXAMPLES)
    return frozenset(found), rest


def _weekday(word: str) -> int | None:
    word = word.rstrip("s") if len(word) > 4 else word
    for number, name in enumerate(_DAYS):
        if len(word) >= 3 and name.startswith(word):
            return number
    return None


def _clock(text: str) -> int:
    """Return the minute of the day that a time names."""
    text = {"noon": "12:00", "midday": "12:00", "midnight": "0:00"}.get(text.strip(), text.strip())
    found = _TIME.match(text)
    if not found:
        raise ScheduleError(f"I can't read “{text[:40]}” as a time of day.", hint=_EXAMPLES)
    hour, minute, half = int(found.group(1)), int(found.group(2) or 0), found.group(3) or ""
    if half[:1] in ("a", "p"):
        if not 1 <= hour <= 12:
            raise ScheduleError(f"“{text}” is no time of day.", hint=_EXAMPLES)
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    if hour > 23 or minute > 59:
        raise ScheduleError(f"“{text}” is no time of day.", hint=_EXAMPLES)
    return hour * 60 + minute


def _say_days(days: frozenset[int]) -> str:
    known = {
        frozenset(range(7)): "daily",
        frozenset(range(5)): "weekdays",
        frozenset((5, 6)): "weekends",
    }
    return known.get(days) or ",".join(_DAYS[number][:3] for number in sorted(days))


def _not_too_often(minutes: tuple[int, ...]) -> None:
    gaps = [later - earlier for earlier, later in pairwise(minutes)]
    if gaps and min(gaps) < _FEWEST_MINUTES:
        raise ScheduleError(
            f"More often than every {_FEWEST_MINUTES} minutes is more than a channel can read.",
            hint=_EXAMPLES,
        )
