"""Slack over HTTP: signed requests in the page's web server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.adapters.slack.adapter import SlackAdapter
from tests.bot.adapters.answering import Answering
from tests.bot.adapters.slack.conftest import make
from tests.fakes.loopback import loopback
from tests.fakes.slack_server import SlackServer

COMMAND = {
    "team_id": "T1",
    "channel_id": "C1",
    "user_id": "U1",
    "command": "/brief",
    "text": "ukraine",
    "trigger_id": "1.1",
}


@asynccontextmanager
async def serving(adapter: SlackAdapter) -> AsyncIterator[str]:
    """Serve the adapter's addresses as the page does; give where."""
    app = web.Application()
    app.add_routes(adapter.routes())
    async with loopback(app) as root:
        yield root


@pytest.fixture
async def url(slack: SlackServer, desk: Answering) -> AsyncIterator[str]:
    adapter = make(slack, desk, app_token="", signing_secret=slack.signing_secret)
    await adapter.start()
    async with serving(adapter) as base:
        yield f"{base}/slack/events"
    await adapter.stop()


async def test_a_signed_command_is_acknowledged_at_once_and_answered(
    slack: SlackServer, desk: Answering, url: str
) -> None:
    desk.hold.clear()
    assert await slack.send(url, COMMAND) == (200, "")
    desk.hold.set()
    await slack.until(slack.posted)
    assert [request.argument for request in desk.requests] == ["ukraine"]
    assert slack.connections == 0


@pytest.mark.parametrize("how", [{"secret": "another"}, {"age": 600}, {"age": -600}])
async def test_a_bad_or_old_signature_is_refused(
    slack: SlackServer, desk: Answering, url: str, how: dict[str, Any]
) -> None:
    status, _ = await slack.send(url, COMMAND, **how)
    await asyncio.sleep(0)
    assert status == 401
    assert not desk.requests


async def test_without_a_signature_nothing_is_taken(desk: Answering, url: str) -> None:
    async with ClientSession() as session, session.post(url, data=COMMAND) as answer:
        assert answer.status == 401
    assert not desk.requests


async def test_slack_can_verify_the_address(slack: SlackServer, url: str) -> None:
    body = {"type": "url_verification", "challenge": "c-1"}
    status, text = await slack.send(url, body)
    assert status == 200
    assert "c-1" in text


async def test_an_event_that_is_sent_again_is_answered_once(
    slack: SlackServer, desk: Answering, url: str
) -> None:
    event = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "1.1", "text": "<@UBOT> x"}
    body = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}
    for _ in range(2):
        assert (await slack.send(url, body))[0] == 200
    await slack.until(slack.posted)
    assert len(desk.requests) == 1


async def test_a_huge_body_is_refused(slack: SlackServer, url: str) -> None:
    async with (
        ClientSession() as session,
        session.post(url, data=BytesIO(b"x" * 2_000_000)) as answer,
    ):
        assert answer.status == 413


async def test_a_workspace_that_did_not_install_it_gets_nothing(
    slack: SlackServer, desk: Answering, url: str
) -> None:
    await slack.send(url, {**COMMAND, "team_id": "T666"})
    assert not desk.requests


async def test_before_the_start_slack_is_asked_to_come_again(
    slack: SlackServer, desk: Answering
) -> None:
    adapter = make(slack, desk, app_token="", signing_secret=slack.signing_secret)
    async with serving(adapter) as base:
        status, _ = await slack.send(f"{base}/slack/events", COMMAND)
    assert status == 503


async def test_without_the_secret_nothing_is_served(slack: SlackServer, desk: Answering) -> None:
    assert make(slack, desk).routes() == ()
