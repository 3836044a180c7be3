"""The app manifest: exactly what this adapter uses, to create the app in Slack from."""

from collections.abc import Iterable
from typing import Any

Command = tuple[str, str, str]
"""A command's name (without slash), usage and one-line summary."""

SCOPES: dict[str, str] = {
    "app_mentions:read": "hear questions that mention the bot",
    "assistant:write": "show prompts and a status in its own threads with one person",
    "channels:history": "hear replies in its threads; look whether a digest went out already",
    "channels:join": "join a public channel that subscribes to a digest",
    "channels:read": "see who is a member of a public channel, before it changes anything there",
    "chat:write": "post digests, briefs and answers",
    "chat:write.public": "answer /brief in public channels that it has not joined",
    "commands": "receive its slash commands and shortcuts",
    "files:write": "hand out the list of feeds as a file",
    "groups:history": "the same as channels:history, in private channels it was invited to",
    "groups:read": "the same as channels:read, in private channels it was invited to",
    "im:history": "hear questions in direct messages",
    "im:read": "know a direct message when it sees one",
    "im:write": "write to one person: that file, and why their digest is paused",
    "users:read": "know an administrator and a person's time zone",
}
"""Each permission with what it is for."""

EVENTS: dict[str, str] = {
    "app_home_opened": "draw the Home tab when somebody looks at it",
    "app_mention": "questions that mention the bot",
    "app_uninstalled": "delete what belongs to a workspace that removed the app",
    "assistant_thread_started": "offer what can be asked in a new thread with the bot",
    "channel_archive": "pause the digests of a channel that was archived",
    "channel_deleted": "pause the digests of a channel that was deleted",
    "channel_left": "pause the digests of a channel that the bot was removed from",
    "group_archive": "the same as channel_archive, for private channels",
    "group_deleted": "the same as channel_deleted, for private channels",
    "group_left": "the same as channel_left, for private channels",
    "message.channels": "replies in its threads in public channels",
    "message.groups": "replies in its threads in private channels",
    "message.im": "direct messages",
    "team_access_revoked": "the same as app_uninstalled, for a workspace that its organisation "
    "takes the app from",
    "tokens_revoked": "the same as app_uninstalled",
}
"""Each event with what it is for."""

SHORTCUTS: dict[str, tuple[str, str, str]] = {
    "new_digest": ("global", "New digest", "Get a digest in a channel"),
    "ask_about": ("message", "Ask the sources", "Ask what the sources say about this"),
}
"""Each shortcut: where it is found, its name, what it does."""


def manifest(
    commands: Iterable[Command],
    *,
    public_url: str = "",
    rotate: bool = False,
    organisation: bool = False,
) -> dict[str, Any]:
    """Return the manifest for an app with these commands.

    With a `public_url` Slack sends everything there, signed; else over Socket Mode. It is where
    other workspaces install the app from as well. `rotate` has tokens end after half a day: only
    for those who install it there, as a token that was copied by hand can't be renewed.
    `organisation` lets an organisation with several workspaces install it for all of them at once.
    """
    base = public_url.rstrip("/")
    events = {"request_url": f"{base}/slack/events"} if base else {}
    menus = {"message_menu_options_url": f"{base}/slack/events"} if base else {}
    oauth = {"redirect_urls": [f"{base}/slack/oauth_redirect"]} if base else {}
    return {
        "display_information": {
            "name": "Quickread",
            "description": "Short digests of your feeds, with verbatim, attributed quotes.",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "assistant_view": {
                "assistant_description": "Answers from the news it reads, with the sources.",
            },
            "bot_user": {"display_name": "Quickread", "always_online": True},
            "shortcuts": [
                {"type": kind, "name": name, "callback_id": callback, "description": summary}
                for callback, (kind, name, summary) in SHORTCUTS.items()
            ],
            "slash_commands": [
                {
                    "command": f"/{name}",
                    "description": summary[:2000],
                    "usage_hint": usage[:1000],
                    "should_escape": False,
                    **({"url": f"{base}/slack/events"} if base else {}),
                }
                for name, usage, summary in commands
            ],
        },
        "oauth_config": {**oauth, "scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {**events, "bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True, **events, **menus},
            "org_deploy_enabled": organisation,
            "socket_mode_enabled": not base,
            "token_rotation_enabled": rotate,
        },
    }
