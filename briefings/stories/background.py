"""How rare a word is: counted over what came, on top of a table of English news.

The table (`frequencies.txt`, made by training/stories.py) lets the first reports be weighed as
well as later ones; words of other languages are weighed by what came alone.
"""

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_UNLISTED = 3
"""Texts of the table's that an unlisted word may be in."""
_FORGET_EVERY = 50_000
"""Reports after which words met once are forgotten, so that memory has a bound."""


class Frequencies:
    """In how many reports each word stands, learned on the way."""

    def __init__(self) -> None:
        self._texts, self._table, _ = _load()
        self._seen = 0
        self._having: Counter[str] = Counter()

    def learn(self, words: Iterable[str]) -> None:
        """Count a report's words, each once."""
        self._seen += 1
        self._having.update(dict.fromkeys(words, 1))
        if self._seen % _FORGET_EVERY == 0:
            self._having = Counter({word: n for word, n in self._having.items() if n > 1})

    def rarity(self, word: str) -> float:
        """Return the inverse document frequency: 0 for a word that stands everywhere."""
        having = self._having[word] + self._table.get(word, _UNLISTED) + 0.5
        return max(0.0, math.log((self._seen + self._texts + 1) / having))


def is_common(key: str) -> bool:
    """Whether a stem is that of a word that is no name, whatever its first letter here."""
    return key in _load()[2]


@cache
def _load() -> tuple[int, dict[str, int], frozenset[str]]:
    lines = files("briefings.stories").joinpath("frequencies.txt").read_text(encoding="utf-8")
    head, *rest = lines.splitlines()
    parts = [line.split() for line in rest]
    table = {stem: int(number) for stem, number, *_ in parts}
    common = frozenset(stem for stem, _, *name in parts if not name)
    return int(head.split()[1]), table, common
