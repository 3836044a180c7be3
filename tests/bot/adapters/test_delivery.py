"""Outbox, adapter and platform together: each message once, whatever breaks."""

import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.pace import Pace
from bot.channels import Adapter, Channel
from bot.message_json import to_json
from bot.messages import Earlier, Message, Note, line
from bot.outbox import Outbox
from briefings.deliveries import Delivery, DeliveryState, Told
from briefings.store import Store, open_store
from tests.bot.adapters.answering import Answering, said
from tests.fakes.discord_server import CHANNEL, GUILD, LOCKED, DiscordServer, walk
from tests.fakes.slack_server import SlackServer

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
FAULTS: list[dict[str, Any]] = [
    {"status": 503},
    {"status": 429, "retry_after": 40},
    {"drop": True},
    {},
]


@dataclass
class Stage:
    """A platform with its adapter."""

    adapter: Adapter
    channel: Channel
    refused: Channel
    fail: Callable[..., None]
    seen: Callable[[], list[str]]
    posted: Callable[[], list[dict[str, Any]]]
    link: str
    """Where a reply in a thread is, with the ids of the message over it and of its own."""


@pytest.fixture(params=["slack", "discord"])
async def stage(request: pytest.FixtureRequest, clock: "Time") -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        if request.param == "slack":
            made = await slack_stage(stack, clock)
        else:
            made = await discord_stage(stack)
        await made.adapter.start()
        stack.push_async_callback(made.adapter.stop)
        yield made


async def slack_stage(stack: AsyncExitStack, clock: "Time") -> Stage:
    server = await stack.enter_async_context(SlackServer())
    adapter = SlackAdapter(
        Answering(),
        bot_token=server.bot_token,
        app_token=server.app_token,
        pace=Pace(0, clock=lambda: clock().timestamp()),
        api_url=server.api_url,
    )

    def seen() -> list[str]:
        return [message["text"] for message in server.posted()]

    def fail(**fault: Any) -> None:
        server.fail("chat.postMessage", **fault)

    channels = (Channel("slack", "T1", "C1"), Channel("slack", "T1", "C9"))
    link = "https://test.slack.test/archives/C1/p{1}?thread_ts={0}&cid=C1"
    return Stage(adapter, *channels, fail, seen, server.posted, link)


async def discord_stage(stack: AsyncExitStack) -> Stage:
    server = await stack.enter_async_context(DiscordServer())
    adapter = DiscordAdapter(Answering(), token=server.token, api_url=server.api_url)

    def seen() -> list[str]:
        messages = sorted(
            (message for each in (CHANNEL, *server.threads) for message in server.posted(each)),
            key=lambda message: int(message["id"]),
        )
        texts = [
            part["content"]
            for message in messages
            for part in walk(message["components"])
            if part["type"] == 10
        ]
        return [text.split("\n")[0].removeprefix("### ") for text in texts]

    def fail(**fault: Any) -> None:
        server.fail("POST messages", **fault)

    channels = (Channel("discord", GUILD, CHANNEL), Channel("discord", GUILD, LOCKED))
    link = f"https://discord.com/channels/{GUILD}/{{0}}/{{1}}"
    return Stage(adapter, *channels, fail, seen, server.posted, link)


class Time:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(f"sqlite:///{tmp_path / 'test.db'}", clock=lambda: START)
    yield store
    await store.close()


def digest(channel: Channel, stories: int) -> list[Delivery]:
    """Return a digest's parent and its stories, as they are written down."""
    parent = Delivery("d", channel.address, to_json(said("Digest")), START)
    return [parent] + [
        Delivery(f"d/{n}", channel.address, to_json(said(f"Story {n}")), START, parent_key="d")
        for n in range(stories)
    ]


@pytest.mark.parametrize("seed", range(4))
async def test_a_digest_arrives_once_and_its_head_first_whatever_breaks(
    stage: Stage, store: Store, clock: Time, seed: int
) -> None:
    chance = random.Random(seed)
    for fault in chance.choices(FAULTS, k=8):
        stage.fail(**fault)
    await store.enqueue(digest(stage.channel, 5))
    for _ in range(12):
        outbox = Outbox(  # a new one each time: nothing is kept but what is in the store
            store, {stage.adapter.platform: stage.adapter}, clock=clock, rand=chance
        )
        await outbox.deliver_due()
        clock.now += timedelta(hours=1)
    assert stage.seen()[0] == "Digest"
    assert sorted(stage.seen()) == ["Digest", *(f"Story {n}" for n in range(5))]
    states = {delivery.state for delivery in await store.recent_deliveries(10)}
    assert states == {DeliveryState.SENT}


async def test_a_crash_between_sending_and_noting_repeats_nothing(
    stage: Stage, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object) -> None:
        raise SystemError("killed")

    await store.enqueue(digest(stage.channel, 2))
    adapters = {stage.adapter.platform: stage.adapter}
    with monkeypatch.context() as patched:
        patched.setattr(store, "mark_sent", crash)
        with pytest.raises(SystemError):
            await Outbox(store, adapters, clock=lambda: START).deliver_due()
    assert stage.seen() == ["Digest"]
    await Outbox(store, adapters, clock=lambda: START).deliver_due()
    assert stage.seen() == ["Digest", "Story 0", "Story 1"]


async def test_an_update_links_to_the_brief_that_told_its_story(stage: Stage, store: Store) -> None:
    adapters = {stage.adapter.platform: stage.adapter}
    outbox = Outbox(store, adapters, clock=lambda: START)
    told = [Told(stage.channel.address, story, (story,), ("…",), START, "d") for story in (7, 8)]
    first, second = digest(stage.channel, 2)[1:]
    under = [replace(first, key="d/1"), replace(second, key="d/2")]
    await store.enqueue([digest(stage.channel, 0)[0], *under], told_stories=told)
    await outbox.deliver_due()
    words = Note(line("What is new since ", Earlier("this was told", "d", 8)))
    update = to_json(Message((words,), "Update"))
    await store.enqueue([Delivery("e", stage.channel.address, update, START)])
    await outbox.deliver_due()
    head, brief = await store.delivery("d"), await store.delivery("d/2")
    ids = [one.message_id or "" for one in (head, brief) if one]
    link = stage.link.format(ids[0], ids[1].replace(".", "")).replace("&", "&amp;")
    assert link in json.dumps(stage.posted()[-1])


async def test_a_channel_that_refuses_is_told_of_once_and_holds_up_no_other(
    stage: Stage, store: Store
) -> None:
    refused: list[str] = []

    async def on_refused(channel: str, _problem: str) -> None:
        refused.append(channel)

    await store.enqueue([Delivery("x", stage.refused.address, to_json(said("Digest")), START)])
    await store.enqueue(digest(stage.channel, 1))
    adapters = {stage.adapter.platform: stage.adapter}
    outbox = Outbox(store, adapters, clock=lambda: START, on_refused=on_refused)
    await outbox.deliver_due()
    await outbox.deliver_due()
    assert refused == [stage.refused.address]
    assert stage.seen() == ["Digest", "Story 0"]
