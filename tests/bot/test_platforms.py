"""What is said of platforms that there are no tokens for."""

from typing import Any

import pytest

from bot.config import Settings
from bot.platforms import not_set_up

SLACK = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}
DISCORD = {"discord_token": "MTE.x.y"}


def steps(**given: Any) -> list[str]:
    settings = Settings(_env_file=None, **given)  # type: ignore[call-arg]
    return [step.split(",")[0] for step in not_set_up(settings)]


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({}, ["For Slack", "For Discord"]),
        (SLACK, ["For Discord"]),
        (DISCORD, ["For Slack"]),
        (SLACK | DISCORD, []),
    ],
)
def test_whoever_starts_without_tokens_is_told_how_to_get_them(
    given: dict[str, Any], left: list[str]
) -> None:
    assert steps(**given) == left
