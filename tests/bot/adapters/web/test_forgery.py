"""What is refused: other sites, other names, other formats."""

import io

import pytest
from aiohttp.test_utils import TestClient

from bot.adapters.web import WebAdapter
from bot.adapters.web.forgery import TOKEN_HEADER, Gate

LINE = {"channel": "newsroom", "text": "/help"}


def mine(page: WebAdapter) -> dict[str, str]:
    return {TOKEN_HEADER: page.gate.token}


async def test_the_page_itself_may_change_something(client: TestClient, page: WebAdapter) -> None:
    headers = {**mine(page), "Sec-Fetch-Site": "same-origin", "Origin": str(client.make_url(""))}
    headers["Origin"] = headers["Origin"].rstrip("/")
    answer = await client.post("/api/say", json=LINE, headers=headers)
    assert answer.status == 202


@pytest.mark.parametrize("given", [{}, {TOKEN_HEADER: "wrong"}, {TOKEN_HEADER: "ü"}])
async def test_without_the_token_nothing_changes(
    client: TestClient, page: WebAdapter, given: dict[str, str]
) -> None:
    answer = await client.post("/api/say", json=LINE, headers=given)
    assert answer.status == 403
    assert (await (await client.get("/api/messages?channel=newsroom")).json())["messages"] == []


@pytest.mark.parametrize(
    "given",
    [
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_site_is_refused_even_with_the_token(
    client: TestClient, page: WebAdapter, given: dict[str, str]
) -> None:
    answer = await client.post("/api/say", json=LINE, headers={**mine(page), **given})
    assert answer.status == 403


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test", "localhost@evil.test", "["])
async def test_a_name_that_only_leads_here_is_refused(client: TestClient, host: str) -> None:
    for path in ("/", "/api/session", "/events"):
        answer = await client.get(path, headers={"Host": host})
        assert answer.status in (400, 421)
        assert page_token_free(await answer.text())


def page_token_free(text: str) -> bool:
    return "token" not in text


def test_configured_names_are_known() -> None:
    gate = Gate("0.0.0.0", ("News.example.org",))
    assert gate._known("news.example.org:8765")
    assert gate._known("[::1]:8765")
    assert gate._known("localhost")
    assert not gate._known("example.org")


async def test_only_json_is_read(client: TestClient, page: WebAdapter) -> None:
    answer = await client.post("/api/say", data={"text": "x"}, headers=mine(page))
    assert answer.status == 415


async def test_every_answer_forbids_scripts_and_frames(client: TestClient) -> None:
    for path in ("/", "/healthz", "/nowhere", "/api/views/none"):
        headers = (await client.get(path)).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


async def test_a_body_that_is_too_large_is_refused(client: TestClient, page: WebAdapter) -> None:
    body = io.BytesIO(b'{"text": "' + b"x" * (9 * 1024 * 1024) + b'"}')
    headers = {**mine(page), "Content-Type": "application/json"}
    answer = await client.post("/api/import", data=body, headers=headers)
    assert answer.status == 413
