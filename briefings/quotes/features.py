"""What speaks for a candidate, in groups that are read off the same few facts.

A group's facts are a short tuple, its features one short string for each of its templates. The
same facts come again and again, so what a group weighs is remembered by its facts, and the strings
are made only for facts that are new.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any

Facts = tuple[tuple[Any, ...], ...]
"""One tuple for each of `GROUPS`."""
Weights = Mapping[str, Mapping[str, float]]
"""For each template, what its values weigh."""
_NONE: Mapping[str, float] = {}
_MOST_KNOWN = 20_000
"""Facts of a group whose weight is remembered."""


def _ranked(
    side: str, stops: int, relation: str, rank: int, kind: str, role: str, quotes: int
) -> tuple[str, ...]:
    return (
        f"{side}{stops} {relation} {rank}",
        f"{side}{stops} {relation} {role}",
        f"{side}{stops} {kind} {rank}",
        f"{side} {quotes} {stops} {relation}",
    )


def _led(
    side: str, stops: int, role: str, subjects: int, hinge: str, leads: str, relation: str
) -> tuple[str, ...]:
    return (
        f"{side}{stops} {role} {subjects} {hinge}",
        f"{side}{stops} {leads}{role} {subjects} {hinge}",
        f"{side}{stops} {leads} {hinge} {relation}",
    )


def _placed(where: str, side: str, stops: int, relation: str) -> tuple[str, ...]:
    return f"{side}{stops} {relation} {where}", f"{where} {side}{stops}"


def _tied(
    side: str, stops: int, introduces: str, follows: str, hinge: str, kind: str
) -> tuple[str, ...]:
    return f"{side}{stops} {introduces}{follows}", f"{side} {introduces} {hinge} {kind}"


def _listed(*facts: object) -> tuple[str, ...]:
    return (" ".join(map(str, facts)),)


GROUPS: tuple[tuple[tuple[str, ...], Callable[..., tuple[str, ...]]], ...] = (
    (("relation rank", "relation role", "kind rank", "quotes"), _ranked),
    (("role subjects hinge", "leads role hinge", "leads hinge"), _led),
    (("relation place", "place"), _placed),
    (("ties", "introduces hinge"), _tied),
    (("leads rank hinge",), _listed),
    (("path",), _listed),
    (("cue",), _listed),
    (("word before",), _listed),
    (("inside",), _listed),
)
"""The templates of each group, and what makes their features of the group's facts."""
TEMPLATES = tuple(chain.from_iterable(names for names, _ in GROUPS))


def features(facts: Facts) -> tuple[str, ...]:
    """Return the features of a candidate, those of `TEMPLATES`."""
    made = (make(*own) for own, (_, make) in zip(facts, GROUPS, strict=False))
    return tuple(chain.from_iterable(made))


class Sums:
    """What candidates weigh by some weights, remembered by their facts."""

    def __init__(self, weigh: Weights) -> None:
        self._weigh = weigh
        self._groups = [
            (self.tables(names), make, dict[tuple[Any, ...], float]()) for names, make in GROUPS
        ]

    def tables(self, names: Sequence[str]) -> list[Mapping[str, float]]:
        """Return what the values of these templates weigh."""
        return [self._weigh.get(name, _NONE) for name in names]

    def of(self, facts: Facts) -> float:
        """Return what a candidate weighs."""
        total = 0.0
        for own, (tables, make, known) in zip(facts, self._groups, strict=False):
            value = known.get(own)
            if value is None:
                if len(known) >= _MOST_KNOWN:
                    known.clear()
                value = known[own] = sum_of(make(*own), tables)
            total += value
        return total


def sum_of(values: Sequence[str], tables: Sequence[Mapping[str, float]]) -> float:
    """Return what features weigh together, each by its template's table."""
    total = 0.0
    for value, table in zip(values, tables, strict=False):
        total += table.get(value, 0.0)
    return total
