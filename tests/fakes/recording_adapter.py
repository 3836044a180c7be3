"""A platform in memory: it keeps what is posted, and fails as it is told to."""

import asyncio
from dataclasses import dataclass

from bot.channels import Channel, Posted
from bot.messages import Message


@dataclass(frozen=True, slots=True)
class Post:
    """A message as it stands on the platform."""

    channel: str
    key: str
    message: Message
    thread: str | None
    message_id: str


class RecordingAdapter:
    """Posts without looking at keys, as platforms do: twice the same key is two messages."""

    def __init__(self, platform: str = "web") -> None:
        self.platform = platform
        self.posts: list[Post] = []
        self.attempts: list[str] = []
        """Keys, in the order in which it was asked to post them."""
        self.asked = asyncio.Event()
        """Set when a post was asked for that has to wait."""
        self.hold: dict[str, asyncio.Event] = {}
        """Channels whose posts wait until the event is set."""
        self._before: dict[str, list[Exception]] = {}
        self._after: dict[str, list[Exception]] = {}

    def fail(self, key: str, *errors: Exception, accepted: bool = False) -> None:
        """Fail the next attempts at a key; `accepted`: after the message was taken."""
        (self._after if accepted else self._before).setdefault(key, []).extend(errors)

    def keys(self, channel: str | None = None) -> list[str]:
        """Return the keys of what stands there, in order."""
        return [post.key for post in self.posts if channel in (None, post.channel)]

    async def start(self) -> None:
        """Connect to nothing."""

    async def stop(self) -> None:
        """Disconnect from nothing."""

    async def post(
        self, channel: Channel, message: Message, *, key: str, thread: str | None = None
    ) -> Posted:
        """Keep a message, or fail."""
        self.attempts.append(key)
        if channel.address in self.hold:
            self.asked.set()
            await self.hold[channel.address].wait()
        if self._before.get(key):
            raise self._before[key].pop(0)
        post = Post(channel.address, key, message, thread, f"m{len(self.posts) + 1}")
        self.posts.append(post)
        if self._after.get(key):
            raise self._after[key].pop(0)
        return Posted(post.message_id)

    async def find(self, channel: Channel, key: str, *, thread: str | None = None) -> Posted | None:
        """Look for a key among what stands in the channel."""
        for post in self.posts:
            if (post.channel, post.key, post.thread) == (channel.address, key, thread):
                return Posted(post.message_id)
        return None
