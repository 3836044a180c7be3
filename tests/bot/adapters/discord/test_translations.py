"""Every command is there in every language, within what Discord allows."""

import re

import pytest

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.commands import BRIEF_THIS
from bot.adapters.discord.translations import DESCRIPTIONS, FORM, LANGUAGES, NAMES, say
from tests.bot.adapters.answering import Answering
from tests.fakes.discord_server import DiscordServer


def test_names_in_menus_may_have_spaces() -> None:
    assert all(1 <= len(translated) <= 32 for translated in NAMES[BRIEF_THIS])


@pytest.mark.parametrize("name", sorted(NAMES.keys() - {BRIEF_THIS}))
def test_names_are_of_the_kind_that_discord_takes(name: str) -> None:
    for translated in NAMES[name]:
        assert re.fullmatch(r"[-_'\w]{1,32}", translated)
        assert translated == translated.lower()


@pytest.mark.parametrize("words", DESCRIPTIONS)
def test_descriptions_are_short_enough(words: str) -> None:
    assert all(1 <= len(translated) <= 100 for translated in DESCRIPTIONS[words])


async def test_discord_is_told_all_names_and_descriptions_in_all_languages() -> None:
    async with DiscordServer() as server:
        adapter = DiscordAdapter(Answering(), token=server.token, api_url=server.api_url)
        await adapter.start()
        await adapter.stop()
    told = list(server.commands["*"])
    for command in told:
        told += command.get("options", [])
    assert {command["name"] for command in told} >= {"brief", "subscribe", "topic", "zone"}
    for command in told:
        assert set(command["name_localizations"]) == set(LANGUAGES), command["name"]
        if command["name"] != BRIEF_THIS:
            known = command["description_localizations"]
            assert set(known) == set(LANGUAGES), command["description"]


def test_the_words_of_the_form_fit_into_it() -> None:
    assert all(len(words) <= 45 for row in FORM.values() for words in row)
    assert say("Days", "uk") == "Дні"
    assert say("Days", "ja") == "Days"


def test_no_two_commands_of_one_level_share_a_name() -> None:
    levels = [
        ("brief", "ask", "help", "digest", "feeds"),
        ("subscribe", "list", "change", "preview", "pause", "resume", "remove"),
        ("add", "list", "remove", "import", "export"),
        ("topic", "when", "zone"),
    ]
    for level in levels:
        for column in range(len(LANGUAGES)):
            assert len({NAMES[name][column] for name in level}) == len(level)
