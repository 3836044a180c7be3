"""Which sentences become bullets.

passages → shorter variants → what each is worth → one by one, each for what it adds

The bullets are chosen greedily for the highest share that they are expected to have in common with
an editor's highlights, so a longer sentence has to hold more (see `worth`).
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from briefings.articles.layout import Layout, lay_out
from briefings.bullets.coverage import Candidate, Covered
from briefings.bullets.fitness import LONGEST, problem
from briefings.bullets.reading import Passage, passages
from briefings.bullets.shorten import Variant, may_open_alone, variants
from briefings.bullets.worth import Pair, keys, weigh
from briefings.model import Bullet, Origin
from briefings.text.tokens import content_keys

_SAME = 0.5
"""Share of a sentence's words that were said already, from which on it repeats."""
_EXPECTED = 24
"""Words that a highlight is expected to have."""
_HEADLINE = 0.85
"""The same share of the headline's words, which a bullet may share more of."""
_SPARE = 7
"""Fit sentences that are weighed against each other, beyond as many as are wanted."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What became of a sentence, and why.

    `score` is what it shares with the highlights that are expected of the article, in percent, when
    it stands alone; `cuts` name what was left out of the bullet, or would have been.
    """

    sentence: str
    start: int
    end: int
    score: float
    verdict: str
    bullet: str = ""
    cuts: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = self.bullet or self.sentence
        cut = f"  (left out: {', '.join(self.cuts)})" if self.bullet and self.cuts else ""
        return f"{self.score:6.2f}  {self.verdict:<24}  {shown}{cut}"


def choose_bullets(
    text: str,
    *,
    layout: Layout | None = None,
    title: str = "",
    language: str | None = "en",
    most: int = 5,
    context: Sequence[str] = (),
    told: Sequence[str] = (),
    quoted: Sequence[str] = (),
    use_key_points: bool = True,
) -> tuple[Bullet, ...]:
    """Return at most `most` bullets in the text's order.

    The publisher's own key points come first where there are any. `context` are other articles of
    the story, `told` what the reader was told already, `quoted` what is shown as a quote anyway.
    """
    layout = layout or lay_out(text, title)
    if use_key_points and layout.key_points and not told:
        points = layout.key_points[:most]
        return tuple(
            Bullet(point.of(text), point.start, point.end, Origin.KEY_POINT) for point in points
        )
    article = _Article(text, layout, title, language, context, most)
    chosen = article.choose((*told, *quoted))
    return tuple(
        Bullet(one.text, one.passage.span.start, one.passage.span.end)
        for one in sorted(chosen, key=lambda one: one.passage.number)
    )


def explain(
    text: str, *, title: str = "", language: str | None = "en", most: int = 5
) -> tuple[Reason, ...]:
    """Return, for each sentence of the body, what became of it and why."""
    layout = lay_out(text, title)
    if layout.key_points:
        points = layout.key_points[:most]
        kept = [
            Reason(one.of(text), one.start, one.end, 100.0, "the publisher's own", one.of(text))
            for one in points
        ]
        return (*kept, *_reasons(text, layout, title, language, 0))
    return tuple(_reasons(text, layout, title, language, most))


def _reasons(
    text: str, layout: Layout, title: str, language: str | None, most: int
) -> Iterator[Reason]:
    article = _Article(text, layout, title, language, (), most or 1)
    chosen = {one.passage: one for one in article.choose()} if most else {}
    best: dict[Passage, Candidate] = {}
    for one in article.candidates():
        held = best.get(one.passage)
        if held is None or article.rank(one) < article.rank(held):
            best[one.passage] = one
    passed = "others said more" if most else "the publisher's own say it"
    for passage, other in best.items():
        one = chosen.get(passage, other)
        yield Reason(
            passage.span.of(text),
            passage.span.start,
            passage.span.end,
            round(100 * article.score(one), 2),
            "chosen" if passage in chosen else one.problem or passed,
            one.text if passage in chosen else "",
            one.cuts,
        )


