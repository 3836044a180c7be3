"""What the conversation needs of the other parts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.conversation.why import WhyStore
from briefings.deliveries import ThreadMemory, Watch
from briefings.following import Import
from briefings.model import Answer, Article, Brief, Digest, Feed
from briefings.pushing import HubState
from briefings.subscriptions import Subscription


class DeskNewsroom(Protocol):
    """Briefs, answers, feeds."""

    async def brief(
        self, topic: str, *, scope: str | None = None, bullets: int = 5, quotes: int = 3
    ) -> Brief:
        """Brief a topic. Raises NotFound."""

    async def brief_stories(
        self, story_ids: Sequence[int], *, scope: str, bullets: int = 5, quotes: int = 3
    ) -> Brief:
        """Brief stories by their numbers. Raises NotFound."""

    async def brief_address(self, address: str, *, bullets: int = 5, quotes: int = 3) -> Brief:
        """Brief the article at an address. Raises AddressError, FetchError, NotAnArticle."""

    async def headlines(self, scope: str, limit: int = 40) -> tuple[str, ...]:
        """Return the headlines of live stories."""

    async def digest(
        self, subscription: Subscription, *, since: datetime, until: datetime
    ) -> Digest:
        """Make a digest."""

    async def ask(
        self,
        question: str,
        *,
        scope: str | None = None,
        story_ids: Sequence[int] = (),
        about: str = "",
        linked: Article | None = None,
        line: str = "",
    ) -> Answer:
        """Answer from what a thread is about, then from a topic, then from all there is."""

    async def add_feed(self, address: str, *, scope: str) -> Feed:
        """Follow a feed. Raises FeedError, AddressError."""

    async def feeds(self, scope: str) -> tuple[Feed, ...]:
        """Return the feeds followed."""

    async def weekly_entries(self, feeds: Sequence[Feed]) -> dict[int, int]:
        """Return how many entries each of these feeds brought within a week, by the feed's id."""

    def pushed(self, feed: Feed) -> HubState | None:
        """Return what the hub of a feed does, None where it has none."""

    async def remove_feed(self, name: str, *, scope: str) -> Feed:
        """Unfollow a feed. Raises NotFound."""

    async def import_opml(self, text: str, *, scope: str) -> Import:
        """Follow every feed of a list."""

    async def export_opml(self, *, scope: str) -> str:
        """Return the feeds as OPML."""


class DeskStore(WhyStore, Protocol):
    """Subscriptions, and what threads are about."""

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
        """Keep a new one."""

    async def update_subscription(self, subscription: Subscription) -> None:
        """Keep what changed."""

    async def remove_subscription(self, subscription_id: int) -> None:
        """Delete one."""

    async def thread(self, channel: str, message_id: str) -> ThreadMemory | None:
        """Return what a thread is about."""

    async def forget_thread(self, channel: str, message_id: str) -> None:
        """Forget a thread that was deleted."""

    async def watches(self, channel: str) -> tuple[Watch, ...]:
        """Return what a channel waits for."""

    async def add_watch(self, channel: str, thread: str | None, question: str, zone: str) -> Watch:
        """Keep a new one; the same question of the same thread is watched for once."""

    async def remove_watch(self, channel: str, number: int) -> bool:
        """Delete one of a channel's; return whether there was one."""

    async def not_useful(self, channel: str, story_ids: Sequence[int], user: str) -> None:
        """Keep that somebody found stories not useful."""

    async def setting(self, key: str) -> Any:
        """Return a kept value."""


class DeskSchedules(Protocol):
    """The timetable."""

    def set(self, subscription: Subscription) -> None:
        """Schedule one, or anew."""

    def drop(self, subscription_id: int) -> None:
        """Schedule it no more."""


class DeskEditions(Protocol):
    """Makes digests."""

    async def make_first(self, subscription: Subscription) -> bool:
        """Make the first one at once."""
