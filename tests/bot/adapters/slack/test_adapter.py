"""The Slack adapter with the real libraries against a Slack on loopback."""

import json
from typing import Any

import pytest

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.manifest import SCOPES
from bot.channels import Channel, Posted, Reply, Request
from bot.messages import Message, Paragraph, line
from briefings.errors import ConfigError, InputError, Malformed, Refused, Unreachable
from tests.bot.adapters.answering import Answering, said
from tests.bot.adapters.slack.conftest import HERE, make
from tests.fakes.slack_server import SlackServer


async def test_a_command_is_acknowledged_and_answered_in_the_channel(
    slack: SlackServer, desk: Answering, adapter: SlackAdapter
) -> None:
    envelope = await slack.command("brief", "ukraine &amp; &lt;talks&gt;")
    await slack.until(lambda: slack.posted() and slack.acknowledged)
    assert slack.acknowledged == [envelope]
    (request,) = desk.requests
    assert (request.name, request.argument) == ("brief", "ukraine & <talks>")
    assert request.channel == HERE
    (message,) = slack.posted()
    assert message["text"] == "brief ukraine &amp; &lt;talks&gt;"
    assert message["unfurl_links"] is message["unfurl_media"] is False


async def test_a_command_is_acknowledged_before_the_work_is_done(
    slack: SlackServer, desk: Answering
) -> None:
    adapter = make(slack, desk, patience=0)
    await adapter.start()
    desk.hold.clear()
    await slack.command("brief", "ukraine")
    await slack.until(lambda: slack.acknowledged and slack.responses)
    assert slack.responses[0]["text"].startswith("Working on it")
    assert not slack.posted()
    desk.hold.set()
    await slack.until(lambda: len(slack.responses) == 2)
    assert slack.responses[1]["delete_original"] is True
    assert len(slack.posted()) == 1
    await adapter.stop()


async def test_a_private_answer_is_seen_by_the_asker_only(
    slack: SlackServer, desk: Answering, adapter: SlackAdapter
) -> None:
    desk.reply = Reply(said("secret"), private=True)
    await slack.command("brief", "ukraine private")
    await slack.until(lambda: slack.responses)
    assert slack.responses[0]["response_type"] == "ephemeral"
    assert slack.responses[0]["blocks"]
    assert not slack.posted()


@pytest.mark.parametrize("error", [InputError("No such zone.", hint="Try UTC."), KeyError("x")])
async def test_errors_go_to_the_asker_only(
    slack: SlackServer, desk: Answering, adapter: SlackAdapter, error: Exception
) -> None:
    desk.error = error
    await slack.command("brief", "ukraine")
    await slack.until(lambda: slack.responses)
    assert slack.responses[0]["response_type"] == "ephemeral"
    assert not slack.posted()


async def test_a_private_channel_without_the_bot_is_answered_at_the_commands_own_address(
    slack: SlackServer, adapter: SlackAdapter
) -> None:
    await slack.command("brief", "ukraine", channel_id="G1")
    await slack.until(lambda: slack.responses)
    assert slack.responses[0]["response_type"] == "in_channel"


async def test_a_public_channel_is_joined_when_that_is_needed(
    slack: SlackServer, adapter: SlackAdapter
) -> None:
    await slack.command("brief", "ukraine", channel_id="C2")
    await slack.until(lambda: slack.posted("C2"))
    assert "UBOT" in slack.rooms["C2"].members


@pytest.mark.parametrize(
    ("user", "channel", "may"),
    [("U1", "C1", True), ("U2", "C1", False), ("UADMIN", "C1", False), ("U1", "D1", True)],
)
async def test_members_may_manage_a_channel_and_nobody_else(
    slack: SlackServer,
    desk: Answering,
    adapter: SlackAdapter,
    user: str,
    channel: str,
    may: bool,
) -> None:
    await slack.command("digest", "list", user_id=user, channel_id=channel)
    await slack.until(lambda: slack.posted(channel))
    assert desk.requests[0].user.may_manage is may
    assert desk.requests[0].user.zone == "Europe/Kyiv"


