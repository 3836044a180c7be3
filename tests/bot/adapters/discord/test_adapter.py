"""The Discord adapter with the real library against a Discord on loopback."""

from typing import Any

import pytest

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.invite import permission_bits
from bot.channels import Channel, Posted, Reply, Request
from bot.messages import Message, Paragraph, line
from briefings.errors import ConfigError, InputError, Refused, Unreachable
from tests.bot.adapters.answering import Answering, said
from tests.bot.adapters.discord.conftest import Kept, make, words
from tests.fakes.discord_server import (
    BOT,
    CHANNEL,
    EPHEMERAL,
    GUILD,
    LOCKED,
    USER,
    DiscordServer,
    member,
    thread,
    user,
)

HERE = Channel("discord", GUILD, CHANNEL)


async def test_a_command_is_deferred_and_filled_in(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.command("brief", {"topic": "ukraine talks"})
    await server.until(server.posted)
    assert server.callbacks[0]["type"] == 5
    request = desk.requests[0]
    assert (request.name, request.argument, request.channel) == ("brief", "ukraine talks", HERE)
    assert words(server.posted()[0]).startswith("### brief ukraine talks")


async def test_a_command_is_deferred_before_the_work_is_done(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    desk.hold.clear()
    await server.command("brief", {"topic": "ukraine"})
    await server.until(lambda: server.callbacks and desk.requests)
    assert not server.posted()
    desk.hold.set()
    await server.until(server.posted)


async def test_a_private_answer_is_seen_by_the_asker_only(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    desk.reply = Reply(said("secret"), private=True)
    token = await server.command("brief", {"topic": "ukraine", "private": True})
    await server.until(lambda: server.originals.get(token, {}).get("done"))
    assert desk.requests[0].argument == "ukraine private"
    assert server.originals[token]["flags"] & EPHEMERAL
    assert not server.posted()


@pytest.mark.parametrize("error", [InputError("No such zone.", hint="Try UTC."), KeyError("x")])
async def test_errors_go_to_the_asker_only(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter, error: Exception
) -> None:
    desk.error = error
    token = await server.command("brief", {"topic": "ukraine"})
    await server.until(lambda: server.followups)
    assert server.followups[0]["flags"] & EPHEMERAL
    assert token not in server.originals, "the public placeholder is taken away"
    assert not server.posted()


async def test_a_public_answer_to_a_command_deferred_in_private_is_public(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.command("digest", sub="list")
    await server.until(server.posted)
    assert server.callbacks[0]["data"]["flags"] & EPHEMERAL


async def test_who_is_offered_a_command_for_managers_may_manage(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.command("digest", {"topic": "ukraine", "when": "daily 08:00"}, sub="subscribe")
    await server.until(server.posted)
    assert desk.requests[0].user.may_manage


async def test_a_file_that_is_too_large_is_not_read(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.command("feeds", {"file": "x" * 2_000_001}, sub="import")
    await server.until(lambda: server.followups)
    assert "more than 2 MB" in words(server.followups[0])
    assert not desk.requests


@pytest.mark.parametrize(
    ("name", "sub", "options", "argument"),
    [
        ("digest", "list", {}, "list"),
        ("digest", "preview", {"digest": "2"}, "preview 2"),
        ("digest", "pause", {}, "pause"),
        ("digest", "remove", {"digest": "1"}, "remove 1"),
        ("feeds", "add", {"address": "https://n.test/rss"}, "add https://n.test/rss"),
        ("feeds", "list", {}, "list"),
        ("feeds", "import", {"file": "<opml>Київ</opml>"}, "import <opml>Київ</opml>"),
        ("digest", "subscribe", {"topic": "a", "when": "daily 8:00"}, "subscribe a daily 8:00"),
        (
            "digest",
            "subscribe",
            {"topic": "a", "when": "daily 8:00", "zone": "Europe/Kyiv", "size": 7},
            "subscribe a daily 8:00 Europe/Kyiv size 7",
        ),
        ("feeds", "remove", {"feed": "3"}, "remove 3"),
        ("help", "", {}, ""),
        ("ask", "", {"question": "who said that?"}, "who said that?"),
    ],
)
async def test_every_command_becomes_the_same_text_as_elsewhere(
    server: DiscordServer,
    desk: Answering,
    adapter: DiscordAdapter,
    name: str,
    sub: str,
    options: dict[str, Any],
    argument: str,
) -> None:
    await server.command(name, options, sub=sub)
    await server.until(lambda: desk.requests)
    assert (desk.requests[0].name, desk.requests[0].argument) == (name, argument)


@pytest.mark.parametrize(
    ("option", "typed", "first"),
    [
        ("zone", "kyi", "Europe/Kyiv"),
        ("zone", "new york", "America/New_York"),
        ("when", "weekd", "weekd"),
        ("when", "", "daily 08:00"),
    ],
)
async def test_zones_and_times_are_offered_while_somebody_types(
    server: DiscordServer, adapter: DiscordAdapter, option: str, typed: str, first: str
) -> None:
    await server.type_ahead("digest", "subscribe", option, typed)
    await server.until(lambda: server.callbacks)
    choices = server.callbacks[0]["data"]["choices"]
    assert choices[0]["value"] == first
    assert len(choices) <= 25


async def test_a_list_of_feeds_comes_as_a_file(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    desk.reply = Reply(said("Feeds"), private=True, attachment=("feeds.opml", "<opml/>"))
    await server.command("feeds", sub="export")
    await server.until(lambda: server.followups)
    assert server.followups[0]["files"] == ["feeds.opml"]
    assert server.followups[0]["flags"] & EPHEMERAL


async def test_a_mention_is_a_question_and_the_answer_replies_to_it(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    message = await server.say(f"<@{BOT}> who said that?", mentions=[user(BOT, bot=True)])
    await server.until(server.posted)
    assert (desk.requests[0].name, desk.requests[0].argument) == ("", "who said that?")
    assert server.posted()[0]["reference"]["message_id"] == int(message) or (
        server.posted()[0]["reference"]["message_id"] == message
    )


async def test_a_reply_to_the_bot_is_a_question_under_that_message(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    posted = await adapter.post(HERE, said("Digest"), key="k1")
    await server.say(
        "why?",
        type=19,
        message_reference={"message_id": posted.message_id, "channel_id": CHANNEL},
        referenced_message=server.posted()[0],
    )
    await server.until(lambda: len(server.posted()) == 2)
    assert desk.requests[0].thread == posted.message_id
    assert not desk.requests[0].overheard


async def test_a_message_in_the_bots_thread_is_a_question(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    opened = thread("777", CHANNEL, "In detail")
    server.threads["777"] = opened
    await server.push("THREAD_CREATE", opened)
    await server.say("and then?", channel="777")
    await server.until(lambda: server.posted("777"))
    assert desk.requests[0].thread == "777"
    assert desk.requests[0].overheard
    assert desk.requests[0].channel == HERE


@pytest.mark.parametrize(
    "extra",
    [
        {},
        {"mentions": [user(BOT, bot=True)], "author": user("401", bot=True)},
        {"mentions": [user(BOT, bot=True)], "author": user(BOT, bot=True)},
        {"mentions": [user(BOT, bot=True)], "type": 7},
        {"mentions": [user("402")]},
    ],
)
async def test_what_is_not_for_the_bot_is_left_alone(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter, extra: dict[str, Any]
) -> None:
    await server.say("hello", **extra)
    await server.say("stop", mentions=[user(BOT, bot=True)])
    await server.until(server.posted)
    assert [request.argument for request in desk.requests] == ["stop"]


async def test_a_pressed_button_is_a_command_also_after_a_restart(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.press("somebody-else")
    await server.press("qr:more:7")
    await server.until(server.posted)
    assert [(request.name, request.argument) for request in desk.requests] == [("more", "7")]


async def test_everybody_can_press_a_button_but_not_everybody_may_change_things(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    manage_guild = {**member(USER), "permissions": str(1 << 5)}
    await server.press("qr:digest:remove 1")
    await server.until(lambda: len(desk.requests) == 1)
    await server.press("qr:digest:remove 1", member=manage_guild)
    await server.until(lambda: len(desk.requests) == 2)
    assert [request.user.may_manage for request in desk.requests] == [False, True]


async def test_a_command_that_came_twice_is_answered_once(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    server.fail("POST callback", status=400, code=40060)
    await server.command("brief", {"topic": "again"})
    await server.command("brief", {"topic": "first"})
    await server.until(server.posted)
    assert [request.argument for request in desk.requests] == ["first"]


async def test_where_an_answer_landed_is_told(server: DiscordServer, desk: Answering) -> None:
    told: list[tuple[str, str]] = []

    async def on_posted(request: Request, _reply: Reply, posted: Posted) -> None:
        told.append((request.argument, posted.message_id))

    adapter = make(server, desk, on_posted=on_posted)
    await adapter.start()
    await server.command("brief", {"topic": "ukraine"})
    await server.until(server.posted)
    await adapter.stop()
    assert told == [("ukraine", server.posted()[0]["id"])]


async def test_a_digest_is_posted_and_found_again(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    assert await adapter.find(HERE, "k1") is None
    posted = await adapter.post(HERE, said("Digest"), key="k1")
    assert await adapter.find(HERE, "k2", thread=posted.message_id) is None
    reply = await adapter.post(HERE, said("Story"), key="k2", thread=posted.message_id)
    await adapter.post(HERE, said("Story"), key="k3", thread=posted.message_id)
    assert await adapter.find(HERE, "k1") == posted
    assert await adapter.find(HERE, "k2", thread=posted.message_id) == reply
    assert len(server.posted()) == 1
    assert len(server.posted(posted.message_id)) == 2
    assert list(server.threads) == [posted.message_id]


async def test_a_thread_that_is_there_after_a_restart_is_used(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    posted = await adapter.post(HERE, said("Digest"), key="k1")
    server.threads[posted.message_id] = thread(posted.message_id, CHANNEL, "x")
    await adapter.post(HERE, said("Story"), key="k2", thread=posted.message_id)
    assert len(server.posted(posted.message_id)) == 1


async def test_the_same_key_is_posted_once_even_without_looking(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    first = await adapter.post(HERE, said("Digest"), key="k1")
    assert await adapter.post(HERE, said("Digest"), key="k1") == first
    assert len(server.posted()) == 1


LONG = Message((Paragraph(line("Many words here. " * 1000)),), "Long")


async def test_a_post_that_broke_in_the_middle_goes_on_where_it_was(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    server.fail("POST messages")
    server.fail("POST messages", status=503)
    with pytest.raises(Unreachable):
        await adapter.post(HERE, LONG, key="k1")
    assert await adapter.find(HERE, "k1") is None
    server._nonces.clear()  # Discord forgets them after minutes
    posted = await adapter.post(HERE, LONG, key="k1")
    assert posted.message_id == server.posted()[0]["id"]
    assert await adapter.find(HERE, "k1") == posted
    text = "".join(words(message) for message in server.posted())
    assert text.count("Many words here") == 1000


async def test_a_message_that_discord_took_before_the_line_broke_is_found(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    server.fail("POST messages", drop=True)
    with pytest.raises(Unreachable):
        await adapter.post(HERE, said("Digest"), key="k1")
    assert len(server.posted()) == 1
    assert await adapter.find(HERE, "k1") is not None


async def test_a_slow_down_is_obeyed(server: DiscordServer, adapter: DiscordAdapter) -> None:
    server.fail("POST messages", status=429, retry_after=0.01, times=2)
    await adapter.post(HERE, said("Digest"), key="k1")
    assert len(server.posted()) == 1


async def test_a_long_slow_down_is_left_to_the_outbox(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    server.fail("POST messages", status=429, retry_after=900)
    with pytest.raises(Unreachable) as caught:
        await adapter.post(HERE, said("Digest"), key="k1")
    assert caught.value.retry_after == 900


async def test_a_channel_without_permission_or_none_at_all_is_refused(
    adapter: DiscordAdapter,
) -> None:
    for channel in (LOCKED, "999"):
        with pytest.raises(Refused):
            await adapter.post(Channel("discord", GUILD, channel), said("Digest"), key="k1")


async def test_a_wrong_token_is_named(server: DiscordServer, desk: Answering) -> None:
    adapter = make(server, desk, token="wrong-token")
    with pytest.raises(ConfigError, match="DISCORD_TOKEN") as caught:
        await adapter.start()
    assert "wrong-token" not in str(caught.value)
    await adapter.stop()


async def test_a_discord_that_is_not_there_is_unreachable(desk: Answering) -> None:
    adapter = DiscordAdapter(desk, token="x", api_url="http://127.0.0.1:9/api/v10")
    with pytest.raises(Unreachable):
        await adapter.start()
    await adapter.stop()


async def test_posting_while_disconnected_is_for_later(
    server: DiscordServer, desk: Answering
) -> None:
    adapter = make(server, desk)
    await adapter.start()
    await adapter.stop()
    with pytest.raises(Unreachable):
        await adapter.post(HERE, said("Digest"), key="k1")
    with pytest.raises(Unreachable):
        await adapter.find(HERE, "k1")


async def test_posting_before_it_is_connected_is_for_later(
    server: DiscordServer, desk: Answering
) -> None:
    with pytest.raises(Unreachable):
        await make(server, desk).post(HERE, said("Digest"), key="k1", thread="5")


async def test_a_start_that_failed_can_be_tried_again(
    server: DiscordServer, desk: Answering
) -> None:
    adapter = make(server, desk)
    server.fail("GET @me", status=503)
    with pytest.raises(Unreachable):
        await adapter.start()
    await adapter.start()
    await server.command("brief", {"topic": "ukraine"})
    await server.until(server.posted)
    await adapter.stop()


async def test_a_session_that_timed_out_is_taken_up_again(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.drop(code=4009)
    await server.until(lambda: server.resumed == 1)
    await server.command("brief", {"topic": "after"})
    await server.until(server.posted)
    assert desk.requests[0].argument == "after"


async def test_a_dropped_gateway_is_resumed_and_nothing_is_lost_or_repeated(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.command("brief", {"topic": "before"})
    await server.until(lambda: len(server.posted()) == 1)
    await server.drop()
    await server.command("brief", {"topic": "meanwhile"})
    await server.until(lambda: len(server.posted()) == 2)
    assert server.resumed == 1
    assert [request.argument for request in desk.requests] == ["before", "meanwhile"]


async def test_no_more_intents_are_asked_for_than_needed(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    guilds, guild_messages, dm_messages = 1 << 0, 1 << 9, 1 << 12
    assert server.identified[0]["intents"] == guilds | guild_messages | dm_messages


async def test_commands_are_sent_only_when_they_changed(
    server: DiscordServer, desk: Answering
) -> None:
    memory = Kept()
    for _ in range(2):
        adapter = make(server, desk, memory=memory)
        await adapter.start()
        await adapter.stop()
    assert [call[0] for call in server.calls].count("PUT") == 1
    names = {command["name"] for command in server.commands["*"]}
    assert names == {"brief", "Brief this", "ask", "help", "digest", "feeds"}
    rights = {
        command["name"]: command["default_member_permissions"] for command in server.commands["*"]
    }
    assert int(rights["digest"]) == int(rights["feeds"]) == 1 << 5
    assert rights["brief"] is None
    places = {command["name"]: command["contexts"] for command in server.commands["*"]}
    assert places["brief"] == places["Brief this"] == [0, 1, 2]
    assert places["digest"] == [0, 1], "a digest can't be posted to other people's conversations"


async def test_while_developing_one_server_gets_the_commands(
    server: DiscordServer, desk: Answering
) -> None:
    adapter = make(server, desk, guilds=(GUILD,))
    await adapter.start()
    await adapter.stop()
    assert list(server.commands) == [GUILD]
    assert len(server.commands[GUILD]) == 6


async def test_the_doctor_hears_who_signed_in(server: DiscordServer, desk: Answering) -> None:
    said = await make(server, desk).check()
    assert said.startswith("signed in as user100, in 1 server; in threads it hears mentions")
    server.guilds, server.flags = [], 1 << 19
    said = await make(server, desk).check()
    assert "in no server yet" in said
    assert "hears every question" in said


async def test_the_doctor_names_what_is_lacking_and_where(
    server: DiscordServer, desk: Answering
) -> None:
    server.guilds = [
        {"id": "1", "name": "Good", "owner": False, "permissions": str(permission_bits())},
        {"id": "2", "name": "Chief", "owner": False, "permissions": "8"},
        {"id": "3", "name": "Tight", "owner": False, "permissions": str(1 << 10 | 1 << 11)},
    ]
    with pytest.raises(Refused, match="in “Tight” Read Message History, Create Public") as caught:
        await make(server, desk).check()
    assert "Good" not in str(caught.value)
    assert "discord invite" in caught.value.hint


async def test_the_doctor_names_channels_that_digests_cannot_go_to(
    server: DiscordServer, desk: Answering
) -> None:
    addresses = [HERE.address, f"discord/{GUILD}/777", f"discord/@{USER}/@{USER}", "slack/T1/C1"]
    with pytest.raises(Refused, match=r"posted to 777 \(there is no such channel\)\."):
        await make(server, desk).check(addresses)


async def test_the_doctor_hears_where_commands_go_elsewhere(
    server: DiscordServer, desk: Answering
) -> None:
    server.endpoint = "https://elsewhere.test/interactions"
    with pytest.raises(ConfigError, match="web address"):
        await make(server, desk).check()


async def test_the_doctor_hears_of_a_wrong_token(server: DiscordServer, desk: Answering) -> None:
    with pytest.raises(ConfigError, match="DISCORD_TOKEN"):
        await make(server, desk, token="wrong").check()
