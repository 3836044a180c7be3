"""Which sentences to show for an answer, and how much of each.

ranked sentences → the best, then those that say something else → each cut to what answers
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefings.answers.corpus import Corpus
from briefings.answers.inquiry import Inquiry
from briefings.answers.names import Name
from briefings.answers.retrieve import Found
from briefings.model import Evidence, Span
from briefings.text.tokens import content_keys

PIECES = 3
WORDS = 64
"""Words of evidence in all, at most."""
PIECE_WORDS = 26
"""Words of one piece, as far as it can be cut."""
_LOOKED_AT = 20
_NAME_COUNTS = 6.0
_PART = re.compile(r"(?<=[,;:—–)])\s+|\s+(?=[(—–])|(?<=\.\.\.)\s+")
_LEAST = 4


@dataclass(frozen=True, slots=True)
class _Piece:
    found: Found
    span: Span
    """In the sentence."""

    @property
    def text(self) -> str:
        return self.span.of(self.found.sentence)


def choose(corpus: Corpus, inquiry: Inquiry, ranked: Sequence[Found]) -> tuple[Evidence, ...]:
    """Return up to three pieces of evidence, the best first."""
    likely = _likely(ranked)
    left = list(ranked[:_LOOKED_AT])
    pieces: list[_Piece] = []
    words = 0
    while left and len(pieces) < PIECES:
        said = {name.words for piece in pieces for name in piece.found.names}
        best = max(left, key=lambda one: one.score - _repeats(one, said, likely))
        left.remove(best)
        piece = _Piece(best, _trim(corpus, inquiry, best, likely))
        size = len(piece.text.split())
        known = any(piece.text in other.text or other.text in piece.text for other in pieces)
        if not known and words + size <= WORDS:
            pieces.append(piece)
            words += size
    return tuple(_evidence(corpus, piece, likely) for piece in pieces)


def _likely(ranked: Sequence[Found]) -> dict[str, float]:
    """Return how likely each name is the answer, the likeliest 1."""
    likely: dict[str, float] = {}
    for one in ranked:
        rough = one.features["cover"] + 0.5 * one.features["wide"] + 0.3 * one.features["whole"]
        rough *= 0.3 + one.features["near"]
        for name in one.names:
            value = rough * (2 if name in one.fitting else 1)
            likely[name.words] = max(likely.get(name.words, 0.0), value)
    most = max(likely.values(), default=1.0) or 1.0
    return {words: value / most for words, value in likely.items()}


def _repeats(one: Found, said: set[str], likely: Mapping[str, float]) -> float:
    """How much less a sentence tells for what was said already."""
    if not said:
        return 0.0
    all_names = max((likely[name.words] for name in one.names), default=0.0)
    new = (likely[name.words] for name in one.names if name.words not in said)
    return all_names - max(new, default=0.0)


def _trim(corpus: Corpus, inquiry: Inquiry, one: Found, likely: Mapping[str, float]) -> Span:
    """Cut a long sentence to the clauses that have most of the question and the answer."""
    whole = Span(0, len(one.sentence))
    if len(one.sentence.split()) <= PIECE_WORDS:
        return whole

    def worth(span: Span) -> float:
        keys = inquiry.keys.intersection(content_keys(span.of(one.sentence)))
        names = (likely[n.words] for n in one.names if span.contains(Span(n.start, n.end)))
        length = len(span.of(one.sentence).split())
        return sum(map(corpus.weight, keys)) + _NAME_COUNTS * max(names, default=0.0) + length / 100

    return max(_clauses(one.sentence), key=worth, default=None) or _first_words(one.sentence)


def _clauses(sentence: str) -> Iterator[Span]:
    """Yield the rows of clauses that are short enough."""
    starts, ends = [0], []
    for mark in _PART.finditer(sentence):
        ends.append(mark.start())
        starts.append(mark.end())
    ends.append(len(sentence))
    for first, start in enumerate(starts):
        for end in ends[first:]:
            size = len(sentence[start:end].split())
            if size > PIECE_WORDS:
                break
            if size >= _LEAST:
                yield Span(start, end)


def _first_words(sentence: str) -> Span:
    words = re.finditer(r"\S+", sentence)
    ends = [word.end() for word, _ in zip(words, range(PIECE_WORDS), strict=False)]
    return Span(0, ends[-1])


def _evidence(corpus: Corpus, piece: _Piece, likely: Mapping[str, float]) -> Evidence:
    article = corpus.articles[piece.found.passage.article]
    at = piece.found.passage.span.start
    answer = _answer(piece, likely)
    return Evidence(
        piece.text,
        at + piece.span.start,
        at + piece.span.end,
        article,
        Span(at + answer.start, at + answer.end) if answer else None,
    )


def _answer(piece: _Piece, likely: Mapping[str, float]) -> Name | None:
    """Return the name in a piece that is most likely what was asked for."""
    inside = [n for n in piece.found.fitting if piece.span.contains(Span(n.start, n.end))]
    return max(inside, key=lambda name: likely[name.words], default=None)
