"""Choices while typing, the command in a message's menu, and forms."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.forms import filled_in, settings_form
from bot.channels import Channel, Choice, DigestSettings, only_here
from briefings.errors import NotFound, StoreError
from tests.bot.adapters.answering import Answering
from tests.bot.adapters.discord.conftest import make, words
from tests.fakes.discord_server import (
    ANNOUNCEMENTS,
    CHANNEL,
    EPHEMERAL,
    GUILD,
    USER,
    DiscordServer,
    member,
)

MANAGER = {**member(USER), "permissions": str(1 << 5)}
HERE = Channel("discord", GUILD, CHANNEL)


class Knowing:
    """Knows a few topics, digests and feeds; `error` is raised in their place."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Channel, str]] = []
        self.error: Exception | None = None
        self.seen: dict[str, bool] = {}

    async def topics(
        self, channel: Channel, typed: str, *, sees: Callable[[str], bool] = only_here
    ) -> list[Choice]:
        self.seen = {other: sees(other) for other in (ANNOUNCEMENTS, "9999", "@1")}
        return self._say("topics", channel, typed, Choice("Grain ships leave", "grain ships"))

    async def digests(self, channel: Channel, typed: str) -> list[Choice]:
        return self._say("digests", channel, typed, Choice("3: ukraine · daily 08:00", "3"))

    async def feeds(self, channel: Channel, typed: str) -> list[Choice]:
        return self._say("feeds", channel, typed, Choice("News · https://n.test/rss", "7"))

    async def settings(self, channel: Channel, name: str) -> DigestSettings:
        if name == "3":
            return DigestSettings("ukraine", "weekdays 09:00", "Europe/Kyiv", 7, 3)
        if name:
            raise NotFound("Which digest is that?", hint="See /digest list.")
        return DigestSettings(zone="Europe/Kyiv")

    def _say(self, what: str, channel: Channel, typed: str, choice: Choice) -> list[Choice]:
        self.asked.append((what, channel, typed))
        if self.error:
            raise self.error
        return [choice, Choice("x" * 200, "y" * 200)] * 20


@pytest.fixture
def knowing() -> Knowing:
    return Knowing()


@pytest.fixture
async def adapter(
    server: DiscordServer, desk: Answering, knowing: Knowing
) -> AsyncIterator[DiscordAdapter]:
    adapter = make(server, desk, suggest=knowing)
    await adapter.start()
    yield adapter
    await adapter.stop()


@pytest.mark.parametrize(
    ("name", "sub", "option", "value"),
    [
        ("brief", "", "topic", "grain ships"),
        ("digest", "subscribe", "topic", "grain ships"),
        ("digest", "pause", "digest", "3"),
        ("digest", "change", "digest", "3"),
        ("feeds", "remove", "feed", "7"),
    ],
)
async def test_what_the_server_has_is_offered_while_somebody_types(
    server: DiscordServer,
    adapter: DiscordAdapter,
    knowing: Knowing,
    name: str,
    sub: str,
    option: str,
    value: str,
) -> None:
    await server.type_ahead(name, sub, option, "gra")
    await server.until(lambda: server.callbacks)
    choices = server.callbacks[0]["data"]["choices"]
    assert choices[0]["value"] == value
    assert knowing.asked[0][1:] == (HERE, "gra")
    assert len(choices) == 25
    assert all(len(one["name"]) <= 100 and len(one["value"]) <= 100 for one in choices)


@pytest.mark.parametrize(("who", "sees"), [(USER, True), ("401", False)], ids=["owner", "member"])
async def test_topics_of_channels_that_somebody_cannot_see_are_not_offered_to_them(
    server: DiscordServer, adapter: DiscordAdapter, knowing: Knowing, who: str, sees: bool
) -> None:
    await server.type_ahead("brief", "", "topic", "gra", member=member(who))
    await server.until(lambda: server.callbacks)
    assert knowing.seen == {ANNOUNCEMENTS: sees, "9999": False, "@1": False}


async def test_where_nothing_can_be_looked_up_anything_can_still_be_typed(
    server: DiscordServer, adapter: DiscordAdapter, knowing: Knowing
) -> None:
    knowing.error = StoreError("The database is away.")
    await server.type_ahead("brief", "", "topic", "gra")
    await server.until(lambda: server.callbacks)
    assert server.callbacks[0]["data"]["choices"] == []


@pytest.mark.parametrize(
    "message",
    [
        {"content": "Look: <https://n.test/a_(b)?x=1> and https://other.test"},
        {"content": "see **https://n.test/a_**."},
        {"embeds": [{"type": "rich", "url": "https://n.test/a_b", "title": "A"}]},
    ],
)
async def test_the_article_that_a_message_links_is_briefed(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter, message: dict[str, Any]
) -> None:
    await server.on_message("Brief this", message)
    await server.until(server.posted)
    assert desk.requests[0].name == "brief"
    assert desk.requests[0].argument.startswith("https://n.test/a_")
    assert ">" not in desk.requests[0].argument


