"""Whatever the moment it is killed at: each digest comes once, in order, nothing told twice."""

import random
from datetime import UTC, datetime, timedelta

from benchmarks.wire import WireEntry
from tests.crash.stage import Stage

BEGIN = datetime(2026, 3, 1, 0, 0, tzinfo=UTC)
PLACES = "Odesa Lviv Kharkiv Dnipro Poltava Rivne Lutsk Sumy Uzhhorod Kherson".split()
EVENTS = (
    ("Flood closes the bridge of {0}", "High water closed the main bridge of {0} in Ukraine."),
    ("Doctors of {0} report fewer covid cases", "Hospitals in {0} counted {1} covid cases."),
    ("Harbour strike ends in {0}", "Dockers in {0} went back to work after {1} days."),
    ("New tram line opens in {0}", "The mayor of {0} opened a tram line of {1} kilometres."),
)


def made_up_wire(days: int, feeds: int = 4) -> dict[str, list[WireEntry]]:
    """Return feeds with an entry every few hours; half of the events are told by two feeds."""
    rand = random.Random(5)
    wire: dict[str, list[WireEntry]] = {f"https://{n}.example/": [] for n in range(feeds)}
    for number in range(days * 12):
        title, text = rand.choice(EVENTS)
        words = (rand.choice(PLACES), str(number + 2))
        at = BEGIN + timedelta(hours=2 * number, minutes=rand.randrange(60))
        for feed in rand.sample(sorted(wire), rand.choice((1, 2))):
            link = f"{feed}{number}"
            entry = WireEntry(feed, link, title.format(*words), text.format(*words), at)
            wire[feed].append(entry)
    return wire


async def test_nothing_is_lost_doubled_disordered_or_told_twice() -> None:
    outcome = await Stage(made_up_wire(days=2), BEGIN, days=1, seed=11).run(kills=6)
    assert outcome.kept, [outcome.lost, outcome.doubled, outcome.disordered, outcome.told_twice]
    assert outcome.kills >= 4
    assert outcome.digests >= 15
    assert outcome.deliveries > outcome.digests
