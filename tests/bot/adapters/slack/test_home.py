"""The App Home and the forms: what they show to whom, and what they become."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.forms import DAYS, Place, digest_form, filled, question_form
from bot.adapters.slack.home import home_view
from bot.adapters.slack.people import ADMINS, NAMED, Rule
from bot.channels import Channel, Choice, DigestRow, DigestSettings
from bot.messages import Line, Message, line
from bot.when import parse_schedule
from tests.bot.adapters.answering import Answering, said
from tests.bot.adapters.hostile import strings, texts
from tests.bot.adapters.slack.conftest import make
from tests.fakes.slack_server import Room, SlackServer, check_view

ONE = {"type": "plain_text_input", "value": "ukraine"}


class Panel:
    """A workspace with a digest in each channel and one feed."""

    def __init__(self, *channels: str) -> None:
        self.channels = channels
        self.previewed: list[DigestSettings] = []

    async def digests(self, scope: str) -> tuple[DigestRow, ...]:
        return tuple(
            DigestRow(Channel.parse(f"{scope}/{name}"), number, line(f"Digest of {name}"))
            for number, name in enumerate(self.channels, 1)
        )

    async def feeds(self, _scope: str) -> tuple[Line, ...]:
        return (line("The Planet · can't be reached"),)

    async def preview(self, _channel: Channel, settings: DigestSettings) -> Message:
        self.previewed.append(settings)
        return said(f"Preview of {settings.topic}")


class Memory:
    """Settings, and nothing seen before."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    async def mark_seen(self, _key: str) -> bool:
        return True

    async def setting(self, key: str) -> Any:
        return self.kept.get(key)

    async def set_setting(self, key: str, value: Any) -> None:
        self.kept[key] = value


def words(view: Any) -> str:
    """Return every text in a view."""
    return "\n".join(strings(view))


@pytest.fixture
async def home(slack: SlackServer, desk: Answering) -> Any:
    slack.rooms["G2"] = Room("G2", ["UBOT"], private=True)
    slack.rooms["G1"].members.append("UBOT")
    panel = Panel("C1", "C2", "G1", "G2")
    adapter = make(slack, desk, panel=panel, memory=Memory())
    await adapter.start()
    yield panel
    await adapter.stop()


async def opened(slack: SlackServer, user: str) -> Any:
    await slack.event(type="app_home_opened", tab="home", user=user)
    await slack.until(lambda: user in slack.homes)
    return slack.homes[user]


async def test_the_home_shows_digests_and_feeds_and_private_channels_only_to_their_members(
    slack: SlackServer, home: Panel
) -> None:
    shown = words(await opened(slack, "U1"))
    assert "Digest of C1" in shown
    assert "Digest of C2" in shown
    assert "Digest of G1" in shown
    assert "Digest of G2" not in shown
    assert "The Planet · can't be reached" in shown
    assert "Who may change" not in shown


async def test_only_administrators_say_who_may_change_things(
    slack: SlackServer, desk: Answering, home: Panel
) -> None:
    assert "Who may change" in words(await opened(slack, "UADMIN"))
    state = {"values": {"who": {"home.who": {"selected_option": {"value": ADMINS}}}}}
    view = {"type": "home", "state": state}
    for user in ("U1", "UADMIN"):
        del slack.homes["UADMIN"]
        await slack.act({"action_id": "home.who"}, user={"id": user}, view=view)
        await slack.until(lambda user=user: user in slack.homes)
        await opened(slack, "UADMIN")
        await slack.command("digest", "pause 1")
        await slack.until(lambda: desk.requests)
        assert desk.requests.pop().user.may_manage is (user == "U1")


async def test_a_button_of_the_home_is_the_command_in_its_channel(
    slack: SlackServer, desk: Answering, home: Panel
) -> None:
    action = {"action_id": "home.pause#1", "value": "C1 1"}
    await slack.act(action, view={"type": "home"})
    await slack.until(lambda: desk.requests)
    asked = desk.requests[0]
    assert (asked.name, asked.argument, asked.channel.id) == ("digest", "pause 1", "C1")
    assert asked.user.may_manage


@pytest.mark.parametrize("text", ["subscribe", "Subscribe"])
async def test_subscribing_without_words_opens_the_form_which_becomes_the_command(
    slack: SlackServer, desk: Answering, home: Panel, text: str
) -> None:
    await slack.command("digest", text)
    await slack.until(lambda: slack.views)
    view = slack.views["V1"]
    values = {
        "topic": {"value": "ukraine"},
        "days": {"selected_option": {"value": "weekdays"}},
        "time": {"selected_time": "09:00"},
        "zone": {"value": "Europe/Kyiv"},
        "size": {"selected_option": {"value": "3"}},
    }
    await slack.submit(view, values)
    await slack.until(lambda: desk.requests)
    asked = desk.requests[0]
    wanted = "subscribe ukraine weekdays 09:00 Europe/Kyiv size 3 feeds all"
    assert (asked.name, asked.argument, asked.channel.id) == ("digest", wanted, "C1")


async def test_a_form_says_which_field_is_wrong(
    slack: SlackServer, desk: Answering, home: Panel
) -> None:
    await slack.command("digest", "subscribe")
    await slack.until(lambda: slack.views)
    envelope = await slack.submit(slack.views["V1"], {"words": {"value": "whenever"}})
    await slack.until(lambda: envelope in slack.ack_payloads)
    assert "words" in slack.ack_payloads[envelope]["errors"]
    assert not desk.requests


