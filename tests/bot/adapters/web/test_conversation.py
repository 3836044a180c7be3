"""What is typed is kept, answered and shown; posts land once."""

import asyncio
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from scripted_conversation import BRIEF, ScriptedConversation

from bot.adapters.web import WebAdapter
from bot.adapters.web.forgery import TOKEN_HEADER
from bot.adapters.web.room import channel_name, read_line
from bot.channels import Channel
from bot.compose import text_message
from bot.messages import Link, Message, Note, line
from briefings.errors import ConfigError, InputError, Malformed
from briefings.store import Store

CHANNEL = Channel("web", "local", "newsroom")


async def do(client: TestClient, page: WebAdapter, path: str, **body: Any) -> tuple[int, Any]:
    answer = await client.post(path, json=body, headers={TOKEN_HEADER: page.gate.token})
    await asyncio.gather(*page.room._tasks)
    return answer.status, await answer.json()


async def shown(client: TestClient, **query: str) -> list[dict[str, Any]]:
    answer = await client.get("/api/messages", params={"channel": "newsroom", **query})
    found: list[dict[str, Any]] = (await answer.json())["messages"]
    return found


async def test_a_command_is_shown_and_answered(
    client: TestClient, page: WebAdapter, conversation: ScriptedConversation
) -> None:
    status, _ = await do(
        client, page, "/api/say", channel="newsroom", text=" /brief ukraine ", zone="Europe/Kyiv"
    )
    assert status == 202
    line, brief = await shown(client)
    assert (line["author"], line["summary"]) == ("you", "/brief ukraine")
    assert (brief["author"], brief["summary"]) == ("quickread", BRIEF.summary)
    request = conversation.requests[0]
    assert (request.name, request.argument, request.thread) == ("brief", "ukraine", None)
    assert (request.user.zone, request.user.may_manage) == ("Europe/Kyiv", True)


async def test_a_question_in_a_thread_is_answered_there(
    client: TestClient, page: WebAdapter, conversation: ScriptedConversation
) -> None:
    posted = await page.post(CHANNEL, BRIEF, key="digest/1")
    await do(client, page, "/api/say", channel="newsroom", text="How many?", thread="digest/1")
    assert conversation.requests[0].thread == posted.message_id
    assert conversation.requests[0].name == ""
    assert [one["author"] for one in await shown(client, thread="digest/1")] == ["you", "quickread"]
    (parent,) = await shown(client)
    assert parent["replies"] == 2


async def test_who_waits_sees_that_work_is_under_way(
    client: TestClient, page: WebAdapter, conversation: ScriptedConversation
) -> None:
    conversation.hold.clear()
    headers = {TOKEN_HEADER: page.gate.token}
    await client.post(
        "/api/say", json={"channel": "newsroom", "text": "/brief x"}, headers=headers
    )  # fmt: skip
    found = await (await client.get("/api/messages?channel=newsroom")).json()
    assert [one["channel"] for one in found["working"]] == ["newsroom"]
    conversation.hold.set()
    await asyncio.gather(*page.room._tasks)
    assert page.room.working == {}


async def test_a_private_answer_says_so_and_a_file_can_be_fetched(
    client: TestClient, page: WebAdapter
) -> None:
    await do(client, page, "/api/say", channel="newsroom", text="/feeds export")
    answer = (await shown(client))[-1]
    assert "Only visible to you" in answer["html"]
    file = await client.get("/api/attachment", params={"key": answer["key"]})
    assert await file.text() == "<opml><body/></opml>"
    assert file.headers["Content-Disposition"] == 'attachment; filename="quickread-feeds.opml"'
    assert file.content_type == "application/octet-stream"


async def test_a_file_of_feeds_is_read(
    client: TestClient, page: WebAdapter, conversation: ScriptedConversation
) -> None:
    await do(client, page, "/api/import", channel="newsroom", name="my.opml", text="<opml/>")
    assert conversation.requests[0].argument == "import <opml/>"
    assert (await shown(client))[0]["summary"] == "/feeds import my.opml"


async def test_a_button_does_what_its_message_says_and_nothing_else(
    client: TestClient, page: WebAdapter, conversation: ScriptedConversation
) -> None:
    await page.post(CHANNEL, BRIEF, key="b")
    status, _ = await do(client, page, "/api/press", key="b", action="more", value="ukraine")
    assert status == 202
    assert (conversation.requests[0].name, conversation.requests[0].argument) == ("more", "ukraine")
    status, _ = await do(client, page, "/api/press", key="b", action="feeds", value="remove 1")
    assert status == 404
    assert len(conversation.requests) == 1


async def test_an_answer_that_breaks_becomes_a_plain_word(
    client: TestClient, page: WebAdapter
) -> None:
    await do(client, page, "/api/say", channel="newsroom", text="/break")
    answer = (await shown(client))[-1]
    assert "That went wrong" in answer["html"]
    assert "boom" not in answer["html"]


