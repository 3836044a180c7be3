"""Who wants which digest, when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel's digest of a topic.

    `channel` is the channel's address ("slack/T1/C1"), `schedule` the canonical text of its times
    ("daily 08:00") or of what is news enough ("breaking 3 sources in 60 minutes, 5 a day"), `zone`
    an IANA time zone, `size` how many stories a digest has at most. No `feed_ids` means every feed
    that the channel's workspace follows.
    """

    id: int
    channel: str
    topic: str
    schedule: str
    zone: str
    size: int = 5
    feed_ids: tuple[int, ...] = ()
    created_by: str = ""
    created_at: datetime | None = None
    only_news: bool | None = None
    """Whether to be silent when nothing is new; None leaves it to the schedule."""
    paused: bool = False
    pause_reason: str = ""
    last_slot: datetime | None = None
    """The newest moment for which a digest was decided on, whether or not there was news."""

    @property
    def scope(self) -> str:
        """Whose feeds it reads: the workspace of its channel."""
        return self.channel.rsplit("/", 1)[0]
