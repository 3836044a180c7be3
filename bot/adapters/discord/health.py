"""What the doctor says of Discord: as whom the bot signs in, where it is, what it lacks there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.adapters.discord.events import PLATFORM
from bot.adapters.discord.invite import PERMISSIONS
from bot.adapters.structure import unpostable
from bot.channels import Channel
from briefings.errors import ConfigError, Refused

ADMINISTRATOR = 1 << 3
SERVERS = 200
"""Servers that are looked at."""
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Health:
    """What Discord says of the bot. `servers` is each server's name and the bot's permissions."""

    name: str
    servers: tuple[tuple[str, int], ...] = ()
    reads_messages: bool = False
    """Whether the application was given the message-content intent."""
    endpoint: str = ""
    """The address that interactions go to in place of the gateway, "" for the gateway."""
    starts_left: int = 1
    """How often the bot may still connect today."""


def servers_from(guilds: Sequence[dict[str, Any]]) -> tuple[tuple[str, int], ...]:
    """Read the servers as the API gives them."""
    return tuple((str(guild["name"]), int(guild["permissions"])) for guild in guilds)


def report(health: Health) -> str:
    """Say in words how it is. Raises ConfigError, Refused for what somebody has to mend."""
    if health.endpoint:
        raise ConfigError(
            "Discord sends commands to a web address in place of this bot.",
            hint="Empty “Interactions Endpoint URL” on the application's General Information page.",
        )
    if health.starts_left < 1:
        raise Refused(
            "The bot has connected to Discord too often today.",
            hint="Discord lets it again tomorrow; is it being restarted over and over?",
        )
    lacks = [(name, missing(bits)) for name, bits in health.servers if missing(bits)]
    if lacks:
        named = "; ".join(f"in “{name}” {', '.join(what)}" for name, what in lacks[:_NAMED])
        more = f"; and in {len(lacks) - _NAMED} more servers" if len(lacks) > _NAMED else ""
        raise Refused(
            f"{health.name} lacks permissions: {named}{more}.",
            hint="Open the link that `quickread discord invite` prints, for that server, again.",
        )
    return f"signed in as {health.name}, {_where(len(health.servers))}; {_hears(health)}"


class Places(Protocol):
    """Knows channels."""

    async def place(self, channel: int) -> object:
        """Return a channel. Raises Refused for one that is gone or hidden."""


async def reach(places: Places, channels: Iterable[str]) -> None:
    """Raise Refused where channels (`discord/2/3`) that get digests are gone or hidden."""
    wrong = []
    for address in dict.fromkeys(channels):
        channel = Channel.parse(address)
        if channel.platform == PLATFORM and channel.person is None:
            try:
                await places.place(int(channel.id))
            except Refused as error:
                why = error.message.rstrip(".").removeprefix("Discord refused: ")
                wrong.append(f"{channel.id} ({why})")
    if wrong:
        raise unpostable(wrong, "Let the bot see those channels, or remove their digests.")


def missing(permissions: int) -> tuple[str, ...]:
    """Return the permissions that the bot needs and has not."""
    if permissions & ADMINISTRATOR:
        return ()
    return tuple(name for name, (bit, _) in PERMISSIONS.items() if not permissions & bit)


def _where(servers: int) -> str:
    if not servers:
        return "in no server yet: see `quickread discord invite`"
    if servers >= SERVERS:
        return f"in {SERVERS} servers or more"
    return f"in {servers} server{'s' if servers > 1 else ''}"


def _hears(health: Health) -> str:
    if health.reads_messages:
        return "it hears every question in its threads"
    return "in threads it hears mentions and replies only, as the message-content intent is off"
