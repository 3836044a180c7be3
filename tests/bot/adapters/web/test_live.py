"""Live updates: in order, resumed where they broke off, and bounded."""

import json
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from bot.adapters.web import WebAdapter
from bot.adapters.web.live import Event, Live
from bot.channels import Channel
from bot.messages import Message, Paragraph, line

CHANNEL = Channel("web", "local", "newsroom")


def message(words: str) -> Message:
    return Message((Paragraph(line(words)),), words)


async def read(stream: ClientResponse, name: str) -> dict[str, Any]:
    """Return the data of the next event of this name."""
    current = ""
    async for raw in stream.content:
        text = raw.decode().strip()
        if text.startswith("event:"):
            current = text.split(": ", 1)[1]
        elif text.startswith("data:") and current == name:
            data: dict[str, Any] = json.loads(text.split(": ", 1)[1])
            return data
    raise AssertionError("the stream ended")


async def test_a_post_reaches_the_open_page(client: TestClient, page: WebAdapter) -> None:
    async with client.get("/events") as stream:
        await read(stream, "hello")
        posted = await page.post(CHANNEL, message("Good morning"), key="k")
        event = await read(stream, "message")
    assert str(event["id"]) == posted.message_id
    assert event["channel"] == "newsroom"
    assert "Good morning" in event["html"]


async def test_a_message_that_is_changed_changes_on_the_open_page(
    client: TestClient, page: WebAdapter
) -> None:
    posted = await page.post(CHANNEL, message("12 people"), key="k")
    async with client.get("/events") as stream:
        await read(stream, "hello")
        await page.edit(CHANNEL, posted.message_id, message("19 people"), key="k")
        event = await read(stream, "changed")
    assert str(event["id"]) == posted.message_id
    assert "19 people" in event["html"]


async def test_a_page_that_comes_back_gets_what_it_missed(
    client: TestClient, page: WebAdapter
) -> None:
    first = await page.post(CHANNEL, message("one"), key="1")
    await page.post(CHANNEL, message("two"), key="2")
    async with client.get("/events", headers={"Last-Event-ID": first.message_id}) as stream:
        assert (await read(stream, "message"))["summary"] == "two"
        await page.post(CHANNEL, message("three"), key="3")
        assert (await read(stream, "message"))["summary"] == "three"


async def test_after_a_long_absence_the_page_loads_anew(
    client: TestClient, page: WebAdapter
) -> None:
    for number in range(201):
        await page.post(CHANNEL, message(str(number)), key=str(number))
    async with client.get("/events", headers={"Last-Event-ID": "0"}) as stream:
        assert await read(stream, "reset") == {}


async def test_a_silent_connection_shows_that_it_is_alive(client: TestClient) -> None:
    async with client.get("/events") as stream:
        await read(stream, "hello")
        async for raw in stream.content:
            if raw.startswith(b":"):
                return


async def test_a_page_that_does_not_keep_up_is_let_go_without_holding_the_others() -> None:
    live = Live(size=3)
    slow, quick = live.listen(), live.listen()
    assert slow
    assert quick
    reading = quick.chunks()
    for number in range(5):
        live.tell(Event("message", {}, number))
        event = await anext(reading)
        assert event
        assert event.id == number
    assert not slow.open
    assert [event async for event in slow.chunks()] == []
    assert len(live) == 1


def test_only_so_many_pages_can_be_open() -> None:
    live = Live(browsers=1)
    first = live.listen()
    assert first
    assert live.listen() is None
    live.leave(first)
    assert live.listen()


def test_an_event_stays_on_its_line_whatever_is_in_it() -> None:
    wire = Event("message", {"text": "a\n\nevent: evil\r\n\u2028\ud800"}, 7).encode()
    assert wire.startswith(b"id: 7\nevent: message\ndata: ")
    assert wire.count(b"\n") == 4
    assert b"\r" not in wire
