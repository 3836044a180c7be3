"""What Slack sends, read into what was asked. Pure: nothing here talks to Slack."""

import html
import re
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

HELP = ("help", "/help", "")
"""Messages to the bot that are no question but ask what can be asked."""
_MARKUP = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, question or pressed button, in Slack's own ids.

    `key` is the same when Slack sends the same thing again. `thread` is where it was said, `under`
    where the answer goes. `response_url` takes answers that only the asker sees. `overheard` is
    what was said in the bot's thread without mentioning it.
    """

    key: str
    team: str
    channel: str
    user: str
    name: str
    argument: str
    thread: str | None = None
    under: str | None = None
    response_url: str = ""
    overheard: bool = False
    trigger: str = ""
    """What opens a modal for whoever asked, within three seconds."""
    shown: bool = True
    """Whether others can see what was asked, so that the answer need not repeat it."""


def command(payload: Json) -> Asked:
    """Read a slash command."""
    return Asked(
        key=f"slack/command/{payload.get('trigger_id', '')}",
        team=payload["team_id"],
        channel=payload["channel_id"],
        user=payload["user_id"],
        name=payload["command"].lstrip("/").lower(),
        argument=plain_words(payload.get("text") or ""),
        thread=payload.get("thread_ts"),
        under=payload.get("thread_ts"),
        response_url=payload.get("response_url", ""),
        trigger=payload.get("trigger_id", ""),
    )


def team_of(body: Json) -> str:
    """Return the workspace that an event is for: where the app is installed, not the sender's."""
    authorized = next(iter(body.get("authorizations") or ()), None) or {}
    return str(authorized.get("team_id") or body.get("team_id") or "")


def team_in(payload: Json) -> str:
    """Return the workspace in which a button was pressed, a form sent or a shortcut used.

    Where an organisation installed the app there may be no `team`; whoever did it has one.
    """
    for name in ("team", "user"):
        found = payload.get(name) or {}
        if team := found.get("id" if name == "team" else "team_id"):
            return str(team)
    return str((payload.get("view") or {}).get("app_installed_team_id") or "")


def organisation_of(body: Json) -> str:
    """Return the organisation whose installation an event is about, "" for a workspace's own."""
    authorized = next(iter(body.get("authorizations") or ()), None) or body
    wide = authorized.get("is_enterprise_install") in (True, "true")
    return str(authorized.get("enterprise_id") or "") if wide else ""


def question(event: Json, *, team: str, bot_user: str) -> Asked | None:
    """Read a message: a question if it mentions the bot, is in its thread or written to it.

    None for everything else: other people's talk, bots, edits, joins, the bot itself.
    """
    user = event.get("user", "")
    spoken = event.get("subtype") in (None, "thread_broadcast", "file_share")
    if not user or user == bot_user or event.get("bot_id") or not spoken:
        return None
    text, thread = event.get("text") or "", event.get("thread_ts")
    mentioned = event.get("type") == "app_mention" or f"<@{bot_user}>" in text
    direct = event.get("channel_type") == "im"
    to_others = text.lstrip().startswith("<@")  # people who talk to each other, not to the bot
    own_thread = bool(thread) and event.get("parent_user_id") == bot_user and not to_others
    if not (mentioned or direct or own_thread):
        return None
    words = plain_words(text.replace(f"<@{bot_user}>", " "))
    return Asked(
        # a mention comes twice, as a mention and as a message: same channel, same time
        key=f"slack/message/{event['channel']}/{event['ts']}",
        team=team,
        channel=event["channel"],
        user=user,
        name="help" if words.lower() in HELP else "",
        argument="" if words.lower() in HELP else words,
        thread=thread,
        under=thread or (None if direct else event["ts"]),
        overheard=not (mentioned or direct),
    )


def pressed(payload: Json) -> Asked | None:
    """Read a pressed button: its action is the command, its value the argument."""
    action = next(iter(payload.get("actions") or ()), None)
    container = payload.get("container") or {}
    channel = (payload.get("channel") or {}).get("id") or container.get("channel_id")
    if not action or action.get("type") != "button" or not channel:
        return None
    message = payload.get("message") or {}
    under = message.get("thread_ts") or container.get("thread_ts") or container.get("message_ts")
    return Asked(
        key=f"slack/press/{payload.get('trigger_id', '')}",
        team=team_in(payload),
        channel=channel,
        user=payload["user"]["id"],
        name=str(action.get("action_id", "")).split("#")[0],
        argument=str(action.get("value", "")),
        thread=under,
        under=under,
        response_url=payload.get("response_url", ""),
        trigger=payload.get("trigger_id", ""),
    )


def plain_words(text: str) -> str:
    """Return what a person typed, out of Slack's markup: addresses bare, mentions by name."""
    return html.unescape(_MARKUP.sub(_unmarked, text)).strip()


def _unmarked(match: re.Match[str]) -> str:
    target, _, label = match.group(1).partition("|")
    if target[:1] in ("@", "#", "!"):
        return label
    return target.removeprefix("mailto:")
