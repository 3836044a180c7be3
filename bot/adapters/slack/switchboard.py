"""Who gets what Slack sends: commands and questions, buttons and forms, the home, what was left.

command, question, button → Receiver     form → Dialogs     home → home     channel gone → the desk
"""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import structlog

from bot.adapters.slack import assistant, home
from bot.adapters.slack.connect import Listeners
from bot.adapters.slack.dialogs import Dialogs
from bot.adapters.slack.events import (
    Asked,
    Json,
    command,
    organisation_of,
    pressed,
    question,
    team_in,
    team_of,
)
from bot.adapters.slack.forms import Place
from bot.adapters.slack.installing import Installations
from bot.adapters.slack.receiving import Receiver
from bot.adapters.slack.workspaces import Workspaces
from bot.channels import Channel, Overseeing, Suggesting
from briefings.errors import Refused

GONE = {
    "channel_archive": "The channel was archived.",
    "channel_deleted": "The channel was deleted.",
    "channel_left": "The bot was removed from the channel.",
    "group_archive": "The channel was archived.",
    "group_deleted": "The channel was deleted.",
    "group_left": "The bot was removed from the channel.",
}
"""Events after which nothing can be posted to a channel any more."""
LEFT = frozenset({"app_uninstalled", "team_access_revoked", "tokens_revoked"})
OnGone = Callable[[str, str], Awaitable[None]]
"""Is told of a channel's address and what happened to it."""
OnThreadGone = Callable[[str, str], Awaitable[None]]
"""Is told of a channel's address and the message of ours that was deleted there."""
OnLeft = Callable[[str], Awaitable[None]]
"""Is told of a scope: the workspace `slack/T1` that the app was removed from."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What happens when a channel is gone, or the app was removed from a workspace."""

    on_channel_gone: OnGone | None
    on_left: OnLeft | None
    installed: Installations | None
    on_thread_gone: OnThreadGone | None = None

    async def take(
        self, workspaces: Workspaces, team: str, event: Json, *, organisation: str = ""
    ) -> None:
        """Pause what can't be posted any more; delete what belongs to a workspace that is left.

        `organisation` is whose installation the event is about, if not the workspace's own.
        """
        kind = str(event["type"])
        if kind in GONE:
            channel = event.get("channel")
            if self.on_channel_gone and isinstance(channel, str):
                await self.on_channel_gone(Channel("slack", team, channel).address, GONE[kind])
        elif kind == "team_access_revoked":
            for one in event.get("team_ids") or ():
                await self._leave(workspaces, str(one))
        elif kind == "app_uninstalled" or (event.get("tokens") or {}).get("bot"):
            if organisation and self.installed:
                for one in await self.installed.within(organisation):
                    await self._leave(workspaces, one)
            await self._leave(workspaces, organisation or team)

    async def message_gone(self, team: str, bot_user: str, event: Json) -> None:
        """Have forgotten what a deleted message of ours was about."""
        before, channel = event.get("previous_message") or {}, str(event.get("channel", ""))
        ts = str(event.get("deleted_ts") or before.get("ts") or "")
        if self.on_thread_gone and channel and ts and before.get("user") in (bot_user, None):
            await self.on_thread_gone(Channel("slack", team, channel).address, ts)

    async def _leave(self, workspaces: Workspaces, team: str) -> None:
        try:
            await (await workspaces.of(team)).people.set_rule(None)
        except Refused:  # it was never heard of
            return
        workspaces.forget(team)
        if self.installed:
            self.installed.forget(team)
            await self.installed.store.async_delete_bot(enterprise_id=None, team_id=team)
        if self.on_left:
            await self.on_left(f"slack/{team}")
        _log.info("slack_left", workspace=team)


