"""One message a second and channel."""

import pytest

from bot.adapters.slack.pace import PATIENCE, Pace
from briefings.errors import Unreachable


class Ticking:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now, self.slept = 100.0, [0.0]

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


async def test_a_channels_messages_are_a_second_apart_and_hold_up_no_other() -> None:
    time = Ticking()
    pace = Pace(clock=time, sleep=time.sleep)
    for channel in ("C1", "C1", "C1", "C2"):
        await pace.turn(channel)
    assert time.slept == [0.0, 1.0, 2.0]


async def test_what_slack_asks_to_wait_for_is_waited_for() -> None:
    time = Ticking()
    pace = Pace(clock=time, sleep=time.sleep)
    pace.hold("C1", 7)
    await pace.turn("C1")
    assert time.slept[-1] == 7


async def test_a_long_wait_is_given_back_with_its_length() -> None:
    time = Ticking()
    pace = Pace(clock=time, sleep=time.sleep)
    pace.hold("C1", PATIENCE + 25)
    with pytest.raises(Unreachable) as raised:
        await pace.turn("C1")
    assert raised.value.retry_after == PATIENCE + 25
    time.now += PATIENCE + 25
    await pace.turn("C1")
    assert time.slept == [0.0]
