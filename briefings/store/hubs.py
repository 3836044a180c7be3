"""Subscriptions to the hubs of feeds."""

from dataclasses import asdict

import sqlalchemy as sa

from briefings.feeds.websub import HubSubscription
from briefings.store.database import Database, clean, insert
from briefings.store.tables import feeds, follows, hub_subscriptions


class HubSubscriptions(Database):
    """Keeps what is agreed with hubs, and asked of them."""

    async def hub_subscriptions(self) -> tuple[HubSubscription, ...]:
        """Return all, by their feeds."""
        every = sa.select(hub_subscriptions).order_by(hub_subscriptions.c.feed_id)
        return tuple(HubSubscription(**row._mapping) for row in await self.rows(every))

    async def save_hub_subscription(self, subscription: HubSubscription) -> None:
        """Keep a feed's, instead of the one it had."""
        values = asdict(subscription)
        for name in ("hub", "topic"):
            values[name] = clean(values[name])
        row = insert(self.dialect)(hub_subscriptions).values(values)
        await self.write(row.on_conflict_do_update(index_elements=["feed_id"], set_=values))

    async def remove_hub_subscription(self, feed_id: int) -> None:
        """Delete a feed's."""
        own = hub_subscriptions.c.feed_id == feed_id
        await self.write(sa.delete(hub_subscriptions).where(own))

    async def unwanted_hub_feeds(self) -> tuple[int, ...]:
        """Return the feeds with a wanted one that nobody follows, or that are gone."""
        followed = sa.select(follows.c.feed_id).where(~follows.c.hidden)
        unwanted = (
            sa.select(hub_subscriptions.c.feed_id)
            .join(feeds, feeds.c.id == hub_subscriptions.c.feed_id)
            .where(
                hub_subscriptions.c.wanted,
                sa.or_(feeds.c.stopped_at.is_not(None), feeds.c.id.not_in(followed)),
            )
        )
        return tuple(row.feed_id for row in await self.rows(unwanted))
