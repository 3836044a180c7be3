"""What is written down is posted once, in order, whatever fails."""

import asyncio
import random
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.message_json import to_json
from bot.messages import Heading, Message, Paragraph, line
from bot.outbox import Outbox, plain_version
from briefings.deliveries import Delivery, DeliveryState, Told
from briefings.errors import Malformed, Refused, StoreError, Unreachable
from briefings.store import Store, open_store
from tests.conftest import StandingClock
from tests.fakes.recording_adapter import RecordingAdapter

A, B = "web/local/a", "web/local/b"


def said(text: str) -> Message:
    return Message((Heading(line(text)), Paragraph(line("…"))), text)


def written(key: str, channel: str, at: datetime, parent: str | None = None) -> Delivery:
    return Delivery(key, channel, to_json(said(key)), at, parent_key=parent)


def digest(key: str, channel: str, at: datetime, stories: int = 2) -> list[Delivery]:
    parts = [written(f"{key}/{n}", channel, at, key) for n in range(1, stories + 1)]
    return [written(key, channel, at), *parts]


@pytest.fixture
def adapter() -> RecordingAdapter:
    return RecordingAdapter()


@pytest.fixture
def outbox(store: Store, adapter: RecordingAdapter, clock: StandingClock) -> Outbox:
    return Outbox(store, {"web": adapter}, clock=clock, rand=random.Random(1))


async def state(store: Store, key: str) -> DeliveryState:
    delivery = await store.delivery(key)
    assert delivery
    return delivery.state


async def test_a_digest_stands_first_and_its_stories_under_it(
    outbox: Outbox, store: Store, adapter: RecordingAdapter, clock: StandingClock
) -> None:
    await store.enqueue(digest("d", A, clock()))
    assert await outbox.deliver_due() == 3
    assert adapter.keys() == ["d", "d/1", "d/2"]
    assert [post.thread for post in adapter.posts] == [None, "m1", "m1"]
    assert await outbox.deliver_due() == 0
    assert len(adapter.posts) == 3


async def test_what_a_digest_tells_is_what_its_thread_is_about(
    outbox: Outbox, store: Store, clock: StandingClock
) -> None:
    told = [Told(A, story, (story,), ("x",), clock(), "d") for story in (7, 8)]
    await store.enqueue(digest("d", A, clock()), told_stories=told)
    await outbox.deliver_due()
    memory = await store.thread(A, "m1")
    assert memory
    assert memory.story_ids == (7, 8)


async def test_a_failure_holds_up_its_own_channel_in_order_and_no_other(
    outbox: Outbox, store: Store, adapter: RecordingAdapter, clock: StandingClock
) -> None:
    adapter.fail("d/1", Unreachable("503"), Unreachable("503"))
    await store.enqueue(digest("d", A, clock(), stories=3))
    await store.enqueue(digest("e", B, clock(), stories=3))
    await outbox.deliver_due()
    await outbox.deliver_due()
    assert adapter.keys(A) == ["d"]
    assert adapter.keys(B) == ["e", "e/1", "e/2", "e/3"]
    await store.enqueue([written("later", A, clock())])
    for _ in range(3):
        clock.forward(minutes=2)
        await outbox.deliver_due()
    assert adapter.keys(A) == ["d", "d/1", "d/2", "d/3", "later"]


async def test_it_waits_as_long_as_the_platform_says(
    outbox: Outbox, store: Store, adapter: RecordingAdapter, clock: StandingClock
) -> None:
    adapter.fail("x", Unreachable("429", retry_after=300))
    await store.enqueue([written("x", A, clock())])
    await outbox.deliver_due()
    clock.forward(seconds=299)
    await outbox.deliver_due()
    assert adapter.attempts == ["x"]
    clock.forward(seconds=1)
    await outbox.deliver_due()
    assert adapter.keys() == ["x"]


