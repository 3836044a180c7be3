"""Which workspaces installed the app, with what was granted sealed by whoever keeps it here."""

from datetime import datetime

import sqlalchemy as sa

from briefings.store.database import Database, insert
from briefings.store.tables import installations, oauth_states


class Installations(Database):
    """Keeps installations, and the states of those that are under way."""

    async def keep_installation(self, scope: str, sealed: str) -> None:
        """Keep a workspace's installation in place of an earlier one."""
        values = {"sealed": sealed, "at": self._clock()}
        row = insert(self.dialect)(installations).values(scope=scope, **values)
        await self.write(row.on_conflict_do_update(index_elements=["scope"], set_=values))

    async def installation(self, scope: str) -> str | None:
        """Return a workspace's installation, None where there is none."""
        own = installations.c.scope == scope
        row = await self.row(sa.select(installations.c.sealed).where(own))
        return row.sealed if row else None

    async def installed_scopes(self, platform: str) -> tuple[str, ...]:
        """Return the workspaces that installed the app of this platform."""
        own = installations.c.scope.startswith(f"{platform}/", autoescape=True)
        found = sa.select(installations.c.scope).where(own).order_by(installations.c.scope)
        return tuple(row.scope for row in await self.rows(found))

    async def remove_installation(self, scope: str) -> None:
        """Forget a workspace's installation."""
        await self.write(sa.delete(installations).where(installations.c.scope == scope))

    async def keep_state(self, state: str, until: datetime) -> None:
        """Keep a state of OAuth until then, and forget those that are over."""
        async with self.writing() as connection:
            over = oauth_states.c.until < self._clock()
            await connection.execute(sa.delete(oauth_states).where(over))
            await connection.execute(sa.insert(oauth_states).values(state=state, until=until))

    async def use_state(self, state: str) -> bool:
        """Use a state up; return whether it was there and not over."""
        good = sa.and_(oauth_states.c.state == state, oauth_states.c.until >= self._clock())
        return await self.write(sa.delete(oauth_states).where(good)) == 1
