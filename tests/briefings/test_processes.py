"""Work in processes of its own: what runs away is ended, and takes nothing with it."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from briefings.briefs import brief_topic
from briefings.errors import NotAFeed, Overworked
from briefings.model import Article, Story
from briefings.processes import Processes

ARTICLE = Article(
    7,
    "Bridge in Lviv opened",
    "The bridge over the Poltva was opened on Monday. “It took four years,” Mayor Olha Koval said.",
    source="Gazette",
    language="en",
)


@pytest.fixture
async def processes() -> AsyncIterator[Processes]:
    made = Processes(1)
    yield made
    await made.close()


async def test_a_brief_comes_back_with_the_caller_s_own_articles(processes: Processes) -> None:
    story = Story(1, ARTICLE.title, (ARTICLE, replace(ARTICLE, id=8, source="Herald")))
    brief = await processes.run(brief_topic, "lviv", (story,), bullets=2)
    assert brief == brief_topic("lviv", (story,), bullets=2)
    assert [id(article) for article in brief.sources] == [id(one) for one in story.articles]
    assert all(cited.article is story.articles[0] for cited in brief.bullets[:1])


async def test_calls_that_come_together_are_all_answered(processes: Processes) -> None:
    asked = [processes.run(pow, number, 2) for number in range(50)]
    assert await asyncio.gather(*asked) == [number**2 for number in range(50)]


async def test_functions_take_turns(processes: Processes) -> None:
    done: list[str] = []

    async def work(name: str, function: object, *args: object) -> None:
        await processes.run(function, *args)  # type: ignore[arg-type]
        done.append(name)

    await processes.run(abs, 1)
    await asyncio.gather(
        *(work("many", pow, 2, 2) for _ in range(20)), *(work("few", abs, -1) for _ in range(2))
    )
    assert done.index("few") <= 2
    assert done[:5].count("few") == 2


async def test_our_errors_come_back_with_all_that_they_carry(processes: Processes) -> None:
    with pytest.raises(NotAFeed, match="No feed") as failed:
        await processes.run(refuse, "https://a.example/rss")
    assert failed.value.candidates == ("https://a.example/rss",)
    assert failed.value.hint == "Look again."


async def test_a_mistake_of_ours_is_no_trace_for_users(processes: Processes) -> None:
    with pytest.raises(Overworked, match="it is in the log"):
        await processes.run(int, "no number")
    assert await processes.run(int, "7") == 7


async def test_what_takes_too_long_or_dies_fails_and_the_next_call_is_answered() -> None:
    processes = Processes(1, seconds=0.5)
    try:
        with pytest.raises(Overworked, match="too much time"):
            await processes.run(time.sleep, 3600)
        with pytest.raises(Overworked, match="too much memory"):
            await processes.run(os._exit, 1)
        with pytest.raises(Overworked, match="too much memory"):
            await processes.run(os.abort)
    finally:
        await processes.close()


async def test_what_wants_too_much_memory_fails(processes: Processes) -> None:
    with pytest.raises(Overworked, match="too much memory"):
        await processes.run(bytes, 3_000_000_000)
    assert await processes.run(abs, -3) == 3


async def test_what_is_cancelled_holds_up_nobody(processes: Processes) -> None:
    await processes.run(abs, 1)
    working = asyncio.create_task(processes.run(time.sleep, 3600))
    waiting = asyncio.create_task(processes.run(time.sleep, 3600))
    await asyncio.sleep(0)
    for task in (working, waiting):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await processes.run(abs, -3) == 3


async def test_closing_ends_what_is_under_way_and_what_waits() -> None:
    processes = Processes(1)
    await processes.run(abs, 1)
    asked = [asyncio.create_task(processes.run(time.sleep, 3600)) for _ in range(3)]
    await asyncio.sleep(0)
    await processes.close()
    for outcome in await asyncio.gather(*asked, return_exceptions=True):
        assert isinstance(outcome, Overworked)
    with pytest.raises(Overworked):
        await processes.run(abs, 1)


async def test_a_process_knows_none_of_its_parent_s_settings(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    assert await processes.run(os.getenv, "SLACK_BOT_TOKEN") is None


def refuse(candidate: str) -> None:
    raise NotAFeed("No feed.", hint="Look again.", candidates=(candidate,))
