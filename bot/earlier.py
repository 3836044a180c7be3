"""Links to what a channel was told before, made when a message is posted.

Earlier (a delivery, a story) → the story's brief, or the message that told it → its address → Link
"""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from bot.channels import Channel
from bot.editions import brief_key
from bot.messages import Earlier, Inline, Link, Message, Text, inlines, with_inlines
from briefings.deliveries import Delivery, Told
from briefings.errors import PlatformError


class Placed(Protocol):
    """Knows where deliveries went."""

    async def delivery(self, key: str) -> Delivery | None:
        """Return one delivery."""

    async def told_by(self, key: str) -> Sequence[Told]:
        """Return what a delivery tells."""


@runtime_checkable
class Locating(Protocol):
    """An adapter whose platform lets one link to a message."""

    async def locate(
        self, channel: Channel, message_id: str, *, key: str, thread: str | None = None
    ) -> str:
        """Return where a message can be read, "" where that can't be said. Raises PlatformError."""


async def with_links(message: Message, channel: Channel, store: Placed, adapter: object) -> Message:
    """Return the message with links in place of what it says of earlier ones."""
    wanted = {one for one in inlines(message) if isinstance(one, Earlier)}
    if not wanted:
        return message
    found: dict[Inline, Inline] = {one: await _link(one, channel, store, adapter) for one in wanted}
    return with_inlines(message, lambda one: found.get(one, one))


async def told_with(store: Placed, key: str, story: int) -> tuple[Delivery, ...]:
    """Return the messages that told a story: its brief, where it has one, and the one over it."""
    keys = dict.fromkeys((brief_key(key, await store.told_by(key), story), key))
    found = [await store.delivery(one) for one in keys]
    return tuple(one for one in found if one)


async def thread_of(store: Placed, delivery: Delivery) -> str | None:
    """Return the message under which a delivery belongs, None for the channel itself."""
    if delivery.parent_key is None:
        return delivery.thread
    parent = await store.delivery(delivery.parent_key)
    return parent.message_id if parent else None


async def _link(earlier: Earlier, channel: Channel, store: Placed, adapter: object) -> Inline:
    words = Text(earlier.text)
    if not isinstance(adapter, Locating):
        return words
    for one in await told_with(store, earlier.key, earlier.story):
        if one.message_id and one.channel == channel.address:
            thread = await thread_of(store, one)
            try:
                url = await adapter.locate(channel, one.message_id, key=one.key, thread=thread)
            except PlatformError:
                return words  # a link is no reason to keep the message back
            return Link(earlier.text, url) if url else words
    return words
