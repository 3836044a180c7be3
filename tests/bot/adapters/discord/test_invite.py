"""The install link asks for what is used, and for nothing else."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bot.adapters.discord.invite import (
    PERMISSIONS,
    SCOPES,
    application_of,
    invite_link,
    permission_bits,
    personal_link,
)
from bot.adapters.discord.library import discord

GUIDE = Path(__file__).parents[4] / "docs" / "discord.md"


def test_the_link_carries_application_permissions_and_scopes() -> None:
    link = urlsplit(invite_link("100"))
    query = parse_qs(link.query)
    assert link.netloc == "discord.com"
    assert query["client_id"] == ["100"]
    assert query["scope"] == ["bot applications.commands"]
    assert int(query["permissions"][0]) == permission_bits()


def test_an_app_for_oneself_needs_commands_only() -> None:
    query = parse_qs(urlsplit(personal_link("100")).query)
    assert query == {
        "client_id": ["100"],
        "integration_type": ["1"],
        "scope": ["applications.commands"],
    }


def test_the_permissions_are_those_that_the_library_knows_by_that_name() -> None:
    expected = discord.Permissions(
        view_channel=True,
        send_messages=True,
        read_message_history=True,
        create_public_threads=True,
        send_messages_in_threads=True,
        embed_links=True,
        attach_files=True,
    )
    assert permission_bits() == expected.value


def test_the_guide_says_what_each_permission_and_scope_is_for() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for name, (_, purpose) in PERMISSIONS.items():
        assert f"| {name} | {purpose} |" in guide
    for name, purpose in SCOPES.items():
        assert f"| `{name}` | {purpose} |" in guide


def test_the_application_is_read_off_the_token() -> None:
    assert application_of("MTIzNDU2Nzg5MDEyMzQ1Njc4.abc.def") == "123456789012345678"
    assert application_of("nonsense") == application_of("") == application_of("é.b.c") == ""
