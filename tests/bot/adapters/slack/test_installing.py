"""Several workspaces: installing, using, renewing and leaving."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession
from cryptography.fernet import Fernet

from bot.adapters.slack.adapter import OAuth, SlackAdapter
from bot.channels import Channel
from briefings.errors import ConfigError, Refused
from briefings.store import Store, open_store
from briefings.store.tables import installations
from tests.bot.adapters.answering import Answering, said
from tests.bot.adapters.slack.conftest import make
from tests.bot.adapters.slack.test_http import serving
from tests.fakes.slack_server import Room, SlackServer

KEY, OLDER = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(f"sqlite:///{tmp_path / 'test.db'}")
    yield store
    await store.close()


def hosting(slack: SlackServer, desk: Answering, store: Store, **options: Any) -> SlackAdapter:
    """Return an adapter that any workspace can install, with no token of its own."""
    keys = options.pop("keys", (KEY,))
    oauth = OAuth(slack.client_id, slack.client_secret, keys, "https://news.test")
    options = {"bot_token": "", "app_token": "", "signing_secret": slack.signing_secret, **options}
    return make(slack, desk, oauth=oauth, memory=store, **options)


async def begin(base: str, session: ClientSession) -> str:
    """Start installing; return the state that Slack was given."""
    async with session.get(f"{base}/slack/install") as page:
        assert page.status == 200
        text = await page.text()
    address = text.split('<a href="')[1].split('"')[0].replace("&amp;", "&")
    asked = parse_qs(urlsplit(address).query)
    assert asked["redirect_uri"] == ["https://news.test/slack/oauth_redirect"]
    return asked["state"][0]


async def finish(base: str, session: ClientSession, state: str, team: str) -> int:
    """Come back from Slack; return the answer's status."""
    url = f"{base}/slack/oauth_redirect?code=code-{team}&state={state}"
    cookies = {"slack-app-oauth-state": state}
    async with session.get(url, cookies=cookies) as page:
        return page.status


async def install(base: str, team: str = "T2") -> int:
    async with ClientSession() as session:
        return await finish(base, session, await begin(base, session), team)


def command(team: str, channel: str) -> dict[str, str]:
    return {
        "team_id": team, "channel_id": channel, "user_id": "U1", "command": "/brief",
        "text": "grain", "trigger_id": f"{team}.1",
    }  # fmt: skip


async def test_two_workspaces_install_it_and_each_is_answered_with_its_own_token(
    slack: SlackServer, desk: Answering, store: Store
) -> None:
    slack.rooms |= {"C2A": Room("C2A", ["UBOT", "U1"]), "C3A": Room("C3A", ["UBOT", "U1"])}
    adapter = hosting(slack, desk, store)
    await adapter.start()
    async with serving(adapter) as base:
        assert await install(base, "T2") == 200
        assert await install(base, "T3") == 200
        for team, room in (("T2", "C2A"), ("T3", "C3A")):
            assert (await slack.send(f"{base}/slack/events", command(team, room)))[0] == 200
            await slack.until(lambda room=room: slack.posted(room))
    await adapter.stop()
    assert {request.channel.workspace for request in desk.requests} == {"T2", "T3"}
    assert await store.installed_scopes("slack") == ("slack/T2", "slack/T3")


async def test_tokens_are_sealed_in_the_database(
    slack: SlackServer, desk: Answering, store: Store
) -> None:
    adapter = hosting(slack, desk, store)
    await adapter.start()
    async with serving(adapter) as base:
        await install(base)
    await adapter.stop()
    (row,) = await store.rows(installations.select())
    assert "xoxb" not in json.dumps([str(value) for value in row])
    assert "xoxb" in Fernet(KEY).decrypt(row.sealed).decode()


async def test_a_state_is_good_once_and_only_if_it_was_given(
    slack: SlackServer, desk: Answering, store: Store
) -> None:
    adapter = hosting(slack, desk, store)
    await adapter.start()
    async with serving(adapter) as base, ClientSession() as session:
        state = await begin(base, session)
        assert await finish(base, session, "made-up", "T2") >= 400
        assert await finish(base, session, state, "T2") == 200
        assert await finish(base, session, state, "T3") >= 400
    await adapter.stop()
    assert await store.installed_scopes("slack") == ("slack/T2",)


