"""The slash commands as Discord shows them; each becomes the same text as on every platform.

/digest subscribe topic:ukraine when:daily 08:00   →   "subscribe ukraine daily 08:00"
"""

import hashlib
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog

from bot.adapters.discord.events import sees, spot_of
from bot.adapters.discord.files import text_of
from bot.adapters.discord.library import Interaction, app_commands, discord
from bot.adapters.discord.translations import DESCRIPTIONS, NAMES
from bot.channels import Choice, Suggesting
from bot.when import zone_names
from briefings.errors import InputError, QuickreadError

Words = str | Awaitable[str]
Run = Callable[[Interaction, str, Words], Awaitable[None]]
"""Called with the interaction, the command's full name such as "digest list", and what follows it,
which may have to be fetched first."""
Pick = Callable[[Suggesting, Interaction, str], Awaitable[list[Choice]]]


@dataclass(frozen=True, slots=True)
class Uses:
    """What the commands call. `form` opens a form for the digest of this name, "" for a new one."""

    run: Run
    form: Callable[[Interaction, str, str], Awaitable[None]]
    suggest: Suggesting | None = None

    def offering(self, pick: Pick) -> Any:
        """Return what offers choices while somebody types; that it fails is no more than none."""

        async def offer(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
            if self.suggest is None:
                return []
            try:
                found = await pick(self.suggest, interaction, typed)
            except QuickreadError as error:
                _log.warning("discord_nothing_offered", error=error.message)
                return []
            return [_choice(one.name, one.value) for one in found if one.value][:CHOICES]

        return offer


MANAGED = frozenset({"digest", "feeds"})
"""Commands that Discord itself offers only to those who may manage the server; it can be changed
for roles and people in the server's settings, under Integrations."""

CHOICES = 25
"""What Discord shows at most while somebody types."""
TIMES = (
    "daily 08:00",
    "daily 18:00",
    "weekdays 08:00",
    "weekdays 9am",
    "mondays 09:00",
    "every 2 hours",
    "every 6 hours",
    "every 2 hours quiet 22:00-07:00",
    "breaking 3 sources in 60 minutes, 5 a day",
)
"""Times that are offered; any other can be typed."""

LONGEST = 100
"""Characters of a choice's name and value."""

Topic = app_commands.Range[str, 1, 400]
Line = app_commands.Range[str, 1, 400]
Size = app_commands.Range[int, 1, 15]
_LINK = re.compile(r"https?://[^\s<>\[\]()|*]+", re.IGNORECASE)
_WHICH = "Its number or topic; see /digest list"
_MANAGE = discord.Permissions(manage_guild=True)
BRIEF_THIS = "Brief this"

_log = structlog.get_logger(__name__)


def add_commands(tree: app_commands.CommandTree[Any], uses: Uses) -> None:
    """Put all commands into the tree."""
    _add_asking(tree, uses)
    tree.add_command(_brief_this(uses.run))
    tree.add_command(_digest(uses))
    tree.add_command(_feeds(uses))


def _everywhere(command: Any) -> Any:
    """Offer a command in servers, in direct messages and to people who installed the app."""
    command = app_commands.allowed_installs(guilds=True, users=True)(command)
    return app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(command)


def _managing(name: str, description: str) -> app_commands.Group:
    """Return a group of commands for those who manage a server, and for anybody's own messages."""
    return app_commands.Group(
        name=name,
        description=description,
        default_permissions=_MANAGE,
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
    )


def _add_asking(tree: app_commands.CommandTree[Any], uses: Uses) -> None:
    """Add the commands that change nothing."""
    run = uses.run

    @tree.command(name="brief", description="A short brief on a topic, with quotes and sources")
    @_everywhere
    @app_commands.describe(topic="What it is about, or a link", private="Only you see it")
    async def brief(interaction: Interaction, topic: Topic, private: bool = False) -> None:  # noqa: FBT001, FBT002  # an option of Discord's
        await run(interaction, "brief", joined(topic, "private" if private else ""))

    brief.autocomplete("topic")(uses.offering(_topics))

    @tree.command(name="ask", description="Ask about the news; the answer shows its evidence")
    @_everywhere
    @app_commands.describe(question="Your question")
    async def ask(interaction: Interaction, question: Line) -> None:
        await run(interaction, "ask", question)

    @tree.command(name="help", description="What Quickread can do")
    @_everywhere
    async def help_(interaction: Interaction) -> None:
        await run(interaction, "help", "")


def _brief_this(run: Run) -> app_commands.ContextMenu:
    """Return the command in a message's own menu."""

    async def brief_this(interaction: Interaction, message: discord.Message) -> None:
        await run(interaction, "brief", link_in(message))

    return _everywhere(app_commands.ContextMenu(name=BRIEF_THIS, callback=brief_this))  # type: ignore[no-any-return]


def _digest(uses: Uses) -> app_commands.Group:
    group = _managing("digest", "Digests in this channel")
    group.add_command(_subscribe(uses))

    @group.command(name="list", description="The digests of this channel")
    async def list_(interaction: Interaction) -> None:
        await uses.run(interaction, "digest list", "")

    @group.command(name="change", description="Change a digest's topic, times or size")
    @app_commands.describe(digest=_WHICH)
    async def change(interaction: Interaction, digest: str) -> None:
        await uses.form(interaction, digest, "")

    change.autocomplete("digest")(uses.offering(_digests))
    for name, summary in (
        ("preview", "Show what a digest would bring now, only to you"),
        ("pause", "Pause a digest"),
        ("resume", "Resume a paused digest"),
        ("remove", "Remove a digest"),
    ):
        group.add_command(_on_digest(name, summary, uses))
    return group


def _subscribe(uses: Uses) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="subscribe", description="Post a digest here at a time you choose")
    @app_commands.describe(
        topic="What it is about; everything, if you like",
        when="Such as: daily 08:00, weekdays 9am, every 2 hours; without it, a form opens",
        zone="Time zone, such as Europe/Kyiv",
        size="How many stories at most; 5 if you say nothing",
    )
    async def subscribe(
        interaction: Interaction, topic: Topic = "", when: Line = "", zone: str = "", size: Size = 5
    ) -> None:
        if not when:
            await uses.form(interaction, "", topic)
            return
        stories = "" if size == 5 else f"size {size}"
        await uses.run(interaction, "digest subscribe", joined(topic, when, zone, stories))

    subscribe.autocomplete("topic")(uses.offering(_topics))
    subscribe.autocomplete("zone")(_zones)
    subscribe.autocomplete("when")(_times)
    return subscribe


