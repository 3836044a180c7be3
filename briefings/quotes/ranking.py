"""Choose a quotation's speaker among the candidates, with how certain that is.

A conditional logit over the candidates and "nobody"; training/quotes.py learns its weights.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefings.quotes.candidates import (
    NOBODY_TEMPLATES,
    TURN_TEMPLATES,
    Candidate,
    Place,
    candidates,
    is_tied,
    nobody,
)
from briefings.quotes.features import Sums, Weights, sum_of

_SIGNED = 0.97
"""How sure a signature is; too rare in the annotated articles to be learned."""


@cache
def weights() -> Weights:
    """Return the learned weights of the features."""
    data = files("briefings.quotes").joinpath("quotes_weights.json")
    return dict(json.loads(data.read_text(encoding="utf-8")))


@cache
def learned() -> Sums:
    """Return what candidates weigh by the learned weights."""
    return Sums(weights())


@dataclass(frozen=True, slots=True)
class Choice:
    """The likeliest speaker, how likely it is, and how likely that there is none (0 to 1)."""

    candidate: Candidate
    share: float
    nobody: float

    @property
    def among(self) -> float:
        """How likely the speaker is if there is one."""
        return self.share / max(1.0 - self.nobody, 1e-9)


def choose(place: Place, sums: Sums) -> Choice | None:
    """Return the likeliest speaker; None where there is nobody to choose from.

    Mentions that end in the same word are one speaker: their chances add up, and the one that is
    tied to the quotation is taken.
    """
    found = candidates(place)
    if not found:
        return None
    signer = next((one for one in found if one.signs), None)
    if signer is not None:
        return Choice(signer, _SIGNED, 1.0 - _SIGNED)
    scores = [sums.of(one.facts) for one in found]
    for number, one in enumerate(found):
        if one.carried:
            scores[number] += sum_of(one.carried, sums.tables(TURN_TEMPLATES))
    alone = sum_of(nobody(place), sums.tables(NOBODY_TEMPLATES))
    top = max(*scores, alone)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers) + math.exp(alone - top)
    together: dict[str, float] = {}
    for one, power in zip(found, powers, strict=True):
        together[one.mention.last] = together.get(one.mention.last, 0.0) + power
    best = max(
        range(len(found)),
        key=lambda n: (together[found[n].mention.last], is_tied(place, found[n]), powers[n]),
    )
    share = together[found[best].mention.last] / total
    return Choice(found[best], share, math.exp(alone - top) / total)
