"""Articles on one event make one story: one pass, as they arrive.

    report → words → live stories that share its rarer words → the nearest, if near enough

Single-pass clustering with TF-IDF over a document frequency that is learned on the way (Yang,
Pierce and Carbonell 1998). Only a window of reports stays live.
"""

import math
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from briefings.feeds.links import link_key
from briefings.stories.vectors import Report, terms

NEAR = 0.28
"""How alike a report and a story have to be to be one: the cosine of their words."""
SAME = 0.85
"""How alike two reports are that are one text."""
LIVE = 20_000
"""Reports that stay live at most."""
_PROBES = 24
"""Rarest words by which live reports are found."""
_COMMON = 400
"""A word that so many live reports have finds none."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a report belongs: its story, whether it opens it, and which report it repeats."""

    story: str
    new: bool
    duplicate_of: str | None = None


@dataclass(slots=True)
class _Live:
    id: str
    story: str
    words: dict[str, float]
    when: datetime | None
    link: str | None


@dataclass(slots=True)
class _Story:
    members: list[str] = field(default_factory=list)


class Grouper:
    """Places reports as they come. `window` is how long one can find others, by their dates."""

    def __init__(self, *, window: timedelta = timedelta(days=4), live: int = LIVE) -> None:
        self._window = window
        self._most = live
        self._frequency: Counter[str] = Counter()
        self._seen = 0
        self._live: dict[str, _Live] = {}
        self._order: deque[str] = deque()
        self._having: defaultdict[str, set[str]] = defaultdict(set)
        self._stories: defaultdict[str, _Story] = defaultdict(_Story)
        self._links: dict[str, str] = {}

    def add(self, report: Report) -> Placement:
        """Place a report: into the nearest live story, or a new one of its own name."""
        words = terms(report)
        self._learn(words)
        twin = self._links.get(link_key(report.url) or "")
        if report.id in self._live or (twin and twin in self._live):
            known = self._live[report.id if report.id in self._live else str(twin)]
            return Placement(known.story, new=False, duplicate_of=known.id)
        vector = self._weigh(words)
        story, nearest, likeness = self._nearest(vector, report.published)
        new = story is None
        self._keep(report, story or report.id, vector)
        same = nearest if likeness >= SAME and not new else None
        return Placement(story or report.id, new=new, duplicate_of=same)

    def restore(self, report: Report, story: str) -> None:
        """Take in a report whose story is known, after a restart."""
        words = terms(report)
        self._learn(words)
        if report.id not in self._live:
            self._keep(report, story, self._weigh(words))

    def rename(self, story: str, name: str) -> None:
        """Give a story another name."""
        if story == name or story not in self._stories:
            return
        moved = self._stories.pop(story)
        for number in moved.members:
            if number in self._live:
                self._live[number].story = name
        self._stories[name].members += moved.members

    def _learn(self, words: dict[str, float]) -> None:
        self._seen += 1
        self._frequency.update(dict.fromkeys(words, 1))
        if self._seen % 50_000 == 0:  # words met once long ago are forgotten
            self._frequency = Counter({w: n for w, n in self._frequency.items() if n > 1})

    def _weigh(self, words: dict[str, float]) -> dict[str, float]:
        """Return the words' weights as a vector of length 1."""
        total = self._seen + 50
        vector = {
            word: (1 + math.log(count)) * math.log(total / (self._frequency[word] + 0.5))
            for word, count in words.items()
        }
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        return {word: value / length for word, value in vector.items()}

    def _nearest(
        self, vector: dict[str, float], when: datetime | None
    ) -> tuple[str | None, str | None, float]:
        """Return the nearest story if it is near enough, its nearest report, and how near that."""
        near: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
        for number in self._candidates(vector):
            other = self._live[number]
            if self._apart(other.when, when):
                continue
            near[other.story].append((_dot(vector, other.words), number))
        best: tuple[float, str | None, str | None, float] = (0.0, None, None, 0.0)
        for story, found in near.items():
            found.sort(reverse=True)
            members = min(len(self._stories[story].members), 5)
            top = [likeness for likeness, _ in found[:3]]
            score = 0.5 * top[0] + 0.5 * sum(top) / min(3, max(members, 1))
            if score > best[0]:
                best = (score, story, found[0][1], found[0][0])
        return (best[1], best[2], best[3]) if best[0] >= NEAR else (None, None, 0.0)

    def _candidates(self, vector: dict[str, float]) -> set[str]:
        rarest = sorted(vector, key=lambda word: vector[word], reverse=True)[:_PROBES]
        found: set[str] = set()
        for word in rarest:
            having = self._having.get(word, ())
            if len(having) <= _COMMON:
                found.update(having)
        return found

    def _apart(self, one: datetime | None, other: datetime | None) -> bool:
        return one is not None and other is not None and abs(one - other) > self._window

    def _keep(self, report: Report, story: str, vector: dict[str, float]) -> None:
        link = link_key(report.url)
        self._live[report.id] = _Live(report.id, story, vector, report.published, link)
        self._order.append(report.id)
        self._stories[story].members.append(report.id)
        if link:
            self._links[link] = report.id
        for word in vector:
            self._having[word].add(report.id)
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
        members = self._stories[gone.story].members
        members.remove(number)
        if not members:
            del self._stories[gone.story]
        if gone.link and self._links.get(gone.link) == number:
            del self._links[gone.link]
        for word in gone.words:
            self._having[word].discard(number)
            if not self._having[word]:
                del self._having[word]


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other[word] for word, value in one.items() if word in other)
