"""A Slack on loopback, and the adapter in it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.pace import Pace
from bot.channels import Channel
from tests.bot.adapters.answering import Answering
from tests.fakes.slack_server import SlackServer

HERE = Channel("slack", "T1", "C1")


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
def desk() -> Answering:
    return Answering()


def make(slack: SlackServer, desk: Answering, **options: Any) -> SlackAdapter:
    options = {"pace": Pace(0), **options}
    options = {"bot_token": slack.bot_token, "app_token": slack.app_token, **options}
    return SlackAdapter(desk, api_url=slack.api_url, **options)


@pytest.fixture
async def adapter(slack: SlackServer, desk: Answering) -> AsyncIterator[SlackAdapter]:
    adapter = make(slack, desk)
    await adapter.start()
    yield adapter
    await adapter.stop()
