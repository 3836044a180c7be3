"""Several workspaces: who installed the app, with the library's stores on our database.

/slack/install → Slack asks whoever installs → /slack/oauth_redirect → token, sealed, in the store
a token that ends soon → a new one, once, however many need it
"""

import asyncio
import json
import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Protocol

import structlog
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.adapters.slack.client import Web, mapped
from bot.adapters.slack.errors import SlackRefused
from bot.adapters.slack.manifest import SCOPES
from bot.adapters.slack.vault import Vault
from bot.adapters.slack.workspaces import Identity
from briefings.clock import Clock
from briefings.errors import PlatformError

STATE_LASTS = timedelta(minutes=10)
"""How long whoever installs may take to say yes."""
KEPT_SECONDS = 30.0
"""How long a token is used before it is looked for again whether another process renewed it."""
INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
MOST_KEPT = 2_000
_LOGGER = logging.getLogger("slack_bolt.quickread.oauth")

_log = structlog.get_logger(__name__)


class InstallationRows(Protocol):
    """Keeps sealed installations and states."""

    async def keep_installation(self, scope: str, sealed: str) -> None:
        """Keep a workspace's installation in place of an earlier one."""

    async def installation(self, scope: str) -> str | None:
        """Return a workspace's installation."""

    async def installed_scopes(self, platform: str) -> tuple[str, ...]:
        """Return the workspaces that installed the app."""

    async def remove_installation(self, scope: str) -> None:
        """Forget a workspace's installation."""

    async def keep_state(self, state: str, until: datetime) -> None:
        """Keep a state of OAuth, and forget those that are over."""

    async def use_state(self, state: str) -> bool:
        """Use a state up; return whether it was good."""


class InstallationStore(AsyncInstallationStore):
    """The library's store of installations, on our database."""

    def __init__(self, rows: InstallationRows, vault: Vault) -> None:
        self._rows, self._vault = rows, vault

    @property
    def logger(self) -> logging.Logger:
        """Where the library logs."""
        return _LOGGER

    async def async_save(self, installation: Installation) -> None:
        """Keep what whoever installed granted the bot."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot, sealed."""
        values = {**bot.to_dict_for_copying(), "custom_values": {}}
        sealed = self._vault.seal(json.dumps(values, default=str))
        await self._rows.keep_installation(f"slack/{bot.team_id}", sealed)

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None = None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """Return a workspace's bot."""
        del enterprise_id, is_enterprise_install  # whole organisations can't install it
        sealed = await self._rows.installation(f"slack/{team_id}")
        return Bot(**json.loads(self._vault.open(sealed))) if sealed else None

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """Return None: nobody's own token is asked for, only the bot's."""
        del enterprise_id, team_id, user_id, is_enterprise_install
        return None

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget a workspace's bot."""
        del enterprise_id
        await self._rows.remove_installation(f"slack/{team_id}")

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Do nothing: nobody's own token is kept."""
        del enterprise_id, team_id, user_id


class StateStore(AsyncOAuthStateStore):
    """The library's store of states, each good once and for ten minutes, on our database."""

    def __init__(self, rows: InstallationRows, clock: Clock) -> None:
        self._rows, self._clock = rows, clock

    @property
    def logger(self) -> logging.Logger:
        """Where the library logs."""
        return _LOGGER

    async def async_issue(self, *_: Any, **__: Any) -> str:
        """Return a new state."""
        state = secrets.token_urlsafe(32)
        await self._rows.keep_state(state, self._clock() + STATE_LASTS)
        return state

    async def async_consume(self, state: str) -> bool:
        """Use a state up; return whether it was good."""
        return await self._rows.use_state(state)


class Installations:
    """The workspaces that installed the app, their tokens kept fresh."""

    def __init__(
        self,
        web: Web,
        rows: InstallationRows,
        vault: Vault,
        *,
        client_id: str,
        client_secret: str,
        public_url: str,
        clock: Clock,
        ticks: Callable[[], float] = monotonic,
    ) -> None:
        self._web, self._rows, self._ticks = web, rows, ticks
        self._id, self._secret = client_id, client_secret
        self._public_url = public_url.rstrip("/")
        self.store, self.states = InstallationStore(rows, vault), StateStore(rows, clock)
        self._kept: dict[str, tuple[float, Bot]] = {}
        self._renewing: dict[str, asyncio.Lock] = {}

    def flow(self) -> AsyncOAuthFlow:
        """Return the library's conversation with whoever installs."""
        settings = AsyncOAuthSettings(
            client_id=self._id,
            client_secret=self._secret,
            scopes=sorted(SCOPES),
            user_scopes=[],
            redirect_uri=f"{self._public_url}{REDIRECT}",
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            authorization_url=f"{self._web.api_url.removesuffix('api/')}oauth/v2/authorize",
            installation_store=self.store,
            installation_store_bot_only=True,
            state_store=self.states,
            state_expiration_seconds=int(STATE_LASTS.total_seconds()),
            logger=_LOGGER,
        )
        return AsyncOAuthFlow(client=self._web.library, logger=_LOGGER, settings=settings)

    async def identity(self, team: str) -> Identity | None:
        """Return who the bot is in a workspace, None where it is not. Raises StoreError."""
        bot = await self._bot(team)
        if bot is None:
            return None
        return Identity(
            team,
            bot.bot_user_id or "",
            bot.bot_id or "",
            bot.team_name or "",
            frozenset(bot.bot_scopes or ()),
        )

    async def teams(self) -> tuple[str, ...]:
        """Return every workspace's id."""
        scopes = await self._rows.installed_scopes("slack")
        return tuple(scope.removeprefix("slack/") for scope in scopes)

    async def token(self, team: str) -> str:
        """Return a token that is good now. Raises Unreachable, Refused, StoreError."""
        async with self._renewing.setdefault(team, asyncio.Lock()):
            bot = await self._bot(team)
            if bot is None or not bot.bot_token:
                raise SlackRefused("The app is not installed there.", code="not_installed")
            return (await self._renewed(bot)).bot_token

    def forget(self, team: str) -> None:
        """Keep nothing in mind of a workspace that was left, or installed anew."""
        self._kept.pop(team, None)
        self._renewing.pop(team, None)

    async def _bot(self, team: str) -> Bot | None:
        now = self._ticks()
        kept = self._kept.get(team)
        if kept and now - kept[0] < KEPT_SECONDS:
            return kept[1]
        bot = await self.store.async_find_bot(team_id=team)
        if bot is None:
            self._kept.pop(team, None)
            return None
        self._keep(team, bot)
        return bot

    def _keep(self, team: str, bot: Bot) -> None:
        self._kept.pop(team, None)
        self._kept[team] = self._ticks(), bot
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]

    async def _renewed(self, bot: Bot) -> Bot:
        """Return the bot with a new token, where the one it has ends within two hours."""
        rotator = AsyncTokenRotator(
            client_id=self._id, client_secret=self._secret, client=self._web.library
        )
        team = bot.team_id or ""
        try:
            new = await rotator.perform_bot_token_rotation(bot=bot)
        except SlackTokenRotationError as error:
            problem: PlatformError = mapped(error.api_error)
            latest = await self.store.async_find_bot(team_id=team)
            if latest and latest.bot_refresh_token != bot.bot_refresh_token:
                self._keep(team, latest)  # another process was quicker
                return latest
            raise problem from None
        if new is None:
            return bot
        await self.store.async_save_bot(new)
        self._keep(team, new)
        _log.info("slack_token_renewed", workspace=team)
        return new
