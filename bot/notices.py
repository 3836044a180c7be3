"""What people are told besides digests: each notice once for its key, through the outbox."""

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.channels import Channel
from bot.message_json import to_json
from bot.messages import Message
from briefings.clock import Clock
from briefings.deliveries import Delivery


class NoticeStore(Protocol):
    """Keeps what has to be posted."""

    async def enqueue(self, batch: Sequence[Delivery]) -> bool:
        """Write it down; False where the first one's key is there already."""


class Notices:
    """Writes notices down to be posted. `wake` is called when there is one."""

    def __init__(self, store: NoticeStore, *, clock: Clock, wake: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._wake = wake

    async def channel(
        self, address: str, message: Message, *, key: str, under: str | None = None
    ) -> bool:
        """Tell a channel (`slack/T1/C1`), in the thread of the delivery whose key is `under`.

        Returns whether this is the first time for its key. Raises StoreError.
        """
        notice = Delivery(
            key=f"notice/{key}",
            channel=address,
            payload=to_json(message),
            created_at=self._clock(),
            parent_key=under,
        )
        first = await self._store.enqueue([notice])
        if first:
            self._wake()
        return first

    async def person(self, scope: str, user: str, message: Message, *, key: str) -> bool:
        """Tell a member of a workspace (`slack/T1`) in a direct message. Raises StoreError."""
        return await self.channel(Channel.direct(scope, user).address, message, key=key)