async def test_a_mention_is_a_question_and_its_answer_opens_a_thread(
    slack: SlackServer, desk: Answering, adapter: SlackAdapter
) -> None:
    await slack.event(type="app_mention", text="<@UBOT> who said that?", ts="1.1")
    await slack.until(slack.posted)
    assert (desk.requests[0].name, desk.requests[0].argument) == ("", "who said that?")
    assert slack.posted()[0]["thread_ts"] == "1.1"
    assert not desk.requests[0].overheard


async def test_a_reply_in_the_bots_thread_needs_no_mention(
    slack: SlackServer, desk: Answering, adapter: SlackAdapter
) -> None:
    await slack.event(text="why?", thread_ts="5.5", parent_user_id="UBOT")
    await slack.until(slack.posted)
    assert desk.requests[0].thread == "5.5"
    assert desk.requests[0].overheard
    assert slack.posted()[0]["thread_ts"] == "5.5"


async def test_a_direct_message_is_a_question(
    slack: SlackServer, desk: Answering, adapter: SlackAdapter
) -> None:
    await slack.event(text="what is new?", channel="D1", channel_type="im")
    await slack.until(lambda: slack.posted("D1"))
    assert "thread_ts" not in slack.posted("D1")[0]


async def test_the_same_message_is_answered_once(
    slack: SlackServer, desk: Answering, adapter: SlackAdapter
) -> None:
    mention = {"text": "<@UBOT> who?", "ts": "1.1", "event_id": "Ev1"}
    await slack.event(type="app_mention", **mention)
    await slack.event(type="message", **mention)
    await slack.event(type="app_mention", **mention)
    await slack.event(type="app_mention", text="<@UBOT> last", ts="2.2")
    await slack.until(lambda: len(slack.posted()) == 2)
    assert [request.argument for request in desk.requests] == ["who?", "last"]


@pytest.mark.parametrize(
    "event",
    [
        {"text": "people talking"},
        {"text": "in their own thread", "thread_ts": "5.5", "parent_user_id": "U2"},
        {"text": "<@UBOT> I am a bot", "bot_id": "B7"},
        {"text": "<@UBOT> me", "user": "UBOT"},
        {"text": "<@UBOT> edited", "subtype": "message_changed"},
        {"text": "<@UBOT> joined", "subtype": "channel_join"},
    ],
)
async def test_what_is_not_for_the_bot_is_left_alone(
    slack: SlackServer, desk: Answering, adapter: SlackAdapter, event: dict[str, Any]
) -> None:
    await slack.event(**event)
    await slack.event(type="app_mention", text="<@UBOT> stop", ts="9.9")
    await slack.until(slack.posted)
    assert [request.argument for request in desk.requests] == ["stop"]


async def test_events_of_an_earlier_run_are_not_answered_again(
    slack: SlackServer, desk: Answering
) -> None:
    class Remembered:
        def __init__(self) -> None:
            self.keys = {"slack/message/C1/1.1"}

        async def mark_seen(self, key: str) -> bool:
            new = key not in self.keys
            self.keys.add(key)
            return new

    adapter = make(slack, desk, memory=Remembered())
    await adapter.start()
    await slack.event(type="app_mention", text="<@UBOT> old", ts="1.1")
    await slack.event(type="app_mention", text="<@UBOT> new", ts="2.2")
    await slack.until(slack.posted)
    assert [request.argument for request in desk.requests] == ["new"]
    await adapter.stop()


async def test_a_pressed_button_is_a_command(
    slack: SlackServer, desk: Answering, adapter: SlackAdapter
) -> None:
    await slack.press("more#1", "7", "4.4")
    await slack.until(slack.posted)
    request = desk.requests[0]
    assert (request.name, request.argument, request.thread) == ("more", "7", "4.4")
    assert slack.posted()[0]["thread_ts"] == "4.4"


