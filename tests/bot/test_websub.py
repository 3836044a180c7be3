"""WebSub: a real hub on loopback, and the whole bot that it calls back."""

import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from itertools import chain
from pathlib import Path

import pytest

from bot.app import App, build
from bot.channels import Channel, Request, User
from bot.config import Settings
from bot.conversation.feeds import Feeds
from bot.messages import Bullets, Time
from bot.overview import Overview
from briefings.feeds.websub import HubSubscription
from briefings.hubs import Hubs
from tests.conftest import StandingClock

sys.path.append(str(Path(__file__).parents[1] / "fakes"))
from hub_server import HubServer

HOURS = 3600.0


@pytest.fixture
async def hub() -> AsyncIterator[HubServer]:
    async with HubServer() as served:
        yield served


class Running:
    """The bot as the world reaches it; it can be started again."""

    def __init__(self, settings: Callable[[], Settings], clock: StandingClock) -> None:
        self._settings, self._clock = settings, clock
        self._stack = AsyncExitStack()
        self.app: App

    async def start(self) -> None:
        self.app = await self._stack.enter_async_context(build(self._settings(), clock=self._clock))
        await self.app.adapters["web"].start()
        self._stack.push_async_callback(self.app.adapters["web"].stop)

    async def stop(self) -> None:
        await self._stack.aclose()

    @property
    def hubs(self) -> Hubs:
        assert self.app.hubs is not None
        return self.app.hubs

    async def subscription(self) -> HubSubscription:
        (kept,) = await self.app.store.hub_subscriptions()
        return kept

    async def listed(self) -> str:
        """What `/feeds list` says."""
        feeds = Feeds(self.app.newsroom, clock=self._clock, zone="UTC")
        request = Request(
            Channel("web", "local", "c"), User("U1", may_manage=True), "feeds list", ""
        )
        message = (await feeds.handlers()["feeds list"](request)).message
        parts = [
            part
            for block in message.blocks
            if isinstance(block, Bullets)
            for part in chain.from_iterable(block.items)
        ]
        return "".join(part.text for part in parts if not isinstance(part, Time))

    async def titles(self) -> set[str]:
        return {story.headline for story in await self.app.store.search("")}


@pytest.fixture
async def bot(tmp_path: Path, clock: StandingClock) -> AsyncIterator[Running]:
    (tmp_path / "seeds").mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def settings() -> Settings:
        return Settings(
            _env_file=None,  # type: ignore[call-arg]
            database_url=f"sqlite:///{tmp_path}/quickread.db",
            quickread_seeds=tmp_path / "seeds",
            quickread_port=port,
            quickread_workers=0,
            quickread_private_hosts=("127.0.0.1",),
            quickread_public_url=f"http://127.0.0.1:{port}/",
        )

    running = Running(settings, clock)
    await running.start()
    yield running
    await running.stop()


async def follow(bot: Running, hub: HubServer) -> int:
    feed = await bot.app.newsroom.add_feed(hub.topic, scope="*")
    await bot.hubs.tend()
    return feed.id


async def subscribe(bot: Running, hub: HubServer) -> int:
    feed_id = await follow(bot, hub)
    assert (await hub.verify())[0] == 200
    return feed_id


async def test_a_hub_that_a_feed_announces_is_asked_once(bot: Running, hub: HubServer) -> None:
    await follow(bot, hub)
    await bot.hubs.tend()
    (asked,) = hub.asked
    assert asked["hub.mode"] == "subscribe"
    assert asked["hub.topic"] == hub.topic
    assert int(asked["hub.lease_seconds"]) == 10 * 86_400
    assert 32 <= len(asked["hub.secret"]) < 200
    address, _, name = asked["hub.callback"].rpartition("/")
    assert address.endswith("/websub")
    assert len(name) >= 32


async def test_a_feed_without_a_hub_is_only_polled(bot: Running, hub: HubServer) -> None:
    hub.hub = None
    await follow(bot, hub)
    assert hub.asked == []


