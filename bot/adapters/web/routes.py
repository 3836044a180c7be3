"""The page's addresses: what the browser may ask and do."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from bot.adapters.web.live import Event, Live
from bot.adapters.web.ports import Complete, PageStore, Preview, Views
from bot.adapters.web.previews import draw
from bot.adapters.web.render import FOLDER, Json, event_of, page_html, view_html
from bot.adapters.web.room import Room
from bot.message_json import from_json
from briefings.deliveries import PageMessage
from briefings.errors import InputError, NotFound, QuickreadError, StoreError

VIEWS = ("feeds", "stories", "coming", "deliveries", "help")
STATIC = {
    "page.css": "text/css",
    "icon.svg": "image/svg+xml",
    **dict.fromkeys(("page.js", "net.js", "composer.js", "times.js", "log.js"), "text/javascript"),
}
MISSED = 200
"""Messages that a browser gets again; after more it loads the channel anew."""
OFFERS = 12
_log = structlog.get_logger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Answer = TypeVar("Answer", bound=web.StreamResponse)


class Routes:
    """Answers the browser."""

    def __init__(
        self,
        room: Room,
        store: PageStore,
        live: Live,
        views: Views,
        *,
        token: str,
        previews: Mapping[str, Preview],
        complete: Complete,
        zone: str,
        heartbeat: float,
        metrics: Callable[[], str] | None = None,
    ) -> None:
        self._room, self._store, self._live, self._views = room, store, live, views
        self._token, self._previews, self._complete = token, previews, complete
        self._zone, self._heartbeat, self._metrics = zone, heartbeat, metrics
        self._files = {name: (FOLDER / "static" / name).read_bytes() for name in STATIC}
        digest = hashlib.sha256(b"".join(self._files.values()))
        self._version = digest.hexdigest()[:12]

    def table(self) -> list[web.RouteDef]:
        """Return every address and what answers it."""
        gets: dict[str, Handler] = {
            "/": self._page,
            "/static/{version}/{name}": self._static,
            "/favicon.ico": self._icon,
            "/events": self._events,
            "/healthz": self._healthz,
            "/metrics": self._show_metrics,
            "/api/session": self._session,
            "/api/channels": self._channels,
            "/api/messages": self._messages,
            "/api/complete": self._completions,
            "/api/preview": self._preview,
            "/api/attachment": self._attachment,
            "/api/views/{view}": self._view,
        }
        posts: dict[str, Handler] = {
            "/api/channels": self._add_channel,
            "/api/say": self._say,
            "/api/press": self._press,
            "/api/import": self._import,
        }
        return [web.get(path, _plain_errors(handler)) for path, handler in gets.items()] + [
            web.post(path, _plain_errors(handler)) for path, handler in posts.items()
        ]

    async def _page(self, _request: web.Request) -> web.Response:
        html = page_html(
            channels=await self._store.page_channels(),
            token=self._token,
            version=self._version,
            zone=self._zone,
            previews=tuple(self._previews),
        )
        return _fresh(web.Response(text=str(html), content_type="text/html"))

    async def _static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self._files:
            raise web.HTTPNotFound(text="There is no such file.")
        return web.Response(
            body=self._files[name],
            content_type=STATIC[name],
            charset="utf-8",
            headers={"Cache-Control": "public, max-age=31536000, immutable"},
        )

    async def _icon(self, _request: web.Request) -> web.Response:
        return web.Response(body=self._files["icon.svg"], content_type="image/svg+xml")

    async def _session(self, _request: web.Request) -> web.Response:
        return _json({"token": self._token, "version": self._version})

    async def _healthz(self, _request: web.Request) -> web.Response:
        health = await self._views.health()
        return _json(health, status=200 if health.get("ok") else 503)

    async def _show_metrics(self, _request: web.Request) -> web.Response:
        if self._metrics is None:
            raise web.HTTPNotFound(text="Nothing is counted here.")
        return web.Response(
            body=self._metrics().encode(),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )

    async def _channels(self, _request: web.Request) -> web.Response:
        return _json({"channels": await self._store.page_channels()})

    async def _add_channel(self, request: web.Request) -> web.Response:
        body = await _body(request)
        return _json({"name": await self._room.add_channel(_text(body, "name"))})

    async def _messages(self, request: web.Request) -> web.Response:
        channel = (await self._room.check(request.query.get("channel", ""))).address
        parent = await self._parent(channel, request.query.get("thread"))
        newest = await self._store.page_messages(limit=1)  # first: what comes later is told live
        messages = await self._store.page_messages(channel, thread=parent.id if parent else None)
        found: Json = {"messages": [_with_replies(message) for message in messages]}
        if parent:
            found["parent"] = event_of(parent) | {"replies": len(messages)}
        found["working"] = list(self._room.working.values())
        found["upTo"] = newest[0].id if newest else 0
        return _json(found)

    async def _parent(self, channel: str, key: str | None) -> PageMessage | None:
        """Return the message over a thread, by its key. Raises NotFound."""
        if not key:
            return None
        message = await self._store.page_message(key)
        if message is None or message.channel != channel or message.thread is not None:
            raise NotFound("There is no such thread.", hint="Choose a message in the channel.")
        return message

    async def _say(self, request: web.Request) -> web.Response:
        body = await _body(request)
        key, channel = body.get("thread"), _text(body, "channel")
        if key is not None and not isinstance(key, str):
            raise InputError("There is no such thread.")
        parent = await self._parent(self._room.channel(channel).address, key)
        thread = parent.id if parent else None
        said = await self._room.say(channel, _text(body, "text"), thread=thread, zone=_zone(body))
        return _json(said, status=202)

    async def _press(self, request: web.Request) -> web.Response:
        body = await _body(request)
        key, action, value = (_text(body, name) for name in ("key", "action", "value"))
        await self._room.press(key, action, value, zone=_zone(body))
        return _json({}, status=202)

    async def _import(self, request: web.Request) -> web.Response:
        body = await _body(request)
        channel, name, text = (_text(body, name) for name in ("channel", "name", "text"))
        said = await self._room.import_feeds(channel, name, text, zone=_zone(body))
        return _json(said, status=202)

    async def _completions(self, request: web.Request) -> web.Response:
        offers = self._complete(request.query.get("typed", "")[:200])
        return _json(
            {
                "offers": [
                    {"name": one.name, "usage": one.usage, "summary": one.summary}
                    for one in offers[:OFFERS]
                ]
            }
        )

    async def _preview(self, request: web.Request) -> web.Response:
        message = await self._by_key(request)
        platform = request.query.get("as", "")
        if platform not in self._previews:
            raise NotFound("There is no such preview.")
        payload = self._previews[platform](from_json(message.payload))
        return _json({"html": draw(platform, payload)})

    async def _attachment(self, request: web.Request) -> web.Response:
        attachment = (await self._by_key(request)).payload.get("attachment")
        if not attachment:
            raise NotFound("There is no file with this message.")
        response = web.Response(
            body=attachment["text"].encode("utf-8", "replace"),
            content_type="application/octet-stream",
        )
        name = "".join(c for c in attachment["name"] if c.isascii() and (c.isalnum() or c in "-_."))
        response.headers["Content-Disposition"] = f'attachment; filename="{name or "file"}"'
        return _fresh(response)

    async def _by_key(self, request: web.Request) -> PageMessage:
        message = await self._store.page_message(request.query.get("key", ""))
        if message is None:
            raise NotFound("There is no such message.")
        return message

    async def _view(self, request: web.Request) -> web.Response:
        view = request.match_info["view"]
        if view not in VIEWS:
            raise NotFound("There is no such view.")
        scope = self._room.channel("any").scope
        rows = await self._views.rows(view, scope) if view != "help" else ()
        return _json({"html": view_html(view, rows, datetime.now(UTC)), "count": len(rows)})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        listener = self._live.listen()
        if listener is None:
            raise web.HTTPServiceUnavailable(text="Too many pages are open.")
        response = _fresh(web.StreamResponse(headers={"Content-Type": "text/event-stream"}))
        try:
            await response.prepare(request)
            await response.write(b"retry: 1500\n\n")
            sent = await self._catch_up(request, response)
            async for event in listener.chunks(self._heartbeat):
                if event is None:
                    await response.write(b": still here\n\n")
                elif event.id is None or event.id not in sent:
                    await response.write(event.encode())
        except ConnectionError:
            _log.debug("page_left")
        finally:
            self._live.leave(listener)
        return response

    async def _catch_up(self, request: web.Request, response: web.StreamResponse) -> set[int]:
        """Send what the browser missed since the last it saw; return which messages that were."""
        given = request.headers.get("Last-Event-ID") or request.query.get("after")
        last = _number(given)
        missed: tuple[PageMessage, ...] = ()
        if last is not None:
            missed = await self._store.page_messages(after_id=last, limit=MISSED)
        if len(missed) == MISSED:
            await response.write(Event("reset", {}, missed[-1].id).encode())
        else:
            for message in missed:
                await response.write(Event("message", event_of(message), message.id).encode())
        working = {"working": list(self._room.working.values())}
        await response.write(Event("hello", working | {"version": self._version}).encode())
        return {message.id for message in missed}


def _plain_errors(handler: Handler) -> Handler:
    """Answer our own errors as JSON with what happened and what to do."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except QuickreadError as error:
            return _json({"error": error.message, "hint": error.hint}, status=_status(error))

    return answer


def _status(error: QuickreadError) -> int:
    if isinstance(error, NotFound):
        return 404
    return 503 if isinstance(error, StoreError) else 400


def _with_replies(message: PageMessage) -> Json:
    return event_of(message) | {"replies": message.replies}


def _json(value: Any, *, status: int = 200) -> web.Response:
    return _fresh(web.json_response(value, status=status))


def _fresh(response: Answer) -> Answer:
    response.headers["Cache-Control"] = "no-store"
    return response


async def _body(request: web.Request) -> Json:
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise InputError("That is not a JSON object.")
    return body


def _text(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise InputError(f"“{name}” should be text.")
    return value.encode("utf-8", "replace").decode()


def _number(text: str | None) -> int | None:
    good = text is not None and text.isascii() and text.isdigit() and len(text) < 16
    return int(text) if text is not None and good else None


def _zone(body: Json) -> str | None:
    """Return the browser's time zone where it is one."""
    name = body.get("zone")
    try:
        return ZoneInfo(name).key if isinstance(name, str) and len(name) < 64 else None
    except (ValueError, OSError, LookupError):
        return None
