"""Several workspaces: who installed the app, each by itself or an organisation for all of its own.

/slack/install → Slack asks whoever installs → /slack/oauth_redirect → token, sealed, in the store
a token that ends soon → a new one, once, however many need it
"""

import asyncio
from collections.abc import Callable
from time import monotonic

import structlog
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.adapters.slack.client import Web, mapped
from bot.adapters.slack.errors import SlackRefused
from bot.adapters.slack.manifest import SCOPES
from bot.adapters.slack.stores import (
    LOGGER,
    STATE_LASTS,
    InstallationRows,
    InstallationStore,
    StateStore,
    place_of,
)
from bot.adapters.slack.vault import Vault
from bot.adapters.slack.workspaces import Identity
from briefings.clock import Clock
from briefings.errors import PlatformError

KEPT_SECONDS = 30.0
"""How long a token is used before it is looked for again whether another process renewed it."""
INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
MOST_KEPT = 2_000

_log = structlog.get_logger(__name__)


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
        self._met: dict[str, str] = {}

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
            logger=LOGGER,
        )
        return AsyncOAuthFlow(client=self._web.library, logger=LOGGER, settings=settings)

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

    async def meet(self, team: str, organisation: str) -> None:
        """Hear from a workspace of an organisation, which may have installed the app for it."""
        if not organisation or team == organisation or self._met.get(team) == organisation:
            return
        if not await self.store.has(team):
            if not await self.store.has(organisation):
                return
            await self.store.keep_within(team, organisation)
            self._kept.pop(team, None)
        self._met[team] = organisation
        while len(self._met) > MOST_KEPT:
            del self._met[next(iter(self._met))]

    async def within(self, organisation: str) -> tuple[str, ...]:
        """Return the workspaces in which the app is by an organisation's installation."""
        teams = await self.teams()
        return tuple(
            [team for team in teams if await self.store.organisation_of(team) == organisation]
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
            return (await self._renewed(team, bot)).bot_token

    def forget(self, team: str) -> None:
        """Keep nothing in mind of a workspace that was left, or installed anew."""
        self._kept.pop(team, None)
        self._renewing.pop(team, None)
        self._met.pop(team, None)

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

    async def _renewed(self, team: str, bot: Bot) -> Bot:
        """Return the bot with a new token, where the one it has ends within two hours."""
        rotator = AsyncTokenRotator(
            client_id=self._id, client_secret=self._secret, client=self._web.library
        )
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
        _log.info("slack_token_renewed", workspace=place_of(new))
        return new