async def test_where_an_answer_landed_is_told(slack: SlackServer, desk: Answering) -> None:
    told: list[tuple[str, str]] = []

    async def on_posted(request: Request, _reply: Reply, posted: Posted) -> None:
        told.append((request.argument, posted.message_id))

    adapter = make(slack, desk, on_posted=on_posted)
    await adapter.start()
    await slack.command("brief", "ukraine")
    await slack.until(slack.posted)
    await adapter.stop()
    assert told == [("ukraine", slack.posted()[0]["ts"])]


async def test_the_answer_to_a_mention_is_told_as_its_thread(
    slack: SlackServer, desk: Answering
) -> None:
    told: list[str] = []

    async def on_posted(_request: Request, _reply: Reply, posted: Posted) -> None:
        told.append(posted.message_id)

    adapter = make(slack, desk, on_posted=on_posted)
    await adapter.start()
    await slack.event(type="app_mention", text="<@UBOT> who said that?", ts="1.1")
    await slack.until(slack.posted)
    await adapter.stop()
    assert told == ["1.1"]


async def test_a_digest_is_posted_with_its_key_and_found_again(
    slack: SlackServer, adapter: SlackAdapter
) -> None:
    assert await adapter.find(HERE, "k1") is None
    posted = await adapter.post(HERE, said("Digest"), key="k1")
    reply = await adapter.post(HERE, said("Story"), key="k2", thread=posted.message_id)
    assert await adapter.find(HERE, "k1") == posted
    assert await adapter.find(HERE, "k2", thread=posted.message_id) == reply
    assert await adapter.find(HERE, "k2") is None
    assert slack.posted()[1]["thread_ts"] == posted.message_id


async def test_a_digest_is_found_in_a_long_history(
    slack: SlackServer, adapter: SlackAdapter
) -> None:
    posted = await adapter.post(HERE, said("Digest"), key="k1")
    slack.rooms["C1"].messages += [{"user": "U1", "ts": slack.now(), "text": "x"}] * 450
    assert await adapter.find(HERE, "k1") == posted


async def test_a_posted_message_is_changed_where_it_stands(
    slack: SlackServer, adapter: SlackAdapter
) -> None:
    posted = await adapter.post(HERE, said("Digest"), key="k1")
    await adapter.edit(HERE, posted.message_id, said("Digest, corrected"), key="k1")
    (message,) = slack.posted()
    assert message["text"] == "Digest, corrected"
    assert await adapter.find(HERE, "k1") == posted
    with pytest.raises(Refused):
        await adapter.edit(HERE, "1.1", said("Digest"), key="k1")


LONG = Message((Paragraph(line("Many words here. " * 2500)),), "Long")


async def test_a_long_message_is_posted_in_parts_in_order(
    slack: SlackServer, adapter: SlackAdapter
) -> None:
    posted = await adapter.post(HERE, LONG, key="k1")
    parts = [message["metadata"]["event_payload"]["part"] for message in slack.posted()]
    assert parts == list(range(len(parts)))
    assert len(parts) > 1
    assert posted.message_id == slack.posted()[0]["ts"]


async def test_of_a_message_in_parts_the_last_is_changed(
    slack: SlackServer, adapter: SlackAdapter
) -> None:
    posted = await adapter.post(HERE, LONG, key="k1")
    before = [message["blocks"] for message in slack.posted()]
    changed = Message((*LONG.blocks, Paragraph(line("Corrected."))), "Long")
    await adapter.edit(HERE, posted.message_id, changed, key="k1")
    after = [message["blocks"] for message in slack.posted()]
    assert after[:-1] == before[:-1]
    assert "Corrected." in json.dumps(after[-1])
    longer = Message((*LONG.blocks, *LONG.blocks), "Long")
    await adapter.edit(HERE, posted.message_id, longer, key="k1")
    assert [message["blocks"] for message in slack.posted()] == after, "it needs another part"