async def test_what_was_asked_for_is_confirmed_with_the_challenge(
    bot: Running, hub: HubServer, clock: StandingClock
) -> None:
    hub.lease = 7200
    await follow(bot, hub)
    assert await hub.verify() == (200, "c&h <b>")
    kept = await bot.subscription()
    assert kept.until is not None
    assert (kept.until - clock()).total_seconds() == 7200


@pytest.mark.parametrize(
    "changed",
    [
        {"topic": "https://other.example/feed"},
        {"mode": "unsubscribe"},
        {"mode": "publish"},
        {"challenge": ""},
        {"challenge": "x" * 5000},
    ],
)
async def test_nothing_else_is_confirmed(
    bot: Running, hub: HubServer, changed: dict[str, str]
) -> None:
    await follow(bot, hub)
    assert (await hub.verify(**changed))[0] == 404
    assert (await bot.subscription()).until is None


async def test_nor_what_was_asked_for_long_ago_nor_at_another_address(
    bot: Running, hub: HubServer, clock: StandingClock
) -> None:
    await follow(bot, hub)
    clock.forward(days=1)
    assert (await hub.verify())[0] == 404
    hub.asked[-1]["hub.callback"] += "x"
    assert (await hub.verify())[0] == 404


@pytest.mark.parametrize("method", ["sha256", "sha512", "sha1"])
async def test_what_a_hub_sends_is_stored_like_a_poll(
    bot: Running, hub: HubServer, method: str
) -> None:
    feed_id = await subscribe(bot, hub)
    before = await bot.app.store.feed(feed_id)
    assert await hub.distribute(hub.document("two", "one"), method=method) == 202
    await bot.app.read()
    assert await bot.titles() == {"one", "two"}
    after = await bot.app.store.feed(feed_id)
    assert after.seen_items == before.seen_items  # a hub may send only a part: polls know better
    assert 'outcome="pushed"} 1.0' in bot.app.metrics.text()


async def test_the_list_and_the_page_say_what_the_hub_does(bot: Running, hub: HubServer) -> None:
    await follow(bot, hub)
    assert "waits for the hub 127.0.0.1 to confirm" in await bot.listed()
    assert (await hub.verify())[0] == 200
    until = f"{(await bot.subscription()).until:%-d %B}"
    assert f"pushed by the hub 127.0.0.1 until {until}" in await bot.listed()
    overview = Overview(bot.app.newsroom, bot.app.store, bot.app.schedules, clock=bot.app.clock)
    (row,) = await overview.rows("feeds", "web/local")
    assert f"pushed by the hub 127.0.0.1 until {until}" in row.detail


async def test_what_was_pushed_is_no_news_to_the_next_poll(bot: Running, hub: HubServer) -> None:
    feed_id = await subscribe(bot, hub)
    hub.items = ["two", "one"]
    await hub.distribute(hub.document("two"))
    await bot.app.read()
    read = await bot.app.newsroom.poll_feed(await bot.app.store.feed(feed_id))
    assert read.new == ()
    assert bot.hubs.until(feed_id) is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "guessed"},
        {"X-Hub-Signature": ""},
        {"X-Hub-Signature": "sha256="},
        {"X-Hub-Signature": "md5=d41d8cd98f00b204e9800998ecf8427e"},
        {"X-Hub-Signature": "sha256=ü".encode().decode("latin-1")},
        {"topic": "https://other.example/feed"},
    ],
)
async def test_what_is_not_signed_or_of_another_topic_is_answered_and_ignored(
    bot: Running, hub: HubServer, wrong: dict[str, str]
) -> None:
    await subscribe(bot, hub)
    assert await hub.distribute(hub.document("forged"), **wrong) == 202  # type: ignore[arg-type]
    await bot.app.read()
    assert await bot.titles() == {"one"}


async def test_what_is_no_feed_changes_nothing(bot: Running, hub: HubServer) -> None:
    feed_id = await subscribe(bot, hub)
    assert await hub.distribute(b"<html>no feed</html>") == 202
    await bot.app.read()
    assert (await bot.app.store.feed(feed_id)).failures == 0


