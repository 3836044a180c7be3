"""Opening forms, keeping their preview current, and taking what was filled in.

a command without words, a button, a shortcut → form → preview at every change → the same command
as somebody would have typed it
"""

from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.adapters.slack.events import Asked, Json
from bot.adapters.slack.forms import (
    DIGEST,
    QUESTION,
    Filled,
    Place,
    asked,
    digest_form,
    filled,
    options,
    question_form,
)
from bot.adapters.slack.receiving import Receiver
from bot.adapters.slack.render import render
from bot.adapters.slack.workspaces import Workspaces
from bot.channels import Channel, DigestSettings, Overseeing, Suggesting
from bot.when import parse_schedule
from briefings.errors import PlatformError, QuickreadError, ScheduleError

PREVIEW = 20
"""Blocks that a preview has at most."""

_log = structlog.get_logger(__name__)


class Dialogs:
    """The forms."""

    def __init__(
        self,
        workspaces: Workspaces,
        receiver: Receiver,
        *,
        suggest: Suggesting | None,
        panel: Overseeing | None,
    ) -> None:
        self._workspaces, self._receiver = workspaces, receiver
        self._suggest, self._panel = suggest, panel

    async def open_digest(
        self, team: str, user: str, trigger: str, place: Place, topic: str = ""
    ) -> None:
        """Open the form for a digest, with what it is now or with the person's own time zone.

        Raises PlatformError, NotFound, StoreError.
        """
        workspace = await self._workspaces.of(team)
        settings = DigestSettings(topic)
        if self._suggest:
            name = "" if place.number is None else str(place.number)
            settings = await self._suggest.settings(Channel("slack", team, place.channel), name)
        if place.number is None:
            person = await workspace.people.person(user)
            settings = replace(settings, topic=topic, zone=person.zone or settings.zone)
        view = digest_form(settings, place)
        await workspace.slack.call("views.open", trigger_id=trigger, view=view)

    async def open_question(self, team: str, trigger: str, place: Place) -> None:
        """Open the form for a question. Raises PlatformError."""
        workspace = await self._workspaces.of(team)
        await workspace.slack.call("views.open", trigger_id=trigger, view=question_form(place))

    async def changed(self, team: str, view: Json) -> None:
        """Show in a digest's form what it would say now. Raises PlatformError."""
        if view.get("callback_id") != DIGEST or self._panel is None:
            return
        given = filled(view)
        preview = await self._preview(team, given)
        place = Place.read(view)
        shown = digest_form(given.settings, place, preview)
        workspace = await self._workspaces.of(team)
        try:
            await workspace.slack.call(
                "views.update", view_id=view["id"], hash=view.get("hash", ""), view=shown
            )
        except PlatformError as problem:  # somebody typed on meanwhile, or closed it
            _log.debug("slack_preview_late", error=problem.message)

    async def submitted(self, team: str, user: str, view: Json) -> Json:
        """Take what was filled in; return what is wrong with it, field by field, or nothing."""
        if view.get("callback_id") == QUESTION:
            place, question = asked(view)
            self._receiver.ask(_asked(team, user, view, place, "", question))
            return {}
        if view.get("callback_id") != DIGEST:
            return {}
        given = filled(view)
        wrong = _wrong(given)
        if wrong:
            return {"response_action": "errors", "errors": wrong}
        self._receiver.ask(_asked(team, user, view, given.place, "digest", given.typed))
        return {}

    async def offered(self, team: str, typed: str) -> list[Json]:
        """Return the feeds that can be chosen. Raises StoreError."""
        if self._suggest is None:
            return []
        return options(await self._suggest.feeds(Channel("slack", team, "-"), typed))

    async def _preview(self, team: str, given: Filled) -> Sequence[Json]:
        if self._panel is None:
            return ()
        channel = Channel("slack", team, given.place.channel or "-")
        try:
            message = await self._panel.preview(channel, given.settings)
        except QuickreadError as error:
            text = {"type": "plain_text", "text": f"{error}"[:2900], "emoji": False}
            return [{"type": "context", "elements": [text]}]
        return [block for block in render(message)[0].blocks if block["type"] != "actions"][
            :PREVIEW
        ]


def _asked(team: str, user: str, view: Json, place: Place, name: str, argument: str) -> Asked:
    return Asked(
        key=f"slack/form/{view.get('id', '')}",
        team=team,
        channel=place.channel,
        user=user,
        name=name,
        argument=argument,
        thread=place.thread or None,
        under=place.thread or None,
        shown=name != "",
    )


def _wrong(given: Filled) -> dict[str, str]:
    """Return what is wrong with a digest's settings, by the name of the field."""
    if not given.place.channel:
        return {"channel": "Which channel is it for?"}
    try:
        parse_schedule(given.settings.schedule, zone=given.settings.zone or "UTC")
    except ScheduleError as error:
        words = given.settings.schedule
        simple = words.endswith(tuple("0123456789")) and words.count(" ") == 1
        return {("zone" if simple else "words"): str(error)[:150]}
    return {}
