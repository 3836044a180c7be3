"""A subscription's digest for its moment: made, and written down to be posted.

subscription, slot → window → Digest → messages → outbox, with what it tells, in one transaction
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from bot.compose import digest_messages
from bot.message_json import to_json
from bot.when import Breaking, Schedule, When, parse_schedule
from briefings.clock import Clock
from briefings.deliveries import Delivery, Told
from briefings.model import Brief, Digest
from briefings.subscriptions import Subscription

log = structlog.get_logger(__name__)

LOOK_BACK = timedelta(hours=24)
"""What a channel's first digest covers."""
LATE = timedelta(minutes=5)
"""After how long a digest says that it comes late."""
FRESH = timedelta(hours=6)
"""How old a missed moment may be to be made up for; at most half of the way to the next."""
_EVER = datetime(1990, 1, 1, tzinfo=UTC)


class DigestMaker(Protocol):
    """Makes digests."""

    async def digest(
        self, subscription: Subscription, *, since: datetime, until: datetime
    ) -> Digest:
        """Make a digest of what arrived from `since` up to but not at `until`."""


class EditionStore(Protocol):
    """Keeps what has to be posted."""

    async def enqueue(
        self,
        batch: Sequence[Delivery],
        *,
        told_stories: Sequence[Told] = (),
        slot: tuple[int, datetime] | None = None,
    ) -> bool:
        """Write it down; False where the same was decided before."""


class Editions:
    """Makes digests and writes them down."""

    def __init__(self, newsroom: DigestMaker, store: EditionStore, *, clock: Clock) -> None:
        self._newsroom = newsroom
        self._store = store
        self._clock = clock

    async def make(self, subscription: Subscription, slot: datetime) -> bool:
        """Make the digest of a slot; a late one covers what came since the slot as well.

        Returns whether there is something to post. That nothing is new is said in one line where
        the subscription has it so.
        """
        now = self._clock()
        late = now - slot > LATE
        since = subscription.last_slot or (subscription.created_at or now) - LOOK_BACK
        until = now if late else slot
        digest = await self._newsroom.digest(subscription, since=since, until=until)
        key = f"digest/{subscription.id}/{slot.isoformat()}"
        return await self._write(subscription, digest, key, slot, late=late)

    async def make_first(self, subscription: Subscription) -> bool:
        """Make a channel's first digest at once: of the last day, or the newest there is."""
        now = self._clock()
        digest = await self._newsroom.digest(subscription, since=now - LOOK_BACK, until=now)
        if not digest.briefs:
            digest = await self._newsroom.digest(subscription, since=_EVER, until=now)
        # a database may give a removed subscription's number again: the moment tells them apart
        begun = (subscription.created_at or now).isoformat()
        key = f"digest/{subscription.id}/first/{begun}"
        return await self._write(subscription, digest, key, now)

    async def _write(
        self,
        subscription: Subscription,
        digest: Digest,
        key: str,
        slot: datetime,
        *,
        late: bool = False,
    ) -> bool:
        batch: list[Delivery] = []
        when = parse_schedule(subscription.schedule, zone=subscription.zone)
        if digest.briefs or says_nothing_new(subscription, when):
            messages = digest_messages(
                digest,
                zone=subscription.zone,
                due_at=slot if late else None,
                next_at=next_digest(when, max(slot, self._clock())),
            )
            batch = [
                Delivery(
                    key=key if number == 0 else f"{key}/{number}",
                    channel=subscription.channel,
                    payload=to_json(message),
                    created_at=self._clock(),
                    parent_key=key if number else None,
                )
                for number, message in enumerate(messages)
            ]
        told = [
            one
            for brief in digest.briefs
            for one in told_of(subscription.channel, brief, key, self._clock())
        ]
        written = await self._store.enqueue(batch, told_stories=told, slot=(subscription.id, slot))
        log.info("a digest was made", channel=subscription.channel, stories=len(digest.briefs))
        return written and bool(batch)


def told_of(channel: str, brief: Brief, key: str, at: datetime) -> list[Told]:
    """Return what a channel is told with a brief, by the delivery with this key."""
    return [
        Told(
            channel=channel,
            story_id=story.id,
            article_ids=tuple(article.id for article in story.articles),
            bullets=tuple(cited.bullet.text for cited in brief.bullets) or (brief.headline,),
            at=at,
            delivery_key=key,
        )
        for story in brief.stories
    ]


def brief_key(key: str, told: Sequence[Told], story_id: int) -> str:
    """Return the key of the message with a story's brief, in a digest that told these stories."""
    stories = [one.story_id for one in told]
    return f"{key}/{stories.index(story_id) + 1}" if story_id in stories else key


def due_slot(subscription: Subscription, now: datetime) -> datetime | None:
    """Return the moment for which a digest is due now, None for none.

    Of several that were missed it is the newest, and only while it is fresh; in quiet hours it
    waits for their end.
    """
    if subscription.paused:
        return None
    when = parse_schedule(subscription.schedule, zone=subscription.zone)
    if isinstance(when, Breaking) or when.is_quiet(now):
        return None
    slot = when.last_until(now)
    begun = subscription.last_slot or subscription.created_at
    if slot is None or (begun and slot <= begun):
        return None
    return slot if now - slot <= freshness(when, slot) else None


def says_nothing_new(subscription: Subscription, when: Schedule) -> bool:
    """Whether one line says that nothing is new; by default where a digest comes once a day."""
    if isinstance(when, Breaking) or subscription.only_news is not None:
        return subscription.only_news is False
    return len(when.minutes) == 1


def next_digest(when: Schedule, moment: datetime) -> datetime | None:
    """Return when the next digest comes, None where news does not wait for a time."""
    return None if isinstance(when, Breaking) else when.next_after(moment)


def freshness(when: When, slot: datetime) -> timedelta:
    """Return for how long a missed slot is worth making up for."""
    return min((when.next_after(slot) - slot) / 2, FRESH)