async def test_a_message_has_a_permanent_link_without_a_call_for_each(
    slack: SlackServer, adapter: SlackAdapter
) -> None:
    head = (await adapter.post(HERE, said("Digest"), key="k1")).message_id
    story = (await adapter.post(HERE, said("Story"), key="k2", thread=head)).message_id
    calls = len(slack.calls)
    number, under = head.replace(".", ""), story.replace(".", "")
    site = "https://test.slack.test/archives"
    assert await adapter.locate(HERE, head, key="k1") == f"{site}/C1/p{number}"
    link = await adapter.locate(HERE, story, key="k2", thread=head)
    assert link == f"{site}/C1/p{under}?thread_ts={head}&cid=C1"
    person = Channel("slack", "T1", "@U1")
    assert await adapter.locate(person, head, key="k3") == f"{site}/D1/p{number}"
    assert [method for method, _ in slack.calls[calls:]] == ["auth.test", "conversations.open"]


async def test_a_post_that_broke_in_the_middle_goes_on_where_it_was(
    slack: SlackServer, adapter: SlackAdapter
) -> None:
    slack.fail("chat.postMessage")
    slack.fail("chat.postMessage", status=429, retry_after=3)
    with pytest.raises(Unreachable) as caught:
        await adapter.post(HERE, LONG, key="k1")
    assert caught.value.retry_after == 3
    assert await adapter.find(HERE, "k1") is None
    await adapter.post(HERE, LONG, key="k1")
    parts = [message["metadata"]["event_payload"]["part"] for message in slack.posted()]
    assert parts == list(range(len(parts)))


async def test_a_message_that_slack_took_before_the_line_broke_is_found(
    slack: SlackServer, adapter: SlackAdapter
) -> None:
    slack.fail("chat.postMessage", drop=True)
    with pytest.raises(Unreachable):
        await adapter.post(HERE, said("Digest"), key="k1")
    assert len(slack.posted()) == 1
    assert await adapter.find(HERE, "k1") is not None


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"status": 500}, Unreachable),
        ({"status": 503, "retry_after": 5}, Unreachable),
        ({"error": "invalid_blocks"}, Malformed),
        ({"error": "restricted_action"}, Refused),
        ({"error": "never_heard_of"}, Refused),
    ],
)
async def test_faults_are_told_in_our_own_errors(
    slack: SlackServer, adapter: SlackAdapter, fault: dict[str, Any], expected: type[Exception]
) -> None:
    slack.fail("chat.postMessage", **fault)
    with pytest.raises(expected):
        await adapter.post(HERE, said("Digest"), key="k1")


async def test_an_archived_or_missing_channel_is_refused(adapter: SlackAdapter) -> None:
    for name in ("C9", "C404", "G1"):
        with pytest.raises(Refused):
            await adapter.post(Channel("slack", "T1", name), said("Digest"), key="k1")


@pytest.mark.parametrize("setting", ["bot_token", "app_token"])
async def test_a_wrong_token_is_named(slack: SlackServer, desk: Answering, setting: str) -> None:
    adapter = make(slack, desk, **{setting: "xoxb-wrong"})
    with pytest.raises(ConfigError, match=f"SLACK_{setting.upper()}") as caught:
        await adapter.start()
    assert "xoxb-wrong" not in str(caught.value)
    await adapter.stop()


async def test_a_slack_that_is_not_there_is_unreachable(desk: Answering) -> None:
    adapter = SlackAdapter(
        desk, bot_token="xoxb-a", app_token="xapp-b", api_url="http://127.0.0.1:9/api"
    )
    with pytest.raises(Unreachable):
        await adapter.start()
    await adapter.stop()


async def test_posting_while_disconnected_is_for_later(slack: SlackServer, desk: Answering) -> None:
    adapter = make(slack, desk)
    await adapter.start()
    await adapter.stop()
    with pytest.raises(Unreachable):
        await adapter.post(HERE, said("Digest"), key="k1")
    with pytest.raises(Unreachable):
        await adapter.find(HERE, "k1")


async def test_posting_before_it_is_connected_is_for_later(
    slack: SlackServer, desk: Answering
) -> None:
    with pytest.raises(Unreachable):
        await make(slack, desk).post(HERE, said("Digest"), key="d1")


