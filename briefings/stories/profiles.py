"""A live story as new reports are compared with it: the middle of its reports, not one of them."""

import math
from dataclasses import dataclass, field
from datetime import datetime

from briefings.stories.particulars import agreement, timing
from briefings.stories.vectors import Reading, Vector, dot, strangeness

SHARES = (0.4, 0.3, 0.3)
"""What the whole, the first lines and the first line count."""
COUNTED, TIMED = 0.4, 0.04
"""What agreement in what is counted and in times counts."""
NUMBERED, STRANGE = 0.25, 0.15
"""What the same numbers count, and what main names that are not the others' take away."""
_AGREED = 0.3
"""Agreement beyond which more is no better sign."""
_HINT = 0.1
"""How alike the words have to be for particulars to be looked at."""
RECENT = 40
"""Reports of a story that speak for it: it moves on with them."""


@dataclass(slots=True)
class Member:
    """A report in its story."""

    id: str
    reading: Reading
    when: datetime | None


@dataclass(slots=True)
class Profile:
    """The newest reports of a story and the sums of their vectors."""

    name: str
    opened: datetime | None = None
    members: list[Member] = field(default_factory=list)
    _sums: tuple[Vector, Vector, Vector] = field(default_factory=lambda: ({}, {}, {}))
    _lent: bool = False
    """Whether the sums are the only report's own vectors: most stories have one report."""
    _squares: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])

    def add(self, member: Member) -> None:
        """Take a report in; the oldest of too many speaks for the story no longer."""
        if self.opened is None:
            self.opened = member.when
        self.members.append(member)
        if len(self.members) == 1:
            self._sums, self._lent = member.reading.views, True
            self._squares = [_square(vector) for vector in self._sums]
            return
        self._own()
        for number, vector in enumerate(member.reading.views):
            self._squares[number] += _square(vector) + 2 * dot(vector, self._sums[number])
            sums = self._sums[number]
            for word, value in vector.items():
                sums[word] = sums.get(word, 0.0) + value
        if len(self.members) > RECENT:
            self._take_out(self.members.pop(0))

    def drop(self, report_id: str) -> None:
        """Take a report out, if it still speaks for the story."""
        for member in self.members:
            if member.id == report_id:
                self.members.remove(member)
                self._take_out(member)
                return

    def likeness(self, reading: Reading) -> float:
        """Return how much speaks for a report telling this story: about 0 to 1."""
        views = zip(SHARES, reading.views, self._sums, self._squares, strict=True)
        value = sum(
            share * dot(vector, sums) / math.sqrt(square)
            for share, vector, sums, square in views
            if square > 1e-9
        )
        if value < _HINT:
            return value
        others = [one.reading for one in self.members]
        own, theirs = reading.particulars, [other.particulars for other in others]
        alike = sum([agreement(own, other) for other in theirs]) / len(others)
        times = sum([timing(own, other) for other in theirs]) / len(others)
        value += COUNTED * min(alike, _AGREED) + TIMED * times
        numbers = sum([dot(reading.numbers, other.numbers) for other in others]) / len(others)
        strange = sum([strangeness(reading, other) for other in others]) / len(others)
        return value + NUMBERED * numbers - STRANGE * strange

    def nearest(self, reading: Reading) -> tuple[str, float]:
        """Return the report most like this one, and how alike their words are."""
        found = [(dot(reading.views[0], one.reading.views[0]), one.id) for one in self.members]
        likeness, report_id = max(found)
        return report_id, likeness

    def _own(self) -> None:
        if self._lent:
            first, second, third = self._sums
            self._sums, self._lent = (dict(first), dict(second), dict(third)), False

    def _take_out(self, member: Member) -> None:
        self._own()
        for number, vector in enumerate(member.reading.views):
            sums = self._sums[number]
            for word, value in vector.items():
                sums[word] -= value
                if sums[word] < 1e-9:
                    del sums[word]
            self._squares[number] -= _square(vector) + 2 * dot(vector, sums)


def _square(vector: Vector) -> float:
    return sum(value * value for value in vector.values())
