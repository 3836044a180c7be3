"""Modals: a digest's settings, and a question. Pure: nothing here talks to Slack.

DigestSettings → Slack's view → what was filled in → "subscribe ukraine weekdays 09:00 …"
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.adapters.slack.mrkdwn import defused
from bot.adapters.splitting import cut, on_one_line
from bot.channels import Choice, DigestSettings

Json = dict[str, Any]

DIGEST, QUESTION = "digest_form", "question_form"
DAYS = {
    "daily": "Every day",
    "weekdays": "Monday to Friday",
    "weekends": "Saturday and Sunday",
    "mondays": "Mondays",
    "tuesdays": "Tuesdays",
    "wednesdays": "Wednesdays",
    "thursdays": "Thursdays",
    "fridays": "Fridays",
    "saturdays": "Saturdays",
    "sundays": "Sundays",
}
OTHER = "other"
_OTHER_SHOWN = "As written below"
SIZES = (3, 5, 7, 10, 15)
OPTION = 75
"""Characters of an option; more is cut by Slack's own limit."""
OPTIONS = 100
_SIMPLE = re.compile(r"(\w+?)s?(?:\s+at)?\s+(\d{1,2}):(\d{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form was opened: it is kept in the form itself, over restarts.

    `channel` is "" where the form asks for it, `home` whether it was opened from the App Home.
    """

    channel: str = ""
    thread: str = ""
    number: int | None = None
    home: bool = False

    def kept(self) -> str:
        """Return this as the form keeps it."""
        kept = {"c": self.channel, "t": self.thread, "n": self.number, "h": self.home}
        return json.dumps({key: value for key, value in kept.items() if value})

    @classmethod
    def read(cls, view: Mapping[str, Any]) -> "Place":
        """Read it back out of a view; what is no form of ours has an empty place."""
        try:
            kept = json.loads(view.get("private_metadata") or "{}")
            number = kept.get("n")
            return cls(
                str(kept.get("c", "")),
                str(kept.get("t", "")),
                int(number) if number is not None else None,
                bool(kept.get("h")),
            )
        except (AttributeError, TypeError, ValueError):
            return cls()


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in."""

    place: Place
    settings: DigestSettings = field(default_factory=DigestSettings)

    @property
    def typed(self) -> str:
        """The same as somebody would have typed it after /digest."""
        settings, number = self.settings, self.place.number
        verb = "subscribe" if number is None else f"change {number}"
        feeds = ",".join(feed.value for feed in settings.feeds) or "all"
        words = (verb, settings.topic, settings.schedule, settings.zone, f"size {settings.size}")
        return f"{' '.join(word for word in words if word)} feeds {feeds}"


def digest_form(settings: DigestSettings, place: Place, preview: Sequence[Json] = ()) -> Json:
    """Return the form for a digest; `preview` is what it would say now."""
    new = place.number is None
    blocks = [] if place.channel else [_channel()]
    days, time, words = _days_time_words(settings.schedule)
    sizes = sorted({*SIZES, settings.size})
    blocks += [
        _input("topic", "Topic", _text("topic", settings.topic, 100, "ukraine"), ask=True),
        _input("days", "Days", _select("days", {**DAYS, OTHER: _OTHER_SHOWN}, days), ask=True),
        _input("time", "Time", {"type": "timepicker", "initial_time": time}, ask=True),
        _input("words", "Or when, in words", _text("words", words, 150, "every 6 hours"), ask=True),
        _input("zone", "Time zone", _text("zone", settings.zone, 60, "Europe/Kyiv"), ask=True),
        _input(
            "size",
            "Stories at most",
            _select("size", {str(n): str(n) for n in sizes}, str(settings.size)),
        ),
        _input("feeds", "Feeds (none chosen: all of them)", _feeds(settings.feeds), ask=True),
    ]
    if preview:
        blocks += [{"type": "divider"}, *preview]
    return {
        "type": "modal",
        "callback_id": DIGEST,
        "title": _plain("New digest" if new else "Change the digest"),
        "submit": _plain("Subscribe" if new else "Save"),
        "close": _plain("Cancel"),
        "private_metadata": place.kept(),
        "blocks": blocks,
    }


def question_form(place: Place) -> Json:
    """Return the form for a question."""
    field = {
        "type": "plain_text_input",
        "action_id": "question",
        "multiline": True,
        "max_length": 1000,
        "placeholder": _plain("How many countries back the guarantees?"),
    }
    return {
        "type": "modal",
        "callback_id": QUESTION,
        "title": _plain("Ask the sources"),
        "submit": _plain("Ask"),
        "close": _plain("Cancel"),
        "private_metadata": place.kept(),
        "blocks": [
            {"type": "input", "block_id": "question", "label": _plain("Question"), "element": field}
        ],
    }


def filled(view: Mapping[str, Any]) -> Filled:
    """Read what was filled into the digest's form."""
    values = _values(view)
    place = Place.read(view)
    channel = place.channel or str(values.get("channel", {}).get("selected_conversation") or "")
    words = _typed(values, "words")
    days = _chosen(values, "days") or "daily"
    time = str(values.get("time", {}).get("selected_time") or "08:00")
    size = _chosen(values, "size")
    settings = DigestSettings(
        topic=_typed(values, "topic"),
        schedule=words if words or days == OTHER else f"{days} {time}",
        zone=_typed(values, "zone"),
        size=int(size) if size.isdecimal() else 5,
        number=place.number,
        feeds=tuple(
            Choice(str(one.get("text", {}).get("text", "")), str(one["value"]))
            for one in values.get("feeds", {}).get("selected_options") or ()
            if str(one.get("value", "")).isdecimal()
        ),
    )
    return Filled(Place(channel, place.thread, place.number, place.home), settings)


def asked(view: Mapping[str, Any]) -> tuple[Place, str]:
    """Read the question out of its form, and where it was asked."""
    return Place.read(view), _typed(_values(view), "question")


def options(choices: Iterable[Choice]) -> list[Json]:
    """Return choices as Slack's options."""
    return [_option(one.name, one.value) for one in choices if one.value][:OPTIONS]


def _values(view: Mapping[str, Any]) -> dict[str, Json]:
    """Return each field's state by its name, which is its block's as well."""
    given = (view.get("state") or {}).get("values") or {}
    return {name: fields.get(name) or {} for name, fields in given.items()}


def _typed(values: Mapping[str, Json], name: str) -> str:
    return " ".join(str(values.get(name, {}).get("value") or "").split())


def _chosen(values: Mapping[str, Json], name: str) -> str:
    return str((values.get(name, {}).get("selected_option") or {}).get("value") or "")


def _days_time_words(schedule: str) -> tuple[str, str, str]:
    """Part a schedule into the form's fields; one that has others is written out."""
    found = _SIMPLE.fullmatch(schedule.strip())
    for days in DAYS if found else ():
        if found and days.removesuffix("s") == found[1].lower().removesuffix("s"):
            return days, f"{int(found[2]):02}:{found[3]}", ""
    return OTHER, "08:00", schedule


def _input(name: str, label: str, element: Json, *, ask: bool = False) -> Json:
    """Return a field; `ask`: the preview is made anew when it changes. None must be filled in."""
    element = {"action_id": name, **element}
    optional = name not in ("days", "time", "size")
    return {
        "type": "input",
        "block_id": name,
        "label": _plain(label),
        "element": element,
        "optional": optional,
        "dispatch_action": ask,
    }


def _channel() -> Json:
    element = {
        "type": "conversations_select",
        "action_id": "channel",
        "default_to_current_conversation": True,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return {
        "type": "input",
        "block_id": "channel",
        "label": _plain("Channel"),
        "element": element,
    }


def _text(name: str, value: str, longest: int, hint: str) -> Json:
    shown = {"initial_value": value[:longest]} if value else {}
    return {
        "type": "plain_text_input",
        "action_id": name,
        "max_length": longest,
        "placeholder": _plain(hint),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
        **shown,
    }


def _select(name: str, shown: Mapping[str, str], chosen: str) -> Json:
    return {
        "type": "static_select",
        "action_id": name,
        "options": [_option(label, value) for value, label in shown.items()],
        "initial_option": _option(shown[chosen], chosen),
    }


def _feeds(chosen: Sequence[Choice]) -> Json:
    shown = {"initial_options": options(chosen)} if chosen else {}
    return {
        "type": "multi_external_select",
        "min_query_length": 0,
        "placeholder": _plain("All feeds"),
        **shown,
    }


def _option(label: str, value: str) -> Json:
    return {"text": _plain(label), "value": value}


def _plain(words: str) -> Json:
    fitted = cut(on_one_line(words), OPTION, lambda text: len(defused(text))) or ["…"]
    return {"type": "plain_text", "text": defused(fitted[0]), "emoji": False}
