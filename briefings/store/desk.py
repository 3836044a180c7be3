"""Subscriptions, deliveries and what channels were told: one transaction decides and records."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from briefings.deliveries import Delivery, DeliveryState, Told
from briefings.errors import NotFound
from briefings.store.database import AlreadyThere, Database, batches
from briefings.store.tables import deliveries, subscriptions, told
from briefings.subscriptions import Subscription

_CHANGEABLE = (
    "topic",
    "schedule",
    "zone",
    "size",
    "feed_ids",
    "paused",
    "pause_reason",
    "last_slot",
    "only_news",
)


class Subscriptions(Database):
    """Keeps who wants which digest."""

    async def add_subscription(
        self,
        *,
        channel: str,
        topic: str,
        schedule: str,
        zone: str,
        size: int = 5,
        feed_ids: Sequence[int] = (),
        created_by: str = "",
        only_news: bool | None = None,
    ) -> Subscription:
        """Keep a new subscription."""
        values = {
            "channel": channel,
            "topic": topic,
            "schedule": schedule,
            "zone": zone,
            "size": size,
            "feed_ids": list(feed_ids),
            "created_by": created_by,
            "created_at": self._clock(),
            "paused": False,
            "pause_reason": "",
            "only_news": only_news,
        }
        async with self.writing() as connection:
            added = sa.insert(subscriptions).values(values).returning(*subscriptions.c)
            return _subscription((await connection.execute(added)).one())

    async def subscriptions(self, channel: str | None = None) -> tuple[Subscription, ...]:
        """Return a channel's subscriptions, or all."""
        statement = sa.select(subscriptions).order_by(subscriptions.c.id)
        if channel is not None:
            statement = statement.where(subscriptions.c.channel == channel)
        return tuple(_subscription(row) for row in await self.rows(statement))

    async def subscription(self, subscription_id: int) -> Subscription:
        """Return one subscription. Raises NotFound."""
        row = await self.row(sa.select(subscriptions).where(subscriptions.c.id == subscription_id))
        if row is None:
            raise NotFound("That digest is gone.", hint="See /digest list.")
        return _subscription(row)

    async def update_subscription(self, subscription: Subscription) -> None:
        """Keep what changed of a subscription."""
        values = {name: getattr(subscription, name) for name in _CHANGEABLE}
        values["feed_ids"] = list(subscription.feed_ids)
        await self.write(
            sa.update(subscriptions).where(subscriptions.c.id == subscription.id).values(values)
        )

    async def remove_subscription(self, subscription_id: int) -> None:
        """Delete a subscription."""
        await self.write(sa.delete(subscriptions).where(subscriptions.c.id == subscription_id))


