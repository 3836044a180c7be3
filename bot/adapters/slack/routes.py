"""Slack's HTTP requests, in the web server of the page: signed ones, and whoever installs.

A request's body is read up to a limit before anything else; Bolt checks its signature and age.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.adapters.slack.installing import INSTALL, REDIRECT
from briefings.errors import QuickreadError

EVENTS = "/slack/events"
"""The one address for commands, events, shortcuts and buttons."""
BODY = 1024 * 1024
"""Bytes of a request: Slack sends far less."""
Take = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


def routes(
    take: Take | None, flow: Callable[[], AsyncOAuthFlow] | None
) -> tuple[web.RouteDef, ...]:
    """Return the addresses for signed requests, and those for installing."""
    found = []
    if take:
        found.append(web.post(EVENTS, _handler(take)))
    if flow:
        found.append(
            web.get(INSTALL, _handler(lambda request: flow().handle_installation(request)))
        )
        found.append(web.get(REDIRECT, _handler(lambda request: flow().handle_callback(request))))
    return tuple(found)


def _handler(take: Take) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        if (request.content_length or 0) > BODY:
            raise web.HTTPRequestEntityTooLarge(BODY, request.content_length or 0)
        try:
            answer = await take(await to_bolt_request(request))
        except UnicodeDecodeError:
            raise web.HTTPBadRequest(text="This is no text.") from None
        except QuickreadError as error:
            raise web.HTTPServiceUnavailable(text=error.message) from None
        return await to_aiohttp_response(answer)

    return handle
