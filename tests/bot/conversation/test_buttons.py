"""Buttons under a brief: the same after a restart, and only for who may see the story."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.channels import Channel, Request, User
from bot.messages import Actions, Button
from briefings.subscriptions import Subscription
from tests.bot.conversation.test_questions import ELSEWHERE, HERE, TEXT, open_app, publish, words
from tests.conftest import StandingClock


@pytest.fixture
async def app(tmp_path: Path, clock: StandingClock) -> AsyncIterator[App]:
    async with open_app(tmp_path, clock) as built:
        await publish(built, "Putin rejects Western troops in Ukraine", TEXT)
        yield built


async def ask(app: App, name: str, argument: str, *, by: str = "u", channel: Channel = HERE):  # type: ignore[no-untyped-def]
    user = User(by, may_manage=False)
    return await app.desk.handle(Request(channel, user, name, argument, None))


async def buttons(app: App) -> dict[str, Button]:
    brief = await ask(app, "brief", "ukraine")
    row = next(block for block in brief.message.blocks if isinstance(block, Actions))
    return {button.action: button for button in row.buttons}


async def test_more_works_after_a_restart(tmp_path: Path, clock: StandingClock) -> None:
    async with open_app(tmp_path, clock) as app:
        await publish(app, "Putin rejects Western troops in Ukraine", TEXT)
        more = (await buttons(app))["more"]
    async with open_app(tmp_path, clock) as app:
        reply = await ask(app, "more", more.value)
    assert reply.private
    assert "Western troops" in words(reply)


async def test_another_workspace_sees_nothing_by_a_storys_number(app: App) -> None:
    reply = await ask(app, "more", (await buttons(app))["more"].value, channel=ELSEWHERE)
    assert "Western troops" not in words(reply)


async def test_what_two_people_call_not_useful_is_left_out_of_that_channels_digests(
    app: App, clock: StandingClock
) -> None:
    value = (await buttons(app))["not_useful"].value
    now = clock()

    async def told(channel: Channel) -> int:
        one = Subscription(0, channel.address, "ukraine", "daily 08:00", "UTC")
        since, until = now - timedelta(days=1), now + timedelta(minutes=1)
        return len((await app.newsroom.digest(one, since=since, until=until)).briefs)

    assert (await ask(app, "not_useful", value)).private
    await ask(app, "not_useful", value)
    assert await told(HERE) == 1
    await ask(app, "not_useful", value, by="another")
    assert await told(HERE) == 0
    assert await told(Channel("slack", "T1", "C2")) == 1
