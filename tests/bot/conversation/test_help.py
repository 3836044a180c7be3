"""Every command explains itself."""

import pytest

from bot.app import App
from bot.channels import Channel, Request, User
from bot.conversation.catalogue import COMMANDS, SUBCOMMANDS
from bot.messages import Bullets, Message, inlines

HERE = Channel("slack", "T1", "C1")


async def helped(app: App, name: str, argument: str = "") -> Message:
    reply = await app.desk.handle(Request(HERE, User("u", may_manage=False), name, argument))
    assert reply.private
    return reply.message


def usages(message: Message) -> list[str]:
    """Return how the commands in it are written."""
    assert any(isinstance(block, Bullets) for block in message.blocks)
    return [one.text for one in inlines(message) if getattr(one, "code", False)]


@pytest.mark.parametrize("name", [one.name for one in COMMANDS])
async def test_help_behind_a_command_explains_it_to_the_asker_only(app: App, name: str) -> None:
    assert any(used.startswith(f"/{name}") for used in usages(await helped(app, name, "help")))


async def test_help_alone_lists_every_command(app: App) -> None:
    said = usages(await helped(app, "help"))
    for command in (*COMMANDS, *SUBCOMMANDS):
        assert any(used.startswith(f"/{command.name}") for used in said)


async def test_a_command_nobody_knows_is_met_with_the_one_that_is_meant(app: App) -> None:
    assert "“/breif”" in (await helped(app, "breif", "ukraine")).summary
    said = [getattr(one, "text", "") for one in inlines(await helped(app, "breif", "ukraine"))]
    assert "Did you mean /brief?" in said
