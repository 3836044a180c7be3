"""Discord on loopback: REST v10 and the gateway, over real sockets.

In a test `async with DiscordServer()`; alone `python -m tests.fakes.discord_server --port N`:
then GET /_inspect shows what it got, POST /_push sends an event, POST /_fail plans a fault.
It keeps Discord's limits, drops repeated nonces and replays events to a client that resumes.
"""

import argparse
import asyncio
import contextlib
import json
import re
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, Self

from aiohttp import WSMsgType, web

Json = dict[str, Any]

APP, BOT, GUILD, CHANNEL, LOCKED, USER = "100", "100", "200", "300", "301", "400"
ANNOUNCEMENTS, FORUM = "305", "315"
KINDS = {CHANNEL: 0, LOCKED: 0, ANNOUNCEMENTS: 5, FORUM: 15}
"""The server's channels and Discord's numbers of their kinds."""
COMPONENTS_V2 = 1 << 15
EPHEMERAL = 1 << 6


@dataclass
class Session:
    """A gateway session: what was sent, so that it can be sent again."""

    id: str
    shard: tuple[int, int] = (0, 1)
    events: list[Json] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None


class DiscordServer:
    """One server `GUILD` with channels of several kinds; in `LOCKED` the bot may not write."""

    token = "MTAw.test.discord-token-of-tests"

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.calls: list[tuple[str, str, Json]] = []
        self.guilds = [{"id": GUILD, "name": "Test", "owner": False, "permissions": "8"}]
        self.messages: dict[str, list[Json]] = defaultdict(list)
        self.threads: dict[str, Json] = {}
        self.commands: dict[str, list[Json]] = {}
        self.callbacks: list[Json] = []
        self.originals: dict[str, Json] = {}
        self.followups: list[Json] = []
        self.kinds = dict(KINDS)
        self.flags = 0
        """What Discord has granted the application: 1 << 19 is the message-content intent."""
        self.shards = 1
        self.endpoint: str | None = None
        self.refuse_components = False
        self.direct: dict[str, str] = {}
        """User → their channel of direct messages."""
        self.crossposted: list[str] = []
        self.identified: list[Json] = []
        self.file = ""
        self.resumed = 0
        self.heartbeats = 0
        self._ids = count(1_000_000_000_000_000)
        self._faults: dict[str, list[Json]] = defaultdict(list)
        self._sessions: dict[str, Session] = {}
        self._nonces: dict[tuple[str, str], Json] = {}
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    # --- life

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/gateway", self._gateway)
        app.router.add_get("/file", self._download)
        app.router.add_get("/_inspect", self._inspect)
        app.router.add_post("/_push", self._pushed)
        app.router.add_post("/_fail", self._failing)
        app.router.add_route("*", "/api/v10/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        for session in self._sessions.values():
            if session.socket:
                await session.socket.close()
        if self._runner:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gateway"

    # --- what a test does

    def fail(self, call: str, *, times: int = 1, **fault: Any) -> None:
        """Plan faults of calls such as "POST messages": status=, code=, retry_after=, drop=."""
        self._faults[call].extend([fault] * times)

    async def until(self, happened: Any, seconds: float = 10) -> None:
        """Wait until `happened()` is true: looked at after all it gets, and now and then."""
        async with asyncio.timeout(seconds):
            while not happened():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(0.05), self._changed:
                        await self._changed.wait()

    def id(self) -> str:
        """A new id, greater each time."""
        return str(next(self._ids))

    async def command(
        self, name: str, options: Json | None = None, *, sub: str = "", **extra: Any
    ) -> str:
        """Use a slash command; return the interaction's token."""
        types = {bool: 5, int: 4, str: 3}
        given: list[Json] = [
            {"name": key, "type": types[type(value)], "value": value}
            for key, value in (options or {}).items()
        ]
        for option in given:
            if option["name"] == "file":  # the value is the file's text
                self.file, option["type"], option["value"] = option["value"], 11, "800"
        if sub:
            given = [{"name": sub, "type": 1, "options": given}]
        data = {"id": "900", "name": name, "type": 1, "options": given}
        address = f"http://127.0.0.1:{self.port}/file"
        file = {"id": "800", "filename": "f", "size": len(self.file), "url": address}
        data["resolved"] = {"attachments": {"800": {**file, "proxy_url": address}}}
        return await self._interaction(2, data, **extra)

    async def type_ahead(self, name: str, sub: str, option: str, typed: str, **extra: Any) -> str:
        """Type into an option of a command; return the interaction's token."""
        options: list[Json] = [{"name": option, "type": 3, "value": typed, "focused": True}]
        if sub:
            options = [{"name": sub, "type": 1, "options": options}]
        data = {"id": "900", "name": name, "type": 1, "options": options}
        return await self._interaction(4, data, **extra)

    async def on_message(self, name: str, message: Json, **extra: Any) -> str:
        """Use a command of a message's menu; return the interaction's token."""
        whole = self._message(CHANNEL, {}, author=user(USER)) | message
        data = {"id": "901", "name": name, "type": 3, "target_id": whole["id"]}
        data["resolved"] = {"messages": {whole["id"]: whole}}
        return await self._interaction(2, data, **extra)

    async def submit(self, custom_id: str, values: Json, **extra: Any) -> str:
        """Send a form with these values; return the interaction's token."""
        fields = [
            {"type": 3, "custom_id": name, "values": [value], "id": 2}
            if name in ("days", "size")
            else {"type": 4, "custom_id": name, "value": value, "id": 2}
            for name, value in values.items()
        ]
        labels = [{"type": 18, "id": 1, "component": field} for field in fields]
        return await self._interaction(5, {"custom_id": custom_id, "components": labels}, **extra)

    async def press(self, custom_id: str, **extra: Any) -> str:
        """Press a button; return the interaction's token."""
        return await self._interaction(3, {"custom_id": custom_id, "component_type": 2}, **extra)

    async def _interaction(self, kind: int, data: Json, **extra: Any) -> str:
        token = uuid.uuid4().hex
        event = {
            "id": self.id(),
            "application_id": APP,
            "type": kind,
            "token": token,
            "version": 1,
            "guild_id": GUILD,
            "channel_id": CHANNEL,
            "channel": {"id": CHANNEL, "type": 0, "name": "news", "permissions": "0"},
            "member": {**member(USER), "permissions": "2048"},
            "locale": "en-GB",
            "entitlements": [],
            "authorizing_integration_owners": {"0": GUILD},
            "context": 0,
            "attachment_size_limit": 10_000_000,
            "data": data,
            **extra,
        }
        if kind == 3:
            event["message"] = self._message(CHANNEL, {"content": "x"})
        await self.push("INTERACTION_CREATE", event)
        return token

    async def say(self, content: str, *, channel: str = CHANNEL, **extra: Any) -> str:
        """Somebody writes a message; return its id."""
        message = self._message(channel, {"content": content}, author=user(USER))
        message |= {"guild_id": GUILD, "member": member(USER), **extra}
        await self.push("MESSAGE_CREATE", message)
        return str(message["id"])

    async def push(self, name: str, data: Json) -> None:
        """Send an event in its server's session; one that is away gets it when it resumes."""
        server = int(data.get("id" if name.startswith("GUILD_") else "guild_id") or 0)
        for session in list(self._sessions.values()):
            number, shards = session.shard
            if (server >> 22) % shards == number:
                await self._send(session, name, data)

    async def drop(self, *, code: int = 4000) -> None:
        """Break the gateway's connection; the session stays and can be resumed."""
        for session in self._sessions.values():
            if session.socket:
                await session.socket.close(code=code)

    async def invalidate(self) -> None:
        """Declare the session invalid: the client has to identify anew."""
        sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            if session.socket:
                await session.socket.send_json({"op": 9, "d": False})

    def posted(self, channel: str = CHANNEL) -> list[Json]:
        """The bot's messages in a channel."""
        return [each for each in self.messages[channel] if each["author"]["id"] == BOT]

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    # --- gateway

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41_250}})
        async for frame in socket:
            if frame.type == WSMsgType.TEXT:
                await self._received(socket, json.loads(frame.data))
                await self._notify()
        return socket

    async def _received(self, socket: web.WebSocketResponse, body: Json) -> None:
        match body["op"]:
            case 1:
                self.heartbeats += 1
                await socket.send_json({"op": 11, "d": None})
            case 2 if body["d"]["token"] != self.token:
                await socket.close(code=4004)
            case 2:
                await self._identify(socket, body["d"])
            case 6:
                await self._resume(socket, body["d"])

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> None:
        self.identified.append(data)
        shard = (int(data.get("shard", [0, 1])[0]), int(data.get("shard", [0, 1])[1]))
        session = Session(uuid.uuid4().hex, shard, socket=socket)
        others = {key: one for key, one in self._sessions.items() if one.shard != shard}
        self._sessions = {**others, session.id: session}
        ready = {
            "v": 10,
            "user": user(BOT, bot=True),
            "guilds": [{"id": GUILD, "unavailable": True}] if shard[0] == 0 else [],
            "session_id": session.id,
            "resume_gateway_url": self.gateway_url,
            "shard": list(shard),
            "application": {"id": APP, "flags": 0},
        }
        await self._send(session, "READY", ready)
        if shard[0] == 0:
            await self._send(session, "GUILD_CREATE", guild(self.kinds))

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> None:
        session = self._sessions.get(data["session_id"])
        if session is None:
            await socket.send_json({"op": 9, "d": False})
            return
        self.resumed += 1
        session.socket = socket
        for event in session.events:
            if event["s"] > data["seq"]:
                await socket.send_json(event)
        await self._send(session, "RESUMED", {})

    async def _send(self, session: Session, name: str, data: Json) -> None:
        event = {"op": 0, "t": name, "s": len(session.events) + 1, "d": data}
        session.events.append(event)
        if session.socket and not session.socket.closed:
            with contextlib.suppress(ConnectionError):  # it is being closed
                await session.socket.send_json(event)

    # --- REST

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        body: Json = dict(request.query)
        if request.can_read_body:
            body |= await read_body(request)
        self.calls.append((request.method, path, body))
        call = f"{request.method} {path.rstrip('/').split('/')[-1]}"
        fault = self._faults[call].pop(0) if self._faults[call] else None
        if fault and "status" in fault:
            return failed(fault)
        open_to_all = "webhooks" in path or "callback" in path
        if not open_to_all and request.headers.get("Authorization") != f"Bot {self.token}":
            return answer_json({"message": "401: Unauthorized", "code": 0}, status=401)
        try:
            answer = self._route(request.method, path, body)
        except Refusal as refusal:
            code, status = refusal.args
            return answer_json({"message": "refused", "code": code}, status=status)
        await self._notify()
        if fault and fault.get("drop"):
            assert request.transport
            request.transport.abort()
        if answer is None:
            return web.Response(status=204)
        limits = {"X-RateLimit-Limit": "500", "X-RateLimit-Remaining": "499"}
        limits |= {"X-RateLimit-Reset-After": "1", "X-RateLimit-Bucket": call.replace(" ", "-")}
        return answer_json(answer, headers=limits)

    def _route(self, method: str, path: str, body: Json) -> Any:
        for verb, pattern, handler in self._routes():
            match = re.fullmatch(pattern, path)
            if verb == method and match:
                return handler(body, *match.groups())
        raise Refusal(0, 404)

    def _routes(self) -> list[tuple[str, str, Any]]:
        return [
            ("GET", r"users/@me", lambda _: user(BOT, bot=True)),
            ("GET", r"(?:oauth2/)?applications/@me", lambda _: application() | self.application()),
            ("GET", r"users/@me/guilds", lambda _: self.guilds),
            ("GET", r"gateway/bot", self._gateway_bot),
            ("PUT", r"applications/\d+/commands", lambda body: self._put(body, "*")),
            ("PUT", r"applications/\d+/guilds/(\d+)/commands", self._put),
            ("POST", r"channels/(\d+)/messages", self._create),
            ("GET", r"channels/(\d+)/messages", self._history),
            ("PATCH", r"channels/(\d+)/messages/(\d+)", self._change),
            ("PATCH", r"channels/(\d+)", self._change_thread),
            ("POST", r"channels/(\d+)/messages/(\d+)/threads", self._thread),
            ("POST", r"channels/(\d+)/messages/(\d+)/crosspost", self._publish),
            ("POST", r"channels/(\d+)/threads", self._forum_post),
            ("GET", r"guilds/(\d+)/threads/active", self._active),
            ("GET", r"channels/(\d+)/threads/archived/public", self._archived),
            ("GET", r"channels/(\d+)", self._channel),
            ("POST", r"users/@me/channels", self._open_direct),
            ("POST", r"interactions/(\d+)/(\w+)/callback", self._callback),
            ("PATCH", r"webhooks/\d+/(\w+)/messages/@original", self._edit),
            ("DELETE", r"webhooks/\d+/(\w+)/messages/@original", self._delete),
            ("POST", r"webhooks/\d+/(\w+)", self._followup),
        ]

    def _gateway_bot(self, _body: Json) -> Json:
        limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
        return {"url": self.gateway_url, "shards": self.shards, "session_start_limit": limit}

    def _put(self, body: Json, guild_id: str) -> list[Json]:
        commands = body["list"]
        self.commands[guild_id] = commands
        return [
            {"id": self.id(), "application_id": APP, "version": "1", "description": "", **command}
            for command in commands
        ]

    def _create(self, body: Json, channel: str) -> Json:
        if channel == LOCKED:
            raise Refusal(50013, 403)
        if self.kinds.get(channel) == 15:
            raise Refusal(50008, 400)
        if channel not in (*self.kinds, *self.threads, *self.direct.values()):
            raise Refusal(10003, 404)
        folded = self.threads.get(channel, {}).get("thread_metadata", {})
        if folded.get("locked"):
            raise Refusal(160005, 400)
        folded["archived"] = False  # whatever is said in a thread unfolds it
        nonce = body.get("nonce")
        if nonce and body.get("enforce_nonce") and (channel, nonce) in self._nonces:
            return self._nonces[channel, nonce]
        self._check(body)
        message = self._message(channel, body)
        self.messages[channel].append(message)
        if nonce:
            self._nonces[channel, nonce] = message
        return message

    def _history(self, body: Json, channel: str) -> list[Json]:
        if channel not in (*self.kinds, *self.threads, *self.direct.values()):
            raise Refusal(10003, 404)
        newest = sorted(self.messages[channel], key=lambda each: -int(each["id"]))
        before = int(body.get("before") or 1 << 62)
        return [each for each in newest if int(each["id"]) < before][: int(body.get("limit", 50))]

    def _change(self, body: Json, channel: str, message: str) -> Json:
        found = next((each for each in self.messages[channel] if each["id"] == message), None)
        if found is None:
            raise Refusal(10008, 404)
        if self.threads.get(channel, {}).get("thread_metadata", {}).get("archived"):
            raise Refusal(50083, 400)
        said = {key: found[key] for key in ("content", "embeds", "components", "flags")} | body
        if found["flags"] & COMPONENTS_V2 and not said["flags"] & COMPONENTS_V2:
            raise Refusal(50035, 400)
        self._check(said)
        found |= said | {"edited_timestamp": datetime.now(UTC).isoformat()}
        return found

    def _change_thread(self, body: Json, channel: str) -> Json:
        if channel not in self.threads:
            raise Refusal(50001, 403)
        self.threads[channel]["thread_metadata"] |= body
        return self.threads[channel]

    def _thread(self, body: Json, channel: str, message: str) -> Json:
        if message in self.threads:
            raise Refusal(160004, 400)
        if channel in self.direct.values():
            raise Refusal(50024, 400)
        if not any(each["id"] == message for each in self.messages[channel]):
            raise Refusal(10008, 404)
        self.threads[message] = thread(message, channel, body["name"])
        return self.threads[message]

    def _publish(self, _body: Json, channel: str, message: str) -> Json:
        if self.kinds.get(channel) != 5:
            raise Refusal(50024, 403)
        if message in self.crossposted:
            raise Refusal(40033, 400)
        self.crossposted.append(message)
        return next(each for each in self.messages[channel] if each["id"] == message)

    def _forum_post(self, body: Json, channel: str) -> Json:
        if self.kinds.get(channel) != 15:
            raise Refusal(50024, 400)
        if not 1 <= len(body["name"]) <= 100:
            raise Refusal(50035, 400)
        self._check(body["message"])
        message = self._message("", body["message"])
        identity = message["id"]
        message["channel_id"] = identity
        self.messages[identity].append(message)
        self.threads[identity] = thread(identity, channel, body["name"]) | {"message": message}
        self.threads[identity]["applied_tags"] = body.get("applied_tags", [])
        return self.threads[identity]

    def _active(self, _body: Json, _guild: str) -> Json:
        return {"threads": list(self.threads.values()), "members": []}

    def _archived(self, _body: Json, _channel: str) -> Json:
        return {"threads": [], "members": [], "has_more": False}

    def _channel(self, _body: Json, channel: str) -> Json:
        if channel not in self.kinds:
            raise Refusal(10003, 404)
        return a_channel(channel, self.kinds[channel])

    def _open_direct(self, body: Json) -> Json:
        person = str(body["recipient_id"])
        identity = self.direct.setdefault(person, f"9{person}")
        return {"id": identity, "type": 1, "recipients": [user(person)], "last_message_id": None}

    def application(self) -> Json:
        """What the application's page says."""
        return {"flags": self.flags, "interactions_endpoint_url": self.endpoint}

    def _check(self, body: Json) -> None:
        if self.refuse_components and body.get("flags", 0) & COMPONENTS_V2:
            raise Refusal(50035, 400)
        check_message(body)

    def _callback(self, body: Json, interaction: str, token: str) -> Json:
        self.callbacks.append({"interaction": interaction, "token": token, **body})
        flags = (body.get("data") or {}).get("flags", 0)
        message = self._message(CHANNEL, {"content": "", "flags": flags | 1 << 7})
        self.originals[token] = message
        return {
            "interaction": {
                "id": interaction,
                "type": 2,
                "response_message_id": message["id"],
                "response_message_loading": True,
                "response_message_ephemeral": bool(flags & EPHEMERAL),
            },
            "resource": {"type": body["type"], "message": message},
        }

    def _edit(self, body: Json, token: str) -> Json:
        if token not in self.originals:
            raise Refusal(10008, 404)
        self._check(body)
        message = self.originals[token]
        flags = message["flags"] & ~(1 << 7) | body.get("flags", 0)
        message |= {**body, "flags": flags, "done": True}
        if not flags & EPHEMERAL:
            self.messages[CHANNEL].append(message)
        return message

    def _delete(self, _body: Json, token: str) -> None:
        self.originals.pop(token, None)

    def _followup(self, body: Json, token: str) -> Json:
        self._check(body)
        message = self._message(CHANNEL, body)
        self.followups.append({"token": token, **message})
        if not body.get("flags", 0) & EPHEMERAL:
            self.messages[CHANNEL].append(message)
        return message

    def _message(self, channel: str, body: Json, author: Json | None = None) -> Json:
        return {
            "content": "",
            "components": [],
            "embeds": [],
            "flags": 0,
            **{key: value for key, value in body.items() if key != "message_reference"},
            "reference": body.get("message_reference"),
            "id": self.id(),
            "type": 0,
            "channel_id": channel,
            "author": author or user(BOT, bot=True),
            "timestamp": datetime.now(UTC).isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "pinned": False,
        }

    async def _download(self, _request: web.Request) -> web.Response:
        return web.Response(body=self.file.encode())

    # --- for crash tests from another process

    async def _inspect(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {
                "calls": self.calls,
                "messages": self.messages,
                "threads": self.threads,
                "commands": self.commands,
                "callbacks": self.callbacks,
                "originals": self.originals,
                "followups": self.followups,
                "resumed": self.resumed,
                "identified": len(self.identified),
            }
        )

    async def _pushed(self, request: web.Request) -> web.Response:
        body = await request.json()
        await self.push(body["t"], body["d"])
        return web.json_response({"ok": True})

    async def _failing(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.fail(body.pop("call"), **body)
        return web.json_response({"ok": True})


class Refusal(Exception):
    """Discord's error code and HTTP status."""


async def read_body(request: web.Request) -> Json:
    """Read JSON, also as a part of a form with files; a list comes as {"list": …}."""
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        body: Json = json.loads(str(form["payload_json"]))
        uploads = [value for key, value in form.items() if key.startswith("files[")]
        body["files"] = [getattr(upload, "filename", "") for upload in uploads]
        return body
    body = await request.json()
    return {"list": body} if isinstance(body, list) else body


def answer_json(body: Any, *, status: int = 200, headers: Json | None = None) -> web.Response:
    """Return JSON as Discord labels it: without a charset, which the library insists on."""
    headers = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers)


