"""One message a second and channel, as Slack asks for: who comes sooner waits for their turn.

Slack's rate limits: chat.postMessage "generally allows posting one message per second per channel".
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from time import monotonic

from briefings.errors import Unreachable

SECONDS = 1.0
PATIENCE = 15.0
"""Seconds that a turn is waited for at most; the outbox knows better what to do meanwhile."""
MOST_KEPT = 10_000
"""Channels that are kept in mind: a turn is over within a second or so."""


class Pace:
    """Hands out turns, each channel's in the order in which they were asked for."""

    def __init__(
        self,
        seconds: float = SECONDS,
        *,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._seconds, self._clock, self._sleep = seconds, clock, sleep
        self._next: OrderedDict[str, float] = OrderedDict()

    async def turn(self, channel: str) -> None:
        """Wait until something may be posted to the channel.

        Raises Unreachable, with the seconds until then, where that is long.
        """
        now = self._clock()
        at = max(self._next.get(channel, now), now)
        if at - now > PATIENCE:
            raise Unreachable("Slack asked to slow down there.", retry_after=at - now)
        self._keep(channel, at + self._seconds)
        if at > now:
            await self._sleep(at - now)

    def hold(self, channel: str, seconds: float) -> None:
        """Let nobody post there for so long: Slack asked for it."""
        self._keep(channel, max(self._next.get(channel, 0.0), self._clock() + seconds))

    def _keep(self, channel: str, until: float) -> None:
        self._next[channel] = until
        self._next.move_to_end(channel)
        while len(self._next) > MOST_KEPT:
            self._next.popitem(last=False)
