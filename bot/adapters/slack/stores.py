"""What was granted, kept: the library's stores of installations and states, on our database.

a workspace's installation, or an organisation's for all its workspaces → sealed → a row by its id
a workspace of an organisation that was heard of → a row that names the organisation
"""

import json
import logging
import secrets
from datetime import datetime, timedelta
from typing import Any, Protocol

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.adapters.slack.vault import Vault
from briefings.clock import Clock

STATE_LASTS = timedelta(minutes=10)
"""How long whoever installs may take to say yes."""
LOGGER = logging.getLogger("slack_bolt.quickread.oauth")
_WITHIN = "within"


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
        return LOGGER

    async def async_save(self, installation: Installation) -> None:
        """Keep what whoever installed granted the bot."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot, sealed."""
        await self._keep(place_of(bot), {**bot.to_dict_for_copying(), "custom_values": {}})

    async def keep_within(self, team: str, organisation: str) -> None:
        """Keep that a workspace is one of an organisation that installed the app for all."""
        await self._keep(team, {_WITHIN: organisation})

    async def organisation_of(self, team: str) -> str:
        """Return the organisation by whose installation the app is there, "" for none."""
        return str((await self._kept(team)).get(_WITHIN, ""))

    async def has(self, place: str) -> bool:
        """Whether this workspace or organisation is known."""
        return await self._rows.installation(f"slack/{place}") is not None

    async def _keep(self, place: str, values: dict[str, Any]) -> None:
        sealed = self._vault.seal(json.dumps(values, default=str))
        await self._rows.keep_installation(f"slack/{place}", sealed)

    async def _kept(self, place: str) -> dict[str, Any]:
        sealed = await self._rows.installation(f"slack/{place}")
        return dict(json.loads(self._vault.open(sealed))) if sealed else {}

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None = None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """Return a workspace's bot: its own, or its organisation's."""
        del is_enterprise_install  # the row says it
        values = await self._kept(team_id or enterprise_id or "")
        if _WITHIN in values:
            values = await self._kept(values[_WITHIN])
        return Bot(**values) if values else None

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
        return LOGGER

    async def async_issue(self, *_: Any, **__: Any) -> str:
        """Return a new state."""
        state = secrets.token_urlsafe(32)
        await self._rows.keep_state(state, self._clock() + STATE_LASTS)
        return state

    async def async_consume(self, state: str) -> bool:
        """Use a state up; return whether it was good."""
        return await self._rows.use_state(state)


def place_of(bot: Bot) -> str:
    """Return where a bot was installed: in an organisation, or in a workspace."""
    wide = bot.is_enterprise_install and bot.enterprise_id
    return str(bot.enterprise_id if wide else bot.team_id)
