"""What the sources did not say is told once, in its thread, when they do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App
from bot.channels import Channel, Reply
from bot.conversation.watching import MOST
from bot.message_json import to_json
from bot.messages import Actions, Button
from bot.watches import A_ROUND
from tests.bot.conversation.test_questions import ELSEWHERE, HERE, TEXT, open_app, publish, say
from tests.conftest import StandingClock
from tests.fakes.recording_adapter import RecordingAdapter

QUESTION = "How many soldiers will Denmark send to Ukraine?"
NEWS = "Denmark will send 500 soldiers to Ukraine, the Danish minister of defence said on Monday."


@pytest.fixture
async def app(tmp_path: Path, clock: StandingClock) -> AsyncIterator[App]:
    async with open_app(tmp_path, clock) as built:
        await publish(built, "Putin rejects Western troops in Ukraine", TEXT)
        built.adapters["slack"] = RecordingAdapter("slack")
        yield built


def button(reply: Reply, action: str) -> Button:
    buttons = [
        one
        for block in reply.message.blocks
        if isinstance(block, Actions)
        for one in block.buttons
        if one.action == action
    ]
    return buttons[0]


async def watch(app: App, *, thread: str = "1.1", channel: Channel = HERE) -> Reply:
    await say(app, "western troops", name="brief", posted=thread)
    said = await say(app, QUESTION, thread=thread, channel=channel)
    pressed = button(said, "watch")
    return await say(app, pressed.value, name=pressed.action, thread=thread, channel=channel)


async def deliver(app: App) -> list[tuple[str | None, str]]:
    await app.outbox.deliver_due()
    adapter = app.adapters["slack"]
    assert isinstance(adapter, RecordingAdapter)
    return [(post.thread, str(to_json(post.message))) for post in adapter.posts]


async def test_a_later_article_that_answers_is_told_once_in_the_thread(
    app: App, clock: StandingClock
) -> None:
    assert "once" in (await watch(app)).message.summary
    clock.forward(hours=3)
    await publish(app, "Rain in Lisbon", "It will rain in Lisbon until Sunday.")
    assert await app.watches.check() == 0
    await publish(app, "Denmark will send soldiers to Ukraine", NEWS)
    assert await app.watches.check() == 1
    assert await app.watches.check() == 0
    ((thread, words),) = await deliver(app)
    assert thread == "1.1"
    assert QUESTION in words
    assert "500" in words
    assert await app.store.watches(HERE.address) == ()
    memory = await app.store.thread(HERE.address, "1.1")
    assert memory
    assert "500" in memory.turns[-1].answer


async def test_a_crash_after_the_decision_doubles_nothing(app: App, clock: StandingClock) -> None:
    await watch(app)
    (kept,) = await app.store.watches(HERE.address)
    clock.forward(hours=3)
    await publish(app, "Denmark will send soldiers to Ukraine", NEWS)
    await app.watches.check()
    await app.store.add_watch(HERE.address, "1.1", QUESTION, "UTC")  # as if it was not removed
    again = (await app.store.watches(HERE.address))[0]
    assert again.id == kept.id  # the number is given again, and yet it is another watch
    clock.forward(hours=1)
    await publish(app, "Denmark sends 600 soldiers to Ukraine", NEWS.replace("500", "600"))
    await app.watches.check()
    assert len(await deliver(app)) == 2


async def test_it_ends_after_a_week(app: App, clock: StandingClock) -> None:
    await watch(app)
    clock.forward(days=7, seconds=1)
    await publish(app, "Denmark will send soldiers to Ukraine", NEWS)
    assert await app.watches.check() == 0
    assert await app.store.watches(HERE.address) == ()


async def test_it_can_be_cancelled_where_it_was_asked_for_and_nowhere_else(app: App) -> None:
    number = button(await watch(app), "unwatch").value
    refused = await say(app, number, name="unwatch", channel=ELSEWHERE)
    assert refused.private
    assert len(await app.store.watches(HERE.address)) == 1
    await say(app, number, name="unwatch", thread="1.1")
    assert await app.store.watches(HERE.address) == ()
    for wrong in (number, "", "1 OR 1", "9" * 70, "٣"):
        assert (await say(app, wrong, name="unwatch")).private


async def test_another_workspaces_feeds_answer_nothing_here(app: App, clock: StandingClock) -> None:
    await watch(app)
    clock.forward(hours=3)
    await publish(app, "Denmark will send soldiers", NEWS, scope=ELSEWHERE.scope)
    assert await app.watches.check() == 0


async def test_a_channel_watches_for_so_many_questions_and_a_round_looks_at_so_many(
    app: App, clock: StandingClock
) -> None:
    for number in range(MOST):
        clock.forward(minutes=1)
        await say(app, f"Question {number}?", name="watch", thread="1.1")
    refused = await say(app, f"Question {MOST}?", name="watch", thread="1.1")
    assert "already" in refused.message.summary
    again = await say(app, "Question 3?", name="watch", thread="1.1")
    assert not again.private
    assert len(await app.store.watches(HERE.address)) == MOST
    for number in range(A_ROUND):
        await app.store.add_watch(ELSEWHERE.address, None, f"Question {number}?", "UTC")
    clock.forward(minutes=1)
    await app.watches.check()
    waiting = await app.store.next_watches(MOST + A_ROUND)
    assert [one.checked_at for one in waiting].count(clock()) == A_ROUND


async def test_a_long_question_is_found_in_its_thread_or_asked_for_again(app: App) -> None:
    long = "How many soldiers will Denmark send to Ukraine, " * 4 + "and when will it do so?"
    said = await say(app, long, thread="1.1")
    pressed = button(said, "watch")
    assert (await say(app, pressed.value, name="watch", thread="2.2")).private
    await say(app, pressed.value, name="watch", thread="1.1")
    (kept,) = await app.store.watches(HERE.address)
    assert kept.question == long


async def test_a_deleted_thread_is_told_nothing(app: App, clock: StandingClock) -> None:
    await watch(app)
    await app.desk.forget_thread(HERE.address, "1.1")
    clock.forward(hours=3)
    await publish(app, "Denmark will send soldiers to Ukraine", NEWS)
    assert await app.watches.check() == 0