async def test_a_start_that_failed_can_be_tried_again(slack: SlackServer, desk: Answering) -> None:
    adapter = make(slack, desk)
    slack.fail("apps.connections.open", status=503)
    with pytest.raises(Unreachable):
        await adapter.start()
    await adapter.start()
    await slack.command("brief", "ukraine")
    await slack.until(slack.posted)
    await adapter.stop()


async def test_it_connects_anew_when_slack_asks_and_loses_nothing(
    slack: SlackServer, desk: Answering, adapter: SlackAdapter
) -> None:
    await slack.disconnect()
    await slack.until(lambda: slack.connections == 2)
    await slack.command("brief", "after")
    await slack.until(slack.posted)
    assert desk.requests[0].argument == "after"


async def test_a_message_that_slack_calls_too_long_goes_out_in_smaller_parts(
    slack: SlackServer, adapter: SlackAdapter
) -> None:
    slack.fail("chat.postMessage", error="msg_blocks_too_long")
    message = Message((Paragraph(line("Many words here. " * 700)),), "Long")
    posted = await adapter.post(HERE, message, key="k1")
    assert len(slack.posted()) == 2
    assert await adapter.find(HERE, "k1") == posted


async def test_the_doctor_hears_that_all_is_well(slack: SlackServer, desk: Answering) -> None:
    slack.scopes = ",".join(SCOPES)
    assert await make(slack, desk).check() == "both tokens are good, for the workspace Test"


async def test_the_doctor_hears_of_missing_permissions(slack: SlackServer, desk: Answering) -> None:
    slack.scopes = ",".join(scope for scope in SCOPES if scope != "users:read")
    with pytest.raises(Refused, match=r"lacks users:read\.") as caught:
        await make(slack, desk).check()
    assert "manifest" in caught.value.hint


@pytest.mark.parametrize("setting", ["bot_token", "app_token"])
async def test_the_doctor_hears_of_a_wrong_token(
    slack: SlackServer, desk: Answering, setting: str
) -> None:
    with pytest.raises(ConfigError, match=f"SLACK_{setting.upper()}"):
        await make(slack, desk, **{setting: "xoxb-wrong"}).check()


async def test_a_socket_that_fails_gets_a_new_address(slack: SlackServer, desk: Answering) -> None:
    adapter = make(slack, desk, heartbeat=0.05)
    await adapter.start()
    slack.fail("socket", status=503, times=3)
    await slack.disconnect()
    await slack.until(lambda: slack.connections == 2)
    await slack.command("brief", "after")
    await slack.until(slack.posted)
    await adapter.stop()


@pytest.mark.parametrize(("private", "channel"), [(True, "D1"), (False, "C1")])
async def test_a_list_of_feeds_comes_as_a_file(
    slack: SlackServer, desk: Answering, adapter: SlackAdapter, private: bool, channel: str
) -> None:
    desk.reply = Reply(said("Feeds"), private=private, attachment=("feeds.opml", "<opml>Київ"))
    await slack.command("feeds", "export")
    await slack.until(lambda: slack.files and "channel" in slack.files[0])
    file = slack.files[0]
    assert (file["name"], file["text"], file["channel"]) == ("feeds.opml", "<opml>Київ", channel)


async def test_connecting_warns_of_nothing(
    slack: SlackServer,
    desk: Answering,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
    adapter = make(slack, desk)
    await adapter.start()
    await slack.command("brief", "ukraine")
    await slack.until(lambda: slack.posted() and slack.acknowledged)
    await adapter.stop()
    assert [record for record in caplog.records if record.levelname != "INFO"] == []


async def test_what_is_posted_never_names_a_token(
    slack: SlackServer, adapter: SlackAdapter
) -> None:
    await adapter.post(HERE, said("Digest"), key="k1")
    assert "xox" not in json.dumps(slack.posted())


async def test_an_answer_that_stopping_cuts_off_says_so(
    slack: SlackServer, desk: Answering
) -> None:
    adapter = make(slack, desk)
    await adapter.start()
    desk.hold.clear()
    await slack.command("brief", "ukraine")
    await slack.until(lambda: desk.requests)
    await adapter.stop()
    assert slack.responses[-1]["text"] == "I am being restarted."
    assert not slack.posted()
