"""What speaks for and against a passage's answering a question.

In the manner of the feature-based baseline of Rajpurkar et al. 2016 ("SQuAD: 100,000+ questions
for machine comprehension of text"): shared words weighted by rarity, their order and nearness,
words of the wanted kind beside them; and against it, after Rajpurkar, Jia and Liang 2018 ("Know
what you don't know"), what unanswerable questions are made by: other names and numbers in the
same place, opposites, negations.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from briefings.answers.contrast import Contrast
from briefings.answers.lexicon import SAME, Lexicon
from briefings.answers.matching import Asked, Indexed
from briefings.answers.polarity import Polarity
from briefings.answers.question import Kind, Question
from briefings.answers.words import Word, words

Features = dict[str, float]

_YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
_SUPERLATIVE = re.compile(r".*[^aeiou]est")
_BESIDE = 0.6
"""How much a word in a neighbouring sentence counts."""
_FAR = 30.0
"""Words away that are as good as not there."""
_WANTED = {Kind.NUMBER: "number", Kind.TIME: "time", Kind.PERSON: "name", Kind.PLACE: "name"}
_MOST_PASSAGES = 12.0
_RELATIVE = ("cover", "cover_before", "pairs", "exact")


class Reader:
    """Weigh a text's passages for one question."""

    def __init__(
        self, question: Question, text: Indexed, asked: Sequence[Asked], words_of: Lexicon
    ):
        self._question = question
        self._text = text
        self._asked = asked
        self._words_of = words_of
        self._total = sum(one.weight for one in asked) or 1.0
        self._lower = [word.lower for word in question.words]
        self._pairs = list(pairwise(self._lower))
        self._keys = {one.key for one in asked}
        self._names = [one for one in asked if one.word.is_capital and one.word.start > 0]
        self._numbers = [one for one in asked if one.word.is_number]
        self._superlatives = [one for one in asked if self._is_superlative(one.word.lower)]
        self._head = self._asked_for()
        self._whole = self._question_features()
        whole = words(question.text, question.language)
        self._contrast = Contrast(whole, text, asked, words_of)
        self._polarity = Polarity(whole, text, asked, words_of)

    def features(self) -> list[Features]:
        """Return the features of every passage, with how they compare to the others'."""
        found = [self._passage(number) for number in range(len(self._text.passages))]
        for name in _RELATIVE:
            values = [one[name] for one in found]
            ranked = sorted(values, reverse=True)[:2]
            second = ranked[1] if len(ranked) > 1 else 0.0
            for one in found:
                rival = second if one[name] == ranked[0] else ranked[0]
                one[f"ahead_{name}"] = one[name] - rival
        return found

    def _is_superlative(self, lower: str) -> bool:
        return bool(self._words_of.is_of("superlative", lower) or _SUPERLATIVE.fullmatch(lower))

    def _asked_for(self) -> Asked | None:
        """Return the word that names what is asked for: "city" in "what city"."""
        words = re.findall(r"[\w'’]+", self._question.text.casefold())
        for asking, head in pairwise(words):
            if asking in ("what", "which", "whose", "many", "much"):
                return next((one for one in self._asked if one.word.lower == head), None)
        return None

    def _question_features(self) -> Features:
        """Return what is the same for all passages: the question's make, and the whole text's."""
        best = [max(one.found, default=0.0) for one in self._asked]
        missing = [one for one, value in zip(self._asked, best, strict=True) if value < SAME]
        kind = {f"asks_{one.value}": float(self._question.kind is one) for one in Kind}
        return kind | {
            "text_cover": sum(o.weight * v for o, v in zip(self._asked, best, strict=True))
            / self._total,
            "text_misses": float(len(missing)),
            "text_misses_most": max((one.weight for one in missing), default=0.0),
            "text_misses_names": float(sum(one in missing for one in self._names)),
            "text_misses_numbers": float(sum(one in missing for one in self._numbers)),
            "words": float(len(self._question.words)),
            "telling_words": float(len(self._asked)),
            "names": float(len(self._names)),
            "numbers": float(len(self._numbers)),
            "superlatives": float(len(self._superlatives)),
            "passages": min(_MOST_PASSAGES, float(len(self._text.passages))),
            "asks_for_sort": float(self._head is not None),
            "weight": self._total / max(1, len(self._asked)),
        }

    def _passage(self, number: int) -> Features:
        words = self._text.passages[number].words
        places = [one.places[number] if one.stands_in(number) else None for one in self._asked]
        hits = [place for place in places if place is not None]
        telling = sum(not word.is_common for word in words)
        last = max(1, len(self._text.passages) - 1)
        return {
            **self._whole,
            **self._cover(number),
            **self._misses(number),
            **self._order(number, places, hits),
            **self._candidates(number, hits),
            **self._conflicts(number, places),
            **self._contrast.of(number),
            **self._polarity.of(number),
            "length": float(len(words)),
            "place": min(_MOST_PASSAGES, float(number)),
            "place_relative": number / last,
            "density": len(hits) / max(1, telling),
        }

    def _cover(self, number: int) -> Features:
        """Return how much of the question stands in the passage and beside it."""
        last = len(self._text.passages) - 1
        own = exact = before = beside = 0.0
        for one in self._asked:
            here = one.found[number]
            earlier = _BESIDE * one.found[number - 1] if number else 0.0
            later = _BESIDE * one.found[number + 1] if number < last else 0.0
            own += one.weight * here
            exact += one.weight * one.exact[number]
            before += one.weight * max(here, earlier)
            beside += one.weight * max(here, earlier, later)
        return {
            "cover": own / self._total,
            "exact": exact / self._total,
            "cover_before": before / self._total,
            "cover_beside": beside / self._total,
        }

    def _misses(self, number: int) -> Features:
        """Return what of the question does not stand in the passage."""
        missing = [one for one in self._asked if not one.stands_in(number)]
        elsewhere = [one for one in missing if max(one.found) >= SAME]
        before = number - 1 if number else number
        return {
            "misses": float(len(missing)),
            "misses_share": len(missing) / max(1, len(self._asked)),
            "misses_most": max((one.weight for one in missing), default=0.0),
            "has_names": _share(self._names, number),
            "has_numbers": _share(self._numbers, number),
            "misses_names": float(
                sum(not one.stands_in(number) and not one.stands_in(before) for one in self._names)
            ),
            "misses_superlatives": float(
                sum(not one.stands_in(number) for one in self._superlatives)
            ),
            "has_sort": self._head.found[number] if self._head else -1.0,
            "has_first": self._asked[0].found[number] if self._asked else 0.0,
            "has_last": self._asked[-1].found[number] if self._asked else 0.0,
            "elsewhere": sum(one.weight for one in elsewhere) / self._total,
            "elsewhere_names": float(sum(one in elsewhere for one in self._names)),
        }

    def _order(self, number: int, places: Sequence[int | None], hits: Sequence[int]) -> Features:
        """Return how far the words stand as they do in the question."""
        lower = self._text.lower[number]
        have = set(pairwise(lower))
        both = [(a, b) for a, b in pairwise(places) if a is not None and b is not None]
        run = _longest_run(self._lower, lower)
        return {
            "pairs": sum(pair in have for pair in self._pairs) / max(1, len(self._pairs)),
            "adjacent": sum(0 < b - a <= 3 for a, b in both) / max(1, len(places) - 1),
            "ordered": sum(b > a for a, b in both) / len(both) if both else 0.5,
            "spread": (max(hits) - min(hits) + 1) / len(hits) if hits else 20.0,
            "run": float(run),
            "run_share": run / max(1, len(self._lower)),
        }

    def _candidates(self, number: int, hits: Sequence[int]) -> Features:
        """Return how many words are of a kind that may answer, and how near the question's."""
        keys, words = self._text.keys[number], self._text.passages[number].words
        counts = dict.fromkeys(("number", "time", "name"), 0.0)
        nearest = dict.fromkeys(counts, _FAR)
        for place, word in enumerate(words):
            if place in hits or keys[place] in self._keys:
                continue
            for sort in self._sorts(word, place):
                counts[sort] += 1
                away = min((abs(place - hit) for hit in hits), default=_FAR)
                nearest[sort] = min(nearest[sort], float(away))
        wanted = _WANTED.get(self._question.kind)
        lower = self._text.lower[number]
        return {
            **{f"count_{sort}": count for sort, count in counts.items()},
            **{f"near_{sort}": away for sort, away in nearest.items()},
            "count_wanted": counts[wanted] if wanted else -1.0,
            "near_wanted": nearest[wanted] if wanted else -1.0,
            "reasons": float(any(self._words_of.is_of("reason", word) for word in lower)),
        }

    def _sorts(self, word: Word, place: int) -> list[str]:
        found = []
        is_time = self._words_of.is_of("time", word.lower)
        if word.is_number or self._words_of.is_of("number", word.lower):
            found.append("number")
        if is_time or (word.is_number and _YEAR.fullmatch(word.text)):
            found.append("time")
        if word.is_capital and place > 0 and not word.is_common and not is_time:
            found.append("name")
        return found

    def _conflicts(self, number: int, places: Sequence[int | None]) -> Features:
        """Return what stands in the passage instead of what the question has."""
        keys, lower = self._text.keys[number], self._text.lower[number]
        negated = float(any(map(self._words_of.negates, lower)))
        opposites = other = other_names = 0
        for at, one in enumerate(self._asked):
            if places[at] is not None:
                continue
            opposite = self._words_of.opposites.get(one.key, frozenset())
            opposites += not opposite.isdisjoint(keys)
            for beside, step in ((at - 1, 1), (at + 1, -1)):
                if 0 <= beside < len(places) and (start := places[beside]) is not None:
                    instead = self._instead(number, start, step, places)
                    alike = instead is not None and _alike(instead, one.word)
                    other += alike
                    other_names += alike and (one.word.is_capital or one.word.is_number)
        return {
            "negates": negated,
            "opposites": float(opposites),
            "others": float(other),
            "other_names": float(other_names),
        }

    def _instead(
        self, number: int, start: int, step: int, places: Sequence[int | None]
    ) -> Word | None:
        """Return the telling word beside a matched one, if the question does not have it."""
        words = self._text.passages[number].words
        place = start + step
        for _ in range(2):
            if 0 <= place < len(words) and words[place].is_common:
                place += step
        inside = 0 <= place < len(words) and place not in places
        return words[place] if inside and not words[place].is_common else None


def _alike(one: Word, other: Word) -> bool:
    return one.is_capital == other.is_capital and one.is_number == other.is_number


def _share(some: Sequence[Asked], number: int) -> float:
    return sum(one.stands_in(number) for one in some) / len(some) if some else -1.0


def _longest_run(asked: Sequence[str], lower: Sequence[str]) -> int:
    """Return the length of the longest row of words that both have."""
    best = 0
    lengths: Mapping[int, int] = {}
    starts: dict[str, list[int]] = {}
    for place, word in enumerate(lower):
        starts.setdefault(word, []).append(place)
    for word in asked:
        lengths = {place: lengths.get(place - 1, 0) + 1 for place in starts.get(word, ())}
        best = max(best, *lengths.values(), 0)
    return best
