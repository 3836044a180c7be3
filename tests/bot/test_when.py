"""Schedules as people write them, and the moments they mean, against a plain and slow model."""

import contextlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.when import Breaking, When, find_zone, parse_schedule, parse_when, zone_names
from briefings.errors import ScheduleError

MINUTE = timedelta(minutes=1)
ZONES = (
    "Europe/Kyiv", "Europe/London", "America/New_York", "America/St_Johns", "America/Havana",
    "America/Santiago", "Africa/Cairo", "Africa/Casablanca", "Asia/Beirut", "Asia/Gaza",
    "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "UTC",
)  # fmt: skip
"""Among them gaps of half an hour, gaps at midnight, and two changes around Ramadan."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("daily 08:00", "daily 08:00 UTC"),
        ("every day at 8am", "daily 08:00 UTC"),
        ("8:00", "daily 08:00 UTC"),
        ("Daily 8 PM", "daily 20:00 UTC"),
        ("daily 12am", "daily 00:00 UTC"),
        ("daily noon", "daily 12:00 UTC"),
        ("daily 17:30 and 8:00", "daily 08:00 and 17:30 UTC"),
        ("weekdays 9am", "weekdays 09:00 UTC"),
        ("every weekday at 9.15", "weekdays 09:15 UTC"),
        ("mon-fri 9am", "weekdays 09:00 UTC"),
        ("fri-mon 9am", "mon,fri,sat,sun 09:00 UTC"),
        ("weekends 10:00", "weekends 10:00 UTC"),
        ("mondays 9:00", "mon 09:00 UTC"),
        ("every tuesday 9:00", "tue 09:00 UTC"),
        ("fri, wed and mon 18:30", "mon,wed,fri 18:30 UTC"),
        ("every 2 hours", "every 2 hours UTC"),
        ("hourly", "every hour UTC"),
        ("every 30 minutes", "every 30 minutes UTC"),
        ("monthly on the 1st at 9:00", "monthly on the 1 09:00 UTC"),
        ("0 8 * * 1-5", "0 8 * * 1-5 UTC"),
        ("cron 0 8 * * 1-5", "0 8 * * 1-5 UTC"),
        ("daily 08:00 Europe/Kyiv", "daily 08:00 Europe/Kyiv"),
        ("daily 08:00 europe/kyiv", "daily 08:00 Europe/Kyiv"),
        ("daily 08:00 Europe/Kiev", "daily 08:00 Europe/Kyiv"),
        ("daily 08:00 Asia/Calcutta", "daily 08:00 Asia/Kolkata"),
        ("daily 08:00 US/Eastern", "daily 08:00 America/New_York"),
        ("daily 08:00 Europe/Copenhagen", "daily 08:00 Europe/Copenhagen"),
        ("daily 8 am Kyiv", "daily 08:00 Europe/Kyiv"),
        ("daily 08:00 new york", "daily 08:00 America/New_York"),
        ("daily 08:00 utc", "daily 08:00 UTC"),
        ("daily 08:00 cet", "daily 08:00 CET"),
        ("  every   2 hours\tTokyo ", "every 2 hours Asia/Tokyo"),
        ("every 2 hours quiet 22:00-07:00", "every 2 hours quiet 22:00-07:00 UTC"),
        (
            "every 2 hours Kyiv, quiet hours from 10pm to 7am",
            "every 2 hours quiet 22:00-07:00 Europe/Kyiv",
        ),
        ("daily 8:00 quiet 22-7 Europe/Kyiv", "daily 08:00 quiet 22:00-07:00 Europe/Kyiv"),
    ],
)
def test_people_may_write_it_in_many_ways(typed: str, canonical: str) -> None:
    assert parse_when(typed).describe() == canonical


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "When?"),
        ("daily", "At what time"),
        ("daily 25:00", "“25:00” is no time of day"),
        ("daily 8:60", "“8:60” is no time of day"),
        ("daily 13pm", "“13pm” is no time of day"),
        ("sometimes", "can't read “sometimes”"),
        ("every 7 hours", "does not go into a day evenly"),
        ("every 5 minutes", "more often than I can be"),
        ("daily 8:00 and 8:05", "more than a channel can read"),
        ("*/5 * * * *", "more than a channel can read"),
        ("0 8 * * 9", "not between 0 and 7"),
        ("0 8 30 2 *", "never comes"),
        ("0 8 " + "9" * 50 + " 2 *", "not between 1 and 31"),
        ("monthly on the 31st 9:00", "Not every month has a day 31"),
        ("daily 08:00 " + "9" * 5000, "too long"),
        ("daily 08:00 quiet 22:00-09:00", "All its times are in the quiet hours"),
        ("every hour quiet 8:00-8:00", "Quiet hours end at another time"),
        ("every hour quiet 8:00-26:00", "“26:00” is no time of day"),
        ("quiet 8:00-9:00", "When?"),
    ],
)
def test_what_is_no_time_is_said_in_plain_words(typed: str, said: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        parse_when(typed)
    assert said in caught.value.message
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Kiyv/Europe", "Europe/Kyiv"), ("Europe/Kyv", "Europe/Kyiv"), ("Kyyiv", "Europe/Kyiv"),
     ("Pragge", "Europe/Prague"), ("New Yrok", "America/New_York")],
)  # fmt: skip
def test_a_mistyped_zone_is_met_with_the_one_that_is_meant(typed: str, meant: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        parse_when(f"daily 08:00 {typed}")
    assert caught.value.message == f"I don't know the zone '{typed}'."
    assert caught.value.hint == f"Did you mean {meant}?"


@pytest.mark.parametrize(
    ("minute", "over_midnight", "by_day"),
    [("22:00", True, False), ("21:59", False, False), ("00:00", True, False),
     ("06:59", True, False), ("07:00", False, True), ("12:59", False, True),
     ("13:00", False, False)],
)  # fmt: skip
def test_quiet_hours_are_half_open_and_may_go_over_midnight(
    minute: str, over_midnight: bool, by_day: bool
) -> None:
    night = parse_when("every hour quiet 22:00-07:00")
    day = parse_when("every hour quiet 07:00-13:00")
    moment = at(f"2026-03-10 {minute}")
    assert (night.is_quiet(moment), day.is_quiet(moment)) == (over_midnight, by_day)


def test_nothing_comes_in_quiet_hours_and_the_first_time_after_them_does() -> None:
    when = parse_when("every 2 hours quiet 21:00-07:00", zone="Europe/Kyiv")
    moment, hours = at("2026-03-10 00:00"), []
    for _ in range(7):
        moment = when.next_after(moment)
        hours.append(moment.astimezone(ZoneInfo("Europe/Kyiv")).hour)
    assert hours == [8, 10, 12, 14, 16, 18, 20]


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("breaking", "breaking 3 sources in 60 minutes, 5 a day UTC"),
        ("Breaking: 4 sources within 2 hours", "breaking 4 sources in 120 minutes, 5 a day UTC"),
        ("breaking at most 2 a day Kyiv", "breaking 3 sources in 60 minutes, 2 a day Europe/Kyiv"),
        ("alerts, at least 1 source in 30m, 9 per day, quiet 22-7",
         "breaking 1 source in 30 minutes, 9 a day quiet 22:00-07:00 UTC"),
    ],
)  # fmt: skip
def test_what_is_news_enough_may_be_written_in_many_ways(typed: str, canonical: str) -> None:
    when = parse_schedule(typed)
    assert isinstance(when, Breaking)
    assert when.describe() == canonical
    assert parse_schedule(when.text, zone=when.zone) == when


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("breaking bad", "can't read “bad”"),
        ("breaking 900 sources", "Take 1 to 20 sources"),
        ("breaking 0 a day", "Take 1 to 50 alerts a day"),
        ("breaking 3 sources Kiyv/Europe", "I don't know the zone 'Kiyv/Europe'"),
        ("breaking " + "3 sources " * 100, "too long"),
    ],
)
def test_what_is_no_measure_of_news_is_said_in_plain_words(typed: str, said: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        parse_schedule(typed)
    assert said in caught.value.message


@pytest.mark.parametrize("name", ["IST", "CST", "BST", "EST", "", "../../etc/passwd", "/"])
def test_a_name_of_several_zones_or_of_none_is_no_zone(name: str) -> None:
    assert find_zone(name) is None


def test_a_browser_that_knows_a_zone_by_its_former_name_is_understood() -> None:
    assert parse_when("daily 08:00", zone="Europe/Kiev").zone == "Europe/Kyiv"
    assert parse_schedule("breaking", zone="Asia/Saigon").zone == "Asia/Ho_Chi_Minh"


def test_zones_are_offered_by_their_names_of_today() -> None:
    assert {"Europe/Kyiv", "Europe/Copenhagen", "UTC"} <= set(zone_names())
    assert not {"Europe/Kiev", "Asia/Calcutta", "US/Eastern"} & set(zone_names())


def test_a_zone_that_a_platform_made_up_is_refused() -> None:
    with pytest.raises(ScheduleError, match="I don't know the zone 'Mars/Olympus'"):
        parse_when("daily 08:00", zone="Mars/Olympus")


@pytest.mark.parametrize(
    ("zone", "typed", "after", "fires"),
    [
        # clocks go from 3 to 4 on 29 March: 03:30 does not exist, 04:00 is the next that does
        ("Europe/Kyiv", "daily 03:30", "2026-03-28 12:00", "2026-03-29 01:00"),
        # and from 4 to 3 on 25 October: 03:30 comes twice, the first time is the one
        ("Europe/Kyiv", "daily 03:30", "2026-10-24 12:00", "2026-10-25 00:30"),
        ("Europe/Kyiv", "daily 03:30", "2026-10-25 00:30", "2026-10-26 01:30"),
        # half an hour is skipped
        ("Australia/Lord_Howe", "daily 02:15", "2026-10-03 12:00", "2026-10-03 15:30"),
        # midnight itself does not exist
        ("Africa/Cairo", "daily 00:00", "2026-04-23 12:00", "2026-04-23 22:00"),
    ],
)
def test_daylight_saving_neither_loses_nor_doubles_a_digest(
    zone: str, typed: str, after: str, fires: str
) -> None:
    assert parse_when(typed, zone=zone).next_after(at(after)) == at(fires)


def slowly(when: When, after: datetime, minutes: int) -> list[datetime]:
    """Look at the clock every minute: fire at a minute shown first now, or skipped just now."""
    zone, found, shown = ZoneInfo(when.zone), [], set()
    start = after - timedelta(hours=4)  # a wall clock set back repeats at most the last hours
    before = start.astimezone(zone).replace(tzinfo=None)
    for number in range(1, minutes + 241):
        moment = start + number * MINUTE
        now = moment.astimezone(zone).replace(tzinfo=None)
        walls = [before + k * MINUTE for k in range(1, (now - before) // MINUTE)] + [now]
        new = [wall for wall in walls if wall not in shown]
        shown.update(walls)
        due = any(fits(when, w.date(), w.hour * 60 + w.minute) for w in new)
        if moment > after and due and not hushed(when, now.hour * 60 + now.minute):
            found.append(moment)
        before = now
    return found


def fits(when: When, day: date, minute: int) -> bool:
    by_number, by_weekday = day.day in when.days, day.weekday() in when.weekdays
    fitting = by_number or by_weekday if when.either else by_number and by_weekday
    return minute in when.minutes and day.month in when.months and fitting


def hushed(when: When, minute: int) -> bool:
    if when.quiet is None:
        return False
    hours = list(range(when.quiet.start, when.quiet.end or 1440))
    if when.quiet.end < when.quiet.start:
        hours = [*range(when.quiet.start, 1440), *range(when.quiet.end)]
    return minute in hours


def quickly(when: When, after: datetime, minutes: int) -> list[datetime]:
    end, found = after + minutes * MINUTE, []
    while (after := when.next_after(after)) <= end:
        found.append(after)
    return found


def changes(zone: str) -> list[datetime]:
    """Return the days of 2020 to 2040 before which clocks in the zone are set."""
    days = [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(7670)]
    shifts = [day.astimezone(ZoneInfo(zone)).utcoffset() for day in days]
    return [days[n] for n in range(1, len(days)) if shifts[n] != shifts[n - 1]] or days[:1]


CHANGES = [(zone, day) for zone in ZONES for day in changes(zone)]
ANY_DAY = st.tuples(
    st.sampled_from(ZONES),
    st.integers(0, 11_000_000).map(lambda minutes: at("2020-01-01") + minutes * MINUTE),
)
TIMES = st.one_of(
    st.builds("{} {:02}:{:02}".format, st.sampled_from(["daily", "weekdays", "weekends", "sun"]),
              st.integers(0, 23), st.integers(0, 59)),
    st.builds("daily {:02}:{:02}".format, st.integers(0, 4), st.sampled_from([0, 15, 30, 45, 59])),
    st.sampled_from(["every 15 minutes", "hourly", "every 2 hours", "0 2 13 * 5", "30 0-4 * * *",
                     "59 23 31 * *", "monthly on the 1 02:30", "0 3 * 3,10 0",
                     "every 30 minutes quiet 02:45-05:00", "hourly quiet 22:00-03:30"]),
)  # fmt: skip


@settings(max_examples=80)
@given(TIMES, st.one_of(ANY_DAY, st.sampled_from(CHANGES)))
@example("daily 02:30", ("America/Santiago", datetime(2026, 9, 6, tzinfo=UTC)))
def test_every_moment_is_the_one_a_watched_clock_would_give(
    typed: str, place: tuple[str, datetime]
) -> None:
    zone, middle = place
    when, after = parse_when(typed, zone=zone), middle - timedelta(days=1)
    assert quickly(when, after, 2880) == slowly(when, after, 2880)


@settings(max_examples=200)
@given(TIMES, ANY_DAY)
def test_the_last_moment_is_the_one_before_the_next(
    typed: str, place: tuple[str, datetime]
) -> None:
    zone, now = place
    when = parse_when(typed, zone=zone)
    upcoming = when.next_after(now)
    assert when.last_until(upcoming) == upcoming
    last = when.last_until(now)
    if last is not None:
        assert last <= now < upcoming
        assert when.next_after(last) == upcoming
        assert when.next_after(last - MINUTE) == last


@given(TIMES, st.sampled_from(ZONES))
def test_what_it_says_reads_back_as_itself(typed: str, zone: str) -> None:
    when = parse_when(typed, zone=zone)
    assert parse_when(when.describe()) == when
    assert parse_when(when.text, zone=when.zone) == when


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=300), st.text("0123456789*/,-: adegilmnoprstuvwy", max_size=60)))
@example("٣:٠٠")
@example("* * * * */0")
def test_any_text_is_a_time_or_a_plain_error(typed: str) -> None:
    with contextlib.suppress(ScheduleError):
        parse_when(typed).next_after(datetime(2026, 3, 10, tzinfo=UTC))
