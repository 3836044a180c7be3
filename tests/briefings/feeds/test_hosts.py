"""Turns at hosts: spaced, few at once, and none at a host that is down."""

import asyncio

import pytest

from briefings.errors import FetchError
from briefings.feeds.hosts import AT_ONCE, DOWN_AFTER, DOWN_FOR, SPACING, Hosts


class Time:
    """A time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def hosts(time: Time) -> Hosts:
    return Hosts(is_own=lambda host: host == "own", now=lambda: time.now, sleep=time.sleep)


async def ask(hosts: Hosts, host: str, error: FetchError | None = None) -> None:
    async with hosts.turn(host):
        if error:
            raise error


async def test_requests_to_one_host_are_kept_apart_and_to_others_are_not(
    hosts: Hosts, time: Time
) -> None:
    for host in ("a", "b", "a", "own", "own"):
        await ask(hosts, host)
    assert time.slept == [SPACING]


async def test_few_are_at_one_host_at_once(hosts: Hosts) -> None:
    inside, most = 0, 0

    async def stay() -> None:
        nonlocal inside, most
        async with hosts.turn("a"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(stay() for _ in range(10)))
    assert most == AT_ONCE


async def test_a_dead_host_is_asked_a_few_times_and_its_other_feeds_are_told(
    hosts: Hosts, time: Time
) -> None:
    silence = FetchError("The server could not be reached.")
    for _ in range(DOWN_AFTER):
        with pytest.raises(FetchError):
            await ask(hosts, "a", silence)
    for _ in range(200):
        with pytest.raises(FetchError, match="could not be reached"):
            await ask(hosts, "a")
    await ask(hosts, "b")
    time.now += DOWN_FOR
    await ask(hosts, "a")


async def test_a_host_that_answers_with_an_error_is_not_down(hosts: Hosts) -> None:
    for _ in range(DOWN_AFTER * 2):
        with pytest.raises(FetchError):
            await ask(hosts, "a", FetchError("No.", status=500))
    await ask(hosts, "a")
