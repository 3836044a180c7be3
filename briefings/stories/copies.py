"""Which reports are one text: agencies' words that many print are one source, not many.

texts → runs of five words of their openings → shared by most of the shorter one? copies
(Broder 1997: containment of shingles)
"""

import re
from collections.abc import Hashable, Sequence

_WORD = re.compile(r"\w+")
_RUN = 5
_READ = 250
"""Words of a text that are compared: copies are cut from the end."""
_LETTERS = 10
"""Characters of a text that are looked at for each word that is compared."""
_SHORT = 12
"""Words below which a text is too little to tell a copy by."""
SAME = 0.6
"""The share of the shorter text's runs that the longer one has, too."""

Shingles = frozenset[tuple[str, ...]]


def shingles(text: str) -> Shingles:
    """Return the runs of words at the beginning of a text; none of a text that is too short."""
    words = _WORD.findall(text[: _READ * _LETTERS].casefold())[:_READ]
    if len(words) < _SHORT:
        return frozenset()
    return frozenset(zip(*(words[start:] for start in range(_RUN)), strict=False))


def are_copies(one: Shingles, other: Shingles) -> bool:
    """Whether one text has most of what the other says, word for word."""
    shorter = min(len(one), len(other))
    return shorter > 0 and len(one & other) >= SAME * shorter


def independent(reports: Sequence[tuple[Hashable, str]]) -> int:
    """Count the sources of (source, text) reports: copies, and what one source says, count once.

    Reports that hang together by copies or by their source are one; at least 1 for any report.
    """
    if len({source for source, _ in reports}) < 2:
        return min(1, len(reports))
    groups: list[tuple[set[Hashable], list[Shingles]]] = []
    for source, text in reports:
        runs = shingles(text)
        sources, texts = {source}, [runs]
        apart = []
        for group in groups:
            if source in group[0] or any(are_copies(runs, known) for known in group[1]):
                sources |= group[0]
                texts += group[1]
            else:
                apart.append(group)
        groups = [*apart, (sources, texts)]
    return len(groups)
