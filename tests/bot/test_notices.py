"""Notices reach a channel, a thread or a person, once for each reason."""

from bot.compose import text_message
from bot.notices import Notices
from bot.outbox import Outbox
from briefings.store import Store
from tests.conftest import StandingClock
from tests.fakes.recording_adapter import RecordingAdapter

WORDS = text_message("The feed is gone.")


async def test_a_notice_comes_once_for_its_key(store: Store, clock: StandingClock) -> None:
    woken = []
    notices = Notices(store, clock=clock, wake=lambda: woken.append(1))
    adapter = RecordingAdapter("slack")
    outbox = Outbox(store, {"slack": adapter}, clock=clock)
    assert await notices.channel("slack/T/C", WORDS, key="gone/1")
    assert not await notices.channel("slack/T/C", WORDS, key="gone/1")
    assert await notices.channel("slack/T/D", WORDS, key="gone/2")
    await outbox.deliver_due()
    await outbox.deliver_due()
    assert [(post.channel, post.key) for post in adapter.posts] == [
        ("slack/T/C", "notice/gone/1"),
        ("slack/T/D", "notice/gone/2"),
    ]
    assert len(woken) == 2


async def test_a_notice_to_a_person_goes_to_their_direct_messages(
    store: Store, clock: StandingClock
) -> None:
    notices = Notices(store, clock=clock, wake=lambda: None)
    await notices.person("discord/G", "42", WORDS, key="paused/7")
    (delivery,) = await store.due_deliveries(clock())
    assert delivery.channel == "discord/G/@42"


async def test_a_notice_stands_under_the_message_it_belongs_to(
    store: Store, clock: StandingClock
) -> None:
    notices = Notices(store, clock=clock, wake=lambda: None)
    adapter = RecordingAdapter()
    await notices.channel("web/local/a", WORDS, key="brief")
    await notices.channel("web/local/a", WORDS, key="correction", under="notice/brief")
    await Outbox(store, {"web": adapter}, clock=clock).deliver_due()
    assert [post.thread for post in adapter.posts] == [None, "m1"]
