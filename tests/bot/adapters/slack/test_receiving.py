"""What is said in Slack is heard once, whatever else Slack sends of it."""

from typing import Any

import pytest

from bot.adapters.slack.adapter import SlackAdapter
from briefings.store import Store
from tests.bot.adapters.answering import Answering, said
from tests.bot.adapters.slack.conftest import HERE, make
from tests.fakes.slack_server import SlackServer

MENTION = "<@UBOT> how many?"


async def test_several_connections_are_kept_and_each_event_is_answered_once(
    slack: SlackServer, desk: Answering
) -> None:
    adapter = make(slack, desk, sockets=3)
    await adapter.start()
    assert slack.connections == 3
    for connection in range(3):
        event = {"type": "app_mention", "text": f"<@UBOT> {connection}", "channel": "C1"}
        body = {
            "type": "event_callback",
            "team_id": "T1",
            "event_id": f"Ev{connection}",
            "event": {**event, "user": "U1", "ts": f"{connection}.1"},
        }
        await slack.push("events_api", body, connection=connection)
        await slack.push("events_api", body, connection=(connection + 1) % 3)  # not acknowledged
    await slack.until(lambda: len(slack.posted()) == 3 and len(slack.acknowledged) == 6)
    await adapter.stop()
    assert sorted(request.argument for request in desk.requests) == ["0", "1", "2"]


async def test_one_lost_connection_of_several_is_opened_anew(
    slack: SlackServer, desk: Answering
) -> None:
    adapter = make(slack, desk, sockets=2)
    await adapter.start()
    await slack.disconnect()
    await slack.until(lambda: slack.connections == 3)
    await slack.command("brief", "after")
    await slack.until(slack.posted)
    await adapter.stop()


@pytest.mark.parametrize(
    "event",
    [
        {
            "subtype": "message_changed",
            "hidden": True,
            "user": "",
            "message": {"user": "U1", "text": MENTION, "ts": "1.1", "edited": {"user": "U1"}},
            "previous_message": {"user": "U1", "text": "how many?", "ts": "1.1"},
        },
        {
            "subtype": "message_deleted",
            "hidden": True,
            "user": "",
            "deleted_ts": "1.1",
            "previous_message": {"user": "U1", "text": MENTION, "ts": "1.1"},
        },
        {"subtype": "bot_message", "user": "", "bot_id": "B7", "text": MENTION},
        {"subtype": "bot_message", "user": "", "bot_id": "B1", "text": MENTION},
        {"user": "UBOT", "bot_id": "B1", "text": "An answer", "thread_ts": "5.5",
         "parent_user_id": "UBOT"},
        {"user": "UBOT", "text": "An answer", "channel": "D1", "channel_type": "im"},
        {"subtype": "assistant_app_thread", "text": "New thread", "channel": "D1",
         "channel_type": "im", "user": "UBOT"},
    ],
)  # fmt: skip
async def test_edits_deletions_and_bots_are_no_questions(
    slack: SlackServer, desk: Answering, adapter: SlackAdapter, event: dict[str, Any]
) -> None:
    await slack.event(**event)
    await slack.event(type="app_mention", text="<@UBOT> last", ts="9.9")
    await slack.until(slack.posted)
    assert [request.argument for request in desk.requests] == ["last"]


async def test_an_event_that_comes_again_after_a_restart_is_not_answered_again(
    slack: SlackServer, desk: Answering, store: Store
) -> None:
    for _ in range(2):
        adapter = make(slack, desk, memory=store)
        await adapter.start()
        await slack.event(event_id="Ev1", type="app_mention", text=MENTION, ts="1.1")
        await slack.event(event_id="Ev2", type="app_mention", text="<@UBOT> and?", ts="2.2")
        await slack.until(lambda: len(slack.posted()) == 2)
        await adapter.stop()
    assert len(desk.requests) == len(slack.posted()) == 2


async def test_a_deleted_message_of_ours_is_forgotten_and_nobody_elses(
    slack: SlackServer, desk: Answering
) -> None:
    forgotten: list[tuple[str, str]] = []

    async def on_thread_gone(channel: str, message: str) -> None:
        forgotten.append((channel, message))

    adapter = make(slack, desk, on_thread_gone=on_thread_gone)
    await adapter.start()
    posted = await adapter.post(HERE, said("Digest"), key="k1")
    for user, ts in (("U2", "3.3"), ("UBOT", posted.message_id)):
        gone = {"user": user, "text": "…", "ts": ts}
        await slack.event(subtype="message_deleted", deleted_ts=ts, user="", previous_message=gone)
    await slack.until(lambda: forgotten)
    await adapter.stop()
    assert forgotten == [("slack/T1/C1", posted.message_id)]


async def test_in_an_assistants_thread_a_status_shows_that_a_question_is_being_read(
    slack: SlackServer, desk: Answering, adapter: SlackAdapter
) -> None:
    desk.hold.clear()
    await slack.event(text="who?", channel="D1", channel_type="im", thread_ts="7.7")
    await slack.until(lambda: slack.statuses)
    (status,) = slack.statuses
    assert (status["channel_id"], status["thread_ts"]) == ("D1", "7.7")
    assert status["status"].startswith("is reading")
    desk.hold.set()
    await slack.until(lambda: slack.posted("D1"))
    assert slack.posted("D1")[0]["thread_ts"] == "7.7", "which takes the status away"


async def test_where_there_are_no_assistants_a_question_is_answered_all_the_same(
    slack: SlackServer, desk: Answering, adapter: SlackAdapter
) -> None:
    slack.fail("assistant.threads.setStatus", error="not_allowed")
    await slack.event(text="who?", channel="D1", channel_type="im", thread_ts="7.7")
    await slack.until(lambda: slack.posted("D1"))
    assert not slack.statuses
