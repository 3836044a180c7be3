"""What threads are about, what was asked in them, and what they wait for, in both databases."""

from datetime import UTC, datetime, timedelta

from briefings.deliveries import ThreadMemory
from briefings.model import Article, Turn
from briefings.store import Store
from tests.conftest import StandingClock

HERE = "slack/T1/C1"
TURNS = (Turn("", "Grain moves"), Turn("Who said so?", "The minister said so."))
ARTICLE = Article(
    0, "Grain", "A text.", "https://n.test/1", "n.test", datetime(2026, 3, 1, tzinfo=UTC)
)


async def test_a_thread_keeps_its_questions_and_the_article_somebody_linked_to(
    both_stores: Store, clock: StandingClock
) -> None:
    memory = ThreadMemory(HERE, "1.2", (7, 8), "grain", clock(), TURNS, ARTICLE)
    await both_stores.keep_thread(memory)
    assert await both_stores.thread(HERE, "1.2") == memory
    assert await both_stores.thread("slack/T2/C1", "1.2") is None


async def test_what_a_message_tells_is_kept_anew_without_losing_what_was_asked(
    both_stores: Store, clock: StandingClock
) -> None:
    await both_stores.keep_thread(ThreadMemory(HERE, "1", (7,), "", clock(), TURNS))
    await both_stores.remember_thread(HERE, "1", [9], "grain")
    kept = await both_stores.thread(HERE, "1")
    assert kept
    assert (kept.story_ids, kept.turns) == ((9,), TURNS)


async def test_a_deleted_thread_is_forgotten_with_what_it_waits_for(both_stores: Store) -> None:
    for thread in ("1", "2"):
        await both_stores.remember_thread(HERE, thread, [9], "grain")
        await both_stores.add_watch(HERE, thread, "Who won?", "UTC")
    await both_stores.forget_thread(HERE, "1")
    assert await both_stores.thread(HERE, "1") is None
    assert await both_stores.thread(HERE, "2")
    assert [one.thread for one in await both_stores.watches(HERE)] == ["2"]


async def test_a_question_is_watched_for_once_a_thread(both_stores: Store) -> None:
    first = await both_stores.add_watch(HERE, None, "Who won?", "UTC")
    assert await both_stores.add_watch(HERE, None, "Who won?", "UTC") == first
    other = await both_stores.add_watch(HERE, "1", "Who won?", "UTC")
    assert await both_stores.watches(HERE) == (first, other)


async def test_what_was_looked_at_longest_ago_comes_first(
    both_stores: Store, clock: StandingClock
) -> None:
    numbers = [(await both_stores.add_watch(HERE, "1", words, "UTC")).id for words in "abc"]
    clock.forward(minutes=1)
    await both_stores.mark_checked(numbers[:1])
    assert [one.question for one in await both_stores.next_watches(2)] == ["b", "c"]


async def test_only_the_channel_itself_can_end_its_watch_and_old_ones_end_by_themselves(
    both_stores: Store, clock: StandingClock
) -> None:
    watch = await both_stores.add_watch(HERE, "1", "Who won?", "UTC")
    assert not await both_stores.remove_watch("slack/T2/C1", watch.id)
    assert await both_stores.forget_watches(clock()) == 0
    assert await both_stores.forget_watches(clock() + timedelta(seconds=1)) == 1
    assert not await both_stores.remove_watch(HERE, watch.id)
