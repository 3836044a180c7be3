"""Whether a passage says a question's words by others, or says the opposite of them.

Of a word that a passage lacks it tells much whether another that says the same stands there
("started" for "began"), one that says the opposite ("held" for "rejected"), or nothing. A question
that denies, or that asks for "all" or "only", is answered by few passages that don't.
"""

import re
from collections.abc import Sequence

from briefings.answers.lexicon import Lexicon
from briefings.answers.matching import Asked, Indexed
from briefings.answers.senses import senses
from briefings.answers.words import Word

_NEGATED = re.compile(r"(?:un|in|im|ir|il|dis|non|mis)-?(\w{3,})")
_SHORTEST = 6
"""Letters of a word with a negating prefix, at least."""
_BASE = 4
_ENDING = 3
"""Letters that a word's ending may change."""
_FIRST = 4

Features = dict[str, float]


class Polarity:
    """What a question affirms and denies, set against the passages of one text."""

    def __init__(
        self, whole: Sequence[Word], text: Indexed, asked: Sequence[Asked], words_of: Lexicon
    ):
        self._text = text
        self._asked = asked
        self._meant = [senses(one.word.stem, words_of.language) for one in asked]
        known = [(one, senses(one.stem, words_of.language).opposite) for one in whole]
        self._said = [_in_all_forms(passage.stems, words_of) for passage in text.passages]
        stems = {one for passage in self._said for one in passage}
        self._opposed = [(one, opposite) for one, opposite in known if opposite & stems]
        self._denying = [one for one in whole if words_of.is_of("denying", one.lower)]
        self._absolute = [one for one in whole if words_of.is_of("absolute", one.lower)]
        self._prefixed = [one for one, opposite in known if self._is_negated(one.lower, opposite)]
        self._lower = frozenset(word for passage in text.lower for word in passage)
        self._stems = stems

    def of(self, number: int) -> Features:
        """Return the features of a passage."""
        stems, lower = self._said[number], frozenset(self._text.lower[number])
        lacking = [
            meant
            for one, meant in zip(self._asked, self._meant, strict=True)
            if not one.stands_in(number)
        ]
        here = [
            one for one, opposite in self._opposed if one.stem not in stems and opposite & stems
        ]
        anywhere = [one for one, _ in self._opposed if one.stem not in self._stems]
        prefixed = [one for one in self._prefixed if one.lower not in lower]
        denied = [one for one in self._denying if one.lower not in lower]
        return {
            "said_otherwise": float(sum(bool(meant.same & stems) for meant in lacking)),
            "said_opposite": float(sum(bool(meant.opposite & stems) for meant in lacking)),
            "opposed": float(len(here)),
            "opposed_text": float(len(anywhere)),
            "negated_words": float(len(prefixed)),
            "negated_words_text": float(sum(one.lower not in self._lower for one in prefixed)),
            "denies": float(len(denied)),
            "denies_text": float(sum(one.lower not in self._lower for one in denied)),
            "absolute": float(sum(one.lower not in lower for one in self._absolute)),
        }

    def _is_negated(self, lower: str, opposite: frozenset[str]) -> bool:
        """Whether a word has a negating prefix: the text has it without, or it has an opposite."""
        found = _NEGATED.fullmatch(lower)
        if not found or len(lower) < _SHORTEST:
            return False
        base = found[1][: max(_BASE, len(found[1]) - _ENDING)]
        keys = self._text.beginnings.get(base[:_FIRST], ())
        return bool(opposite) or any(key.startswith(base) for key in keys)


def _in_all_forms(stems: frozenset[str], words_of: Lexicon) -> frozenset[str]:
    """Return stems with the others of their families: "begin" where "began" stands."""
    return stems.union(*(words_of.families.get(one, ()) for one in stems))
