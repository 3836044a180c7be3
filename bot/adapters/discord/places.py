"""Channels to post to: what kind each is, and so how a message gets there.

text, voice, announcement    a message; its stories in a thread under it
forum, media                 a post of its own; its stories in it
direct messages              a message; its stories as replies to it
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any


class Kind(Enum):
    """How a channel takes messages."""

    CHAT = auto()
    ANNOUNCEMENTS = auto()
    FORUM = auto()
    DIRECT = auto()
    THREAD = auto()


_KINDS = {
    1: Kind.DIRECT,
    3: Kind.DIRECT,
    5: Kind.ANNOUNCEMENTS,
    10: Kind.THREAD,
    11: Kind.THREAD,
    12: Kind.THREAD,
    15: Kind.FORUM,
    16: Kind.FORUM,
}
"""Discord's numbers of its kinds of channel; any other is for chatting."""
REQUIRES_TAG = 1 << 4


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, its kind, and the tag that a forum demands of every post (0 for none)."""

    id: int
    kind: Kind
    tag: int = 0

    @property
    def threads(self) -> bool:
        """Whether a thread can be opened under a message here."""
        return self.kind in (Kind.CHAT, Kind.ANNOUNCEMENTS)


def place_from(channel: Any) -> Place:
    """Read a channel, as the library keeps it or as the API's own JSON."""
    if isinstance(channel, dict):
        number, kind = int(channel["id"]), _KINDS.get(channel["type"], Kind.CHAT)
        demands = bool(channel.get("flags", 0) & REQUIRES_TAG)
        tags = [int(tag["id"]) for tag in channel.get("available_tags", ()) if not tag["moderated"]]
    else:
        number, kind = channel.id, _KINDS.get(channel.type.value, Kind.CHAT)
        demands = kind is Kind.FORUM and channel.flags.require_tag
        tags = [tag.id for tag in getattr(channel, "available_tags", ()) if not tag.moderated]
    return Place(number, kind, tags[0] if demands and tags else 0)