class Switchboard:
    """Hands on what Slack sends."""

    def __init__(
        self,
        workspaces: Workspaces,
        receiver: Receiver,
        dialogs: Dialogs,
        *,
        suggest: Suggesting | None,
        panel: Overseeing | None,
        leaving: Leaving,
    ) -> None:
        self._workspaces, self._receiver, self._dialogs = workspaces, receiver, dialogs
        self._suggest, self._panel, self._leaving = suggest, panel, leaving

    def listeners(self) -> Listeners:
        """Return what is called for each kind of thing that Slack sends."""
        return Listeners(
            self._command, self._event, self._press, self._shortcut, self._submit, self._offer
        )

    async def _command(self, payload: Json) -> None:
        asked = command(payload)
        if asked.name == "digest" and asked.argument.lower() in ("subscribe", "new"):
            place = Place(asked.channel)
            self._open(
                asked, self._dialogs.open_digest(asked.team, asked.user, asked.trigger, place)
            )
        else:
            self._receiver.ask(asked)

    async def _press(self, payload: Json) -> None:
        view = payload.get("view") or {}
        if view.get("type") == "home":
            self._receiver.spawn(self._press_home(payload, view))
        elif view:
            self._receiver.spawn(self._dialogs.changed(team_in(payload), view))
        elif asked := pressed(payload):
            self._press_button(asked)

    def _press_button(self, asked: Asked) -> None:
        if asked.name == "question":
            place = Place(asked.channel, asked.under or "")
            self._open(asked, self._dialogs.open_question(asked.team, asked.trigger, place))
        elif asked.name == "follow":
            place = Place(asked.channel)
            topic = asked.argument
            work = self._dialogs.open_digest(asked.team, asked.user, asked.trigger, place, topic)
            self._open(asked, work)
        else:
            self._receiver.ask(asked)

    async def _press_home(self, payload: Json, view: Json) -> None:
        team, user = team_in(payload), str(payload["user"]["id"])
        action: Json = next(iter(payload.get("actions") or ()), {})
        press = home.read_press(action)
        trigger = str(payload.get("trigger_id", ""))
        if press is None or self._panel is None:
            return
        if press.verb in ("new", "change"):
            place = Place(press.channel, number=press.number or None, home=True)
            await self._dialogs.open_digest(team, user, trigger, place)
            return
        workspace = await self._workspaces.of(team)
        if press.verb in ("who", "named"):
            if (await workspace.people.person(user)).admin:
                await workspace.people.set_rule(home.read_rule(view))
        elif press.verb in ("pause", "resume", "remove"):
            argument = f"{press.verb} {press.number}"
            key = f"slack/press/{trigger}"
            asked = Asked(key, team, press.channel, user, "digest", argument)
            await self._receiver.answer(asked)
        await home.publish(workspace, self._panel, user)

    async def _shortcut(self, payload: Json) -> None:
        team, user = team_in(payload), str(payload["user"]["id"])
        trigger = str(payload.get("trigger_id", ""))
        if payload.get("callback_id") == "new_digest":
            work = self._dialogs.open_digest(team, user, trigger, Place())
            self._receiver.spawn(work)
        elif payload.get("callback_id") == "ask_about":
            message = payload.get("message") or {}
            thread = str(message.get("thread_ts") or message.get("ts") or "")
            channel = str((payload.get("channel") or {}).get("id", ""))
            work = self._dialogs.open_question(team, trigger, Place(channel, thread))
            self._receiver.spawn(work)

    async def _submit(self, payload: Json) -> Json:
        team, user = team_in(payload), str(payload["user"]["id"])
        view = payload.get("view") or {}
        wrong = await self._dialogs.submitted(team, user, view)
        if not wrong and Place.read(view).home and self._panel:
            self._receiver.spawn(self._show_home(team, user))
        return wrong

    async def _offer(self, payload: Json) -> Json:
        team, typed = team_in(payload), str(payload.get("value") or "")
        return {"options": await self._dialogs.offered(team, typed)}

    async def _event(self, body: Json) -> None:
        event, team = body["event"], team_of(body) or self._workspaces.own.team
        kind = str(event.get("type", ""))
        if kind in LEFT or kind in GONE:
            whose = organisation_of(body)
            work = self._leaving.take(self._workspaces, team, event, organisation=whose)
            self._receiver.spawn(work)
        elif kind == "app_home_opened" and event.get("tab") == "home":
            self._receiver.spawn(self._show_home(team, str(event["user"])))
        elif kind == "assistant_thread_started":
            workspace = await self._workspaces.of(team)
            self._receiver.spawn(assistant.greet(workspace, event, self._suggest))
        elif kind in ("message", "app_mention"):
            bot_user = (await self._workspaces.of(team)).identity.user
            if event.get("subtype") == "message_deleted":
                self._receiver.spawn(self._leaving.message_gone(team, bot_user, event))
                return
            asked = question(event, team=team, bot_user=bot_user)
            if asked:
                self._receiver.ask(asked)

    async def _show_home(self, team: str, user: str) -> None:
        if self._panel:
            await home.publish(await self._workspaces.of(team), self._panel, user)

    def _open(self, asked: Asked, opening: Coroutine[Any, Any, None]) -> None:
        """Open a form; what goes wrong is told to whoever wanted it."""
        self._receiver.spawn(self._receiver.told(asked, opening))