async def test_the_preview_follows_what_is_filled_in(slack: SlackServer, home: Panel) -> None:
    await slack.command("digest", "subscribe")
    await slack.until(lambda: slack.views)
    view = slack.views["V1"]
    state = {"values": {"topic": {"topic": {"value": "grain"}}}}
    await slack.act({"action_id": "topic"}, view={**view, "state": state})
    await slack.until(lambda: home.previewed and slack.views["V1"]["hash"] != view["hash"])
    assert "Preview of grain" in words(slack.views["V1"])


async def test_ask_under_a_brief_opens_a_form_and_answers_in_its_thread(
    slack: SlackServer, desk: Answering, home: Panel
) -> None:
    await slack.press("question", "#7", "5.5")
    await slack.until(lambda: slack.views)
    await slack.submit(slack.views["V1"], {"question": {"value": "who said that?"}})
    await slack.until(slack.posted)
    assert (desk.requests[0].argument, desk.requests[0].thread) == ("who said that?", "5.5")
    assert slack.posted()[0]["thread_ts"] == "5.5"
    assert "who said that?" in words(slack.posted()[0]["blocks"])


async def test_a_new_thread_with_the_bot_offers_what_can_be_asked(
    slack: SlackServer, home: Panel
) -> None:
    thread = {"channel_id": "D1", "thread_ts": "1.1"}
    await slack.event(type="assistant_thread_started", assistant_thread=thread)
    await slack.until(lambda: slack.prompts)
    assert slack.prompts[0]["prompts"]


async def test_a_channel_that_is_gone_is_told_of(slack: SlackServer, desk: Answering) -> None:
    gone: list[str] = []

    async def on_gone(channel: str, _problem: str) -> None:
        gone.append(channel)

    adapter: SlackAdapter = make(slack, desk, on_channel_gone=on_gone)
    await adapter.start()
    await slack.event(type="channel_archive", channel="C1")
    await slack.event(type="group_left", channel="G1")
    await slack.until(lambda: len(gone) == 2)
    await adapter.stop()
    assert sorted(gone) == ["slack/T1/C1", "slack/T1/G1"]


async def test_a_message_to_one_person_opens_their_direct_messages(
    slack: SlackServer, desk: Answering
) -> None:
    adapter = make(slack, desk)
    await adapter.start()
    to = Channel.direct("slack/T1", "U1")
    posted = await adapter.post(to, said("Paused"), key="k")
    assert await adapter.find(to, "k") == posted
    await adapter.stop()
    assert slack.posted("D1")[0]["text"]


@given(texts(), st.lists(texts(4), max_size=120), st.sampled_from([None, NAMED, ADMINS]))
def test_the_home_is_a_view_whatever_it_shows(text: str, feeds: list[str], who: str | None) -> None:
    rows = [DigestRow(Channel("slack", "T1", "C1"), n, line(text)) for n in range(40)]
    view = home_view(rows, [line(feed) for feed in feeds], Rule(who, ("U1",)) if who else None)
    check_view(view)
    kinds = set(_kinds(view))
    assert not kinds & {"user", "usergroup", "broadcast"}


@given(texts(), st.sampled_from([*DAYS]), st.times(), texts(4), st.integers(1, 20))
def test_a_digests_form_keeps_what_it_shows(
    topic: str, days: str, at: Any, feed: str, size: int
) -> None:
    schedule = f"{days} {at:%H:%M}"
    chosen = (Choice(feed, "7"),)
    settings = DigestSettings(topic, schedule, "Europe/Kyiv", size, None, chosen)
    view = digest_form(settings, Place("C1"))
    check_view(view)
    elements = {block["block_id"]: block["element"] for block in view["blocks"]}
    assert elements["days"]["initial_option"]["value"] == days
    assert elements["time"]["initial_time"] == f"{at:%H:%M}"
    values = {
        "days": {"days": {"selected_option": elements["days"]["initial_option"]}},
        "time": {"time": {"selected_time": elements["time"]["initial_time"]}},
        "size": {"size": {"selected_option": elements["size"]["initial_option"]}},
        "feeds": {"feeds": {"selected_options": elements["feeds"]["initial_options"]}},
    }
    read = filled({**view, "state": {"values": values}})
    assert (read.settings.schedule, read.settings.size) == (schedule, size)
    assert [one.value for one in read.settings.feeds] == ["7"]
    parse_schedule(read.settings.schedule, zone="UTC")


@given(texts(4), texts(4))
def test_a_form_keeps_its_place(channel: str, thread: str) -> None:
    view = question_form(Place(channel, thread))
    assert Place.read(view) == Place(channel, thread)


@given(texts())
def test_a_place_that_is_none_is_empty(kept: str) -> None:
    assert isinstance(Place.read({"private_metadata": kept}), Place)


def _kinds(view: Any) -> Iterator[str]:
    if isinstance(view, dict):
        yield str(view.get("type", ""))
        for value in view.values():
            yield from _kinds(value)
    elif isinstance(view, list):
        for value in view:
            yield from _kinds(value)
