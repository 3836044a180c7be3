"""Who may change a channel: its members, or those of them whom the workspace's settings name."""

from dataclasses import dataclass
from typing import Any, Protocol

from bot.adapters.slack.client import SlackClient
from bot.channels import User

PAGES = 10
"""Pages of 1,000 members that are read at most."""
MEMBERS, ADMINS, NAMED = "members", "admins", "named"


class Keeping(Protocol):
    """Keeps small values over restarts."""

    async def setting(self, key: str) -> Any:
        """Return a kept value, None if there is none."""

    async def set_setting(self, key: str, value: Any) -> None:
        """Keep a value."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the workspace."""

    id: str
    admin: bool = False
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Which members of a channel may change its digests and feeds: all, administrators, named."""

    who: str = MEMBERS
    named: tuple[str, ...] = ()

    def allows(self, person: Person) -> bool:
        """Whether a member of the channel may. Administrators always may: they can say who."""
        return self.who == MEMBERS or person.admin or person.id in self.named


class People:
    """Looks people up in Slack, when they ask to change something."""

    def __init__(self, slack: SlackClient, scope: str, keeping: Keeping | None) -> None:
        self._slack, self._keeping = slack, keeping
        self._key = f"{scope}/who-may"

    async def person(self, user: str) -> Person:
        """Return somebody. Raises Unreachable, Refused."""
        found = (await self._slack.read("users.info", user=user)).get("user", {})
        admin = bool(found.get("is_admin") or found.get("is_owner"))
        return Person(user, admin, found.get("tz") or None)

    async def look_up(self, user: str, channel: str) -> User:
        """Return the user with their zone and rights. Raises Unreachable, Refused."""
        person = await self.person(user)
        may = channel.startswith("D") or (
            (await self.rule()).allows(person) and await self.is_member(user, channel)
        )
        return User(user, may, person.zone)

    async def is_member(self, user: str, channel: str) -> bool:
        """Whether somebody is in a channel. Raises Unreachable, Refused."""
        cursor = ""
        for _ in range(PAGES):
            answer = await self._slack.read(
                "conversations.members", channel=channel, limit=1000, cursor=cursor
            )
            if user in answer.get("members", ()):
                return True
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return False
        return False

    async def rule(self) -> Rule:
        """Return who may change things in this workspace."""
        kept = await self._keeping.setting(self._key) if self._keeping else None
        if not isinstance(kept, dict) or kept.get("who") not in (ADMINS, NAMED):
            return Rule()
        return Rule(kept["who"], tuple(map(str, kept.get("named", ()))))

    async def set_rule(self, rule: Rule | None) -> None:
        """Keep who may, None for nothing of the kind."""
        if self._keeping:
            value = {"who": rule.who, "named": list(rule.named)} if rule else None
            await self._keeping.set_setting(self._key, value)
