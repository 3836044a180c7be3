"""What a publisher corrects is told once to whoever was told it, with before and after."""

from datetime import UTC, datetime

import pytest

from bot.channels import Channel
from bot.compose import text_message
from bot.corrections import Corrections
from bot.message_json import from_json, to_json
from bot.messages import Message, Note
from bot.notices import Notices
from briefings.deliveries import Delivery, Told
from briefings.model import Entry
from briefings.store import Store
from tests.conftest import StandingClock
from tests.fakes.recording_adapter import RecordingAdapter

LINK = "https://a.example/ferry"
WAS = "The coast guard said that 12 people were killed when the ferry ran aground off Naxos."
IS = WAS.replace("12", "19")
BRIEF = "digest/1/2026-09-04"


class Editing(RecordingAdapter):
    """An adapter whose messages can be changed."""

    def __init__(self) -> None:
        super().__init__("slack")
        self.edits: list[tuple[str, str, Message]] = []
        self.threads: list[tuple[str, str | None]] = []

    async def edit(
        self,
        channel: Channel,
        message_id: str,
        message: Message,
        *,
        key: str,
        thread: str | None = None,
    ) -> None:
        self.edits.append((channel.address, message_id, message))
        self.threads.append((key, thread))


class Desk:
    """A store with an article that channels were told of."""

    def __init__(self, store: Store, clock: StandingClock) -> None:
        self.store, self.clock, self.adapter = store, clock, Editing()
        notices = Notices(store, clock=clock, wake=lambda: None)
        self.corrections = Corrections(store, notices, {"slack": self.adapter})
        self.feed = 0

    async def report(self, text: str, title: str = "Ferry aground") -> None:
        if not self.feed:
            self.feed = (await self.store.add_feed("https://a.example/f", "A", scope="*")).id
        for article in await self.store.add_entries(self.feed, [Entry(LINK, LINK, title, text)]):
            await self.store.place(article.id, None, title)

    async def tell(
        self, channel: str = "slack/T/C", key: str = BRIEF, *, sent: bool = True
    ) -> None:
        (article,) = await self.store.recent_articles(datetime(2000, 1, 1, tzinfo=UTC))
        assert article.story_id is not None
        brief = Delivery(key, channel, to_json(text_message("A brief.")), self.clock())
        told = Told(channel, article.story_id, (article.id,), ("…",), self.clock(), key)
        await self.store.enqueue([brief], told_stories=[told])
        if sent:
            await self.store.mark_sent(key, "m7")

    async def notes(self) -> list[Delivery]:
        due = await self.store.due_deliveries(self.clock())
        return [one for one in due if one.key.startswith("notice/correction/")]


@pytest.fixture
def desk(store: Store, clock: StandingClock) -> Desk:
    return Desk(store, clock)


async def test_a_corrected_figure_is_told_in_the_thread_of_the_brief(desk: Desk) -> None:
    await desk.report(WAS)
    await desk.tell()
    await desk.report(IS)
    assert await desk.corrections.check() == 1
    (note,) = await desk.notes()
    assert (note.channel, note.parent_key) == ("slack/T/C", BRIEF)
    assert from_json(note.payload).summary == "A corrected 12 to 19."


async def test_it_is_told_once_whatever_happens_after(desk: Desk) -> None:
    await desk.report(WAS)
    await desk.tell()
    await desk.report(IS)
    changes = await desk.store.changes()
    await desk.corrections.check()
    assert await desk.corrections.check() == 0
    assert changes
    assert await desk.store.changes() == ()


async def test_each_channel_that_was_told_it_is_told(desk: Desk) -> None:
    await desk.report(WAS)
    await desk.tell()
    await desk.tell("slack/T/D", "digest/2/2026-09-04")
    await desk.report(IS)
    assert await desk.corrections.check() == 2


async def test_the_brief_is_marked_where_it_stands_and_in_what_is_kept(desk: Desk) -> None:
    await desk.report(WAS)
    await desk.tell()
    await desk.report(IS)
    await desk.corrections.check()
    ((address, message_id, message),) = desk.adapter.edits
    assert (address, message_id) == ("slack/T/C", "m7")
    assert isinstance(message.blocks[-1], Note)
    kept = await desk.store.delivery(BRIEF)
    assert kept is not None
    assert from_json(kept.payload) == message


async def test_in_a_digest_its_head_and_the_storys_own_brief_are_marked(
    desk: Desk, clock: StandingClock
) -> None:
    await desk.report(WAS)
    await desk.tell()
    under = [
        Delivery(f"{BRIEF}/{n}", "slack/T/C", to_json(text_message("…")), clock(), parent_key=BRIEF)
        for n in (1, 2)
    ]
    await desk.store.enqueue(under)
    for one, message_id in zip(under, ("m8", "m9"), strict=True):
        await desk.store.mark_sent(one.key, message_id)
    await desk.report(IS)
    await desk.corrections.check()
    assert [message_id for _, message_id, _ in desk.adapter.edits] == ["m8", "m7"]
    assert desk.adapter.threads == [(f"{BRIEF}/1", "m7"), (BRIEF, None)]


async def test_a_brief_that_is_not_posted_yet_is_posted_with_its_mark(desk: Desk) -> None:
    await desk.report(WAS)
    await desk.tell(sent=False)
    await desk.report(IS)
    await desk.corrections.check()
    assert desk.adapter.edits == []
    kept = await desk.store.delivery(BRIEF)
    assert kept is not None
    assert isinstance(from_json(kept.payload).blocks[-1], Note)


@pytest.mark.parametrize("now", [WAS, f"{WAS} Another 40 people were rescued.", "Something else."])
async def test_what_is_no_correction_is_not_told(desk: Desk, now: str) -> None:
    await desk.report(WAS)
    await desk.tell()
    await desk.report(now, title="Ferry aground off Naxos")
    assert await desk.corrections.check() == 0
    assert await desk.store.changes() == ()


async def test_nobody_is_told_who_was_not_told_the_story(desk: Desk) -> None:
    await desk.report(WAS)
    await desk.report(IS)
    assert await desk.corrections.check() == 0


async def test_only_the_newest_versions_are_kept(desk: Desk) -> None:
    for number in range(30):
        await desk.report(WAS.replace("12", str(100 + number)))
    await desk.tell()
    (change,) = await desk.store.changes()
    assert change.text == WAS.replace("12", "119")
    assert await desk.corrections.check() == 1
