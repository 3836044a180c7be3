"""`/metrics`, for whatever watches the process."""

from aiohttp.test_utils import TestClient, TestServer
from scripted_conversation import ScriptedConversation
from staging import StagedViews

from bot.adapters.web import WebAdapter
from briefings.store import Store


async def test_it_is_shown_under_any_name(conversation: ScriptedConversation, store: Store) -> None:
    page = WebAdapter(conversation, store, StagedViews(), metrics=lambda: "quickread_x 1\n")
    async with TestClient(TestServer(page.application())) as asking:
        answer = await asking.get("/metrics", headers={"Host": "prometheus-sees-me.example"})
        assert (answer.status, await answer.text()) == (200, "quickread_x 1\n")
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    await page.stop()


async def test_where_nothing_is_counted_there_is_nothing(client: TestClient) -> None:
    assert (await client.get("/metrics")).status == 404
