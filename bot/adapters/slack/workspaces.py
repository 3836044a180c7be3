"""The workspaces that the bot is in: the one whose token is set, and those that installed it.

team → is it ours? → its token, kept fresh → a client → people, posting
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bot.adapters.slack.client import SlackClient, Web
from bot.adapters.slack.errors import SlackRefused
from bot.adapters.slack.pace import Pace
from bot.adapters.slack.people import Keeping, People
from bot.adapters.slack.posting import Poster
from briefings.errors import Unreachable

MOST_KEPT = 1_000
"""Workspaces whose clients are kept; one that was not heard of lately is made anew."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in a workspace."""

    team: str
    user: str
    bot: str
    workspace: str = ""
    scopes: frozenset[str] = frozenset()
    organisation: str = ""
    """The organisation (Enterprise Grid) that installed the app for all its workspaces."""


class Installed(Protocol):
    """Knows the workspaces that installed the app, and their tokens."""

    async def identity(self, team: str) -> Identity | None:
        """Return who the bot is there, None where it is not."""

    async def token(self, team: str) -> str:
        """Return a token that is good now. Raises Unreachable, Refused."""

    async def teams(self) -> tuple[str, ...]:
        """Return every workspace's id."""

    async def meet(self, team: str, organisation: str) -> None:
        """Hear from a workspace of an organisation."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One workspace, and what is done in it."""

    identity: Identity
    slack: SlackClient
    people: People
    poster: Poster


class Workspaces:
    """Finds the workspace that something comes from or goes to."""

    def __init__(
        self,
        web: Web,
        *,
        bot_token: str = "",
        installed: Installed | None = None,
        keeping: Keeping | None = None,
        pace: Pace,
    ) -> None:
        self._web, self._bot_token, self._installed = web, bot_token, installed
        self._keeping, self._pace = keeping, pace
        self._kept: OrderedDict[str, Workspace] = OrderedDict()
        self.own = Identity("", "", "")
        """The workspace of SLACK_BOT_TOKEN, known after `sign_in`."""

    async def sign_in(self) -> None:
        """Check SLACK_BOT_TOKEN, where it is set. Raises ConfigError, PlatformError."""
        if not self._bot_token:
            return
        answer, headers = await self._web.checked("SLACK_BOT_TOKEN", "auth.test", self._bot_token)
        self.own = identity_of(answer, headers)
        self._kept.pop(self.own.team, None)

    async def of(self, team: str) -> Workspace:
        """Return a workspace.

        Raises Unreachable before `sign_in`, Refused where the app is not installed, StoreError.
        """
        if self._bot_token and not self.own.team:
            raise Unreachable("Slack is not connected.")
        kept = self._kept.get(team)
        if kept is None:
            kept = self._kept[team] = await self._make(team)
        self._kept.move_to_end(team)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return kept

    async def token(self, team: str) -> str:
        """Return a workspace's token that is good now. Raises Unreachable, Refused."""
        if await self._is_own(team):
            return self._bot_token
        if self._installed is None:
            raise _not_installed()
        return await self._installed.token(team)

    async def meet(self, team: str, organisation: str) -> None:
        """Hear from a workspace, perhaps one of an organisation. Raises StoreError."""
        if self._installed and team != self.own.team:
            await self._installed.meet(team, organisation)

    async def teams(self) -> tuple[str, ...]:
        """Return the id of every workspace that the bot is in."""
        own = (self.own.team,) if self.own.team else ()
        others = await self._installed.teams() if self._installed else ()
        return (*own, *(team for team in others if team not in own))

    def forget(self, team: str) -> None:
        """Keep nothing in mind of a workspace that was left."""
        self._kept.pop(team, None)

    async def _is_own(self, team: str) -> bool:
        """Whether SLACK_BOT_TOKEN is for this workspace: its own, or its organisation's."""
        if not self._bot_token or team == self.own.team:
            return bool(self._bot_token)
        if not self.own.organisation:
            return False
        return self._installed is None or await self._installed.identity(team) is None

    async def _make(self, team: str) -> Workspace:
        identity: Identity | None = None
        if await self._is_own(team):
            identity = replace(self.own, team=team)
        elif self._installed:
            identity = await self._installed.identity(team)
        if identity is None:
            raise _not_installed()

        async def token() -> str:
            return await self.token(team)

        slack = SlackClient(self._web, token)
        people = People(slack, f"slack/{team}", self._keeping)
        return Workspace(identity, slack, people, Poster(slack, self._pace, team))


def identity_of(answer: Mapping[str, object], headers: Mapping[str, str]) -> Identity:
    """Read what `auth.test` answers."""
    scopes = headers.get("x-oauth-scopes", "").split(",")
    return Identity(
        str(answer["team_id"]),
        str(answer["user_id"]),
        str(answer.get("bot_id") or ""),
        str(answer.get("team") or ""),
        frozenset(scope.strip() for scope in scopes if scope.strip()),
        str(answer.get("enterprise_id") or "") if answer.get("is_enterprise_install") else "",
    )


def _not_installed() -> SlackRefused:
    return SlackRefused(
        "The app is not installed in that workspace.",
        code="not_installed",
        hint="Install it again.",
    )
