"""What sentences cover of the words and pairs that highlights hold, and which adds most."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from briefings.bullets.reading import Passage
from briefings.bullets.worth import Pair, Worth

_COMMENT = 0.6
"""In an article with sections, the worth of a sentence without a new name or number in it."""
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, or a shorter variant of it, with the words and pairs that it covers."""

    passage: Passage
    text: str
    length: int
    words: frozenset[str]
    pairs: frozenset[Pair]
    problem: str
    cuts: tuple[str, ...]
    """What was left out."""

    @property
    def key(self) -> tuple[int, str]:
        """What tells it from others."""
        return self.passage.number, self.text


class Covered:
    """What the chosen bullets cover, and what another would add.

    Nothing adds more later than it does now, so most are not looked at again (Minoux 1978).
    """

    def __init__(self, worth: Worth, length: int, *, several: bool) -> None:
        self._worth = worth
        self._several = several
        self._value, self._length = 0.0, length
        self._words: frozenset[str] = frozenset()
        self._pairs: frozenset[Pair] = frozenset()
        self._told_of: Counter[int] = Counter()
        self._gains: dict[tuple[int, str], float] = {}
        """What each added when it was looked at last."""

    def best(self, left: Sequence[Candidate]) -> Candidate:
        """Return which leads to the highest share; the first of several that do."""
        hoped = [self._share(one, self._gains.get(one.key, inf)) for one in left]
        best, most = 0, -inf
        for index in sorted(range(len(left)), key=lambda index: -hoped[index]):
            if hoped[index] < most - _ROUNDING:
                break
            one = left[index]
            gain = self._gains[one.key] = self._gain(one)
            share = self._share(one, gain)
            if share > most or (share == most and index < best):
                best, most = index, share
        return left[best]

    def add(self, one: Candidate) -> None:
        """Cover what a bullet holds."""
        self._value += self._gains[one.key]
        self._length += one.length
        self._words |= one.words
        self._pairs |= one.pairs
        self._told_of[one.passage.section] += self._several

    def _gain(self, one: Candidate) -> float:
        words = one.words - self._words
        value = self._worth.of(words, one.pairs - self._pairs)
        if not self._several:
            return value
        telling = not words.isdisjoint(self._worth.names) or any(key[0].isdigit() for key in words)
        return value / (1 + self._told_of[one.passage.section]) * (1.0 if telling else _COMMENT)

    def _share(self, one: Candidate, gain: float) -> float:
        return (self._value + gain) / (self._length + one.length)
