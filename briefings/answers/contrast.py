"""What a question has that a passage lacks, and what a passage has that a question lacks.

Questions that a text does not answer are mostly made by changing one that it does (Rajpurkar, Jia
and Liang 2018, "Know what you don't know"): another name, number or superlative, a negation put in
or left out, an opposite, a condition that does not hold, who did it changed with whom it was done
to. Each leaves a word of the question without its like, or one that stands otherwise.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefings.answers.lexicon import SAME, Lexicon
from briefings.answers.matching import Asked, Indexed
from briefings.answers.words import Word

_SUPERLATIVE = re.compile(r".*[^aeiou]est")
_NEGATING = ("un", "in", "im", "non", "dis", "ir", "il")
_BESIDE = 0.95
_ELSEWHERE = 0.9
"""How much a word counts that stands in a neighbouring sentence, or only elsewhere in the text."""
_SCOPE = 4
"""Words after a negation that it is taken to negate."""
_MOST_LEFT = 8
"""Words before or after those found that are as good as any more."""
_SORTS = ("number", "name", "superlative", "other")

Features = dict[str, float]


class Contrast:
    """What sets a text's passages against one question."""

    def __init__(
        self,
        whole: Sequence[Word],
        text: Indexed,
        asked: Sequence[Asked],
        words_of: Lexicon,
    ):
        self._text = text
        self._asked = asked
        self._words_of = words_of
        self._sorts = [self._sort(one.word) for one in asked]
        self._before = {after.start: before.lower for before, after in pairwise(whole)}
        self._limits = [word.lower for word in whole if words_of.is_of("limit", word.lower)]
        self._negated = any(words_of.negates(word.lower) for word in whole)
        self._denied = _near_negations(whole, words_of)
        self._form = self._question_form(whole)

    def of(self, number: int) -> Features:
        """Return the features of a passage."""
        taken = {
            place
            for one in self._asked
            if one.stands_in(number) and (place := one.places[number]) is not None
        }
        inside = self._text.passages[number].words
        free = [n for n, word in enumerate(inside) if not word.is_common and n not in taken]
        return {
            **self._form,
            **self._missing(number),
            **self._changed(number, free),
            **self._otherwise(number, taken),
            **_left(inside, taken, free),
        }

    def _sort(self, word: Word) -> str:
        if word.is_number:
            return "number"
        if word.is_capital and word.start > 0:
            return "name"
        listed = self._words_of.is_of("superlative", word.lower)
        return "superlative" if listed or _SUPERLATIVE.fullmatch(word.lower) else "other"

    def _question_form(self, whole: Sequence[Word]) -> Features:
        """Return how a question is put, and of what its words are."""
        asking = (n for n, word in enumerate(whole) if self._words_of.is_of("asking", word.lower))
        return {
            "form_asks_at": float(next(asking, 0)),
            "form_words": float(len(whole)),
            "form_limits": float(len(self._limits)),
        } | {f"form_{sort}": float(self._sorts.count(sort)) for sort in _SORTS}

    def _missing(self, number: int) -> Features:
        """Return how much of each sort of word has no like in the passage, and near it."""
        found = dict.fromkeys(
            (f"lacks_{s}{x}" for s in _SORTS for x in ("", "_near", "_text")), 0.0
        )
        here, near, text, weights = [], [], [], []
        for one, sort in zip(self._asked, self._sorts, strict=True):
            own = float(one.stands_in(number))
            beside = any(one.found[n] >= SAME for n in self._beside(number))
            close = own or _BESIDE * beside
            wide = close or _ELSEWHERE * (max(one.found) >= SAME)
            found[f"lacks_{sort}"] += 1 - own
            found[f"lacks_{sort}_near"] += (1 - close) * one.weight
            found[f"lacks_{sort}_text"] += (1 - wide) * one.weight
            here.append(own)
            near.append(close)
            text.append(wide)
            weights.append(one.weight)
        for name, values in (("here", here), ("near", near), ("text", text)):
            pairs = zip(values, weights, strict=True)
            found[f"has_{name}"] = sum(v * w for v, w in pairs) / (sum(weights) or 1.0)
            found[f"has_{name}_least"] = min(values, default=1.0)
            found[f"has_{name}_two"] = sum(sorted(values)[:2])
        lost = ((1 - v) * w for v, w in zip(near, weights, strict=True))
        return found | {"lacks_most": max(lost, default=0.0)}

    def _beside(self, number: int) -> Iterator[int]:
        return (n for n in (number - 1, number + 1) if 0 <= n < len(self._text.passages))

    def _changed(self, number: int, free: Sequence[int]) -> Features:
        """Return how many of the words it lacks have an opposite or another in their place."""
        keys, inside = self._text.keys[number], self._text.passages[number].words
        others = {(keys[place], inside[place].lower) for place in free}
        opposites = swapped = 0
        for at, one in enumerate(self._asked):
            if one.stands_in(number):
                continue
            against = self._words_of.opposites.get(one.key, frozenset())
            opposites += any(
                key in against or _negates(one.word.lower, lower) for key, lower in others
            )
            for beside, step in ((at - 1, 1), (at + 1, -1)):
                start = self._place(beside, number)
                place = -1 if start is None else start + step
                swapped += 0 <= place < len(inside) and place in free
        return {"opposite_words": float(opposites), "swapped_words": float(swapped)}

    def _place(self, at: int, number: int) -> int | None:
        known = 0 <= at < len(self._asked) and self._asked[at].stands_in(number)
        return self._asked[at].places[number] if known else None

    def _otherwise(self, number: int, taken: set[int]) -> Features:
        """Return whether negation, conditions and prepositions are as in the question."""
        lower = self._text.lower[number]
        negations = [n for n, word in enumerate(lower) if self._words_of.negates(word)]
        reached = any(0 < place - n <= _SCOPE for n in negations for place in taken)
        alike = any(
            one.word.start in self._denied and abs(place - n) <= _SCOPE
            for one in self._asked
            for n in negations
            if one.stands_in(number) and (place := one.places[number]) is not None
        )
        same = other = names = 0
        for one in self._asked:
            place = one.places[number]
            if place is None or not one.stands_in(number):
                continue
            asked, said = self._before.get(one.word.start, ""), lower[place - 1] if place else ""
            if any(self._words_of.is_of("preposition", word) for word in (asked, said)):
                same += asked == said
                other += asked != said
                names += asked != said and one.word.is_capital
        return {
            "negated_alike": float(alike),
            "negated_question": float(self._negated and not alike),
            "negated_passage": float(reached and not self._negated),
            "lacks_limits": float(sum(word not in lower for word in self._limits)),
            "same_preposition": float(same),
            "other_preposition": float(other),
            "other_preposition_names": float(names),
        }