def failed(fault: Json) -> web.Response:
    """Return a planned failure as Discord would send it."""
    if fault["status"] != 429:
        body = {"message": "oops", "code": fault.get("code", 0)}
        return answer_json(body, status=fault["status"])
    after = fault.get("retry_after", 0.01)
    limits = {"Via": "1.1 google", "Retry-After": str(after), "X-RateLimit-Scope": "user"}
    body = {"message": "You are being rate limited.", "retry_after": after, "global": False}
    return answer_json(body, status=429, headers=limits)


def check_message(body: Json) -> None:
    """Raise Refusal for what Discord would not take."""
    components = body.get("components") or []
    if len(body.get("content") or "") > 2000 or len(str(body.get("nonce") or "")) > 25:
        raise Refusal(50035, 400)
    if body.get("allowed_mentions", {}).get("parse") != []:
        raise Refusal(50035, 400)  # stricter than Discord: this bot never mentions anybody
    flat = list(walk(components))
    pressed = [part["custom_id"] for part in flat if part.get("custom_id")]
    if len(set(pressed)) != len(pressed):
        raise Refusal(50035, 400)
    if not body.get("flags", 0) & COMPONENTS_V2:
        if not (body.get("content") or body.get("files") or body.get("embeds")):
            raise Refusal(50006, 400)
        if any(part["type"] not in (1, 2) for part in flat):
            raise Refusal(50035, 400)
        if any(len(embed.get("description") or "") > 4096 for embed in body.get("embeds") or []):
            raise Refusal(50035, 400)
        return
    if not components or body.get("content") or body.get("embeds"):
        raise Refusal(50035, 400)
    texts = [part["content"] for part in flat if part["type"] == 10]
    ids = [part["id"] for part in flat if part.get("id")]
    bad = (
        len(flat) > 40
        or sum(map(len, texts)) > 4000
        or any(not text.strip() for text in texts)
        or any(not part.get("components") for part in flat if part["type"] in (1, 17))
        or any(len(part.get("custom_id", "")) > 100 for part in flat)
        or any(not 1 <= len(part["label"]) <= 80 for part in flat if part["type"] == 2)
        or any(not 0 < identity < 1 << 31 for identity in ids)
        or len(set(ids)) != len(ids)
    )
    if bad:
        raise Refusal(50035, 400)


