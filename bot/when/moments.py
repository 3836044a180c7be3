"""Moments that come again, and when clocks show them.

A time is a set of minutes of the local day, on days that fit. Where clocks are set forward, a
minute that does not exist fires at the next one that does; where they are set back, only its first
comes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from briefings.errors import ScheduleError

EXAMPLES = "For example: daily 08:00 Europe/Kyiv, weekdays 9am, mon,wed 18:30, every 2 hours."
_HORIZON = 366 * 5
"""Days ahead in which a next moment is looked for: 29 February comes within them."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Minutes of the local day from `start` up to but not including `end`, over midnight or not."""

    start: int
    end: int

    def holds(self, minute: int) -> bool:
        """Whether a minute of the day is one of them."""
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


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
    quiet: Quiet | None = None
    """The hours in which nothing comes."""

    def next_after(self, moment: datetime) -> datetime:
        """Return the first moment after this one, in UTC."""
        start = moment.astimezone(ZoneInfo(self.zone)).date() - timedelta(days=1)
        for number in range(_HORIZON):
            for at in self._of_day(start + timedelta(days=number)):
                if at > moment:
                    return at
        raise ScheduleError(f"“{self.text}” never comes.", hint=EXAMPLES)

    def last_until(self, moment: datetime) -> datetime | None:
        """Return the newest moment not after this one, in UTC, none within the last two months."""
        start = moment.astimezone(ZoneInfo(self.zone)).date() + timedelta(days=1)
        for number in range(63):
            for at in reversed(tuple(self._of_day(start - timedelta(days=number)))):
                if at <= moment:
                    return at
        return None

    def is_quiet(self, moment: datetime) -> bool:
        """Whether nothing may come at this moment."""
        return quiet_at(self.quiet, self.zone, moment)

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
            if at != seen and not self.is_quiet(at):
                yield at
            seen = at

    def _fits(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        by_number, by_weekday = day.day in self.days, day.weekday() in self.weekdays
        return by_number or by_weekday if self.either else by_number and by_weekday


def quiet_at(quiet: Quiet | None, zone: str, moment: datetime) -> bool:
    """Whether clocks in the zone show one of the quiet hours at this moment."""
    if quiet is None:
        return False
    local = moment.astimezone(ZoneInfo(zone))
    return quiet.holds(local.hour * 60 + local.minute)


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
