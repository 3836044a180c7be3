"""The app manifest: exactly what this adapter uses, to create the app in Slack from."""

from collections.abc import Iterable
from typing import Any

Command = tuple[str, str, str]
"""A command's name (without slash), usage and one-line summary."""

SCOPES: dict[str, str] = {
    "app_mentions:read": "hear questions that mention the bot",
    "channels:history": "hear replies in its threads; look whether a digest went out already",
    "channels:join": "join a public channel that subscribes to a digest",
    "channels:read": "see who is a member of a public channel, before it changes anything there",
    "chat:write": "post digests, briefs and answers",
    "chat:write.public": "answer /brief in public channels that it has not joined",
    "commands": "receive its slash commands",
    "files:write": "hand out the list of feeds as a file",
    "groups:history": "the same as channels:history, in private channels it was invited to",
    "groups:read": "the same as channels:read, in private channels it was invited to",
    "im:history": "hear questions in direct messages",
    "im:read": "know a direct message when it sees one",
    "im:write": "send that file to whoever asked, and to nobody else",
    "users:read": "know an administrator and a person's time zone",
}
"""Each permission with what it is for."""

EVENTS: dict[str, str] = {
    "app_mention": "questions that mention the bot",
    "message.channels": "replies in its threads in public channels",
    "message.groups": "replies in its threads in private channels",
    "message.im": "direct messages",
}
"""Each event with what it is for."""


def manifest(commands: Iterable[Command]) -> dict[str, Any]:
    """Return the manifest for an app with these commands."""
    return {
        "display_information": {
            "name": "Quickread",
            "description": "Short digests of your feeds, with verbatim, attributed quotes.",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Quickread", "always_online": True},
            "slash_commands": [
                {
                    "command": f"/{name}",
                    "description": summary[:2000],
                    "usage_hint": usage[:1000],
                    "should_escape": False,
                }
                for name, usage, summary in commands
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }
