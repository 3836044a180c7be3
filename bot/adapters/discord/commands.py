"""The slash commands as Discord shows them; each becomes the same text as on every platform.

/digest subscribe topic:ukraine when:daily 08:00   →   "subscribe ukraine daily 08:00"
"""

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import available_timezones

from bot.adapters.discord.files import text_of
from bot.adapters.discord.library import app_commands, discord
from bot.adapters.discord.translations import DESCRIPTIONS, NAMES

Interaction = discord.Interaction[Any]
Words = str | Awaitable[str]
Run = Callable[[Interaction, str, Words], Awaitable[None]]
"""Called with the interaction, the command's full name such as "digest list", and what follows it,
which may have to be fetched first."""

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
)
"""Times that are offered; any other can be typed."""

Topic = app_commands.Range[str, 1, 200]
Line = app_commands.Range[str, 1, 400]
Size = app_commands.Range[int, 1, 20]
_MANAGE = discord.Permissions(manage_guild=True)


def add_commands(tree: app_commands.CommandTree[Any], run: Run) -> None:
    """Put all commands into the tree."""
    _add_asking(tree, run)
    tree.add_command(_digest(run))
    tree.add_command(_feeds(run))


def _everywhere(command: Any) -> Any:
    """Offer a command in servers, in direct messages and to people who installed the app."""
    command = app_commands.allowed_installs(guilds=True, users=True)(command)
    return app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(command)


def _add_asking(tree: app_commands.CommandTree[Any], run: Run) -> None:
    """Add the commands that change nothing."""

    @tree.command(name="brief", description="A short brief on a topic, with quotes and sources")
    @_everywhere
    @app_commands.describe(topic="What it is about", private="Only you see it")
    async def brief(interaction: Interaction, topic: Topic, private: bool = False) -> None:  # noqa: FBT001, FBT002  # an option of Discord's
        await run(interaction, "brief", joined(topic, "private" if private else ""))

    @tree.command(name="ask", description="Ask about the news; the answer shows its evidence")
    @_everywhere
    @app_commands.describe(question="Your question")
    async def ask(interaction: Interaction, question: Line) -> None:
        await run(interaction, "ask", question)

    @tree.command(name="help", description="What Quickread can do")
    @_everywhere
    async def help_(interaction: Interaction) -> None:
        await run(interaction, "help", "")


def _digest(run: Run) -> app_commands.Group:
    group = app_commands.Group(
        name="digest", description="Digests in this channel", default_permissions=_MANAGE
    )

    @group.command(name="subscribe", description="Post a digest here at a time you choose")
    @app_commands.describe(
        topic="What it is about; everything, if you like",
        when="Such as: daily 08:00, weekdays 9am, every 2 hours",
        zone="Time zone, such as Europe/Kyiv",
        size="How many stories at most; 5 if you say nothing",
    )
    async def subscribe(
        interaction: Interaction, topic: Topic, when: Line, zone: str = "", size: Size = 5
    ) -> None:
        stories = "" if size == 5 else f"size {size}"
        await run(interaction, "digest subscribe", joined(topic, when, zone, stories))

    subscribe.autocomplete("zone")(_zones)
    subscribe.autocomplete("when")(_times)

    @group.command(name="list", description="The digests of this channel")
    async def list_(interaction: Interaction) -> None:
        await run(interaction, "digest list", "")

    for name, summary in (
        ("preview", "Show what a digest would bring now, only to you"),
        ("pause", "Pause a digest"),
        ("resume", "Resume a paused digest"),
        ("remove", "Remove a digest"),
    ):
        group.add_command(_on_digest(name, summary, run))
    return group


async def _zones(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    wanted = typed.strip().replace(" ", "_").lower()
    names = sorted(name for name in available_timezones() if wanted in name.lower())
    names.sort(key=lambda name: not name.rpartition("/")[2].lower().startswith(wanted))
    return [app_commands.Choice(name=name, value=name) for name in names[:CHOICES]]


async def _times(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    given = [typed.strip()] if typed.strip() and len(typed) <= 100 else []
    known = [time for time in TIMES if typed.strip().lower() in time and time != typed.strip()]
    return [app_commands.Choice(name=time, value=time) for time in given + known]


def _on_digest(name: str, summary: str, run: Run) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name=name, description=summary)
    @app_commands.describe(digest="Its number or topic; see /digest list")
    async def on_digest(interaction: Interaction, digest: str = "") -> None:
        await run(interaction, f"digest {name}", digest)

    return on_digest


def _feeds(run: Run) -> app_commands.Group:
    group = app_commands.Group(
        name="feeds", description="The feeds of this server", default_permissions=_MANAGE
    )

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


def joined(*words: str) -> str:
    """Return the words as somebody would have typed them."""
    return " ".join(word.strip() for word in words if word.strip())


def fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    """Return what changes when the commands do, so that they are sent to Discord only then."""
    shapes = [command.to_dict(tree) for command in tree.get_commands()]
    words = (NAMES, DESCRIPTIONS)
    return hashlib.sha256(json.dumps([shapes, words], sort_keys=True).encode()).hexdigest()[:16]