class _Article:
    """The passages of an article, what they are worth, and the choice among them."""

    def __init__(
        self,
        text: str,
        layout: Layout,
        title: str,
        language: str | None,
        context: Sequence[str],
        most: int,
    ) -> None:
        title = title or (layout.title.of(text) if layout.title else "")
        self._passages = passages(text, layout.paragraphs, language, layout.heads)
        read = [one.text for one in self._passages]
        self._worth = weigh(
            read,
            language,
            title=title,
            others=context,
            places=[one.place for one in self._passages],
        )
        self._language = language
        self._most = most
        self._heading = self._telling(title)

    def choose(self, told: Sequence[str] = ()) -> list[Candidate]:
        """Pick at most as many as wanted; unfit ones only where a text has no fitting one."""
        known = [self._telling(one) for one in told]
        chosen = self._pick(self._nearest(), known)
        if len(chosen) < min(self._most, len(self._passages)):
            for pool in _pools(self.candidates()):
                if pool:
                    return self._pick(pool, known)
        return chosen

    def candidates(self) -> list[Candidate]:
        """Return the variants of all passages."""
        return [one for passage in self._passages for one in self._variants(passage)]

    def _nearest(self) -> list[Candidate]:
        """Return the fit variants of the best passages that have any."""
        found: list[Candidate] = []
        enough = self._most + _SPARE
        scores = [
            self._score(set(row), pairs, len(row))
            for row, pairs in zip(self._worth.rows, self._worth.paired, strict=True)
        ]
        for passage in sorted(self._passages, key=lambda one: -scores[one.number]):
            if not may_open_alone(passage.text, self._language):
                continue
            fit = [
                self._candidate(passage, variant)
                for variant in variants(passage.text, self._language, longest=LONGEST)
                if not problem(passage, variant.text, self._language)
            ]
            found += fit
            enough -= bool(fit)
            if not enough:
                break
        return found

    def _variants(self, passage: Passage) -> list[Candidate]:
        return [
            self._candidate(passage, variant, problem(passage, variant.text, self._language))
            for variant in variants(passage.text, self._language, longest=LONGEST)
        ]

    def _candidate(self, passage: Passage, variant: Variant, wrong: str = "") -> Candidate:
        row = keys(variant.text)
        words, pairs = frozenset(row), frozenset(pairwise(row))
        return Candidate(passage, variant.text, len(row), words, pairs, wrong, variant.cuts)

    def score(self, one: Candidate) -> float:
        """Return what a variant is worth when nothing else is chosen."""
        return self._score(one.words, one.pairs, one.length)

    def rank(self, one: Candidate) -> tuple[bool, float]:
        """Order the variants of a sentence: fit ones before others, then the worthier ones."""
        return bool(one.problem), -self.score(one)

    def _score(self, words: Set[str], pairs: Set[Pair], length: int) -> float:
        return self._worth.of(words, pairs) / (length + _EXPECTED * self._most)

    def _pick(self, left: Sequence[Candidate], told: Sequence[frozenset[str]]) -> list[Candidate]:
        """Pick what adds most, one by one, passing over what says again what was said."""
        chosen: list[Candidate] = []
        said = list(told)
        several = len({one.passage.section for one in left}) > 1
        covered = Covered(self._worth, _EXPECTED * self._most, several=several)
        while left and len(chosen) < self._most:
            best = covered.best(left)
            telling = self._telling(best.text)
            if self._says_again(telling, said):
                left = [one for one in left if one is not best]
                continue
            left = [one for one in left if one.passage is not best.passage]
            covered.add(best)
            said.append(telling)
            chosen.append(best)
        return chosen

    def _says_again(self, telling: frozenset[str], said: Sequence[frozenset[str]]) -> bool:
        """Whether what is told was said already, or is nothing but the headline."""
        size = len(telling) or 1
        return len(telling & self._heading) >= _HEADLINE * size or any(
            len(telling & other) >= _SAME * size for other in said
        )

    def _telling(self, text: str) -> frozenset[str]:
        return frozenset(content_keys(text, self._language))


def _fit(candidates: Sequence[Candidate]) -> list[Candidate]:
    return [one for one in candidates if not one.problem]


def _pools(candidates: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    yield _fit(candidates)
    yield [one for one in candidates if one.problem in ("too long", "too short", "broken off")]
    yield list(candidates)
