"""Slack on loopback: Web API, OAuth, Socket Mode and signed HTTP requests, over real sockets.

In a test `async with SlackServer() as slack`; alone `python -m tests.fakes.slack_server --port N`:
then GET /_inspect shows what it got, POST /_push sends an envelope, POST /_fail plans a fault.
It keeps Slack's limits and refuses what Slack refuses.
"""

import argparse
import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self
from urllib.parse import urlencode

from aiohttp import ClientSession, WSMsgType, web

Json = dict[str, Any]

TEXT_KEYS = {"header": 150, "section": 3000, "button": 75}


@dataclass
class Person:
    id: str
    admin: bool = False
    zone: str = "Europe/Kyiv"


@dataclass
class Room:
    id: str
    members: list[str]
    private: bool = False
    archived: bool = False
    hidden: bool = True
    """Whether those outside are told that there is no such channel, where it is private."""
    messages: list[Json] = field(default_factory=list)


class SlackServer:
    """The workspace `T1`, in which the bot is `UBOT`, and others that install the app.

    Whoever installs gives the code of their workspace: `T2`'s is `code-T2`; or, for all workspaces
    of an organisation (Enterprise Grid), that one's: `code-E1`.
    """

    signing_secret = "signing-secret"
    client_id, client_secret = "111.222", "client-secret"
    bot_token = "xoxb-test-bot"
    app_token = "xapp-test-app"

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.people = {
            "U1": Person("U1"),
            "U2": Person("U2"),
            "UADMIN": Person("UADMIN", admin=True),
        }
        self.rooms = {
            "C1": Room("C1", ["UBOT", "U1"]),
            "C2": Room("C2", ["U1"]),
            "C9": Room("C9", ["UBOT", "U1"], archived=True),
            "G1": Room("G1", ["U1"], private=True),
            "D1": Room("D1", ["UBOT", "U1"]),
        }
        self.teams = {self.bot_token: "T1"}
        """The workspace of each bot's token."""
        self.refreshes: dict[str, str] = {}
        """The workspace of each refresh token, good once."""
        self.expires_in: int | None = None
        self.views: dict[str, Json] = {}
        self.homes: dict[str, Json] = {}
        self.prompts: list[Json] = []
        self.statuses: list[Json] = []
        self.calls: list[tuple[str, Json]] = []
        self.used: dict[str, list[str]] = {}
        """The tokens that each method was called with."""
        self.ephemeral: list[Json] = []
        self.responses: list[Json] = []
        self.acknowledged: list[str] = []
        self.ack_payloads: dict[str, Json] = {}
        self.connections = 0
        self.files: list[Json] = []
        self.tickets: set[str] = set()
        self.scopes = ""
        self.organisation = ""
        """The organisation that the bot's own token is for, with all its workspaces."""
        self._team = ""
        self._faults: dict[str, list[Json]] = {}
        self._sockets: list[web.WebSocketResponse] = []
        self._changed = asyncio.Condition()
        self._clock = count(1_700_000_000)
        self._runner: web.AppRunner | None = None

    # --- life

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/socket", self._socket)
        app.router.add_post("/respond/{id}", self._respond)
        app.router.add_post("/upload/{id}", self._upload)
        app.router.add_get("/_inspect", self._inspect)
        app.router.add_post("/_push", self._pushed)
        app.router.add_post("/_fail", self._failing)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        for socket in self._sockets:
            await socket.close()
        if self._runner:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    # --- what a test does

    def fail(self, method: str, *, times: int = 1, **fault: Any) -> None:
        """Plan faults: status=, retry_after=, error=, drop=True (works, then breaks the line)."""
        self._faults.setdefault(method, []).extend([fault] * times)

    async def until(self, happened: Any, seconds: float = 10) -> None:
        """Wait until `happened()` is true: looked at after all it gets, and now and then."""
        async with asyncio.timeout(seconds):
            while not happened():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(0.05), self._changed:
                        await self._changed.wait()

    async def command(self, name: str, text: str = "", **extra: str) -> str:
        """Send a slash command; return the envelope's id."""
        return await self.push(
            "slash_commands",
            {
                "team_id": "T1",
                "channel_id": "C1",
                "user_id": "U1",
                "command": f"/{name}",
                "text": text,
                "trigger_id": uuid.uuid4().hex,
                "response_url": f"http://127.0.0.1:{self.port}/respond/{uuid.uuid4().hex}",
                **extra,
            },
        )

    async def event(self, *, event_id: str = "", **event: Any) -> str:
        """Send an event of the Events API; return the envelope's id."""
        event = {"type": "message", "channel": "C1", "user": "U1", "ts": self.now(), **event}
        body = {
            "type": "event_callback",
            "team_id": "T1",
            "event_id": event_id or f"Ev{uuid.uuid4().hex}",
            "event": event,
        }
        return await self.push("events_api", body)

    async def press(self, action: str, value: str, message_ts: str) -> str:
        """Press a button under a message in C1."""
        return await self.push(
            "interactive",
            {
                "type": "block_actions",
                "team": {"id": "T1"},
                "user": {"id": "U1"},
                "channel": {"id": "C1"},
                "container": {"type": "message", "message_ts": message_ts, "channel_id": "C1"},
                "message": {"ts": message_ts},
                "trigger_id": uuid.uuid4().hex,
                "response_url": f"http://127.0.0.1:{self.port}/respond/{uuid.uuid4().hex}",
                "actions": [{"type": "button", "action_id": action, "value": value}],
            },
        )

    async def act(self, action: Json, **payload: Any) -> str:
        """Do something with an element of a view."""
        body = {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": "U1"},
            "trigger_id": uuid.uuid4().hex,
            "actions": [action],
            **payload,
        }
        return await self.push("interactive", body)

    async def submit(self, view: Json, values: Json, **payload: Any) -> str:
        """Send a form that was filled in; `values` are the fields' states by their names."""
        state = {"values": {name: {name: value} for name, value in values.items()}}
        body = {
            "type": "view_submission",
            "team": {"id": "T1"},
            "user": {"id": "U1"},
            "view": {**view, "state": state},
            **payload,
        }
        return await self.push("interactive", body)

    async def shortcut(self, callback: str, **payload: Any) -> str:
        """Use a shortcut, a message's where `payload` has one."""
        body = {
            "type": "message_action" if "message" in payload else "shortcut",
            "callback_id": callback,
            "team": {"id": "T1"},
            "user": {"id": "U1"},
            "trigger_id": uuid.uuid4().hex,
            **payload,
        }
        return await self.push("interactive", body)

    async def send(self, url: str, body: Json, **how: Any) -> tuple[int, str]:
        """Send a payload as a signed HTTP request; return the answer's status and text.

        `secret` and `age` (seconds) make a bad or old signature.
        """
        kind = body.get("type")
        if kind in ("event_callback", "url_verification"):
            text, content = json.dumps(body), "application/json"
        elif "command" in body:
            text, content = urlencode(body), "application/x-www-form-urlencoded"
        else:
            text = urlencode({"payload": json.dumps(body)})
            content = "application/x-www-form-urlencoded"
        stamp = str(int(time.time() - how.get("age", 0)))
        secret = how.get("secret", self.signing_secret).encode()
        signed = hmac.new(secret, f"v0:{stamp}:{text}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": content,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signed}",
        }
        async with (
            ClientSession() as session,
            session.post(url, data=text, headers=headers) as answer,
        ):
            return answer.status, await answer.text()

    async def push(self, kind: str, payload: Json, *, connection: int = -1) -> str:
        """Send an envelope on a connection, the newest if none is named."""
        envelope = uuid.uuid4().hex
        body = {"envelope_id": envelope, "type": kind, "payload": payload}
        body["accepts_response_payload"] = kind != "events_api"
        await self._open_sockets()[connection].send_json(body)
        return envelope

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the client to connect anew, as Slack does every few hours."""
        await self._open_sockets()[-1].send_json({"type": "disconnect", "reason": reason})

    def now(self) -> str:
        """A message's time, later each time."""
        return f"{next(self._clock)}.000100"

    def posted(self, channel: str = "C1") -> list[Json]:
        """The bot's messages in a channel."""
        return [message for message in self.rooms[channel].messages if message["user"] == "UBOT"]

    def _open_sockets(self) -> list[web.WebSocketResponse]:
        return [socket for socket in self._sockets if not socket.closed]

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    # --- Socket Mode

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=403)
        self.tickets.remove(ticket)  # good for one try only
        if fault := self._fault("socket"):
            return web.Response(status=fault["status"])
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        self.connections += 1
        await socket.send_json({"type": "hello", "num_connections": len(self._open_sockets())})
        await self._notify()
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                said = json.loads(message.data)
                self.acknowledged.append(said["envelope_id"])
                if said.get("payload"):
                    self.ack_payloads[said["envelope_id"]] = said["payload"]
                await self._notify()
        return socket

    async def _respond(self, request: web.Request) -> web.Response:
        fault = self._fault("respond")
        if fault:
            return web.Response(status=fault["status"])
        self.responses.append({"id": request.match_info["id"], **await request.json()})
        await self._notify()
        return web.json_response({"ok": True})

    # --- Web API

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        body: Json = dict(request.query)
        if request.method == "POST":
            raw = await request.text()
            if request.content_type == "application/json":
                body.update(json.loads(raw or "{}"))
            else:
                body.update(await request.post())
        self.calls.append((method, body))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.used.setdefault(method, []).append(token)
        fault = self._fault(method)
        if fault and fault.get("status"):
            return self._failed(fault)
        answer = self._answer(method, request.headers.get("Authorization", ""), body, fault)
        await self._notify()
        if fault and fault.get("drop"):
            assert request.transport
            request.transport.abort()
        return web.json_response(answer, headers={"X-OAuth-Scopes": self.scopes})

    def _fault(self, method: str) -> Json | None:
        planned = self._faults.get(method)
        return planned.pop(0) if planned else None

    def _failed(self, fault: Json) -> web.Response:
        headers = {"Retry-After": str(fault["retry_after"])} if "retry_after" in fault else {}
        if fault["status"] == 429:
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers=headers
            )
        return web.Response(status=fault["status"], text="oops", headers=headers)

    def _answer(self, method: str, authorization: str, body: Json, fault: Json | None) -> Json:
        token = authorization.removeprefix("Bearer ")
        if method == "apps.connections.open":
            if token != self.app_token:
                return {"ok": False, "error": "invalid_auth"}
        elif method == "oauth.v2.access":
            return self._oauth_v2_access(body, authorization)
        elif token not in self.teams:
            return {"ok": False, "error": "invalid_auth"}
        self._team = self.teams.get(token, "")
        if fault and fault.get("error"):
            return {"ok": False, "error": fault["error"]}
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        if handler is None:
            return {"ok": False, "error": "unknown_method"}
        try:
            return {"ok": True, **handler(body)}
        except Refusal as refusal:
            return {"ok": False, "error": refusal.args[0]}

    def _room(self, body: Json, *, member: bool = True) -> Room:
        room = self.rooms.get(body.get("channel", ""))
        if room is None or (room.private and room.hidden and "UBOT" not in room.members):
            raise Refusal("channel_not_found")
        if member and "UBOT" not in room.members:
            raise Refusal("not_in_channel")
        return room

    def _auth_test(self, _body: Json) -> Json:
        name = "Test" if self._team == "T1" else f"Team {self._team}"
        return {
            "team_id": self._team,
            "team": name,
            "url": "https://test.slack.test/",
            "user_id": "UBOT",
            "bot_id": "B1",
            "user": "qr",
            "enterprise_id": self.organisation or None,
            "is_enterprise_install": bool(self.organisation),
        }

    def _oauth_v2_access(self, body: Json, authorization: str) -> Json:
        ours = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if authorization != f"Basic {ours}":
            return {"ok": False, "error": "bad_client_secret"}
        if body.get("grant_type") == "refresh_token":
            team = self.refreshes.pop(body.get("refresh_token", ""), "")
            if not team:
                return {"ok": False, "error": "invalid_refresh_token"}
        else:
            team = str(body.get("code", "")).removeprefix("code-")
            if not team.startswith(("T", "E")):
                return {"ok": False, "error": "invalid_code"}
        return {"ok": True, **self._grant(team)}

    def _grant(self, team: str) -> Json:
        number = len(self.teams)
        token = f"xoxb-{team}-{number}" if self.expires_in is None else f"xoxe.xoxb-{team}-{number}"
        self.teams[token] = team
        granted: Json = {
            "access_token": token,
            "token_type": "bot",
            "scope": self.scopes,
            "bot_user_id": "UBOT",
            "app_id": "A1",
            "team": {"id": team, "name": f"Team {team}"},
            "authed_user": {"id": "U1"},
        }
        if team.startswith("E"):  # an organisation, for all its workspaces
            whole = {"id": team, "name": f"Organisation {team}"}
            granted |= {"team": None, "enterprise": whole, "is_enterprise_install": True}
        if self.expires_in is not None:
            refresh = f"xoxe-1-{team}-{number}"
            self.refreshes[refresh] = team
            granted |= {"refresh_token": refresh, "expires_in": self.expires_in}
        return granted

    def _views_open(self, body: Json) -> Json:
        check_view(body["view"])
        view = {"id": f"V{len(self.views) + 1}", "hash": "h1", **body["view"]}
        self.views[view["id"]] = view
        return {"view": view}

    def _views_update(self, body: Json) -> Json:
        check_view(body["view"])
        if body.get("hash") != self.views[body["view_id"]]["hash"]:
            raise Refusal("hash_conflict")
        changed = {"id": body["view_id"], "hash": body["hash"] + "1", **body["view"]}
        self.views[body["view_id"]] = changed
        return {"view": changed}

    def _views_publish(self, body: Json) -> Json:
        check_view(body["view"])
        self.homes[body["user_id"]] = body["view"]
        return {"view": body["view"]}

    def _assistant_threads_setStatus(self, body: Json) -> Json:  # noqa: N802  # Slack's own name
        self.statuses.append(body)
        return {}

    def _assistant_threads_setSuggestedPrompts(self, body: Json) -> Json:  # noqa: N802
        if not 1 <= len(body["prompts"]) <= 4:
            raise Refusal("invalid_arguments")
        self.prompts.append(body)
        return {}

    def _apps_connections_open(self, _body: Json) -> Json:
        ticket = uuid.uuid4().hex
        self.tickets.add(ticket)
        return {"url": f"ws://127.0.0.1:{self.port}/socket?ticket={ticket}"}

    def _conversations_open(self, body: Json) -> Json:
        user = body["users"]
        if user not in self.people:
            return self._unknown()
        name = "D1" if user == "U1" else f"D{user}"
        self.rooms.setdefault(name, Room(name, ["UBOT", user]))
        return {"channel": {"id": name}}

    def _unknown(self) -> Json:
        raise Refusal("user_not_found")

    def _files_getUploadURLExternal(self, body: Json) -> Json:  # noqa: N802  # Slack's own name
        name = f"F{len(self.files) + 1}"
        self.files.append({"id": name, "name": body["filename"], "length": int(body["length"])})
        return {"file_id": name, "upload_url": f"http://127.0.0.1:{self.port}/upload/{name}"}

    async def _upload(self, request: web.Request) -> web.Response:
        file = next(file for file in self.files if file["id"] == request.match_info["id"])
        file["text"] = (await request.read()).decode()
        return web.Response(text=f"OK - {len(file['text'])}")

    def _files_completeUploadExternal(self, body: Json) -> Json:  # noqa: N802  # Slack's own name
        self._room({"channel": body["channel_id"]})
        for given in body["files"]:
            file = next(file for file in self.files if file["id"] == given["id"])
            file |= {"channel": body["channel_id"], "thread": body.get("thread_ts")}
        return {"files": body["files"]}

    def _chat_postMessage(self, body: Json) -> Json:  # noqa: N802  # Slack's own name
        room = self._room(body)
        if room.archived:
            raise Refusal("is_archived")
        check_message(body)
        message = {"user": "UBOT", "bot_id": "B1", "ts": self.now(), **body}
        room.messages.append(message)
        return {"ts": message["ts"], "channel": room.id, "message": message}

    def _chat_update(self, body: Json) -> Json:
        check_message(body)
        for message in self._room(body).messages:
            if message["ts"] == body["ts"]:
                message |= {"text": body["text"], "blocks": body["blocks"]}
                return {"ts": body["ts"], "channel": body["channel"]}
        raise Refusal("message_not_found")

    def _chat_postEphemeral(self, body: Json) -> Json:  # noqa: N802  # Slack's own name
        room = self._room(body)
        if body["user"] not in room.members:
            raise Refusal("user_not_in_channel")
        check_message(body)
        self.ephemeral.append(body)
        return {"message_ts": self.now()}

    def _conversations_join(self, body: Json) -> Json:
        room = self._room(body, member=False)
        room.members.append("UBOT")
        return {"channel": {"id": room.id}}

    def _conversations_history(self, body: Json) -> Json:
        top = [message for message in self._room(body).messages if not message.get("thread_ts")]
        return page(list(reversed(top)), body, "messages")

    def _conversations_replies(self, body: Json) -> Json:
        thread = [
            message
            for message in self._room(body).messages
            if body["ts"] in (message["ts"], message.get("thread_ts"))
        ]
        return page(thread, body, "messages")

    def _conversations_members(self, body: Json) -> Json:
        return page(self._room(body, member=False).members, body, "members")

    def _conversations_info(self, body: Json) -> Json:
        room = self._room(body, member=False)
        return {
            "channel": {
                "id": room.id,
                "is_channel": room.id.startswith("C"),
                "is_im": room.id.startswith("D"),
                "is_private": room.private,
                "is_archived": room.archived,
                "is_member": "UBOT" in room.members,
            }
        }

    def _users_info(self, body: Json) -> Json:
        person = self.people.get(body.get("user", ""))
        if person is None:
            raise Refusal("user_not_found")
        return {"user": {"id": person.id, "is_admin": person.admin, "tz": person.zone}}

    # --- for crash tests from another process

    async def _inspect(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {
                "calls": self.calls,
                "messages": {room.id: room.messages for room in self.rooms.values()},
                "ephemeral": self.ephemeral,
                "files": self.files,
                "responses": self.responses,
                "acknowledged": self.acknowledged,
                "connections": self.connections,
            }
        )

    async def _pushed(self, request: web.Request) -> web.Response:
        body = await request.json()
        return web.json_response({"envelope_id": await self.push(body["type"], body["payload"])})

    async def _failing(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.fail(body.pop("method"), **body)
        return web.json_response({"ok": True})


class Refusal(Exception):
    """Slack's error code."""


def page(items: list[Any], body: Json, name: str) -> Json:
    """Return one page of a list, as Slack pages with cursors."""
    start = int(body.get("cursor") or 0)
    end = start + int(body.get("limit") or 100)
    cursor = str(end) if end < len(items) else ""
    return {name: items[start:end], "response_metadata": {"next_cursor": cursor}}


def check_message(body: Json) -> None:
    """Raise Refusal for what Slack would not take."""
    blocks = body.get("blocks") or []
    if not blocks and not body.get("text"):
        raise Refusal("no_text")
    if len(body.get("text", "")) > 40_000:
        raise Refusal("msg_too_long")
    if len(blocks) > 50:
        raise Refusal("invalid_blocks")
    if len(json.dumps(blocks, ensure_ascii=False)) > 13_200:
        raise Refusal("msg_blocks_too_long")
    for block in blocks:
        _check_block(block)


def check_view(view: Json) -> None:
    """Raise Refusal for a view that Slack would not take."""
    if not 1 <= len(view["blocks"]) <= 100 or len(view.get("private_metadata", "")) > 3000:
        raise Refusal("invalid_arguments")
    if view["type"] == "modal" and not 1 <= len(view["title"]["text"]) <= 24:
        raise Refusal("invalid_arguments")
    names = [block["block_id"] for block in view["blocks"] if "block_id" in block]
    if len(names) != len(set(names)):
        raise Refusal("invalid_arguments")
    for block in view["blocks"]:
        if block["type"] != "input" and "accessory" not in block:
            _check_block(block)


def _check_block(block: Json) -> None:
    kind = block["type"]
    if kind not in ("header", "rich_text", "section", "context", "divider", "actions"):
        raise Refusal("invalid_blocks")
    if kind in ("rich_text", "context", "actions") and not block.get("elements"):
        raise Refusal("invalid_blocks")
    if kind in TEXT_KEYS and not 1 <= len(block["text"]["text"]) <= TEXT_KEYS[kind]:
        raise Refusal("invalid_blocks")
    for element in block.get("elements", ()):
        _check_element(element)


def _check_element(element: Json) -> None:
    text = element.get("text")
    if element["type"] == "static_select":
        if not 1 <= len(element["options"]) <= 100:
            raise Refusal("invalid_blocks")
    elif element["type"] == "button":
        if not 1 <= len(element["text"]["text"]) <= TEXT_KEYS["button"]:
            raise Refusal("invalid_blocks")
        if len(element.get("value", "")) > 2000 or len(element["action_id"]) > 255:
            raise Refusal("invalid_blocks")
    elif isinstance(text, str) and not 1 <= len(text) <= 3000:
        raise Refusal("invalid_blocks")
    if "elements" in element and not element["elements"]:
        raise Refusal("invalid_blocks")
    for inner in element.get("elements", ()):
        _check_element(inner)


async def _serve(port: int) -> None:
    async with SlackServer(port) as server:
        print(server.api_url, flush=True)  # noqa: T201  # the port, when 0 was asked for
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    asyncio.run(_serve(parser.parse_args().port))