async def test_too_much_packed_or_unexpected_is_refused(bot: Running, hub: HubServer) -> None:
    await subscribe(bot, hub)
    assert await hub.distribute(b"x" * 9_000_000) == 413
    assert await hub.distribute(b"x", **{"Content-Encoding": "gzip"}) in (400, 415)
    other = hub.asked[-1]["hub.callback"] + "x"
    assert await hub.distribute(hub.document("two"), to=other) == 410


async def test_before_the_hub_verified_and_after_the_lease_nothing_is_taken(
    bot: Running, hub: HubServer, clock: StandingClock
) -> None:
    hub.lease = 3600
    await follow(bot, hub)
    assert await hub.distribute(hub.document("early")) == 410
    await hub.verify()
    clock.forward(hours=1)
    assert await hub.distribute(hub.document("late")) == 410
    await bot.app.read()
    assert await bot.titles() == {"one"}


async def test_a_lease_is_renewed_before_it_ends(
    bot: Running, hub: HubServer, clock: StandingClock
) -> None:
    hub.lease = 7200
    feed_id = await subscribe(bot, hub)
    clock.forward(seconds=5401)
    await bot.hubs.tend()
    first, renewed = hub.asked
    assert renewed == first
    await hub.verify()
    clock.forward(seconds=5000)
    assert bot.hubs.until(feed_id) is not None
    assert await hub.distribute(hub.document("two")) == 202


async def test_all_is_remembered_over_a_restart(
    bot: Running, hub: HubServer, clock: StandingClock
) -> None:
    await follow(bot, hub)
    await bot.stop()
    await bot.start()
    assert (await hub.verify())[0] == 200
    await bot.stop()
    await bot.start()
    await bot.hubs.tend()
    assert len(hub.asked) == 1
    assert await hub.distribute(hub.document("two", "one")) == 202
    await bot.app.read()
    assert await bot.titles() == {"one", "two"}


async def test_what_a_sudden_end_kept_from_being_read_is_polled_soon(
    bot: Running, hub: HubServer, clock: StandingClock
) -> None:
    feed_id = await subscribe(bot, hub)
    await bot.app.store.postpone([feed_id], clock.now.replace(year=2027))
    await hub.distribute(hub.document("two", "one"))
    await bot.stop()
    await bot.start()
    feed = await bot.app.store.feed(feed_id)
    assert feed.next_poll_at is not None
    assert (feed.next_poll_at - clock()).total_seconds() <= 600


async def test_a_feed_whose_hub_tells_of_news_is_polled_rarely_but_polled(
    bot: Running, hub: HubServer, clock: StandingClock
) -> None:
    feed_id = await subscribe(bot, hub)
    before = await bot.app.store.feed(feed_id)
    await bot.app.newsroom.poll_feed(before)
    after = await bot.app.store.feed(feed_id)
    assert after.next_poll_at is not None
    assert 5 * HOURS < (after.next_poll_at - clock()).total_seconds() < 7 * HOURS
    assert after.interval == before.interval


async def test_a_hub_that_kept_news_back_is_not_relied_on_until_it_tells_again(
    bot: Running, hub: HubServer, clock: StandingClock
) -> None:
    feed_id = await subscribe(bot, hub)
    hub.items = ["two", "one"]
    for _ in range(2):
        await bot.app.newsroom.poll_feed(await bot.app.store.feed(feed_id))
        often = (await bot.app.store.feed(feed_id)).next_poll_at
        assert often is not None
        assert (often - clock()).total_seconds() < HOURS
    await hub.distribute(hub.document("three", "two"))
    await bot.app.read()
    rarely = (await bot.app.store.feed(feed_id)).next_poll_at
    assert rarely is not None
    assert (rarely - clock()).total_seconds() > 5 * HOURS