async def test_it_tries_ever_more_rarely_and_gives_up_in_the_end(
    outbox: Outbox, store: Store, adapter: RecordingAdapter, clock: StandingClock
) -> None:
    adapter.fail("x", *[Unreachable("500")] * 100)
    await store.enqueue([written("x", A, clock())])
    waits = []
    while await state(store, "x") is DeliveryState.PENDING:
        await outbox.deliver_due()
        delivery = await store.delivery("x")
        assert delivery
        if delivery.next_try_at:
            waits.append((delivery.next_try_at - clock()).total_seconds())
            clock.now = delivery.next_try_at
    assert waits[0] < 10 < waits[5] < waits[-1] <= 3600 * 1.3
    assert 20 < len(adapter.attempts) < 60


@pytest.mark.parametrize("error", [Unreachable("502"), TimeoutError(), ConnectionResetError()])
async def test_what_was_accepted_though_it_looked_failed_is_not_posted_again(
    outbox: Outbox,
    store: Store,
    adapter: RecordingAdapter,
    clock: StandingClock,
    error: Exception,
) -> None:
    adapter.fail("d", error, accepted=True)
    adapter.fail("d/1", error, accepted=True)
    await store.enqueue(digest("d", A, clock()))
    for _ in range(4):
        await outbox.deliver_due()
        clock.forward(minutes=10)
    assert adapter.keys() == ["d", "d/1", "d/2"]
    assert {one.state for one in await store.recent_deliveries()} == {DeliveryState.SENT}


async def test_a_channel_that_refuses_ends_that_digest_and_is_told_of(
    store: Store, adapter: RecordingAdapter, clock: StandingClock
) -> None:
    refused = []

    async def on_refused(channel: str, problem: str) -> None:
        refused.append((channel, problem))

    adapter.fail("d", Refused("The channel is gone."))
    await store.enqueue(digest("d", A, clock()))
    await Outbox(store, {"web": adapter}, clock=clock, on_refused=on_refused).deliver_due()
    assert refused == [(A, "The channel is gone.")]
    assert {one.state for one in await store.recent_deliveries()} == {DeliveryState.FAILED}
    assert adapter.posts == []


async def test_a_message_called_malformed_goes_out_as_plain_text_once(
    outbox: Outbox, store: Store, adapter: RecordingAdapter, clock: StandingClock
) -> None:
    adapter.fail("x", Malformed("invalid_blocks"))
    adapter.fail("y", Malformed("invalid_blocks"), Malformed("invalid_blocks"))
    await store.enqueue([written("x", A, clock()), written("y", A, clock())])
    await outbox.deliver_due()
    assert [post.message for post in adapter.posts] == [plain_version(said("x"))]
    assert await state(store, "y") is DeliveryState.FAILED
    assert adapter.attempts == ["x", "x", "y", "y"]


async def test_a_platform_that_is_not_connected_is_waited_for(
    store: Store, adapter: RecordingAdapter, clock: StandingClock
) -> None:
    await store.enqueue(digest("d", "slack/T1/C1", clock()))
    connected: dict[str, RecordingAdapter] = {}
    outbox = Outbox(store, connected, clock=clock)
    await outbox.deliver_due()
    connected["slack"] = adapter
    clock.forward(minutes=1)
    assert await outbox.deliver_due() == 3


async def test_a_fault_of_the_program_itself_is_tried_again_a_few_times(
    outbox: Outbox, store: Store, adapter: RecordingAdapter, clock: StandingClock
) -> None:
    adapter.fail("x", *[RuntimeError("a bug")] * 100)
    await store.enqueue([written("x", A, clock()), written("y", A, clock())])
    for _ in range(20):
        await outbox.deliver_due()
        clock.forward(hours=2)
    assert adapter.attempts.count("x") < 10
    assert adapter.keys() == ["y"]