async def test_a_message_is_changed_where_it_stands(page: WebAdapter, client: TestClient) -> None:
    posted = await page.post(CHANNEL, BRIEF, key="digest/1")
    await page.edit(CHANNEL, posted.message_id, text_message("Corrected."), key="digest/1")
    (message,) = await shown(client)
    assert (message["summary"], str(message["id"])) == ("Corrected.", posted.message_id)


async def test_a_post_lands_once_for_its_key(page: WebAdapter, client: TestClient) -> None:
    first = await page.post(CHANNEL, BRIEF, key="digest/1")
    assert await page.post(CHANNEL, BRIEF, key="digest/1") == first
    assert await page.find(CHANNEL, "digest/1") == first
    assert await page.find(Channel("web", "local", "other"), "digest/1") is None
    assert len(await shown(client)) == 1
    with pytest.raises(Malformed):
        await page.post(CHANNEL, BRIEF, key="x", thread="nonsense")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/say", {"channel": "newsroom", "text": "  "}, 400),
        ("/api/say", {"channel": "newsroom", "text": "x" * 4001}, 400),
        ("/api/say", {"channel": "nowhere", "text": "x"}, 404),
        ("/api/say", {"channel": "newsroom", "text": "x", "thread": "none"}, 404),
        ("/api/say", {"channel": "newsroom", "text": "x", "thread": 1}, 400),
        ("/api/say", {"channel": ["newsroom"], "text": "x"}, 400),
        ("/api/channels", {"name": " # "}, 400),
        ("/api/press", {"key": "none", "action": "more", "value": ""}, 404),
    ],
)
async def test_wrong_input_gets_a_clear_word(
    client: TestClient, page: WebAdapter, path: str, body: dict[str, Any], status: int
) -> None:
    found, answer = await do(client, page, path, **body)
    assert found == status
    assert answer["error"]


async def test_a_channel_can_be_added_once(
    client: TestClient, page: WebAdapter, store: Store
) -> None:
    for name in ("#Climate Desk", "climate-desk"):
        _, answer = await do(client, page, "/api/channels", name=name)
        assert answer["name"] == "climate-desk"
    assert await store.page_channels() == ("newsroom", "ukraine", "climate-desk")


def test_names_and_lines_are_read_as_people_type_them() -> None:
    assert channel_name(" Київ / Новини ") == "київ-новини"
    assert read_line("/Brief  ukraine") == ("brief", "ukraine")
    assert read_line("/") == ("help", "")
    assert read_line("How many?") == ("", "How many?")
    with pytest.raises(InputError):
        channel_name("///")


async def test_commands_complete(client: TestClient) -> None:
    answer = await (await client.get("/api/complete", params={"typed": "/di"})).json()
    assert [offer["name"] for offer in answer["offers"]] == ["digest"]


async def test_the_page_and_its_views_are_served(client: TestClient) -> None:
    html = await (await client.get("/")).text()
    assert "#/c/newsroom" in html
    for view in ("feeds", "stories", "coming", "deliveries", "help"):
        assert (await client.get(f"/api/views/{view}")).status == 200
    assert (await client.get("/api/views/secrets")).status == 404
    assert (await (await client.get("/healthz")).json())["ok"] is True


async def test_a_port_in_use_is_said_with_the_setting_that_changes_it(
    page: WebAdapter, conversation: ScriptedConversation, store: Store
) -> None:
    first = WebAdapter(conversation, store, page._routes._views, port=0)
    await first.start()
    port = int(first.address.rsplit(":", 1)[1].strip("/"))
    try:
        with pytest.raises(ConfigError, match=rf"{port}.*QUICKREAD_PORT"):
            await WebAdapter(conversation, store, page._routes._views, port=port).start()
    finally:
        await first.stop()


async def test_a_message_is_linked_to_by_the_thread_that_it_opens(
    client: TestClient, page: WebAdapter
) -> None:
    head = await page.post(CHANNEL, BRIEF, key="digest/1/8:00")
    story = await page.post(CHANNEL, BRIEF, key="digest/1/8:00/1", thread=head.message_id)
    thread = "#/c/newsroom/t/digest%2F1%2F8%3A00"
    assert await page.locate(CHANNEL, head.message_id, key="digest/1/8:00") == thread
    assert (
        await page.locate(CHANNEL, story.message_id, key="digest/1/8:00/1", thread=head.message_id)
        == thread
    )
    link = Message((Note(line(Link("this was told", thread))),), "Update")
    await page.post(CHANNEL, link, key="digest/1/9:00")
    assert f'<a href="{thread}">this was told</a>' in (await shown(client))[-1]["html"]


async def test_an_answer_that_stopping_cuts_off_says_so(
    client: TestClient, page: WebAdapter, conversation: ScriptedConversation, store: Store
) -> None:
    conversation.hold.clear()
    headers = {TOKEN_HEADER: page.gate.token}
    await client.post(
        "/api/say", json={"channel": "newsroom", "text": "/brief x"}, headers=headers
    )  # fmt: skip
    await page.room.close(patience=0)
    kept = await store.page_messages("web/local/newsroom")
    assert [one.payload["summary"] for one in kept] == ["/brief x", "I am being restarted."]