async def test_a_hub_that_is_down_is_asked_again_ever_more_rarely(
    bot: Running, hub: HubServer, clock: StandingClock
) -> None:
    hub.status = 503
    feed_id = await follow(bot, hub)
    kept = await bot.subscription()
    assert kept.problem == "The server has an error of its own. (HTTP 503)"
    assert (await bot.app.store.feed(feed_id)).failures == 0
    for minutes, asked in ((14, 1), (2, 2), (16, 2), (15, 3)):
        clock.forward(minutes=minutes)
        await bot.hubs.tend()
        assert len(hub.asked) == asked
    hub.status = 202
    clock.forward(days=1)
    await bot.hubs.tend()
    await hub.verify()
    assert (await bot.subscription()).problem is None
    assert bot.hubs.until(feed_id) is not None


@pytest.mark.parametrize(
    "address",
    ["http://10.0.0.1/hub", "http://169.254.169.254/latest", "http://[::1]/", "ftp://x.example/"],
)
async def test_a_hub_on_a_private_network_is_not_asked(
    bot: Running, hub: HubServer, address: str
) -> None:
    hub.hub = address
    await follow(bot, hub)
    assert hub.asked == []
    kept = await bot.app.store.hub_subscriptions()
    assert all("private network" in (one.problem or "") for one in kept)


async def test_a_hub_may_lead_on_to_another_address(bot: Running, hub: HubServer) -> None:
    hub.hub = f"{hub.address}/elsewhere"
    await follow(bot, hub)
    assert hub.asked[-1]["hub.topic"] == hub.topic


async def test_a_denial_is_believed_and_polling_goes_on(
    bot: Running, hub: HubServer, clock: StandingClock
) -> None:
    feed_id = await subscribe(bot, hub)
    assert (await hub.verify(mode="denied", topic="https://other.example/"))[0] == 404
    assert (await hub.verify(mode="denied", reason="no"))[0] == 200
    assert bot.hubs.until(feed_id) is None
    assert await hub.distribute(hub.document("two")) == 410
    assert [feed.id for feed in await bot.app.store.due_feeds(clock())] == [feed_id]
    clock.forward(days=1)
    await bot.hubs.tend()
    assert len(hub.asked) == 1


async def test_who_follows_a_feed_no_more_unsubscribes(bot: Running, hub: HubServer) -> None:
    feed_id = await subscribe(bot, hub)
    await bot.app.store.unfollow("*", feed_id)
    assert (await hub.verify(mode="unsubscribe"))[0] == 404  # not asked for yet
    await bot.hubs.tend()
    assert hub.asked[-1]["hub.mode"] == "unsubscribe"
    assert "hub.secret" not in hub.asked[-1]
    assert await hub.distribute(hub.document("two")) == 410
    assert (await hub.verify())[0] == 200
    assert await bot.app.store.hub_subscriptions() == ()


async def test_a_feed_that_announces_its_hub_no_more_is_unsubscribed(
    bot: Running, hub: HubServer
) -> None:
    feed_id = await subscribe(bot, hub)
    hub.hub, hub.items = None, ["two", "one"]
    await bot.app.newsroom.poll_feed(await bot.app.store.feed(feed_id))
    await bot.hubs.tend()
    assert hub.asked[-1]["hub.mode"] == "unsubscribe"


async def test_goodbyes_that_nobody_confirms_come_to_an_end(
    bot: Running, hub: HubServer, clock: StandingClock
) -> None:
    feed_id = await subscribe(bot, hub)
    await bot.app.store.unfollow("*", feed_id)
    for _ in range(6):
        await bot.hubs.tend()
        clock.forward(days=1)
    assert [asked["hub.mode"] for asked in hub.asked] == ["subscribe", *["unsubscribe"] * 3]
    assert await bot.app.store.hub_subscriptions() == ()


async def test_the_rest_of_the_page_stays_behind_its_gate(bot: Running, hub: HubServer) -> None:
    await subscribe(bot, hub)
    page = hub.asked[-1]["hub.callback"].partition("/websub")[0]
    assert await hub.distribute(b"{}", to=f"{page}/websub/../api/say") == 403
    assert await hub.distribute(b"{}", to=f"{page}/api/say") == 403