@pytest.mark.parametrize("payload", [{}, {"blocks": [{"is": "Poem"}], "summary": ""}])
async def test_what_cannot_be_read_back_stops_nobody_else(
    outbox: Outbox,
    store: Store,
    adapter: RecordingAdapter,
    clock: StandingClock,
    payload: dict[str, Any],
) -> None:
    await store.enqueue([Delivery("x", A, payload, clock()), written("n", "nowhere", clock())])
    await store.enqueue([written("y", A, clock())])
    await outbox.deliver_due()
    assert adapter.keys() == ["y"]
    assert await state(store, "x") is DeliveryState.FAILED
    assert await state(store, "n") is DeliveryState.FAILED


async def test_trouble_of_the_database_in_one_channel_doubles_nothing_in_another(
    outbox: Outbox,
    store: Store,
    adapter: RecordingAdapter,
    clock: StandingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    await store.enqueue([written("x", A, clock())])
    await store.enqueue([written("y", B, clock())])
    adapter.hold[B] = asyncio.Event()
    with monkeypatch.context() as patched:
        real = store.mark_sent
        patched.setattr(
            store, "mark_sent", lambda key, number: (full if key == "x" else real)(key, number)
        )
        first = asyncio.create_task(outbox.deliver_due())
        await adapter.asked.wait()
        again = asyncio.create_task(outbox.deliver_due())
        for _ in range(20):
            await asyncio.sleep(0)
        adapter.hold[B].set()
        with pytest.raises(StoreError):
            await first
        with pytest.raises(StoreError):
            await again
    await outbox.deliver_due()
    assert sorted(adapter.keys()) == ["x", "y"]


async def test_trouble_of_the_database_loses_no_message(
    outbox: Outbox,
    store: Store,
    adapter: RecordingAdapter,
    clock: StandingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def locked(*_: object) -> None:
        raise StoreError("The database is locked.")

    await store.enqueue([written("x", A, clock())])
    with monkeypatch.context() as patched:
        patched.setattr(store, "mark_started", locked)
        with pytest.raises(StoreError):
            await outbox.deliver_due()
    assert await outbox.deliver_due() == 1
    assert adapter.keys() == ["x"]


FAULTS = st.tuples(
    st.sampled_from(["d", "d/1", "d/2", "d/3", "e"]),
    st.sampled_from([Unreachable("500"), Unreachable("429", retry_after=90), TimeoutError()]),
    st.booleans(),
)


@settings(max_examples=15)
@given(st.lists(FAULTS, max_size=10), st.lists(st.integers(0, 6), max_size=4))
async def test_any_faults_and_crashes_give_each_message_once_and_in_order(
    tmp_path_factory: pytest.TempPathFactory,
    faults: list[tuple[str, Exception, bool]],
    crashes: list[int],
) -> None:
    clock = StandingClock(datetime.fromisoformat("2026-03-10T08:00+00:00"))
    store = await open_store(f"sqlite:///{tmp_path_factory.mktemp('o')}/o.db", clock=clock)
    adapter = RecordingAdapter()
    for key, error, accepted in faults:
        adapter.fail(key, error, accepted=accepted)
    await store.enqueue(digest("d", A, clock(), stories=3))
    await store.enqueue([written("e", A, clock())])
    await store.enqueue(digest("f", B, clock(), stories=1))
    note = store.mark_sent
    for crash in [*crashes, *[99] * 11]:
        left = [crash]

        async def noted(key: str, number: str, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise StoreError("killed before it was noted")
            await note(key, number)

        store.mark_sent = noted  # type: ignore[method-assign]
        outbox = Outbox(store, {"web": adapter}, clock=clock, rand=random.Random(2))
        try:  # a new outbox each time: nothing is kept but what is in the store
            await outbox.deliver_due()
        except StoreError:
            continue
        clock.forward(hours=2)
    pending = [d.key for d in await store.recent_deliveries() if d.state is not DeliveryState.SENT]
    await store.close()
    assert pending == []
    assert [key for key in adapter.keys(A) if "/" not in key] == ["d", "e"]
    assert [key for key in adapter.keys(A) if "/" in key] == ["d/1", "d/2", "d/3"]
    assert adapter.keys(B) == ["f", "f/1"]
