"""The manifest asks for what is used, and for nothing else."""

import json
import re
from pathlib import Path

from bot.adapters.slack.manifest import EVENTS, SCOPES, SHORTCUTS, manifest
from bot.adapters.slack.switchboard import GONE, LEFT

ROOT = Path(__file__).parents[4]
GUIDE = ROOT / "docs" / "slack.md"
CODE = "\n".join(path.read_text() for path in sorted((ROOT / "bot/adapters/slack").glob("*.py")))

NEEDED = {
    "auth.test": set(),
    "apps.connections.open": set(),
    "chat.postMessage": {"chat:write", "chat:write.public"},
    "chat.postEphemeral": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "conversations.info": {"channels:read", "groups:read", "im:read"},
    "conversations.join": {"channels:join"},
    "conversations.members": {"channels:read", "groups:read", "im:read"},
    "conversations.open": {"im:write"},
    "users.info": {"users:read"},
    "views.open": set(),
    "views.update": set(),
    "views.publish": set(),
    "assistant.threads.setStatus": {"assistant:write"},
    "assistant.threads.setSuggestedPrompts": {"assistant:write"},
    "files.getUploadURLExternal": {"files:write"},
    "files.completeUploadExternal": {"files:write"},
}
"""What Slack's pages say that each method needs."""


def test_every_method_in_use_has_its_scopes_and_no_scope_is_idle() -> None:
    used = set(
        re.findall(
            r'"((?:auth|apps|assistant|chat|conversations|users|files|views)\.[\w.]+)"', CODE
        )
    )
    assert used == set(NEEDED)
    by_methods = {scope for method in used for scope in NEEDED[method]}
    assert by_methods | {"app_mentions:read", "commands"} == set(SCOPES)


def test_every_event_in_use_is_asked_for_and_no_event_is_idle() -> None:
    handled = set(GONE) | set(LEFT)
    handled |= set(re.findall(r'kind == "(\w+)"', CODE)) | {"message", "app_mention"}
    assert handled == {name.split(".")[0] for name in EVENTS}


def test_every_shortcut_is_answered() -> None:
    assert set(re.findall(r'"callback_id"\) == "(\w+)"', CODE)) == set(SHORTCUTS)
    made = manifest([])["features"]["shortcuts"]
    assert {one["callback_id"]: one["type"] for one in made} == {
        name: kind for name, (kind, _, _) in SHORTCUTS.items()
    }


def test_with_an_address_everything_is_sent_there() -> None:
    made = manifest([("brief", "", "x")], public_url="https://news.test/")
    settings = made["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["token_rotation_enabled"] is False
    assert made["features"]["slash_commands"][0]["url"] == "https://news.test/slack/events"
    assert settings["event_subscriptions"]["request_url"] == "https://news.test/slack/events"
    assert settings["interactivity"]["request_url"] == "https://news.test/slack/events"
    assert made["oauth_config"]["redirect_urls"] == ["https://news.test/slack/oauth_redirect"]


def test_commands_are_those_it_was_given() -> None:
    made = manifest([("brief", "<topic>", "A short brief"), ("help", "", "What it can do")])
    commands = made["features"]["slash_commands"]
    assert [command["command"] for command in commands] == ["/brief", "/help"]
    assert commands[0]["usage_hint"] == "<topic>"
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["settings"]["event_subscriptions"]["bot_events"] == sorted(EVENTS)
    assert json.loads(json.dumps(made)) == made


def test_the_guide_says_what_each_scope_and_event_is_for() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for name, purpose in {**SCOPES, **EVENTS}.items():
        assert f"| `{name}` | {purpose} |" in guide
