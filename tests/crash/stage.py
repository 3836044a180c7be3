"""The product as a process between platforms that fail, killed at random and at the worst moments.

wire → the product, killed and started again → Slack, Discord, the page → what came, how often, when
"""

import asyncio
import os
import random
import resource
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.wire import WireEntry, WireServer
from bot.adapters.discord.posting import marker
from bot.when import When, parse_schedule
from briefings.deliveries import Delivery, DeliveryState, Told
from briefings.store import Store, open_store
from briefings.subscriptions import Subscription
from tests.crash.chaos import Chaos, FlakyDiscord, FlakySlack
from tests.crash.child import FileClock
from tests.fakes.discord_server import CHANNEL, GUILD, walk
from tests.fakes.slack_server import Room

SUBSCRIPTIONS = (
    ("slack/T1/C1", "ukraine", "daily 08:00 and 18:00", "Europe/Kyiv"),
    ("slack/T1/C3", "everything", "every 4 hours", "America/New_York"),
    (f"discord/{GUILD}/{CHANNEL}", "everything", "daily 07:30 and 13:00 and 20:00", "Asia/Tokyo"),
    (f"discord/{GUILD}/302", "covid", "daily 09:00", "Europe/London"),
    ("web/local/newsroom", "everything", "every 6 hours", "UTC"),
)
FULL_DISK = 0.12
"""How often the product is started with a disk that is nearly full …"""
ROOM_LEFT = (40_000, 1_500_000)
"""… with so many bytes that a file may have."""
DOWN = 0.15
"""How often it stays down for a while: digests are late, but still fresh …"""
LONGEST_DOWN = 1.4
"""… with at most so many hours at a time, and some work done in between."""
RUN = (0.1, 5.0)
"""Seconds that it works until it is killed …"""
EARLY = 0.2
"""… or, so often, has since it was started: it may be killed while it starts."""
LAST_RUN = 900.0


@dataclass(slots=True)
class Outcome:
    """What a run came to."""

    kills: int = 0
    starts: int = 0
    full_disks: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    deliveries: int = 0
    digests: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    told_twice: list[str] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.doubled or self.disordered or self.told_twice)

    def __str__(self) -> str:
        faults = ", ".join(f"{count} {kind}" for kind, count in sorted(self.faults.items()))
        return (
            f"{self.kills} kills, {self.starts} starts ({self.full_disks} on a full disk)\n"
            f"faults: {faults or 'none'}\n"
            f"{self.digests} digests of {self.deliveries} deliveries: {len(self.lost)} lost, "
            f"{len(self.doubled)} doubled, {len(self.disordered)} out of order, "
            f"{len(self.told_twice)} stories told twice"
        )


