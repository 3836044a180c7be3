"""Everything that can go wrong in the newsroom, in one tree.

    QuickreadError
    ├── ConfigError           a setting is missing or wrong
    ├── InputError            what a user typed can't be understood
    │   ├── AddressError      not an address that may be fetched
    │   └── ScheduleError     not a time or zone
    ├── NotFound              nothing here by that name
    ├── FeedError             a feed could not be read
    │   ├── FetchError        the server could not be reached, or refused
    │   │   └── TooLarge      more bytes than allowed
    │   ├── NotAFeed          a page or something else; may carry the feeds it announces
    │   └── BrokenFeed        looks like a feed, can't be parsed
    ├── Overworked            too much to read, or too much at once
    ├── StoreError            the database could not be used
    │   └── NewerSchema       the database was written by a newer version
    └── PlatformError         a chat platform refused or could not be reached
        ├── Unreachable       try again later; may carry after how many seconds
        ├── Refused           never going to work: no such channel, no permission
        ├── Gone              the message or thread that it belongs to was deleted or closed
        └── Malformed         the platform called the message itself wrong

Each error's `message` says in plain words what happened, `hint` what the user can do about it.
Both are shown to users as they are: no token, path, trace or exception text of a library in them.
"""


class QuickreadError(Exception):
    """Base of all errors that users see. `hint` is one sentence on what to do, or empty."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class ConfigError(QuickreadError):
    """A setting is missing or wrong."""


class InputError(QuickreadError):
    """What a user typed can't be understood."""


class AddressError(InputError):
    """Not an address that may be fetched."""


class ScheduleError(InputError):
    """Not a time, day or zone that a schedule can be made of."""


class NotFound(QuickreadError):
    """Nothing here by that name."""


class FeedError(QuickreadError):
    """A feed could not be read."""


class FetchError(FeedError):
    """The server could not be reached, or refused.

    `status` is its HTTP answer where it gave one.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.retry_after = retry_after


class TooLarge(FetchError):
    """More bytes than allowed."""


class NotAFeed(FeedError):
    """The address gave no feed. `candidates` are addresses of feeds that the page announces."""

    def __init__(self, message: str, *, hint: str = "", candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.candidates = candidates


class BrokenFeed(FeedError):
    """It looks like a feed but can't be parsed."""


class Overworked(QuickreadError):
    """It took too much time or memory, or there is too much else to do."""


class StoreError(QuickreadError):
    """The database could not be used."""


class NewerSchema(StoreError):
    """The database was written by a newer version of the program."""


class PlatformError(QuickreadError):
    """A chat platform refused or could not be reached."""


class Unreachable(PlatformError):
    """Worth another try, after `retry_after` seconds where the platform said so."""

    def __init__(self, message: str, *, hint: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class Refused(PlatformError):
    """Never going to work: no such channel, no permission."""


class Gone(PlatformError):
    """The message or thread that it belongs to was deleted or closed; the channel is well."""


class Malformed(PlatformError):
    """The platform called the message itself wrong."""
