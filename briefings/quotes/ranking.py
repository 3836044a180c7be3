"""Choose a quotation's speaker among the candidates, with how certain that is.

A conditional logit over the candidates and "nobody"; training/quotes.py learns its weights.
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from briefings.quotes.candidates import Candidate, Place, candidates, nobody


@cache
def weights() -> Mapping[str, float]:
    """Return the learned weights of the features."""
    data = files("briefings.quotes").joinpath("quotes_weights.json")
    return dict(json.loads(data.read_text(encoding="utf-8")))


def choose(place: Place, weigh: Mapping[str, float]) -> tuple[Candidate | None, float]:
    """Return the likeliest speaker, None for nobody, and the probability of that."""
    found = candidates(place)
    scores = [_sum(one.features, weigh) for one in found]
    scores.append(_sum(nobody(place), weigh))
    best = max(range(len(scores)), key=scores.__getitem__)
    share = 1.0 / sum(math.exp(score - scores[best]) for score in scores)
    return (found[best] if best < len(found) else None), share


def _sum(features: Sequence[str], weigh: Mapping[str, float]) -> float:
    return sum(weigh.get(feature, 0.0) for feature in features)
