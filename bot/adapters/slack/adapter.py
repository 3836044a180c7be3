"""Slack: commands, questions, buttons and forms in, messages out, in one workspace or many.

payload → events (what was asked) → Receiver → Conversation.handle → render → the channel or asker
"""

from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from aiohttp import web

from bot.adapters.slack.client import Web
from bot.adapters.slack.connect import Reception
from bot.adapters.slack.dialogs import Dialogs
from bot.adapters.slack.health import membership, missing_scopes
from bot.adapters.slack.installing import Installations
from bot.adapters.slack.pace import Pace
from bot.adapters.slack.people import Keeping
from bot.adapters.slack.receiving import Memory, OnPosted, Receiver
from bot.adapters.slack.routes import routes
from bot.adapters.slack.stores import InstallationRows
from bot.adapters.slack.switchboard import Leaving, OnGone, OnLeft, OnThreadGone, Switchboard
from bot.adapters.slack.vault import Vault
from bot.adapters.slack.workspaces import Workspaces
from bot.channels import Channel, Conversation, Overseeing, Posted, Suggesting
from bot.messages import Message
from briefings.clock import Clock, utc_now

COMMANDS = ("brief", "digest", "feeds", "help", "ask")
_log = structlog.get_logger(__name__)


class Keeper(Memory, Keeping, InstallationRows, Protocol):
    """What the adapter needs of the store."""


@dataclass(frozen=True, slots=True)
class OAuth:
    """What installing into several workspaces needs, from the settings."""

    client_id: str
    client_secret: str
    keys: tuple[str, ...]
    public_url: str


class SlackAdapter:
    """The bot in Slack, by Socket Mode, by HTTP, or by both."""

    platform = "slack"

    def __init__(
        self,
        conversation: Conversation,
        *,
        bot_token: str = "",
        app_token: str = "",
        signing_secret: str = "",
        oauth: OAuth | None = None,
        api_url: str = "https://slack.com/api/",
        memory: Keeper | None = None,
        suggest: Suggesting | None = None,
        panel: Overseeing | None = None,
        on_posted: OnPosted | None = None,
        on_channel_gone: OnGone | None = None,
        on_left: OnLeft | None = None,
        on_thread_gone: OnThreadGone | None = None,
        commands: tuple[str, ...] = COMMANDS,
        patience: float = 1.5,
        sockets: int = 1,
        heartbeat: float = 10.0,
        pace: Pace | None = None,
        clock: Clock = utc_now,
    ) -> None:
        """`patience` is after how many seconds of work the asker is told that it is under way.

        `on_posted` is told where a public answer landed, so that its thread knows what it is about.
        Raises ConfigError for keys that are none.
        """
        self._web = Web(api_url)
        self._signing_secret = signing_secret
        self._installed = _installations(self._web, oauth, memory, clock)
        self._workspaces = Workspaces(
            self._web,
            bot_token=bot_token,
            installed=self._installed,
            keeping=memory,
            pace=pace or Pace(),
        )
        self._receiver = Receiver(
            conversation, self._workspaces, memory=memory, on_posted=on_posted, patience=patience
        )
        self._switchboard = Switchboard(
            self._workspaces,
            self._receiver,
            Dialogs(self._workspaces, self._receiver, suggest=suggest, panel=panel),
            suggest=suggest,
            panel=panel,
            leaving=Leaving(on_channel_gone, on_left, self._installed, on_thread_gone),
        )
        self._commands, self._app_token = commands, app_token
        self._sockets, self._heartbeat = sockets, heartbeat
        self._reception = self._new_reception()

    @property
    def workspace(self) -> str:
        """The id of the workspace whose token is set, known after `start`."""
        return self._workspaces.own.team

    def routes(self) -> tuple[web.RouteDef, ...]:
        """Return what the page's web server serves for Slack, outside the page's own gate."""
        take = self._take if self._signing_secret else None
        return routes(take, self._installed.flow if self._installed else None)

    async def start(self) -> None:
        """Connect and begin to receive. Raises ConfigError, PlatformError."""
        self._web.reopen()
        self._reception = self._new_reception()
        try:
            await self._workspaces.sign_in()
            await self._reception.open()
        except BaseException:
            await self._close()
            raise
        _log.info("slack_connected", workspaces=len(await self._workspaces.teams()))

    async def check(self, channels: tuple[str, ...] = ()) -> str:
        """Try tokens, permissions and membership of `channels`; say in words that all is well.

        Raises ConfigError, PlatformError.
        """
        self._web.reopen()
        try:
            await self._workspaces.sign_in()
            if self._app_token:
                await self._reception.socket_address()
            missing_scopes(self._workspaces.own)
            await membership(self._workspaces, channels)
            own = self._workspaces.own
            names = [own.workspace or own.team] if own.team else []
            others = len(await self._workspaces.teams()) - len(names)
        finally:
            await self._close()
        if others:
            names.append(f"{others} that installed it")
        said = "both tokens are" if self._app_token else "the token is"
        return f"{said} good, for the workspace {' and '.join(names) or '(none installed it yet)'}"

    async def stop(self) -> None:
        """Disconnect; answers under way get two seconds."""
        await self._reception.close()  # Slack keeps what comes now for the next connection
        await self._receiver.stop()
        await self._close()

    async def post(
        self, channel: Channel, message: Message, *, key: str, thread: str | None = None
    ) -> Posted:
        """Post a message; parts that an earlier try has posted are not posted again.

        Raises Unreachable, Refused, Malformed.
        """
        poster = (await self._workspaces.of(channel.workspace)).poster
        return Posted(await poster.deliver(channel.id, message, key, thread))

    async def edit(
        self,
        channel: Channel,
        message_id: str,
        message: Message,
        *,
        key: str,
        thread: str | None = None,
    ) -> None:
        """Have a message say something else. Raises Unreachable, Refused, Malformed."""
        poster = (await self._workspaces.of(channel.workspace)).poster
        await poster.edit(channel.id, message_id, message, key, thread)

    async def locate(
        self, channel: Channel, message_id: str, *, key: str, thread: str | None = None
    ) -> str:
        """Return a message's permanent link. Raises Unreachable, Refused, Malformed."""
        del key
        poster = (await self._workspaces.of(channel.workspace)).poster
        return await poster.locate(channel.id, message_id, thread)

    async def find(self, channel: Channel, key: str, *, thread: str | None = None) -> Posted | None:
        """Look in the channel's latest messages for the one with this key, all its parts."""
        poster = (await self._workspaces.of(channel.workspace)).poster
        found = await poster.find(channel.id, key, thread)
        return Posted(found) if found else None

    async def _close(self) -> None:
        await self._reception.close()
        await self._web.close()

    def _new_reception(self) -> Reception:
        return Reception(
            self._web,
            self._workspaces,
            self._switchboard.listeners(),
            self._commands,
            app_token=self._app_token,
            signing_secret=self._signing_secret,
            oauth=self._installed.flow if self._installed else None,
            sockets=self._sockets,
            heartbeat=self._heartbeat,
        )

    async def _take(self, request: Any) -> Any:
        return await self._reception.take(request)


def _installations(
    web: Web, oauth: OAuth | None, memory: Keeper | None, clock: Clock
) -> Installations | None:
    if oauth is None or memory is None:
        return None
    return Installations(
        web,
        memory,
        Vault(oauth.keys),
        client_id=oauth.client_id,
        client_secret=oauth.client_secret,
        public_url=oauth.public_url,
        clock=clock,
    )