class Outbox(Database):
    """Keeps what has to be posted and what was."""

    async def enqueue(
        self,
        batch: Sequence[Delivery],
        *,
        told_stories: Sequence[Told] = (),
        slot: tuple[int, datetime] | None = None,
    ) -> bool:
        """Write down, in one transaction, what to post, what it tells, and the slot it is for.

        `slot` is a subscription's id and its moment. Returns False, with nothing written, where the
        first delivery's key is there already: somebody else decided the same.
        """
        try:
            async with self.writing() as connection:
                if batch:
                    await connection.execute(
                        sa.insert(deliveries), [_delivery_row(delivery) for delivery in batch]
                    )
                if told_stories:
                    await connection.execute(
                        sa.insert(told), [_told_row(one) for one in told_stories]
                    )
                if slot:
                    number, at = slot
                    moved = sa.update(subscriptions).where(subscriptions.c.id == number)
                    await connection.execute(moved.values(last_slot=at))
        except AlreadyThere:
            return False
        return True

    async def due_deliveries(self, now: datetime, limit: int = 200) -> tuple[Delivery, ...]:
        """Return pending deliveries whose time has come, in the order they were written down.

        One that belongs under another waits until that one is sent.
        """
        parent = deliveries.alias("parent")
        statement = (
            sa.select(deliveries)
            .outerjoin(parent, parent.c.key == deliveries.c.parent_key)
            .where(
                deliveries.c.state == DeliveryState.PENDING,
                sa.or_(deliveries.c.next_try_at.is_(None), deliveries.c.next_try_at <= now),
                sa.or_(deliveries.c.parent_key.is_(None), parent.c.state == DeliveryState.SENT),
            )
            .order_by(deliveries.c.position)
            .limit(limit)
        )
        return tuple(_delivery(row) for row in await self.rows(statement))

    async def delivery(self, key: str) -> Delivery | None:
        """Return one delivery."""
        row = await self.row(sa.select(deliveries).where(deliveries.c.key == key))
        return _delivery(row) if row else None

    async def mark_started(self, key: str) -> None:
        """Note that an attempt begins: after a crash it may have gone out."""
        await self.write(
            sa.update(deliveries)
            .where(deliveries.c.key == key)
            .values(attempts=deliveries.c.attempts + 1)
        )

    async def mark_sent(self, key: str, message_id: str) -> None:
        """Note that a delivery went out, and the platform's id of it."""
        await self.write(
            sa.update(deliveries)
            .where(deliveries.c.key == key)
            .values(
                state=DeliveryState.SENT,
                message_id=message_id,
                sent_at=self._clock(),
                problem=None,
            )
        )

    async def mark_failed(
        self, key: str, problem: str, next_try_at: datetime | None = None
    ) -> None:
        """Note a failure: try again then, or never for None; what hangs under it fails with it."""
        values: dict[str, Any] = {"problem": problem, "next_try_at": next_try_at}
        own = deliveries.c.key == key
        if next_try_at is None:
            values["state"] = DeliveryState.FAILED
            own = sa.or_(own, deliveries.c.parent_key == key)
        await self.write(sa.update(deliveries).where(own).values(values))

    async def count_deliveries(self, prefix: str, since: datetime) -> int:
        """Count the deliveries since then whose keys begin with `prefix`."""
        count = sa.select(sa.func.count()).where(
            deliveries.c.key.startswith(prefix, autoescape=True), deliveries.c.created_at >= since
        )
        row = await self.row(count)
        return int(row[0]) if row else 0

    async def recent_deliveries(self, limit: int = 50) -> tuple[Delivery, ...]:
        """Return deliveries, newest first."""
        statement = sa.select(deliveries).order_by(deliveries.c.position.desc()).limit(limit)
        return tuple(_delivery(row) for row in await self.rows(statement))

    async def told(
        self,
        channel: str,
        story_ids: Sequence[int] | None = None,
        since: datetime | None = None,
    ) -> tuple[Told, ...]:
        """Return what a channel was told, of these stories or all, oldest first."""
        statement = sa.select(told).where(told.c.channel == channel).order_by(told.c.id)
        if since is not None:
            statement = statement.where(told.c.at >= since)
        if story_ids is None:
            return tuple(read_told(row) for row in await self.rows(statement))
        found = []
        for batch in batches(story_ids):
            found += await self.rows(statement.where(told.c.story_id.in_(batch)))
        return tuple(read_told(row) for row in found)

    async def told_by(self, key: str) -> tuple[Told, ...]:
        """Return what the delivery with this key tells."""
        statement = sa.select(told).where(told.c.delivery_key == key).order_by(told.c.id)
        return tuple(read_told(row) for row in await self.rows(statement))


def _subscription(row: Any) -> Subscription:
    values = dict(row._mapping)
    return Subscription(**{**values, "feed_ids": tuple(values["feed_ids"])})


def _delivery(row: Any) -> Delivery:
    values = dict(row._mapping)
    return Delivery(**{**values, "state": DeliveryState(values["state"])})


def _delivery_row(delivery: Delivery) -> dict[str, Any]:
    row = {field.name: getattr(delivery, field.name) for field in fields(delivery)}
    del row["position"]
    return row


def read_told(row: Any) -> Told:
    """Return a row of what was told."""
    values = {name: value for name, value in row._mapping.items() if name != "id"}
    values["article_ids"] = tuple(values["article_ids"])
    values["bullets"] = tuple(values["bullets"])
    return Told(**values)


def _told_row(one: Told) -> dict[str, Any]:
    row = {field.name: getattr(one, field.name) for field in fields(one)}
    return {**row, "article_ids": list(one.article_ids), "bullets": list(one.bullets)}