async def _topics(suggest: Suggesting, asking: Interaction, typed: str) -> list[Choice]:
    channel = spot_of(asking).channel
    return await suggest.topics(channel, typed, sees=lambda other: sees(asking, other))


async def _digests(suggest: Suggesting, asking: Interaction, typed: str) -> list[Choice]:
    return await suggest.digests(spot_of(asking).channel, typed)


async def _feeds_read(suggest: Suggesting, asking: Interaction, typed: str) -> list[Choice]:
    return await suggest.feeds(spot_of(asking).channel, typed)


def _choice(name: str, value: str) -> app_commands.Choice[str]:
    return app_commands.Choice(name=name[:LONGEST], value=value[:LONGEST])


async def _zones(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    wanted = typed.strip().replace(" ", "_").lower()
    names = [name for name in zone_names() if wanted in name.lower()]
    names.sort(key=lambda name: not name.rpartition("/")[2].lower().startswith(wanted))
    return [_choice(name, name) for name in names[:CHOICES]]


async def _times(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    given = [typed.strip()] if typed.strip() and len(typed) <= 100 else []
    known = [time for time in TIMES if typed.strip().lower() in time and time != typed.strip()]
    return [_choice(time, time) for time in given + known]


def _on_digest(name: str, summary: str, uses: Uses) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name=name, description=summary)
    @app_commands.describe(digest=_WHICH)
    async def on_digest(interaction: Interaction, digest: str = "") -> None:
        await uses.run(interaction, f"digest {name}", digest)

    on_digest.autocomplete("digest")(uses.offering(_digests))
    return on_digest


def _feeds(uses: Uses) -> app_commands.Group:
    group, run = _managing("feeds", "The feeds of this server"), uses.run

    for name, summary in (("list", "The feeds of this server"), ("export", "All feeds as OPML")):
        group.add_command(_on_feeds(name, summary, run))

    @group.command(name="add", description="Add a feed, or a site that has one")
    @app_commands.describe(address="The address of the feed or of the site")
    async def add(interaction: Interaction, address: Line) -> None:
        await run(interaction, "feeds add", address)

    @group.command(name="remove", description="Remove a feed")
    @app_commands.describe(feed="Its address, number or title")
    async def remove(interaction: Interaction, feed: Line) -> None:
        await run(interaction, "feeds remove", feed)

    remove.autocomplete("feed")(uses.offering(_feeds_read))

    @group.command(name="import", description="Add all feeds of an OPML list")
    @app_commands.describe(file="An OPML file, as other feed readers export it")
    async def import_(interaction: Interaction, file: discord.Attachment) -> None:
        await run(interaction, "feeds import", text_of(file))

    return group


def _on_feeds(name: str, summary: str, run: Run) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name=name, description=summary)
    async def on_feeds(interaction: Interaction) -> None:
        await run(interaction, f"feeds {name}", "")

    return on_feeds


async def link_in(message: discord.Message) -> str:
    """Return the first link of a message, of what it forwards or of its previews.

    Raises InputError where there is none.
    """
    texts = [message.content, *(kept.content for kept in message.message_snapshots)]
    texts += [embed.url or "" for embed in message.embeds]
    for text in texts:
        found = _LINK.search(text)
        if found:
            return found[0].rstrip(".,;:!?'\"»”")
    raise InputError("There is no link in that message.", hint="Choose one that links an article.")


def joined(*words: str) -> str:
    """Return the words as somebody would have typed them."""
    return " ".join(word.strip() for word in words if word.strip())


def fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    """Return what changes when the commands do, so that they are sent to Discord only then."""
    shapes = [command.to_dict(tree) for command in tree.get_commands()]
    words = (NAMES, DESCRIPTIONS)
    return hashlib.sha256(json.dumps([shapes, words], sort_keys=True).encode()).hexdigest()[:16]
