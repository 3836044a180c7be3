"""Choose a quotation's speaker among the candidates, with how certain that is.

A conditional logit over the candidates and "nobody"; training/quotes.py learns its weights.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefings.quotes.candidates import Candidate, Place, candidates, nobody

_SIGNED = 0.97
"""How sure a signature is; too rare in the annotated articles to be learned."""


@cache
def weights() -> Mapping[str, float]:
    """Return the learned weights of the features."""
    data = files("briefings.quotes").joinpath("quotes_weights.json")
    return dict(json.loads(data.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Choice:
    """The likeliest speaker, how likely it is, and how likely that there is none (0 to 1)."""

    candidate: Candidate
    share: float
    nobody: float


def choose(place: Place, weigh: Mapping[str, float]) -> Choice | None:
    """Return the likeliest speaker; None where there is nobody to choose from.

    Mentions that end in the same word are one speaker: their chances add up.
    """
    found = candidates(place)
    if not found:
        return None
    signer = next((one for one in found if one.signs), None)
    if signer is not None:
        return Choice(signer, _SIGNED, 1.0 - _SIGNED)
    scores = [_sum(one.features, weigh) for one in found]
    none = _sum(nobody(place), weigh)
    top = max(*scores, none)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers) + math.exp(none - top)
    together: dict[str, float] = {}
    names = [one.mention.word.rpartition(" ")[2] for one in found]
    for name, power in zip(names, powers, strict=True):
        together[name] = together.get(name, 0.0) + power
    best = max(range(len(found)), key=lambda n: (together[names[n]], powers[n]))
    return Choice(found[best], together[names[best]] / total, math.exp(none - top) / total)


def _sum(features: Sequence[str], weigh: Mapping[str, float]) -> float:
    return sum(weigh.get(feature, 0.0) for feature in features)
