"""Limits: a flood is answered politely, once, and slow people never notice."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.channels import Channel, Request, User
from bot.limits import Limits
from tests.conftest import StandingClock

CHANNEL = Channel("slack", "T1", "C1")


def asked(user: str = "U1", channel: Channel = CHANNEL) -> Request:
    return Request(channel, User(user, may_manage=False), "", "Who?")


def test_a_hundred_questions_in_a_minute_get_twenty_answers_and_a_few_more(
    clock: StandingClock,
) -> None:
    limits = Limits(clock=clock, user_per_minute=20, channel_per_minute=0)
    answered = 0
    for _ in range(100):
        answered += limits.take(asked()) is None
        clock.forward(seconds=0.6)
    assert 20 <= answered <= 40


def test_whoever_has_to_wait_is_told_once_and_how_long(clock: StandingClock) -> None:
    limits = Limits(clock=clock, user_per_minute=2, channel_per_minute=0)
    assert [limits.take(asked()) for _ in range(2)] == [None, None]
    first, second = limits.take(asked()), limits.take(asked())
    assert first
    assert not first.told
    assert first.wait == 30
    assert second
    assert second.told
    clock.forward(seconds=first.wait)
    assert limits.take(asked()) is None
    again = limits.take(asked())
    assert again
    assert not again.told


def test_people_do_not_use_up_each_others_questions_but_a_channel_has_its_own_limit(
    clock: StandingClock,
) -> None:
    limits = Limits(clock=clock, user_per_minute=2, channel_per_minute=3)
    assert [limits.take(asked("a")) for _ in range(2)] == [None, None]
    assert limits.take(asked("b")) is None
    assert limits.take(asked("b")) is not None  # the channel's third was the last
    assert limits.take(asked("b", Channel("slack", "T1", "C2"))) is None


def test_the_same_name_in_another_workspace_is_another_person(clock: StandingClock) -> None:
    limits = Limits(clock=clock, user_per_minute=1)
    assert limits.take(asked("you")) is None
    assert limits.take(asked("you", Channel("slack", "T2", "C1"))) is None


def test_zero_is_no_limit(clock: StandingClock) -> None:
    limits = Limits(clock=clock, user_per_minute=0, channel_per_minute=0)
    assert not any(limits.take(asked()) for _ in range(1000))


@given(st.lists(st.tuples(st.integers(0, 200), st.floats(0, 30)), max_size=200))
def test_memory_is_bounded_and_nobody_gets_more_than_burst_and_rate(
    asks: list[tuple[int, float]],
) -> None:
    clock = StandingClock(datetime(2026, 3, 10, tzinfo=UTC))
    limits = Limits(clock=clock, user_per_minute=5, channel_per_minute=0, most_kept=50)
    start, answered = clock.now, 0
    for user, pause in asks:
        clock.now += timedelta(seconds=pause)
        taken = limits.take(asked(f"u{user}")) is None
        answered += taken and user == 0
        assert len(limits) <= 50
    if len({user for user, _ in asks}) <= 50:
        assert answered <= 5 + (clock.now - start).total_seconds() * 5 / 60 + 1e-6
