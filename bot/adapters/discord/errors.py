"""What Discord's answers mean for the outbox: try again, give up, or mend the message."""

from briefings.errors import Malformed, PlatformError, Refused, Unreachable

AGAIN = frozenset({20028, 20029, 40004, 40062, 130000})
"""Codes that pass by themselves: write limits, messages switched off for a while, overload."""

_INVITE = "Invite the bot again with the link that `quickread discord invite` prints."
_RIGHTS = "Let it see the channel, send messages, and create and write in threads there."

REFUSED: dict[int, tuple[str, str]] = {
    10003: ("there is no such channel", "Subscribe another channel."),
    10004: ("the bot is not in that server", _INVITE),
    10008: ("the message is gone", ""),
    10013: ("there is no such person", ""),
    10015: ("the command's answer came too late", "Please try again."),
    10062: ("the command's answer came too late", "Please try again."),
    20022: ("an announcement was changed too often", "Try again in an hour."),
    30033: ("a thread takes no more people", ""),
    30046: ("a message was changed too often", "Try again in an hour."),
    40001: ("the bot may not do this", _RIGHTS),
    40002: ("the bot's account has to be verified", "See the developer portal."),
    40027: ("the bot's message was blocked", ""),
    50001: ("the bot can't see that channel", _RIGHTS),
    50003: ("that kind of channel takes no messages", "Subscribe another channel."),
    50004: ("the server's widget is off", ""),
    50005: ("the message belongs to somebody else", ""),
    50007: ("that person takes no direct messages from it", ""),
    50008: ("that kind of channel takes no messages", "Subscribe another channel."),
    50009: ("the server demands a verification that the bot lacks", "Ask an administrator."),
    50013: ("the bot lacks a permission there", _RIGHTS),
    50014: ("it does not accept the token", "Check DISCORD_TOKEN."),
    50024: ("that kind of channel has no threads", ""),
    50083: ("the thread is archived", "Open it again."),
    50085: ("the message can't have a thread", ""),
    160002: ("the bot may not reply where it can't read the history", _RIGHTS),
    160005: ("the thread is locked", "Unlock it."),
    160006: ("the channel has as many threads as it can", "Archive some."),
    160007: ("the channel has as many announcement threads as it can", "Archive some."),
    200000: ("the server's own filter blocked the message", "Allow the bot in AutoMod."),
    200001: ("the server's own filter blocked the title", "Allow the bot in AutoMod."),
}
"""Codes that stay until somebody does something: what happened, and what to do."""

THREAD_EXISTS = 160004
ARCHIVED = 50083
GONE = frozenset({10003, 10008, 50083, 160005})
"""Codes that, where they are about a thread, say that it or its message is gone or closed."""


class DiscordRefused(Refused):
    """Refused, with Discord's own `code` for what the adapter can mend by itself."""

    def __init__(self, message: str, *, code: int, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.code = code


def platform_error(
    status: int, code: int = 0, *, retry_after: float | None = None
) -> PlatformError:
    """Return the error for an HTTP status and Discord's own code (0 where it gave none)."""
    if status == 429 or code in AGAIN:
        return Unreachable("Discord asks to slow down.", retry_after=retry_after)
    if status >= 500:
        return Unreachable("Discord could not answer just now.", retry_after=retry_after)
    if code in REFUSED:
        what, hint = REFUSED[code]
        return DiscordRefused(f"Discord refused: {what}.", code=code, hint=hint)
    if status == 401:
        return DiscordRefused(
            "Discord does not accept the token.", code=code, hint="Check DISCORD_TOKEN."
        )
    if status == 400 and code != THREAD_EXISTS:
        return Malformed(f"Discord can't use the message ({code}).")
    return DiscordRefused(f"Discord refused ({status}, {code}).", code=code)
