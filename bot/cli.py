"""The command `quickread`.

Each command imports what it needs when it runs, so that `--help` is quick.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot import __version__
from bot.config import load_settings
from briefings.errors import ConfigError, InputError, QuickreadError

if TYPE_CHECKING:
    from briefings.newsroom import Newsroom

Result = TypeVar("Result")

cli = typer.Typer(
    name="quickread",
    help="Short digests of your feeds, with verbatim, attributed quotes, for Slack and Discord.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
slack = typer.Typer(help="Setting up Slack.", no_args_is_help=True)
discord = typer.Typer(help="Setting up Discord.", no_args_is_help=True)
cli.add_typer(slack, name="slack")
cli.add_typer(discord, name="discord")

Jsonl = Annotated[
    bool, typer.Option("--jsonl", help="Read one JSON object a line, write one a line.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
TEXT_LIMIT = 5_000_000
"""Characters of a file that are read at most."""


def main() -> None:
    """Run the command; errors are one plain line on standard error, and exit status 1."""
    try:
        cli()
    except QuickreadError as error:
        typer.echo(f"quickread: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


def _print_version(wanted: bool) -> None:  # noqa: FBT001  # the shape of an option's callback
    if wanted:
        typer.echo(f"quickread {__version__}")
        raise typer.Exit


@cli.callback()
def options(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print it."),
    ] = False,
) -> None:
    """Short digests of your feeds, with verbatim, attributed quotes, for Slack and Discord."""


@cli.command()
def run(
    *,
    port: Annotated[int | None, typer.Option(help="The page's port; 0 takes a free one.")] = None,
) -> None:
    """Start: poll feeds, serve the page, connect to Slack and Discord where tokens are set."""
    from bot.logs import set_up_logs
    from bot.serving import serve

    settings = load_settings()
    if port is not None:
        settings = settings.model_copy(update={"quickread_port": port})
    set_up_logs(settings.quickread_log, settings.quickread_log_level)
    asyncio.run(serve(settings, announce=typer.echo))


@cli.command()
def brief(
    topic: Annotated[str, typer.Argument(help="A topic, or a file with an article.")] = "",
    *,
    as_json: AsJson = False,
    jsonl: Jsonl = False,
    bullets: Annotated[int, typer.Option(min=1, max=10, help="At most so many bullets.")] = 5,
    all_quotes: Annotated[
        bool, typer.Option("--all-quotes", help="With --jsonl: every quote, not the key ones.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show why each sentence was chosen or passed over.")
    ] = False,
) -> None:
    """Brief a topic from what is stored, or an article from a file."""
    if jsonl:
        from bot.pipes import brief_work

        _pipe(brief_work(bullets=bullets, all_quotes=all_quotes))
        return
    if not topic:
        raise InputError("What about?", hint="Give a topic or a file: quickread brief ukraine")
    from bot.terminal import brief_text, print_brief, print_explanation

    text = _file(topic)
    if explain:
        if text is None:
            raise InputError("--explain needs a file with an article.")
        print_explanation(text, bullets=bullets, as_json=as_json)
        return
    if text is not None:
        made = brief_text(text, topic, bullets=bullets)
    else:
        made = _with_newsroom(lambda newsroom: newsroom.brief(topic, bullets=bullets))
    print_brief(made, as_json=as_json, zone=load_settings().quickread_zone)


@cli.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")] = "",
    *,
    about: Annotated[str, typer.Option(help="A topic or a file to ask about.")] = "",
    as_json: AsJson = False,
    jsonl: Jsonl = False,
    articles: Annotated[
        Path | None, typer.Option(help="With --jsonl: the articles that every question is put to.")
    ] = None,
) -> None:
    """Answer a question from the sources, or say that they don't answer it."""
    if jsonl:
        from bot.pipes import ask_work

        _pipe(ask_work(articles))
        return
    if not question:
        raise InputError("What do you want to know?", hint='quickread ask "How many countries?"')
    from bot.terminal import answer_text, print_answer

    text = _file(about) if about else None
    if text is not None:
        said = answer_text(question, text, about)
    else:
        said = _with_newsroom(lambda newsroom: newsroom.ask(question, about=about))
    print_answer(said, as_json=as_json, zone=load_settings().quickread_zone)


@cli.command()
def extract(*, jsonl: Jsonl = False) -> None:
    """Take the article out of web pages (with --jsonl)."""
    from bot.pipes import extract_work

    _only_jsonl(jsonl=jsonl)
    _pipe(extract_work())