def _left(inside: Sequence[Word], taken: set[int], free: Sequence[int]) -> Features:
    """Return what a passage says beyond the question, where an answer would be."""
    telling = sum(not word.is_common for word in inside)
    first, last = (min(taken), max(taken)) if taken else (0, len(inside) - 1)
    opens = len(inside) > 1 and inside[0].is_capital
    return {
        "left": float(len(free)),
        "left_share": len(free) / max(1, telling),
        "left_before": float(min(_MOST_LEFT, first)),
        "left_after": float(min(_MOST_LEFT, len(inside) - 1 - last)),
        "left_between": float(sum(first < place < last for place in free)),
        "left_names": float(sum(inside[place].is_capital for place in free if place > 0)),
        "left_opening": float(opens and 0 in free),
    }


def _negates(one: str, other: str) -> bool:
    """Whether one word is the other with a negating prefix or "-less"."""
    short, long = sorted((one, other), key=len)
    rest = long.removesuffix(short)
    return (rest != long and rest in _NEGATING) or long == f"{short}less"


def _near_negations(whole: Sequence[Word], words_of: Lexicon) -> frozenset[int]:
    """Return where the words start that a question seems to deny."""
    at = [n for n, word in enumerate(whole) if words_of.negates(word.lower)]
    return frozenset(
        word.start for n, word in enumerate(whole) if any(0 < abs(n - m) <= _SCOPE for m in at)
    )
