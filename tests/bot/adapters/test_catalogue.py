"""Slack and Discord offer every command there is, and no other."""

from bot.adapters.discord.commands import Uses, add_commands
from bot.adapters.discord.library import app_commands, discord
from bot.adapters.slack.adapter import COMMANDS as SLACK_COMMANDS
from bot.adapters.slack.manifest import manifest
from bot.conversation.catalogue import COMMANDS, SUBCOMMANDS, slack_commands


def test_slack_listens_to_every_command() -> None:
    assert sorted(SLACK_COMMANDS) == sorted(command.name for command in COMMANDS)


def test_the_manifest_takes_the_catalogue() -> None:
    made = manifest(slack_commands())["features"]["slash_commands"]
    assert [command["command"] for command in made] == [f"/{one.name}" for one in COMMANDS]
    assert all(command["description"] for command in made)


async def test_discord_offers_every_command_and_subcommand() -> None:
    async def run(*_: object) -> None:
        """Do nothing."""

    client = discord.Client(intents=discord.Intents.none())
    tree = app_commands.CommandTree(client)
    add_commands(tree, Uses(run, run))
    offered = {
        command.qualified_name
        for command in tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }
    typed = tree.get_commands(type=discord.AppCommandType.chat_input)
    groups = {command.qualified_name for command in typed}
    assert groups == {command.name for command in COMMANDS}
    assert {name for name in offered if " " in name} == {one.name for one in SUBCOMMANDS}