async def test_a_token_that_ends_soon_is_renewed_and_kept(
    slack: SlackServer, desk: Answering, store: Store
) -> None:
    slack.expires_in = 60
    slack.rooms["C2A"] = Room("C2A", ["UBOT", "U1"])
    adapter = hosting(slack, desk, store)
    await adapter.start()
    async with serving(adapter) as base:
        await install(base)
    slack.expires_in = 43_200
    here = Channel("slack", "T2", "C2A")
    await adapter.post(here, said("One"), key="k1")
    await adapter.post(here, said("Two"), key="k2")
    await adapter.stop()
    grants = [body for method, body in slack.calls if method == "oauth.v2.access"]
    assert [body.get("grant_type") for body in grants].count("refresh_token") == 1
    assert len(slack.posted("C2A")) == 2


async def test_a_key_can_be_changed_while_the_old_one_still_opens(
    slack: SlackServer, desk: Answering, store: Store
) -> None:
    first = hosting(slack, desk, store, keys=(OLDER,))
    await first.start()
    async with serving(first) as base:
        await install(base)
    await first.stop()
    slack.rooms["C2A"] = Room("C2A", ["UBOT", "U1"])
    here = Channel("slack", "T2", "C2A")
    for keys, good in (((KEY, OLDER), True), ((KEY,), False)):
        adapter = hosting(slack, desk, store, keys=keys)
        await adapter.start()
        if good:
            await adapter.post(here, said("One"), key="k1")
        else:
            with pytest.raises(ConfigError, match="SLACK_TOKEN_KEY"):
                await adapter.post(here, said("Two"), key="k2")
        await adapter.stop()


async def test_a_key_that_is_none_is_named(
    slack: SlackServer, desk: Answering, store: Store
) -> None:
    with pytest.raises(ConfigError, match="SLACK_TOKEN_KEY is no key"):
        hosting(slack, desk, store, keys=("short",))


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}]
)
async def test_nothing_is_kept_of_a_workspace_that_removes_it(
    slack: SlackServer, desk: Answering, store: Store, event: dict[str, Any]
) -> None:
    left: list[str] = []

    async def on_left(scope: str) -> None:
        left.append(scope)
        await store.forget_scope(scope)

    adapter = hosting(slack, desk, store, on_left=on_left)
    await adapter.start()
    async with serving(adapter) as base:
        await install(base)
        body = {"type": "event_callback", "team_id": "T2", "event_id": "Ev1", "event": event}
        await slack.send(f"{base}/slack/events", body)
        await slack.until(lambda: left)
    with pytest.raises(Refused):
        await adapter.post(Channel("slack", "T2", "C1"), said("One"), key="k1")
    await adapter.stop()
    assert left == ["slack/T2"]
    assert await store.installed_scopes("slack") == ()


def command_within(organisation: str, team: str, channel: str) -> dict[str, str]:
    """Return a command in one of an organisation's workspaces."""
    return command(team, channel) | {
        "enterprise_id": organisation,
        "is_enterprise_install": "true",
    }


async def test_an_organisation_installs_it_for_all_its_workspaces(
    slack: SlackServer, desk: Answering, store: Store
) -> None:
    slack.rooms |= {"C2A": Room("C2A", ["UBOT", "U1"]), "C3A": Room("C3A", ["UBOT", "U1"])}
    adapter = hosting(slack, desk, store)
    await adapter.start()
    async with serving(adapter) as base:
        assert await install(base, "E1") == 200
        for team, room in (("T2", "C2A"), ("T3", "C3A")):
            asked = command_within("E1", team, room)
            assert (await slack.send(f"{base}/slack/events", asked))[0] == 200
            await slack.until(lambda room=room: slack.posted(room))
        stranger = command_within("E7", "T7", "C2A")
        await slack.send(f"{base}/slack/events", stranger)
    await adapter.stop()
    assert [request.channel.workspace for request in desk.requests] == ["T2", "T3"]
    later = hosting(slack, desk, store)  # a digest finds its workspace after a restart too
    await later.start()
    await later.post(Channel("slack", "T3", "C3A"), said("Digest"), key="k1")
    with pytest.raises(Refused):
        await later.post(Channel("slack", "T7", "C2A"), said("Digest"), key="k2")
    await later.stop()
    assert len(slack.posted("C3A")) == 2


