"""Times as people write them, read."""

import re
from dataclasses import replace
from functools import lru_cache

from bot.when.cron import FEWEST_MINUTES, not_too_often, read_cron
from bot.when.moments import EXAMPLES, Quiet, When
from bot.when.zones import find_zone, own_zone, unknown_zone
from briefings.errors import ScheduleError

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.|h|uhr)?$")
_EVERY = re.compile(r"^every\s+(?:(\d{1,3})\s*)?(hours?|h|minutes?|mins?|m)$")
_MONTHLY = re.compile(r"^(?:monthly|every month)(?:\s+on)?(?:\s+the)?\s+(\d{1,2})(?:st|nd|rd|th)?$")
_DAY_RANGE = re.compile(r"^([a-z]{3,9})\s*(?:-|–|to)\s*([a-z]{3,9})\b")
_QUIET = re.compile(
    r",?\s*\b(?:quiet|silent)(?:\s+hours)?(?:\s+(?:from|between))?\s+"
    r"(noon|midnight|\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]m)?)\s*(?:-|–|to|until|and)\s*"
    r"(noon|midnight|\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]m)?)(?=\s|,|$)",
    re.IGNORECASE,
)
_LONGEST = 200
"""Characters of a schedule; more is none."""


def parse_when(text: str, *, zone: str = "UTC") -> When:
    """Read a schedule as people write it. Raises ScheduleError that says what is not understood."""
    if not text.strip():
        raise ScheduleError("When?", hint=EXAMPLES)
    if len(text) > _LONGEST:
        raise ScheduleError("That is too long for a time.", hint=EXAMPLES)
    zone = own_zone(zone)
    return _parse(" ".join(text.split()), zone)


@lru_cache(maxsize=4096)
def _parse(text: str, zone: str) -> When:
    text, quiet = part_quiet(text)
    when = _parse_times(text, zone)
    return when if quiet is None else _with_quiet(when, quiet)


def part_quiet(text: str) -> tuple[str, Quiet | None]:
    """Take "quiet 22:00-07:00" out of the text."""
    found = _QUIET.search(text)
    if not found:
        return text, None
    start, end = (_clock(part.lower()) for part in found.groups())
    if start == end:
        raise ScheduleError("Quiet hours end at another time than they begin.", hint=EXAMPLES)
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(rest.split()), Quiet(start, end)


def _with_quiet(when: When, quiet: Quiet) -> When:
    left = tuple(minute for minute in when.minutes if not quiet.holds(minute))
    if not left:
        raise ScheduleError("All its times are in the quiet hours.", hint=EXAMPLES)
    return replace(when, text=when.text + say_quiet(quiet), minutes=left, quiet=quiet)


def _parse_times(text: str, zone: str) -> When:
    if not text:
        raise ScheduleError("When?", hint=EXAMPLES)
    body, said_zone = part_zone(text, zone)
    try:
        return _read(body, said_zone)
    except ScheduleError:
        stray = _stray_words(body, said_zone)
        if stray:
            raise unknown_zone(stray) from None
        raise


def _read(text: str, zone: str) -> When:
    words = " ".join(re.sub(r"\bat\b", " ", text.lower()).split())
    return read_cron(words, zone) or _interval(words, zone) or _days_and_times(words, zone)


def _stray_words(text: str, zone: str) -> str:
    """Return the words at the end without which this is a time: a zone that is mistyped."""
    parts = text.split()
    for count in (1, 2, 3):
        stray = " ".join(parts[-count:])
        if len(parts) > count and re.fullmatch(r"[^\W\d][\w ./+-]{2,}", stray):
            try:
                _read(" ".join(parts[:-count]), zone)
            except ScheduleError:
                continue
            return stray
    return ""


def part_zone(text: str, zone: str) -> tuple[str, str]:
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


def _interval(words: str, zone: str) -> When | None:
    words = {"hourly": "every hour"}.get(words, words)
    found = _EVERY.match(words)
    if not found:
        return None
    count = int(found.group(1) or 1)
    minutes = count * 60 if found.group(2).startswith("h") else count
    if not FEWEST_MINUTES <= minutes <= 1440 or 1440 % minutes:
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
        raise ScheduleError(f"At what time “{words[:60]}”?", hint=EXAMPLES)
    not_too_often(times)
    clock = " and ".join(map(say_minute, times))
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
    rest = _DAY_RANGE.sub(_spell_out, rest)
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
        raise ScheduleError(f"I can't read “{words[:60]}” as a time.", hint=EXAMPLES)
    return frozenset(found), rest


def _spell_out(days: re.Match[str]) -> str:
    """Write "mon-fri" as the days it means; it may go over the end of the week."""
    first, last = (_weekday(word) for word in days.groups())
    if first is None or last is None:
        return days.group()
    return ",".join(_DAYS[(first + step) % 7] for step in range((last - first) % 7 + 1))


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
        raise ScheduleError(f"I can't read “{text[:40]}” as a time of day.", hint=EXAMPLES)
    hour, minute, half = int(found.group(1)), int(found.group(2) or 0), found.group(3) or ""
    if half[:1] in ("a", "p"):
        if not 1 <= hour <= 12:
            raise ScheduleError(f"“{text}” is no time of day.", hint=EXAMPLES)
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    if hour > 23 or minute > 59:
        raise ScheduleError(f"“{text}” is no time of day.", hint=EXAMPLES)
    return hour * 60 + minute


def say_minute(minute: int) -> str:
    """Write a minute of the day as a clock shows it: "08:00"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def say_quiet(quiet: Quiet | None) -> str:
    """Write quiet hours as they stand behind a schedule."""
    return f" quiet {say_minute(quiet.start)}-{say_minute(quiet.end)}" if quiet else ""


def _say_days(days: frozenset[int]) -> str:
    known = {
        frozenset(range(7)): "daily",
        frozenset(range(5)): "weekdays",
        frozenset((5, 6)): "weekends",
    }
    return known.get(days) or ",".join(_DAYS[number][:3] for number in sorted(days))
