"""A digest is changed in place, and keeps its number and what it told."""

import pytest

from bot.app import App
from bot.channels import Channel, Reply, Request, User

HERE = Channel("discord", "5", "6")


async def say(app: App, argument: str, *, manages: bool = True) -> Reply:
    return await app.desk.handle(Request(HERE, User("u", may_manage=manages), "digest", argument))


async def test_a_digest_gets_another_topic_time_and_size(app: App) -> None:
    await say(app, "subscribe ukraine daily 08:00 Europe/Kyiv only if news")
    (before,) = await app.store.subscriptions()
    reply = await say(app, f"change {before.id} grain prices weekdays 07:30 size 7")
    (after,) = await app.store.subscriptions()
    assert (after.topic, after.schedule, after.size) == ("grain prices", "weekdays 07:30", 7)
    assert (after.id, after.zone, after.last_slot) == (before.id, "Europe/Kyiv", before.last_slot)
    assert after.only_news
    assert "grain prices" in reply.message.summary


@pytest.mark.parametrize("argument", ["change 99 a daily 8:00", "change 1", "change"])
async def test_what_is_not_understood_changes_nothing(app: App, argument: str) -> None:
    await say(app, "subscribe ukraine daily 08:00")
    before = await app.store.subscriptions()
    reply = await say(app, argument)
    assert reply.private
    assert await app.store.subscriptions() == before


async def test_only_those_who_manage_may_change_it(app: App) -> None:
    await say(app, "subscribe ukraine daily 08:00")
    before = await app.store.subscriptions()
    reply = await say(app, "change 1 grain daily 09:00", manages=False)
    assert "may manage" in reply.message.summary
    assert await app.store.subscriptions() == before


async def test_a_link_that_leads_nowhere_is_said_in_plain_words(app: App) -> None:
    user = User("u", may_manage=False)
    reply = await app.desk.handle(Request(HERE, user, "brief", "http://127.0.0.1/secret"))
    assert reply.private
    assert "Traceback" not in reply.message.summary
    assert "went wrong on my side" not in reply.message.summary
