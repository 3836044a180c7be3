"""Connecting, sharing out servers over processes, and what a server's changes mean."""

import asyncio
from typing import Any

import pytest

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.client import Shards
from tests.bot.adapters.answering import Answering
from tests.bot.adapters.discord.conftest import make, words
from tests.fakes.discord_server import CHANNEL, EPHEMERAL, GUILD, DiscordServer, a_channel

CONTENT, LIMITED_CONTENT = 1 << 15, 1 << 19


async def test_a_process_serves_the_shards_it_is_given(
    server: DiscordServer, desk: Answering
) -> None:
    first = make(server, desk, shards=Shards((0,), 2))
    second = make(server, Answering(), shards=Shards((1,), 2))
    await first.start()
    await second.start()
    assert [one["shard"] for one in server.identified] == [[0, 2], [1, 2]]
    await server.command("brief", {"topic": "mine"})
    await server.until(server.posted)
    await first.stop()
    await second.stop()
    assert [request.argument for request in desk.requests] == ["mine"]


async def test_one_process_serves_as_many_shards_as_discord_advises(
    server: DiscordServer, desk: Answering
) -> None:
    server.shards = 2
    adapter = make(server, desk)
    await adapter.start()
    await server.until(lambda: len(server.identified) == 2)
    await adapter.stop()
    assert [one["shard"] for one in server.identified] == [[0, 2], [1, 2]]


async def test_after_an_invalid_session_it_goes_on_and_answers_once(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.command("brief", {"topic": "before"})
    await server.until(lambda: len(server.posted()) == 1)
    await server.invalidate()
    await server.until(lambda: len(server.identified) == 2)
    await server.command("brief", {"topic": "after"})
    await server.until(lambda: len(server.posted()) == 2)
    assert [request.argument for request in desk.requests] == ["before", "after"]


async def test_after_a_connection_that_ended_for_good_it_connects_anew(
    server: DiscordServer, desk: Answering
) -> None:
    adapter = make(server, desk, pause=0.01)
    await adapter.start()
    await server.drop(code=4013)
    await server.until(lambda: len(server.identified) == 2)
    await server.command("brief", {"topic": "after"})
    await server.until(server.posted)
    await adapter.stop()
    assert [request.argument for request in desk.requests] == ["after"]


async def test_the_text_of_messages_is_asked_for_only_where_it_was_granted(
    server: DiscordServer, desk: Answering
) -> None:
    for flags in (0, LIMITED_CONTENT):
        server.flags = flags
        adapter = make(server, desk)
        await adapter.start()
        await adapter.stop()
    asked = [bool(one["intents"] & CONTENT) for one in server.identified]
    assert asked == [False, True]


class Told:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    async def __call__(self, *what: Any) -> None:
        self.told.append(what)


async def test_a_server_that_removed_the_bot_is_told_of_but_not_one_out_of_order(
    server: DiscordServer, desk: Answering
) -> None:
    left = Told()
    adapter = make(server, desk, on_left=left)
    await adapter.start()
    await server.push("GUILD_DELETE", {"id": GUILD, "unavailable": True})
    await server.push("GUILD_DELETE", {"id": GUILD})
    await server.until(lambda: left.told)
    await adapter.stop()
    assert left.told == [(f"discord/{GUILD}",)]


async def test_channels_threads_and_messages_that_are_deleted_are_told_of(
    server: DiscordServer, desk: Answering
) -> None:
    channels, threads = Told(), Told()
    adapter = make(server, desk, on_channel_gone=channels, on_thread_gone=threads)
    await adapter.start()
    here = f"discord/{GUILD}/{CHANNEL}"
    ids = {"guild_id": GUILD, "parent_id": CHANNEL, "type": 11}
    await server.push("THREAD_DELETE", {"id": "777", **ids})
    gone = {"id": "778", "channel_id": CHANNEL, "guild_id": GUILD}
    await server.push("MESSAGE_DELETE", gone)
    await server.push("CHANNEL_DELETE", a_channel(CHANNEL, 0))
    await server.until(lambda: channels.told and len(threads.told) == 2)
    await adapter.stop()
    assert channels.told == [(here, "The channel was deleted.")]
    assert threads.told == [(here, "777"), (here, "778")]


async def test_an_answer_that_stopping_cuts_off_says_so(
    server: DiscordServer, desk: Answering
) -> None:
    adapter = make(server, desk)
    await adapter.start()
    desk.hold.clear()
    token = await server.command("brief", {"topic": "ukraine"})
    await server.until(lambda: desk.requests)
    await adapter.stop()
    (told,) = (one for one in server.followups if one["token"] == token)
    assert words(told).startswith("I am being restarted.")
    assert told["flags"] & EPHEMERAL


async def test_what_comes_while_it_stops_is_answered_or_not_taken_at_all(
    server: DiscordServer, desk: Answering, caplog: pytest.LogCaptureFixture
) -> None:
    adapter = make(server, desk)
    await adapter.start()

    async def ask() -> None:
        for _ in range(150):
            await server.command("brief", {"topic": "ukraine"})
            await asyncio.sleep(0)  # lets the adapter stop meanwhile

    asking = asyncio.create_task(ask())
    await server.until(lambda: desk.requests)
    await adapter.stop()
    await asking
    assert len(server.callbacks) == len(server.posted()) == len(desk.requests)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_an_answer_over_a_connection_that_ended_is_no_crash(
    server: DiscordServer, desk: Answering, caplog: pytest.LogCaptureFixture
) -> None:
    adapter = make(server, desk, pause=0.01)
    await adapter.start()
    desk.hold.clear()
    await server.command("brief", {"topic": "ukraine"})
    await server.until(lambda: desk.requests)
    await server.drop(code=4013)
    await server.until(lambda: len(server.identified) == 2)
    desk.hold.set()
    await adapter.stop()
    assert [record for record in caplog.records if record.name == "asyncio"] == []
