"""The library's view says exactly what the payload says."""

from typing import Any

from hypothesis import given, settings

from bot.adapters.discord.render import read_custom_id, render
from bot.adapters.discord.view import layout_view
from bot.messages import Message
from tests.bot.adapters.answering import said
from tests.bot.adapters.hostile import MESSAGES
from tests.fakes.discord_server import walk


def bare(component: dict[str, Any]) -> dict[str, Any]:
    kept = ("type", "content", "label", "custom_id", "style")
    shape = {key: component[key] for key in kept if key in component}
    if "custom_id" in shape:
        shape["custom_id"] = read_custom_id(shape["custom_id"])
    inner = component.get("components")
    return {**shape, "components": [bare(child) for child in inner]} if inner else shape


@given(MESSAGES)
@settings(max_examples=40, deadline=None)
def test_a_view_is_its_payload(message: Message) -> None:
    for payload in render(message):
        view = layout_view(payload, marker=7)
        made = view.to_components()
        assert [bare(part) for part in made] == [bare(part) for part in payload.components]
        assert made[0]["id"] == 7
        ids = [part["custom_id"] for part in walk(made) if part["type"] == 2]
        assert len(set(ids)) == len(ids)
        assert all(len(one) <= 100 for one in ids)


async def test_nothing_of_a_view_stays_in_memory() -> None:
    (payload,) = render(said("x"))
    assert layout_view(payload).is_finished()
