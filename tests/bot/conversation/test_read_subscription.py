"""`/digest subscribe …` as people type it."""

import pytest

from bot.conversation.digests import Wanted, read_subscription
from bot.when import parse_schedule
from briefings.errors import InputError, ScheduleError


@pytest.mark.parametrize(
    ("typed", "topic", "when", "size", "only_news"),
    [
        ("ukraine daily 08:00 Europe/Kyiv", "ukraine", "daily 08:00 Europe/Kyiv", 5, None),
        ("grain prices weekdays 9am size 7", "grain prices", "weekdays 9am", 7, None),
        ("daily 8:00", "everything", "daily 8:00", 5, None),
        ("every day daily 8:00", "every day", "daily 8:00", 5, None),
        ("grain daily 8:00 only if news", "grain", "daily 8:00", 5, True),
        ("grain daily 8:00, only when there is any news", "grain", "daily 8:00", 5, True),
        ("grain every 2 hours even without news size 3", "grain", "every 2 hours", 3, False),
        ("grain every 2 hours quiet 22:00-07:00", "grain", "every 2 hours quiet 22-7", 5, None),
        ("grain breaking 4 sources", "grain", "breaking 4 sources", 5, None),
        ("breaking bad daily 8:00", "breaking bad", "daily 8:00", 5, None),
    ],
)
def test_topic_time_size_and_silence_are_told_apart(
    typed: str, topic: str, when: str, size: int, only_news: bool | None
) -> None:
    expected = Wanted(topic, parse_schedule(when), size, only_news)
    assert read_subscription(typed, zone="UTC") == expected


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ukraine", "When should it come?"),
        ("ukraine daily 26:00", "“26:00” is no time of day"),
        ("ukraine daily 8:00 size 99", "1 to 15 stories"),
        (f"{'x' * 101} daily 8:00", "at most 100 characters"),
        ("ukraine breaking 99 sources", "Take 1 to 20 sources"),
    ],
)
def test_what_is_wrong_is_said(typed: str, said: str) -> None:
    with pytest.raises((InputError, ScheduleError)) as caught:
        read_subscription(typed, zone="UTC")
    assert said in caught.value.message
