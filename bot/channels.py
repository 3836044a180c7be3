"""Where things are said, who says them, and what adapters and the conversation hand each other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.messages import Line, Message
from briefings.model import Article, Turn


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of a platform.

    `workspace` is the Slack workspace, the Discord server or the page itself; `id` is the
    platform's own id of the channel, or `@` and a user's id for their direct messages.
    """

    platform: str
    workspace: str
    id: str

    @property
    def address(self) -> str:
        """The channel in one word, as the store keeps it: `slack/T1/C1`."""
        return f"{self.platform}/{self.workspace}/{self.id}"

    @property
    def scope(self) -> str:
        """Whose feeds these are: the workspace in one word, as the store keeps it."""
        return f"{self.platform}/{self.workspace}"

    @property
    def person(self) -> str | None:
        """Whose direct messages these are, None for a channel."""
        return self.id[1:] if self.id.startswith("@") else None

    @classmethod
    def direct(cls, scope: str, user: str) -> "Channel":
        """Return where a member of a workspace (`slack/T1`) gets direct messages."""
        platform, _, workspace = scope.partition("/")
        return cls(platform, workspace, f"@{user}")

    @classmethod
    def parse(cls, address: str) -> "Channel":
        """Read an address back. Raises ValueError for anything else."""
        platform, workspace, channel = address.split("/", 2)
        if not (platform and workspace and channel):
            raise ValueError(f"not a channel's address: {address!r}")
        return cls(platform, workspace, channel)


@dataclass(frozen=True, slots=True)
class User:
    """Who asks. `may_manage` is whether the platform lets them change this channel."""

    id: str
    may_manage: bool
    zone: str | None = None
    """Their time zone (IANA) where the platform tells."""


@dataclass(frozen=True, slots=True)
class Request:
    """A command as it was typed (`name` without its slash), or a question in a thread.

    `thread` is the platform's id of the thread it was typed in, None in the channel itself.
    `overheard` is whether it was said in a thread of the bot's without being said to the bot.
    """

    channel: Channel
    user: User
    name: str
    argument: str = ""
    thread: str | None = None
    overheard: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot answers. `private`: only the asker sees it."""

    message: Message
    private: bool = False
    attachment: tuple[str, str] | None = None
    """A file to download: its name and its text."""
    about: tuple[int, ...] = ()
    """The stories it tells, so that its thread knows what it is about."""
    turn: Turn | None = None
    """What was asked and answered, so that the next question can lean on it."""
    linked: Article | None = None
    """The article it tells, where that is in no feed."""
    silent: bool = False
    """Whether to say nothing at all: what was said was not for the bot. Never for a command."""


NOTHING = Reply(Message((), ""), silent=True)
"""The answer to what needs none."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose while typing: what it is called, and what is typed for it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """A digest as a form shows it; `number` is None for one that is to be."""

    topic: str = ""
    schedule: str = "daily 08:00"
    zone: str = "UTC"
    size: int = 5
    number: int | None = None
    feeds: tuple[Choice, ...] = ()
    """The feeds it reads; none means all of the workspace's."""


@dataclass(frozen=True, slots=True)
class DigestRow:
    """A digest in a list of a whole workspace's."""

    channel: Channel
    number: int
    about: Line
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message landed: the platform's id of it (the first part, if it was split)."""

    message_id: str


class Adapter(Protocol):
    """A platform: receives commands, posts messages within its limits."""

    platform: str

    async def start(self) -> None:
        """Connect and begin to receive. Raises PlatformError, ConfigError."""

    async def stop(self) -> None:
        """Disconnect; what is under way may finish for a second or two."""

    async def post(
        self, channel: Channel, message: Message, *, key: str, thread: str | None = None
    ) -> Posted:
        """Post a message, once for its `key` as far as the platform helps with that.

        `thread` is the id of the message under which it belongs.
        Raises Unreachable, Refused, Malformed.
        """

    async def find(self, channel: Channel, key: str, *, thread: str | None = None) -> Posted | None:
        """Look whether the message with this key was posted already."""


def only_here(_channel: str) -> bool:
    """Whether another channel, by its id, may be told of: none, where that is not known."""
    return False


class Suggesting(Protocol):
    """Knows what may be meant by what is being typed into a command of a channel."""

    async def topics(
        self, channel: Channel, typed: str, *, sees: Callable[[str], bool] = only_here
    ) -> list[Choice]:
        """Return topics; of other channels' digests where whoever types `sees` that channel."""

    async def digests(self, channel: Channel, typed: str) -> list[Choice]:
        """Return the channel's digests."""

    async def feeds(self, channel: Channel, typed: str) -> list[Choice]:
        """Return the workspace's feeds."""

    async def settings(self, channel: Channel, name: str) -> DigestSettings:
        """Return a digest by number or topic; without a name, what a new one begins with.

        Raises NotFound.
        """


class Overseeing(Protocol):
    """Knows all that a workspace gets and reads."""

    async def digests(self, scope: str) -> tuple[DigestRow, ...]:
        """Return the digests of all channels: who may see which is for the platform to tell."""

    async def feeds(self, scope: str) -> tuple[Line, ...]:
        """Return the feeds, and how they are."""

    async def preview(self, channel: Channel, settings: DigestSettings) -> Message:
        """Say when a digest would come and what it would say now. Raises InputError."""


class Conversation(Protocol):
    """What answers: one for all platforms."""

    async def handle(self, request: Request) -> Reply:
        """Answer a command or question. Never raises for wrong input: the reply says it."""