@cli.command()
def stories(*, jsonl: Jsonl = False) -> None:
    """Group articles into stories as they arrive (with --jsonl)."""
    from bot.pipes import stories_work

    _only_jsonl(jsonl=jsonl)
    _pipe(stories_work())


@cli.command("export")
def export_all(
    file: Annotated[Path, typer.Argument(help="Where to write; .gz compresses.")],
) -> None:
    """Write everything (subscriptions, feeds, settings, history) to a file."""
    from bot.backup import export_file

    rows = asyncio.run(export_file(load_settings(), file))
    typer.echo(f"{rows:,} rows written to {file}.")


@cli.command("import")
def import_all(
    file: Annotated[Path, typer.Argument(help="What `quickread export` wrote.")],
) -> None:
    """Take everything from a file into a new database, SQLite or PostgreSQL."""
    from bot.backup import import_file

    counts = asyncio.run(import_file(load_settings(), file))
    for table, rows in counts.items():
        typer.echo(f"{rows:>9,}  {table}")


@cli.command()
def doctor() -> None:
    """Check settings, database, tokens and feeds, and say what to do."""
    from bot.doctor import examine, report

    findings = asyncio.run(examine())
    typer.echo(report(findings))
    if any(finding.is_problem for finding in findings):
        raise typer.Exit(1)


@slack.command("manifest")
def slack_manifest(
    *,
    public_url: Annotated[
        str, typer.Option(help="Have Slack send everything there, instead of by Socket Mode.")
    ] = "",
    rotate: Annotated[
        bool, typer.Option("--rotate", help="Have tokens end, for workspaces that install it.")
    ] = False,
    organisation: Annotated[
        bool, typer.Option("--organisation", help="For all workspaces of an Enterprise Grid.")
    ] = False,
) -> None:
    """Print the app manifest to create the Slack app from."""
    from bot.adapters.slack.manifest import manifest
    from bot.conversation.catalogue import slack_commands

    made = manifest(
        slack_commands(), public_url=public_url, rotate=rotate, organisation=organisation
    )
    typer.echo(json.dumps(made, indent=2, ensure_ascii=False))


@slack.command("key")
def slack_key() -> None:
    """Print a new key for SLACK_TOKEN_KEY."""
    from bot.adapters.slack.vault import new_key

    typer.echo(new_key())


@discord.command("invite")
def discord_invite(
    application: Annotated[
        str, typer.Argument(help="The application's id; without it, the one of DISCORD_TOKEN.")
    ] = "",
    *,
    for_me: Annotated[
        bool, typer.Option("--for-me", help="A link that installs the app for yourself only.")
    ] = False,
) -> None:
    """Print the link that adds the bot to a server."""
    from bot.adapters.discord.invite import application_of, invite_link, personal_link

    token = load_settings().discord_token
    application = application or (application_of(token.get_secret_value()) if token else "")
    if not application:
        raise ConfigError(
            "The link needs the application's id.",
            hint="Set DISCORD_TOKEN, or give the id from the portal's General Information page.",
        )
    typer.echo(personal_link(application) if for_me else invite_link(application))


def _only_jsonl(*, jsonl: bool) -> None:
    if not jsonl:
        raise InputError("This command reads JSON lines.", hint="Add --jsonl.")


def _pipe(work: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    from bot.pipes import run as run_pipe

    with open(sys.stdin.fileno(), encoding="utf-8", errors="replace", closefd=False) as lines:
        for line in run_pipe(lines, work):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


def _file(name: str) -> str | None:
    """Return the text of the file of this name, None when it is no file but a topic."""
    path = Path(name)
    looks_like_one = "/" in name or path.suffix in (".txt", ".md", ".html")
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(TEXT_LIMIT)
    except FileNotFoundError:
        if looks_like_one:
            raise InputError(f"There is no file {name}.", hint="Check its name.") from None
    except OSError:
        if looks_like_one:
            raise InputError(f"The file {name} can't be read.", hint="Is it a text?") from None
    return None


def _with_newsroom(use: Callable[["Newsroom"], Awaitable[Result]]) -> Result:
    """Open the store, use the newsroom, close the store."""
    from bot.app import open_newsroom
    from bot.logs import set_up_logs

    settings = load_settings()
    set_up_logs(settings.quickread_log, "warning")  # what is printed is the answer alone

    async def inside() -> Result:
        async with open_newsroom(settings) as newsroom:
            return await use(newsroom)

    return asyncio.run(inside())
