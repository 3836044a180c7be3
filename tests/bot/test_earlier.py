"""What a channel was told before is linked to, where that can be."""

from dataclasses import replace

import pytest

from bot.channels import Channel
from bot.compose import text_message
from bot.message_json import to_json
from bot.messages import Bullets, Earlier, Heading, Link, Message, Note, Text, line
from bot.outbox import Outbox
from briefings.deliveries import Delivery, Told
from briefings.errors import Unreachable
from briefings.store import Store
from tests.conftest import StandingClock
from tests.fakes.recording_adapter import RecordingAdapter

HERE = "web/local/a"
FIRST, LATER = "digest/1/2026-09-04", "digest/1/2026-09-05"
TOLD = Earlier("this was told", FIRST, 8)
UPDATE = Message((Heading(line("Update")), Note(line("What is new since ", TOLD))), "Update")


class Locating(RecordingAdapter):
    """A platform whose messages have addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.reachable = True

    async def locate(
        self, channel: Channel, message_id: str, *, key: str, thread: str | None = None
    ) -> str:
        if not self.reachable:
            raise Unreachable("Not just now.")
        return f"https://platform.example/{channel.id}/{thread or '-'}/{message_id}"


@pytest.fixture
def adapter() -> Locating:
    return Locating()


class Channels:
    """Channels that were told of stories 7 and 8 by a digest, and get an update on 8."""

    def __init__(self, store: Store, adapter: RecordingAdapter, clock: StandingClock) -> None:
        self.store, self.adapter, self.clock = store, adapter, clock
        self.outbox = Outbox(store, {"web": adapter}, clock=clock)

    async def tell(self, channel: str = HERE, briefs: int = 2) -> None:
        told = [Told(channel, one, (one,), ("…",), self.clock(), FIRST) for one in (7, 8)]
        head = Delivery(FIRST, channel, to_json(text_message("Two stories")), self.clock())
        under = [
            replace(head, key=f"{FIRST}/{number}", parent_key=FIRST)
            for number in range(1, briefs + 1)
        ]
        await self.store.enqueue([head, *under], told_stories=told)
        await self.outbox.deliver_due()

    async def update(self, message: Message = UPDATE) -> Message:
        await self.store.enqueue([Delivery(LATER, HERE, to_json(message), self.clock())])
        await self.outbox.deliver_due()
        return self.adapter.posts[-1].message


@pytest.fixture
def channels(store: Store, adapter: Locating, clock: StandingClock) -> Channels:
    return Channels(store, adapter, clock)


def note(message: Message) -> tuple[object, ...]:
    (found,) = (block for block in message.blocks if isinstance(block, Note))
    return found.line


async def test_an_update_links_to_the_storys_own_brief(channels: Channels) -> None:
    await channels.tell()
    link = Link("this was told", "https://platform.example/a/m1/m3")
    assert note(await channels.update()) == line("What is new since ", link)


async def test_where_one_message_told_it_that_is_linked_to(channels: Channels) -> None:
    await channels.tell(briefs=0)
    link = Link("this was told", "https://platform.example/a/-/m1")
    assert note(await channels.update()) == line("What is new since ", link)


async def test_a_list_can_have_such_links_too(channels: Channels) -> None:
    await channels.tell()
    said = await channels.update(Message((Bullets((line(TOLD),)),), "Update"))
    assert said.blocks == (
        Bullets((line(Link("this was told", "https://platform.example/a/m1/m3")),)),
    )


@pytest.mark.parametrize("why", ["forgotten", "another channel", "unreachable"])
async def test_where_it_cannot_be_linked_to_the_words_stand(
    channels: Channels, adapter: Locating, why: str
) -> None:
    if why != "forgotten":
        await channels.tell("web/local/secret" if why == "another channel" else HERE)
    adapter.reachable = why != "unreachable"
    assert note(await channels.update()) == line("What is new since ", Text("this was told"))


async def test_a_platform_without_addresses_gets_the_words(
    store: Store, clock: StandingClock
) -> None:
    channels = Channels(store, RecordingAdapter(), clock)
    await channels.tell()
    assert note(await channels.update()) == line("What is new since ", Text("this was told"))
