"""Every command there is: help, completion, the Slack manifest and Discord all read this list."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A command as people type it, without its slash."""

    name: str
    usage: str
    summary: str
    examples: tuple[str, ...] = ()
    changes: bool = False
    """Whether only those who may manage the channel can use it."""


COMMANDS = (
    Command(
        "brief",
        "<topic or link> [private], or why <link>",
        "Brief a topic or a link; why: say why an item was posted here or not",
        (
            "/brief ukraine",
            '/brief "security guarantees" -football -site:example.org private',
            "/brief https://www.bbc.com/news/articles/c0000000000o",
            "/brief why https://www.bbc.com/news/articles/c0000000000o",
        ),
    ),
    Command(
        "digest",
        "subscribe|list|preview|pause|resume|remove",
        "Get a digest in this channel at its time",
        ("/digest subscribe ukraine daily 08:00 Europe/Kyiv", "/digest list"),
    ),
    Command(
        "feeds",
        "add|list|remove|import|export",
        "Choose which feeds are read",
        ("/feeds add bbc.com", "/feeds list"),
    ),
    Command(
        "ask",
        "<question>",
        "Ask the sources a question",
        ("/ask How many countries back the guarantees?",),
    ),
    Command("help", "", "Explain everything", ("/help",)),
)

SUBCOMMANDS = (
    Command(
        "digest subscribe",
        "<topic> <when> [zone] [size N] [quiet HH:MM-HH:MM] [only if news]",
        "Get a digest of a topic in this channel",
        (
            "/digest subscribe ukraine daily 08:00 Europe/Kyiv",
            "/digest subscribe everything weekdays 9am size 7",
            "/digest subscribe climate every 6 hours quiet 22:00-07:00 only if news",
            "/digest subscribe ukraine breaking 3 sources in 60 minutes, 5 a day",
        ),
        changes=True,
    ),
    Command("digest list", "", "List this channel's digests"),
    Command("digest preview", "<number or topic>", "Show what the next digest would say, to you"),
    Command(
        "digest change",
        "<number> <topic> <when> [zone] [size N]",
        "Change a digest's topic, times or size",
        ("/digest change 3 ukraine weekdays 07:30 Europe/Kyiv size 7",),
        changes=True,
    ),
    Command("digest pause", "<number or topic>", "Stop a digest for a while", changes=True),
    Command("digest resume", "<number or topic>", "Let a paused digest go on", changes=True),
    Command("digest remove", "<number or topic>", "End a digest", changes=True),
    Command(
        "feeds add",
        "<address of a feed or site>",
        "Read another feed",
        ("/feeds add https://feeds.bbci.co.uk/news/rss.xml", "/feeds add theguardian.com"),
        changes=True,
    ),
    Command("feeds list", "", "List the feeds that are read, and how they are"),
    Command("feeds remove", "<address, number or title>", "Read a feed no more", changes=True),
    Command("feeds import", "<OPML>", "Read every feed of an OPML file", changes=True),
    Command("feeds export", "", "Get the feeds as an OPML file"),
)


def slack_commands() -> tuple[tuple[str, str, str], ...]:
    """Return name, usage and summary of every command."""
    return tuple((command.name, command.usage, command.summary) for command in COMMANDS)


def complete(typed: str) -> tuple[Command, ...]:
    """Return the commands that a line begun with a slash may become."""
    words = typed.removeprefix("/").lstrip().lower()
    if not typed.startswith("/"):
        return ()
    every = (*COMMANDS, *SUBCOMMANDS) if " " in words else COMMANDS
    found = tuple(command for command in every if command.name.startswith(words.strip()))
    if " " in words:
        first = words.split()[0]
        return tuple(command for command in found if " " in command.name) or tuple(
            command for command in COMMANDS if command.name == first and not words.endswith("  ")
        )
    return found
