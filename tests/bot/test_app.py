"""What the parts do together, without anything being started."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App, build
from bot.compose import text_message
from bot.config import Settings
from tests.conftest import StandingClock

TEXT = text_message("Something you should know.")
CHANNEL = "slack/T1/C1"


@pytest.fixture
async def app(tmp_path: Path, clock: StandingClock) -> AsyncIterator[App]:
    """An app on an empty database, with no seeds and no network."""
    (tmp_path / "seeds").mkdir()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=f"sqlite:///{tmp_path}/quickread.db",
        quickread_seeds=tmp_path / "seeds",
        quickread_port=0,
    )
    async with build(settings, clock=clock) as built:
        yield built


async def subscribe(app: App) -> int:
    made = await app.store.add_subscription(
        channel=CHANNEL, topic="grain", schedule="daily 08:00", zone="UTC", created_by="U7"
    )
    return made.id


async def test_a_channel_that_is_gone_has_its_digests_paused_and_its_subscriber_told_once(
    app: App, clock: StandingClock
) -> None:
    number = await subscribe(app)
    for _ in range(3):
        await app.pause(CHANNEL, "The channel is archived.")
    paused = await app.store.subscription(number)
    assert (paused.paused, paused.pause_reason) == (True, "The channel is archived.")
    (notice,) = await app.store.due_deliveries(clock())
    assert notice.channel == "slack/T1/@U7"
    assert "grain" in str(notice.payload)
    assert "The channel is archived." in str(notice.payload)
    assert app.wake.is_set()


async def test_on_the_page_its_one_user_is_told_in_the_first_channel(app: App) -> None:
    await app.adapters["web"].open_channels()  # type: ignore[attr-defined]
    await app.notices.person("web/local", "you", TEXT, key="x")
    await app.outbox.deliver_due()
    (shown,) = await app.store.page_messages("web/local/newsroom")
    assert shown.key == "notice/x"


async def test_a_server_that_removed_the_bot_leaves_nothing_behind(app: App) -> None:
    await subscribe(app)
    there = await app.store.add_subscription(
        channel="discord/5/6", topic="grain", schedule="daily 08:00", zone="UTC"
    )
    await app.store.add_feed("https://n.test/rss", "News", scope="discord/5")
    await app.leave("discord/5")
    assert [one.channel for one in await app.store.subscriptions()] == [CHANNEL]
    assert await app.store.feeds("discord/5") == ()
    assert there.id
