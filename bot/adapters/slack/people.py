"""Who may change a channel: its members, and the workspace's administrators."""

from bot.adapters.slack.connect import SlackConnection
from bot.channels import User

PAGES = 10
"""Pages of 1,000 members that are read at most."""


class People:
    """Looks people up in Slack, when they ask to change something."""

    def __init__(self, slack: SlackConnection) -> None:
        self._slack = slack

    async def look_up(self, user: str, channel: str) -> User:
        """Return the user with their zone and rights. Raises Unreachable, Refused."""
        person = (await self._slack.read("users.info", user=user)).get("user", {})
        admin = bool(person.get("is_admin") or person.get("is_owner"))
        may_manage = admin or channel.startswith("D") or await self._is_member(user, channel)
        return User(user, may_manage, person.get("tz") or None)

    async def _is_member(self, user: str, channel: str) -> bool:
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
