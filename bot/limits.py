"""How much one person and one channel may ask: a token bucket for each, the same everywhere.

A bucket holds what may be asked at once and fills again evenly (the leaky bucket as a meter,
Turner 1986, as in RFC 2697's committed burst). Who finds theirs empty is told so once, and when to
go on; until then, what is not a command is passed over in silence, so that the bot's excuses don't
become the flood themselves.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from bot.channels import Request
from briefings.clock import Clock

MOST_KEPT = 10_000
"""People and channels that are kept in mind; the ones heard of least recently go first."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """That it is too much: seconds until the next one will do, and whether that was said."""

    wait: float
    told: bool


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: datetime
    told: bool = False


class Limits:
    """Counts what people and channels ask; a limit of 0 is none."""

    def __init__(
        self,
        *,
        clock: Clock,
        user_per_minute: int = 20,
        channel_per_minute: int = 60,
        most_kept: int = MOST_KEPT,
    ) -> None:
        self._clock = clock
        self._rates = (user_per_minute, channel_per_minute)
        self._most = most_kept
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, request: Request) -> Refusal | None:
        """Count a request; return why not, where its user or channel has to wait."""
        scope, user = request.channel.scope, request.user.id
        keys = (f"user/{scope}/{user}", f"channel/{request.channel.address}")
        used = [
            (self._bucket(key, rate), rate)
            for key, rate in zip(keys, self._rates, strict=True)
            if rate
        ]
        waits = [(1.0 - bucket.tokens) * 60.0 / rate for bucket, rate in used]
        wait = max(waits, default=0.0)
        if wait > 0:
            asker = used[0][0] if self._rates[0] else None
            return self._refuse(asker or used[-1][0], wait)
        for bucket, _ in used:
            bucket.tokens -= 1.0
            bucket.told = False
        return None

    def __len__(self) -> int:
        return len(self._buckets)

    def _refuse(self, bucket: _Bucket, wait: float) -> Refusal:
        told, bucket.told = bucket.told, True
        return Refusal(wait, told)

    def _bucket(self, key: str, rate: int) -> _Bucket:
        """Return a bucket, filled up to now."""
        now = self._clock()
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(float(rate), now)
        passed = max(0.0, (now - bucket.at).total_seconds())
        bucket.tokens = min(float(rate), bucket.tokens + passed * rate / 60.0)
        bucket.at = now
        self._buckets.move_to_end(key)
        while len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return bucket
