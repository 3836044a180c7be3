"""Which sentences to show for an answer, and how much of each.

ranked sentences → the best, then those that say something else → each cut to what answers
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.answers.clauses import clauses
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
_DATE = re.compile(
    r"(?:\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}"
    r"|\b(?:1[5-9]|20)\d\d)$"
)
"""A text that ends with the number of a day or a year."""


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
    return tuple(_evidence(corpus, inquiry, piece, likely) for piece in pieces)


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

    best = max(clauses(whole, one.sentence, PIECE_WORDS), key=worth, default=None)
    return best or _first_words(one.sentence)


def _first_words(sentence: str) -> Span:
    words = re.finditer(r"\S+", sentence)
    ends = [word.end() for word, _ in zip(words, range(PIECE_WORDS), strict=False)]
    return Span(0, ends[-1])


def _evidence(
    corpus: Corpus, inquiry: Inquiry, piece: _Piece, likely: Mapping[str, float]
) -> Evidence:
    article = corpus.articles[piece.found.passage.article]
    at = piece.found.passage.span.start
    answer = _answer(inquiry, piece, likely)
    return Evidence(
        piece.text,
        at + piece.span.start,
        at + piece.span.end,
        article,
        Span(at + answer.start, at + answer.end) if answer else None,
    )


def _answer(inquiry: Inquiry, piece: _Piece, likely: Mapping[str, float]) -> Name | None:
    """Return the name in a piece that is most likely what was asked for."""
    inside = [n for n in piece.found.fitting if piece.span.contains(Span(n.start, n.end))]
    if "number" not in inquiry.kinds:
        return max(inside, key=lambda name: likely[name.words], default=None)
    sentence = piece.found.sentence
    counting = [name for name in inside if not _DATE.search(sentence[: name.end])]
    return max(
        counting,
        key=lambda name: (_counts(inquiry, sentence[name.end :]), likely[name.words]),
        default=None,
    )


def _counts(inquiry: Inquiry, following: str) -> bool:
    """Whether a number stands before what the question counts: "26 nations"."""
    return not inquiry.keys.isdisjoint(content_keys(" ".join(following.split()[:2])))