def walk(components: list[Json]) -> list[Json]:
    """Return all components, nested ones too."""
    return [
        part
        for component in components
        for part in (component, *walk(component.get("components", [])))
    ]


def user(identity: str, *, bot: bool = False) -> Json:
    return {
        "id": identity,
        "username": f"user{identity}",
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
        "global_name": None,
        "public_flags": 0,
    }


def member(identity: str) -> Json:
    return {
        "user": user(identity),
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "nick": None,
        "avatar": None,
    }


def application() -> Json:
    return {
        "id": APP,
        "name": "Quickread",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user(USER),
        "team": None,
        "verify_key": "",
        "flags": 0,
        "summary": "",
    }


def thread(identity: str, parent: str, name: str) -> Json:
    return {
        "id": identity,
        "guild_id": GUILD,
        "parent_id": parent,
        "owner_id": BOT,
        "type": 11,
        "name": name,
        "message_count": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "locked": False,
        },
    }


def a_channel(identity: str, kind: int) -> Json:
    return {
        "id": identity,
        "guild_id": GUILD,
        "type": kind,
        "name": f"channel-{identity}",
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "rate_limit_per_user": 0,
        "topic": None,
        "parent_id": None,
        "flags": 0,
        "available_tags": [],
        "default_reaction_emoji": None,
        "default_sort_order": None,
        "default_forum_layout": 0,
    }


def guild(kinds: dict[str, int] = KINDS) -> Json:
    channels = [a_channel(identity, kind) for identity, kind in kinds.items()]
    everyone = {
        "id": GUILD,
        "name": "@everyone",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": "0",
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": GUILD,
        "name": "Test",
        "icon": None,
        "splash": None,
        "owner_id": USER,
        "region": None,
        "afk_timeout": 300,
        "afk_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": [everyone],
        "emojis": [],
        "features": [],
        "mfa_level": 0,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "preferred_locale": "en-US",
        "premium_tier": 0,
        "nsfw_level": 0,
        "stickers": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "large": False,
        "unavailable": False,
        "member_count": 2,
        "voice_states": [],
        "members": [member(BOT)],
        "channels": channels,
        "threads": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


async def _serve(port: int) -> None:
    async with DiscordServer(port) as server:
        print(server.api_url, flush=True)  # noqa: T201  # the port, when 0 was asked for
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    asyncio.run(_serve(parser.parse_args().port))
