"""Articles on one event make one story: one pass, as they arrive.

    report → words → live stories that share its rarer words → the nearest, if near enough

Single-pass clustering (Yang, Pierce and Carbonell 1998) against each story's middle, in three
views and with numbers, names and when; only a window of reports stays live, and a story that has
gone on for too long takes no more: what follows is a new event in it.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from briefings.feeds.links import link_key
from briefings.stories.background import Frequencies
from briefings.stories.profiles import Member, Profile
from briefings.stories.vectors import Reading, Report, Vector, count, read

NEAR = 0.26
"""How much has to speak for a report telling a story."""
WARY, SPEAKS = 0.15, 60
"""How much more where a report has no words at all, and the words with which none is needed: among
few, a chance likeness weighs more."""
LATE = 0.03
"""How much more for each day since the story's last report: days apart, the same names are often
in something new."""
SAME = 0.85
"""How alike two reports are that are one text."""
LIVE = 20_000
"""Reports that stay live at most."""
LONGEST = timedelta(days=10)
"""How long a story goes on, from its first report."""
_PROBES = 24
"""Rarest words by which live reports are found."""
_COMMON = 400
"""A word that so many live reports have finds none."""
_COMPARED = 12
"""Stories that are looked at closely: those that share most of the rarest words."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a report belongs: its story, whether it opens it, and which report it repeats."""

    story: str
    new: bool
    duplicate_of: str | None = None


@dataclass(slots=True, eq=False)
class _Live:
    story: Profile
    words: Iterable[str]
    when: datetime | None
    link: str | None


class Grouper:
    """Places reports as they come. `window` is how long one can find others, by their dates."""

    def __init__(self, *, window: timedelta = timedelta(days=4), live: int = LIVE) -> None:
        self._window = window
        self._most = live
        self._frequencies = Frequencies()
        self._live: dict[str, _Live] = {}
        self._order: deque[str] = deque()
        self._having: defaultdict[str, dict[_Live, None]] = defaultdict(dict)
        self._stories: dict[str, Profile] = {}
        self._links: dict[str, str] = {}

    @property
    def live(self) -> int:
        """How many reports can still find others."""
        return len(self._live)

    def add(self, report: Report) -> Placement:
        """Place a report: into the nearest live story, or a new one of its own name."""
        reading = self._read(report)
        twin = self._links.get(link_key(report.url) or "")
        if report.id in self._live or (twin and twin in self._live):
            known = report.id if report.id in self._live else str(twin)
            return Placement(self._live[known].story.name, new=False, duplicate_of=known)
        story = self._nearest(reading, report.published)
        same = _repeated(story, reading) if story else None
        name = story.name if story else report.id
        self._keep(report, name, reading)
        return Placement(name, new=story is None, duplicate_of=same)

    def restore(self, report: Report, story: str) -> None:
        """Take in a report whose story is known, after a restart."""
        reading = self._read(report)
        if report.id not in self._live:
            self._keep(report, story, reading)

    def rename(self, story: str, name: str) -> None:
        """Give a story another name, one that no other has."""
        if name in self._stories or story not in self._stories:
            return
        moved = self._stories.pop(story)
        moved.name = name
        self._stories[name] = moved

    def _read(self, report: Report) -> Reading:
        counts = count(report)
        self._frequencies.learn(counts.views[0])
        return read(report, counts, self._frequencies)

    def _nearest(self, reading: Reading, when: datetime | None) -> Profile | None:
        """Return the live story that most speaks for, if that is enough."""
        best, most = None, enough(reading)
        for name, _ in self._candidates(reading.views[0], when).most_common(_COMPARED):
            story = self._stories[name]
            if _is_closed(story, when):
                continue
            likeness = story.likeness(reading) - LATE * _days_since(story, when)
            if likeness >= most:
                best, most = story, likeness
        return best

    def _candidates(self, vector: Vector, when: datetime | None) -> Counter[str]:
        """Return live stories, each with how often its reports share one of the rarest words."""
        rarest = sorted(vector, key=vector.__getitem__, reverse=True)[:_PROBES]
        having = [self._having[word] for word in rarest if word in self._having]
        shared = chain.from_iterable(reports for reports in having if len(reports) <= _COMMON)
        if when is None:
            return Counter([live.story.name for live in shared])
        first, last = when - self._window, when + self._window
        return Counter(
            [live.story.name for live in shared if live.when is None or first <= live.when <= last]
        )

    def _keep(self, report: Report, story: str, reading: Reading) -> None:
        link = link_key(report.url)
        words = reading.views[0]
        profile = self._stories.setdefault(story, Profile(story))
        profile.add(Member(report.id, reading, report.published))
        live = self._live[report.id] = _Live(profile, words, report.published, link)
        self._order.append(report.id)
        if link:
            self._links[link] = report.id
        for word in words:
            self._having[word][live] = None
        while len(self._order) > self._most or self._is_over(report.published):
            self._drop(self._order.popleft())

    def _is_over(self, now: datetime | None) -> bool:
        first = self._live[self._order[0]].when
        return (
            len(self._order) > 1
            and now is not None
            and first is not None
            and now - first > 2 * self._window
        )

    def _drop(self, number: str) -> None:
        gone = self._live.pop(number)
        gone.story.drop(number)
        if not gone.story.members:
            del self._stories[gone.story.name]
        if gone.link and self._links.get(gone.link) == number:
            del self._links[gone.link]
        for word in gone.words:
            self._having[word].pop(gone, None)
            if not self._having[word]:
                del self._having[word]


def enough(reading: Reading) -> float:
    """Return how much has to speak for this report telling a story."""
    return NEAR + WARY * max(0.0, 1 - len(reading.views[0]) / SPEAKS)


def _repeated(story: Profile, reading: Reading) -> str | None:
    report_id, likeness = story.nearest(reading)
    return report_id if likeness >= SAME else None


def _is_closed(story: Profile, when: datetime | None) -> bool:
    return when is not None and story.opened is not None and when - story.opened > LONGEST


def _days_since(story: Profile, when: datetime | None) -> float:
    last = story.members[-1].when
    return abs(when - last) / timedelta(days=1) if when and last else 0.0
