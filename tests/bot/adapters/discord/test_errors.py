"""Each of Discord's answers means one thing, and each of the library's errors is mapped."""

from typing import Any
from unittest.mock import Mock

import aiohttp
import pytest

from bot.adapters.discord.connect import mapped
from bot.adapters.discord.errors import AGAIN, REFUSED, platform_error
from bot.adapters.discord.library import discord
from briefings.errors import ConfigError, Malformed, QuickreadError, Refused, Unreachable


def answered(status: int, **headers: str) -> Any:
    return Mock(status=status, reason="x", headers=headers)


LIBRARY = [
    (discord.LoginFailure("x"), ConfigError),
    (discord.HTTPException(answered(400), {"code": 50035, "message": "x"}), Malformed),
    (discord.HTTPException(answered(429, **{"Retry-After": "7"}), "x"), Unreachable),
    (discord.HTTPException(answered(401), "x"), Refused),
    (discord.Forbidden(answered(403), {"code": 50013, "message": "x"}), Refused),
    (discord.NotFound(answered(404), {"code": 10003, "message": "x"}), Refused),
    (discord.DiscordServerError(answered(503), "x"), Unreachable),
    (discord.RateLimited(7.0), Unreachable),
    (discord.GatewayNotFound(), Unreachable),
    (discord.ConnectionClosed(Mock(close_code=4000), shard_id=0), Unreachable),
    (discord.InvalidData("x"), Unreachable),
    (discord.ClientException("x"), Unreachable),
    (aiohttp.ClientConnectionError("x"), Unreachable),
    (TimeoutError(), Unreachable),
    (ConnectionResetError(), Unreachable),
]


@pytest.mark.parametrize(("error", "expected"), LIBRARY, ids=lambda value: repr(value)[:40])
def test_every_error_of_the_library_becomes_ours(
    error: Exception, expected: type[Exception]
) -> None:
    with pytest.raises(expected) as caught, mapped():
        raise error
    assert isinstance(caught.value, QuickreadError)
    assert caught.value.__cause__ is None


def test_how_long_to_wait_is_passed_on() -> None:
    with pytest.raises(Unreachable) as caught, mapped():
        raise discord.HTTPException(answered(429, **{"Retry-After": "7"}), "x")
    assert caught.value.retry_after == 7


@pytest.mark.parametrize("code", sorted(AGAIN))
def test_codes_that_pass_are_worth_another_try(code: int) -> None:
    assert isinstance(platform_error(403, code), Unreachable)


@pytest.mark.parametrize("code", sorted(REFUSED))
def test_codes_that_stay_are_refusals_in_plain_words(code: int) -> None:
    error = platform_error(400, code)
    assert isinstance(error, Refused)
    assert str(code) not in error.message


@pytest.mark.parametrize("code", [50035, 50006, 40005, 40060, 0])
def test_other_bad_requests_are_about_the_message(code: int) -> None:
    assert isinstance(platform_error(400, code), Malformed)


@pytest.mark.parametrize("status", [401, 403, 404, 405, 410])
def test_other_refusals_stay(status: int) -> None:
    assert isinstance(platform_error(status, 0), Refused)
