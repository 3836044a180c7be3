"""What Slack sends is read into what was asked."""

from typing import Any

import pytest

from bot.adapters.slack.events import command, plain_words, pressed, question

MESSAGE: dict[str, Any] = {"type": "message", "channel": "C1", "user": "U1", "ts": "1.1"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ukraine", "ukraine"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("add <https://n.test/rss?a=1&amp;b=2|n.test>", "add https://n.test/rss?a=1&b=2"),
        ("ask <@U2|maria> in <#C1|news> <!here>", "ask maria in news"),
        ("&lt;@U2&gt;", "<@U2>"),
        ("write <mailto:a@b.test|a@b.test>", "write a@b.test"),
    ],
)
def test_markup_becomes_what_was_typed(typed: str, words: str) -> None:
    assert plain_words(typed) == words


def test_a_command_keeps_where_it_was_typed() -> None:
    asked = command(
        {
            "team_id": "T1",
            "channel_id": "C1",
            "user_id": "U1",
            "command": "/Brief",
            "text": "x",
            "thread_ts": "2.2",
            "trigger_id": "t",
        }
    )
    assert (asked.name, asked.argument, asked.thread, asked.under) == ("brief", "x", "2.2", "2.2")


def test_a_mention_and_its_message_have_one_key() -> None:
    mention = MESSAGE | {"type": "app_mention", "text": "<@UBOT> why"}
    plain = MESSAGE | {"text": "<@UBOT> why"}
    asked = [question(event, team="T1", bot_user="UBOT") for event in (mention, plain)]
    assert asked[0] == asked[1]


def test_a_direct_message_is_answered_where_it_stands() -> None:
    asked = question(MESSAGE | {"text": "why", "channel_type": "im"}, team="T1", bot_user="UBOT")
    assert asked is not None
    assert asked.under is None


@pytest.mark.parametrize(
    "payload",
    [
        {"actions": []},
        {"actions": [{"type": "static_select"}], "channel": {"id": "C1"}},
        {"actions": [{"type": "button"}]},
    ],
)
def test_what_is_no_button_of_ours_is_left_alone(payload: dict[str, Any]) -> None:
    assert pressed(payload) is None
