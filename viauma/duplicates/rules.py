"""How likely two places are one: each kind of evidence adds or takes away, as log-odds do.

After Fellegi and Sunter (A Theory for Record Linkage, 1969), with weights set by hand: there are
too few judged pairs to learn from, and a weight that can be read can be argued with.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from viauma.duplicates.naming import likeness

NEAR_M = 250.0
"""Farther apart, only a shared identifier makes two places a pair."""

PRIOR = -2.0
SAME_SPOT_M = 10.0

ALIKE, UNDECIDED, UNLIKE = 0.88, 0.75, 0.5
SAME_LENGTH = 0.93
ONE_LINE_M = 150.0

# OpenStreetMap draws one place as a point and an area, or as two areas: ids there tell less.
LOOSE_NAMESPACES = frozenset({"osm"})


class Kinship(StrEnum):
    """How the categories of two places stand to each other."""

    SAME = "same"
    SIBLING = "sibling"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Two places beside each other, and what was measured between them."""

    one: Mapping[str, Any]
    """Names, attributes, identifiers, source of one place, and whether it is a trail."""
    two: Mapping[str, Any]
    distance_m: float
    kinship: Kinship
    is_alone: bool = False
    """Whether neither has a nearer companion of that category from another source."""
    length_ratio: float | None = None
    """The shorter line's length by the longer's; None when they are not both lines."""
    apart_m: float | None = None
    """How far the lines run from each other at most (Hausdorff)."""


@dataclass(frozen=True, slots=True)
class Score:
    """How likely two places are one, 0 to 1, with what speaks for (+) and against (-)."""

    value: float
    parts: Mapping[str, float] = field(default_factory=dict)


def score(pair: Pairing) -> Score:
    """Weigh everything that is known of two places."""
    alike = likeness(pair.one["names"], pair.two["names"])
    parts = {
        "prior": PRIOR,
        "distance": _distance(pair.distance_m),
        "name": _name(alike),
        "category": {Kinship.SAME: 2.0, Kinship.SIBLING: 1.0, Kinship.NONE: -1.5}[pair.kinship],
        "identifiers": _identifiers(pair.one["identifiers"], pair.two["identifiers"]),
        "company": _company(pair, alike),
        "source": -3.0 if pair.one["source"] == pair.two["source"] else 0.0,
        "shape": _shape(pair),
    }
    told = {name: round(weight, 2) for name, weight in parts.items() if weight}
    return Score(round(1 / (1 + math.exp(-sum(parts.values()))), 3), told)


def _distance(metres: float) -> float:
    """Fall from +2.5 on the spot over 0 at some 130 m to -2 where pairs end, and on beyond."""
    beyond = max(0.0, metres - SAME_SPOT_M) / (NEAR_M - SAME_SPOT_M)
    return max(2.5 - 4.5 * beyond, -4.0)


def _name(alike: float | None) -> float:
    """Rise from -3.5 for names that have little in common over 0 to +3 for the same name."""
    if alike is None:
        return 0.0
    if alike >= UNDECIDED:
        return 3.0 * min(1.0, (alike - UNDECIDED) / (ALIKE - UNDECIDED))
    return -3.5 * min(1.0, (UNDECIDED - alike) / (UNDECIDED - UNLIKE))


def _identifiers(one: Mapping[str, str], two: Mapping[str, str]) -> float:
    shared = one.keys() & two.keys()
    if any(one[namespace] == two[namespace] for namespace in shared):
        return 6.0
    if shared - LOOSE_NAMESPACES:
        return -5.0
    return -1.5 if shared else 0.0


def _company(pair: Pairing, alike: float | None) -> float:
    """Believe two sources that each know one nameless place of a kind here, and no crowd."""
    if alike is not None or pair.kinship is not Kinship.SAME:
        return 0.0
    return 3.0 if pair.is_alone else -2.0


def _shape(pair: Pairing) -> float:
    """Tell trails apart that start on one spot: each loop is a place."""
    are_lines = pair.length_ratio is not None
    if not (are_lines or pair.one["is_trail"] or pair.two["is_trail"]):
        return 0.0
    lengths = [one["attributes"].get("length_km") for one in (pair.one, pair.two)]
    ratio = pair.length_ratio if are_lines else _ratio(*lengths)
    if ratio is not None and ratio < SAME_LENGTH:
        return -7.0
    if pair.apart_m is not None:
        return 2.0 if pair.apart_m <= ONE_LINE_M else -7.0
    return 0.0 if ratio is not None else -3.0


def _ratio(one: Any, two: Any) -> float | None:
    if not all(isinstance(length, int | float) and length > 0 for length in (one, two)):
        return None
    return float(min(one, two) / max(one, two))
