"""What a workspace gets and reads, at a glance, and what a digest would be: for forms and homes."""

from datetime import timedelta

from bot.channels import Channel, DigestRow, DigestSettings
from bot.compose import digest_messages
from bot.conversation.digests import digest_line, joined, read_subscription
from bot.conversation.feeds import feed_line
from bot.conversation.ports import DeskNewsroom, DeskStore
from bot.editions import next_digest
from bot.feed_words import pushed_words
from bot.messages import Divider, Line, Message, Note, Time, line
from briefings.clock import Clock
from briefings.subscriptions import Subscription

LOOK_BACK = timedelta(hours=24)
"""What a preview covers."""
SHOWN = 3
"""Stories that a preview shows at most: a form is no digest."""


class Panel:
    """Looks over a workspace. `zone` is the time zone of times that have none."""

    def __init__(
        self, newsroom: DeskNewsroom, store: DeskStore, *, clock: Clock, zone: str
    ) -> None:
        self._newsroom, self._store, self._clock, self._zone = newsroom, store, clock, zone

    async def digests(self, scope: str) -> tuple[DigestRow, ...]:
        """Return the digests of all channels. Raises StoreError."""
        now = self._clock()
        return tuple(
            DigestRow(Channel.parse(one.channel), one.id, digest_line(one, now), one.paused)
            for one in await self._store.subscriptions()
            if one.scope == scope
        )

    async def feeds(self, scope: str) -> tuple[Line, ...]:
        """Return the feeds, and how they are: what fails comes first. Raises StoreError."""
        feeds = await self._newsroom.feeds(scope)
        failing_first = sorted(feeds, key=lambda feed: not feed.problem)
        weekly = await self._newsroom.weekly_entries(failing_first)
        now, pushed = self._clock(), self._newsroom.pushed
        return tuple(
            feed_line(feed, weekly.get(feed.id, 0), self._zone, pushed_words(pushed(feed), now))
            for feed in failing_first
        )

    async def preview(self, channel: Channel, settings: DigestSettings) -> Message:
        """Say when a digest would come and what it would say now. Raises InputError."""
        wanted = read_subscription(f"{settings.topic} {settings.schedule}", zone=settings.zone)
        now = self._clock()
        subscription = Subscription(
            0, channel.address, wanted.topic, wanted.when.text, wanted.when.zone,
            size=min(settings.size, SHOWN),
            feed_ids=tuple(int(feed.value) for feed in settings.feeds),
        )  # fmt: skip
        digest = await self._newsroom.digest(subscription, since=now - LOOK_BACK, until=now)
        next_at = next_digest(wanted.when, now)
        coming = (", next ", Time(next_at, zone=wanted.when.zone)) if next_at else ()
        head = Note(line(f"{wanted.topic}, {wanted.when.describe()}", *coming, ". As of now:"))
        shown = joined(digest_messages(digest, zone=wanted.when.zone)[:1])
        return Message((head, Divider(), *shown.blocks), shown.summary)