async def test_a_message_without_a_link_is_told_to_the_asker_only(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.on_message("Brief this", {"content": "hello"})
    await server.until(lambda: server.followups)
    assert "no link" in words(server.followups[0])
    assert server.followups[0]["flags"] & EPHEMERAL
    assert not desk.requests


async def test_without_a_time_a_form_asks_for_it(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.command("digest", {"topic": "grain"}, sub="subscribe", locale="de")
    await server.until(lambda: server.callbacks)
    assert server.callbacks[0]["type"] == 9
    form = server.callbacks[0]["data"]
    fields = {part["component"]["custom_id"]: part for part in form["components"]}
    assert list(fields) == ["topic", "days", "time", "zone", "size"]
    assert fields["topic"]["component"]["value"] == "grain"
    assert fields["zone"]["component"]["value"] == "Europe/Kyiv"
    assert fields["days"]["label"] == "Tage"
    assert not desk.requests


FILLED = {"topic": "grain", "days": "weekdays", "time": "9:30", "zone": "Asia/Tokyo", "size": "7"}


async def test_a_form_that_was_filled_in_is_a_command(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.command("digest", sub="subscribe")
    await server.until(lambda: server.callbacks)
    await server.submit(server.callbacks[0]["data"]["custom_id"], FILLED)
    await server.until(server.posted)
    request = desk.requests[0]
    assert (request.name, request.argument) == (
        "digest",
        "subscribe grain weekdays 9:30 Asia/Tokyo size 7",
    )
    assert request.user.may_manage, "the server let them open the form"


async def test_a_form_that_was_not_opened_for_somebody_gives_no_rights(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.submit("qr:form:digest subscribe", FILLED)
    await server.until(lambda: desk.requests)
    assert not desk.requests[0].user.may_manage


async def test_a_digest_is_changed_by_a_form_that_shows_it(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.command("digest", {"digest": "3"}, sub="change")
    await server.until(lambda: server.callbacks)
    form = server.callbacks[0]["data"]
    fields = {part["component"]["custom_id"]: part["component"] for part in form["components"]}
    chosen = [one["value"] for one in fields["days"]["options"] if one["default"]]
    assert (chosen, fields["time"]["value"]) == (["weekdays"], "09:00")
    await server.submit(form["custom_id"], {**FILLED, "topic": "ukraine"})
    await server.until(server.posted)
    assert desk.requests[0].argument == "change 3 ukraine weekdays 9:30 Asia/Tokyo size 7"


async def test_a_digest_that_is_not_there_is_told_to_the_asker_only(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    token = await server.command("digest", {"digest": "9"}, sub="change")
    await server.until(lambda: server.originals.get(token, {}).get("done"))
    assert "Which digest" in words(server.originals[token])
    assert server.originals[token]["flags"] & EPHEMERAL


async def test_following_a_brief_opens_the_form_for_those_who_may(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.press("qr:follow:grain", member=MANAGER)
    await server.until(lambda: server.callbacks)
    assert server.callbacks[0]["type"] == 9
    await server.press("qr:follow:grain")
    await server.until(lambda: desk.requests)
    assert (desk.requests[0].name, desk.requests[0].user.may_manage) == ("follow", False)


@pytest.mark.parametrize(
    "schedule", ["every 2 hours", "daily 08:00, 18:00", "mondays 09:00", "0 8 * * 1-5", "x" * 300]
)
def test_any_schedule_survives_the_form(schedule: str) -> None:
    form = settings_form(DigestSettings("a", schedule, "UTC", 4, 3), "en-GB").to_dict()
    filled: list[dict[str, Any]] = []
    for label in form["components"]:
        part: dict[str, Any] = dict(label["component"])  # type: ignore[typeddict-item]
        value = part.get("value")
        chosen = [one["value"] for one in part.get("options", []) if one.get("default")]
        filled.append({"custom_id": part["custom_id"], "value": value, "values": chosen})
    said = filled_in({"components": [{"type": 18, "component": part} for part in filled]})
    assert said == f"a {schedule[:150]} UTC size 4"


async def test_where_only_a_person_installed_the_app_what_is_asked_is_theirs(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    await server.command("brief", {"topic": "a"}, authorizing_integration_owners={"1": USER})
    away: dict[str, Any] = {"guild_id": None, "member": None, "context": 1}
    await server.until(lambda: len(desk.requests) == 1)
    await server.command("brief", {"topic": "b"}, user=member(USER)["user"], **away)
    await server.until(lambda: len(desk.requests) == 2)
    own = Channel("discord", f"@{USER}", f"@{USER}")
    assert [request.channel for request in desk.requests] == [own, own]
