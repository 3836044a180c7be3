"""A digest's settings as a form: topic, days, time, zone and size.

DigestSettings → Discord's modal → what was filled in → "subscribe ukraine weekdays 09:00 …"
"""

import re
from collections.abc import Iterator
from typing import Any

from bot.adapters.discord.commands import joined
from bot.adapters.discord.library import discord, ui
from bot.adapters.discord.translations import say
from bot.channels import DigestSettings

Json = dict[str, Any]

FORM = "form"
"""The action of a form's id: what follows is the command that it fills in."""
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
"""The choice of days for a schedule that is written out under the time."""
_OTHER_SHOWN = "As written below"
SIZES = (3, 5, 7, 10, 15)
_SIMPLE = re.compile(r"^(\w+?)s?(?:\s+at)?\s+(\d{1,2}[:.]\d{2})$", re.IGNORECASE)


def settings_form(settings: DigestSettings, locale: str) -> ui.Modal:
    """Return the form for a digest, in the reader's language.

    The form is stopped: what is sent reaches the adapter by its id, also after a restart.
    """
    command = "subscribe" if settings.number is None else f"change {settings.number}"
    title = "New digest" if settings.number is None else "Change the digest"
    form = ui.Modal(title=say(title, locale), custom_id=f"qr:{FORM}:digest {command}")
    days, time = _days_and_time(settings.schedule)
    shown = {**DAYS, OTHER: _OTHER_SHOWN}
    sizes = sorted({*SIZES, settings.size})
    for label, field in (
        ("Topic", _text("topic", settings.topic, 100, hint="ukraine")),
        ("Days", _choice("days", {key: say(name, locale) for key, name in shown.items()}, days)),
        ("Time", _text("time", time, 150, hint="08:00")),
        ("Time zone", _text("zone", settings.zone, 60, hint="Europe/Kyiv")),
        ("Stories at most", _choice("size", {str(n): str(n) for n in sizes}, str(settings.size))),
    ):
        form.add_item(ui.Label(text=say(label, locale), component=field))
    form.stop()
    return form


def _text(name: str, value: str, longest: int, *, hint: str) -> ui.TextInput[Any]:
    return ui.TextInput(
        custom_id=name, default=value[:longest] or None, placeholder=hint, max_length=longest
    )


def _choice(name: str, options: dict[str, str], chosen: str) -> ui.Select[Any]:
    return ui.Select(
        custom_id=name,
        options=[
            discord.SelectOption(label=shown, value=value, default=value == chosen)
            for value, shown in options.items()
        ],
    )


def _days_and_time(schedule: str) -> tuple[str, str]:
    """Part a schedule into the form's days and time; one that has others is written out."""
    found = _SIMPLE.match(schedule.strip())
    if found:
        for days in DAYS:
            if days.removesuffix("s") == found[1].lower().removesuffix("s"):
                return days, found[2]
    return OTHER, schedule


def filled_in(data: Json) -> str:
    """Return what was filled in, as somebody would have typed it after the command."""
    values = dict(_values(data.get("components", [])))
    days = values.get("days", OTHER)
    return joined(
        values.get("topic", ""),
        "" if days == OTHER else days,
        values.get("time", ""),
        values.get("zone", ""),
        f"size {values['size']}" if values.get("size") else "",
    )


def _values(components: list[Json]) -> Iterator[tuple[str, str]]:
    """Yield the name and value of each field, at whatever depth it stands."""
    for component in components:
        if "custom_id" in component:
            chosen = component.get("values")
            value = component.get("value") or (chosen[0] if chosen else "")
            yield str(component["custom_id"]), str(value)
        yield from _values(component.get("components", []))
        if "component" in component:
            yield from _values([component["component"]])