class Stage:
    """Everything around the product."""

    def __init__(
        self, feeds: dict[str, list[WireEntry]], begin: datetime, days: float, *, seed: int
    ) -> None:
        self._rand = random.Random(seed)
        self._feeds, self._begin = feeds, begin
        self._end = begin + timedelta(days=days)
        self._slack, self._discord = FlakySlack(), FlakyDiscord()
        self._slack.rooms["C3"] = Room("C3", ["UBOT", "U1"])
        self._discord.kinds["302"] = 0
        self._process: asyncio.subprocess.Process | None = None
        self.outcome = Outcome()

    async def run(self, kills: int, database: str = "") -> Outcome:
        """Run to the end, killing so many times on the way; then look what came."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "seeds").mkdir()
            url = database or f"sqlite:///{folder}/crash.db"
            clock = FileClock(folder / "clock")
            clock.move(self._begin)
            wire = WireServer(self._feeds, clock)
            chaos = Chaos(self._rand, self._kill)
            self._slack.chaos = self._discord.chaos = chaos
            async with self._slack, self._discord:
                await wire.start()
                await self._subscribe(url, clock, wire)
                while self.outcome.kills < kills and clock() < self._end:
                    await self._life(folder, clock, url)
                chaos.calm = True
                await self._last_life(folder, url)
                self.outcome.faults = chaos.faults
                await self._look(url)
                await wire.stop()
        return self.outcome

    async def _subscribe(self, url: str, clock: FileClock, wire: WireServer) -> None:
        store = await open_store(url, clock=clock)
        for name, address in wire.feed_addresses().items():
            await store.add_feed(address, name, scope="*")
        for channel, topic, schedule, zone in SUBSCRIPTIONS:
            await store.add_subscription(
                channel=channel, topic=topic, schedule=schedule, zone=zone, only_news=False
            )
        await store.close()

    async def _life(self, folder: Path, clock: FileClock, url: str) -> None:
        """Start it, and kill it after a while if it did not meet its end before."""
        begun = clock()
        full = url.startswith("sqlite") and self._rand.random() < FULL_DISK
        self.outcome.full_disks += full
        self._process = await self._start(folder, url, full=full)
        if self._rand.random() >= EARLY:
            await self._at_work(self._process)
        try:
            await asyncio.wait_for(self._process.wait(), self._rand.uniform(*RUN))
        except TimeoutError:
            self._kill()
            await self._process.wait()
        if self._rand.random() < 0.5:
            self._discord.forget_nonces()
        if clock() > begun and self._rand.random() < DOWN:
            clock.move(clock() + timedelta(hours=self._rand.uniform(0, LONGEST_DOWN)))

    async def _at_work(self, process: asyncio.subprocess.Process) -> None:
        """Wait until it is connected, however slow the machine is, or meets its end before."""
        before = self._slack.connections
        connected = self._slack.until(lambda: self._slack.connections > before, LAST_RUN)
        waiting = {asyncio.create_task(connected), asyncio.create_task(process.wait())}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    async def _last_life(self, folder: Path, url: str) -> None:
        self._process = await self._start(folder, url, full=False)
        await asyncio.wait_for(self._process.wait(), LAST_RUN)
        if self._process.returncode:
            self.outcome.lost.append(f"the last run ended with {self._process.returncode}")

    async def _start(self, folder: Path, url: str, *, full: bool) -> asyncio.subprocess.Process:
        self.outcome.starts += 1
        limit = self._rand.randint(*ROOM_LEFT)

        def fill_disk() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        command = ("-m", "tests.crash.child", str(folder / "clock"), self._end.isoformat())
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            env={**os.environ, **self._settings(folder, url)},
            cwd=Path(__file__).parents[2],
            preexec_fn=fill_disk if full else None,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )

    def _settings(self, folder: Path, url: str) -> Mapping[str, str]:
        return {
            "DATABASE_URL": url,
            "QUICKREAD_SEEDS": str(folder / "seeds"),
            "QUICKREAD_PORT": "0",
            "QUICKREAD_POLL": "false",
            "QUICKREAD_PRIVATE_HOSTS": "127.0.0.1",
            "SLACK_BOT_TOKEN": self._slack.bot_token,
            "SLACK_APP_TOKEN": self._slack.app_token,
            "SLACK_API_URL": self._slack.api_url,
            "DISCORD_TOKEN": self._discord.token,
            "DISCORD_API_URL": self._discord.api_url,
            "DISCORD_GATEWAY_URL": self._discord.gateway_url,
        }

    def _kill(self) -> bool:
        """Kill the product in the middle of whatever it does."""
        if self._process is None or self._process.returncode is not None:
            return False
        self._process.send_signal(signal.SIGKILL)
        self.outcome.kills += 1
        return True

    # --- what came of it

    async def _look(self, url: str) -> None:
        store = await open_store(url)
        deliveries = await store.recent_deliveries(limit=1_000_000)
        page = {one.key: 1 for one in await store.page_messages(limit=1_000_000)}
        shown = self._on_slack() + self._on_discord(deliveries) + Counter(page)
        self._count(deliveries, shown)
        self._order(deliveries)
        self.outcome.told_twice = [
            problem
            for channel in {channel for channel, *_ in SUBSCRIPTIONS}
            for problem in told_twice(await store.told(channel))
        ]
        await self._every_slot(store, {one.key for one in deliveries})
        await store.close()

    def _on_slack(self) -> Counter[str]:
        """Count each delivery's first parts; a doubled later part counts as that delivery."""
        parts: Counter[tuple[str, int]] = Counter()
        for name in ("C1", "C3"):
            for message in self._slack.posted(name):
                mark = message["metadata"]["event_payload"]
                parts[str(mark["key"]), int(mark.get("part", 0))] += 1
        shown: Counter[str] = Counter()
        for (key, _), count in parts.items():
            shown[key] = max(shown[key], count)
        return shown

    def _on_discord(self, deliveries: Sequence[Delivery]) -> Counter[str]:
        known = {
            marker(one.key, part, last=last): one.key
            for one in deliveries
            for part in range(8)
            for last in (False, True)
        }
        marks = Counter(
            part["id"]
            for messages in self._discord.messages.values()
            for message in messages
            for part in walk(message.get("components") or [])
            if part.get("id") in known
        )
        shown: Counter[str] = Counter()
        for mark, count in marks.items():
            shown[known[mark]] = max(shown[known[mark]], count)
        return shown

    def _count(self, deliveries: Sequence[Delivery], shown: Counter[str]) -> None:
        self.outcome.deliveries = len(deliveries)
        self.outcome.digests = sum(one.parent_key is None for one in deliveries)
        for one in deliveries:
            if one.state is not DeliveryState.SENT or not shown[one.key]:
                self.outcome.lost.append(f"{one.key} in {one.channel}: {one.state}, {one.problem}")
        self.outcome.doubled += [f"{key}: {count}" for key, count in shown.items() if count > 1]
        known = {one.key for one in deliveries}
        self.outcome.doubled += [f"{key}: of no delivery" for key in shown.keys() - known]

    def _order(self, deliveries: Sequence[Delivery]) -> None:
        """Slack's times and Discord's ids rise: in a channel and thread, as they were due."""
        last: dict[tuple[str, str | None], float] = {}
        for one in sorted(deliveries, key=lambda each: each.position):
            place, number = (one.channel, one.parent_key), float(one.message_id or 0)
            if number <= last.get(place, 0):
                self.outcome.disordered.append(f"{one.key} in {one.channel}")
            last[place] = number

    async def _every_slot(self, store: Store, keys: set[str]) -> None:
        for subscription in await store.subscriptions():
            for slot in slots(subscription, self._begin, self._end):
                if f"digest/{subscription.id}/{slot.isoformat()}" not in keys:
                    self.outcome.lost.append(f"no digest {subscription.id} for {slot}")


def slots(subscription: Subscription, begin: datetime, end: datetime) -> list[datetime]:
    """Return the moments for which there has to be a digest."""
    when = parse_schedule(subscription.schedule, zone=subscription.zone)
    assert isinstance(when, When)
    found = []
    moment = begin.astimezone(UTC)
    while (moment := when.next_after(moment)) <= end:
        found.append(moment)
    return found


def told_twice(told: Sequence[Told]) -> list[str]:
    """A story is told once; an update brings articles and bullets that it had not."""
    problems = []
    articles: set[tuple[int, int]] = set()
    bullets: set[tuple[int, str]] = set()
    for one in told:
        own_articles = {(one.story_id, number) for number in one.article_ids}
        own_bullets = {(one.story_id, words) for words in one.bullets}
        if own_articles & articles or own_bullets & bullets:
            problems.append(f"told twice in {one.channel}: story {one.story_id}")
        articles |= own_articles
        bullets |= own_bullets
    return problems