async def test_a_workspaces_own_installation_goes_before_its_organisations(
    slack: SlackServer, desk: Answering, store: Store
) -> None:
    slack.rooms["C2A"] = Room("C2A", ["UBOT", "U1"])
    adapter = hosting(slack, desk, store)
    await adapter.start()
    async with serving(adapter) as base:
        await install(base, "T2")
        await install(base, "E1")
        await slack.send(f"{base}/slack/events", command_within("E1", "T2", "C2A"))
        await slack.until(lambda: slack.posted("C2A"))
    await adapter.stop()
    used = [token for token, team in slack.teams.items() if team == "T2"]
    assert slack.used["chat.postMessage"] == used


async def test_an_organisations_token_that_ends_soon_is_renewed_for_all(
    slack: SlackServer, desk: Answering, store: Store
) -> None:
    slack.expires_in = 60
    slack.rooms |= {"C2A": Room("C2A", ["UBOT", "U1"]), "C3A": Room("C3A", ["UBOT", "U1"])}
    adapter = hosting(slack, desk, store)
    await adapter.start()
    async with serving(adapter) as base:
        await install(base, "E1")
        slack.expires_in = 43_200
        for team, room in (("T2", "C2A"), ("T3", "C3A")):
            await slack.send(f"{base}/slack/events", command_within("E1", team, room))
            await slack.until(lambda room=room: slack.posted(room))
    await adapter.stop()
    assert await store.installed_scopes("slack") == ("slack/E1", "slack/T2", "slack/T3")


@pytest.mark.parametrize(
    ("event", "gone"),
    [
        ({"type": "app_uninstalled"}, ["slack/T2", "slack/T3", "slack/E1"]),
        ({"type": "team_access_revoked", "team_ids": ["T9", "T2"]}, ["slack/T2"]),
    ],
)
async def test_nothing_is_kept_of_what_an_organisation_takes_it_from(
    slack: SlackServer, desk: Answering, store: Store, event: dict[str, Any], gone: list[str]
) -> None:
    left: list[str] = []

    async def on_left(scope: str) -> None:
        left.append(scope)
        await store.forget_scope(scope)

    adapter = hosting(slack, desk, store, on_left=on_left)
    await adapter.start()
    async with serving(adapter) as base:
        await install(base, "E1")
        for team in ("T2", "T3"):
            await slack.send(f"{base}/slack/events", command_within("E1", team, "C1"))
        await slack.until(lambda: len(desk.requests) == 2)
        whose = {"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}
        body = {"type": "event_callback", "event_id": "Ev1", "event": event}
        await slack.send(f"{base}/slack/events", body | whose | {"authorizations": [whose]})
        await slack.until(lambda: len(left) == len(gone))
    await adapter.stop()
    assert left == gone
    kept = {"slack/E1", "slack/T2", "slack/T3"} - set(gone)
    assert set(await store.installed_scopes("slack")) == kept


async def test_the_settings_own_token_can_be_an_organisations(
    slack: SlackServer, desk: Answering
) -> None:
    slack.organisation = "E1"
    slack.rooms["C5A"] = Room("C5A", ["UBOT", "U1"])
    adapter = make(slack, desk)
    await adapter.start()
    await slack.command("brief", "grain", team_id="T5", enterprise_id="E1", channel_id="C5A")
    await slack.until(lambda: slack.posted("C5A"))
    await adapter.post(Channel("slack", "T6", "C5A"), said("Digest"), key="k1")
    await adapter.stop()
    assert desk.requests[0].channel == Channel("slack", "T5", "C5A")
    assert len(slack.posted("C5A")) == 2
