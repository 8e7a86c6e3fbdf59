"""Decide in which system and axis order coordinates are written, by where they would fall.

What is said (by a person, the file, a name) goes before what the numbers allow; what the numbers
refute is not believed. Where several systems remain, the municipality that the rows state decides;
where they state none, a person is asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from viauma.errors import InvalidInput
from viauma.exchange.findings import Ambiguous
from viauma_data.detecting.names import named_order
from viauma_data.detecting.region import Region
from viauma_data.detecting.stated import Statement, most_common_municipality
from viauma_data.detecting.systems import (
    CANDIDATES,
    NATIONAL,
    NEIGHBOURS,
    Numbers,
    System,
    epsg,
)
from viauma_data.detecting.ways import Way

_SOME: Final = 0.05
_FEW: Final = 0.25
_HALF: Final = 0.5
_MOST: Final = 0.8
_AHEAD: Final = 0.25
"""By so much of the rows the best system must be ahead of the next to be taken."""
_NEIGHBOURS: Final = frozenset(f"EPSG:{srid}" for srid in NEIGHBOURS)
_NATIONAL_NAMES: Final = frozenset(f"EPSG:{srid}" for srid in NATIONAL)


@dataclass(frozen=True, slots=True)
class Said:
    """Systems that somebody or something names, and who does."""

    systems: tuple[System, ...]
    by: str
    """Such as ``the file says``."""
    is_final: bool = False
    """A person said so: numbers do not overrule it."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Where the points would fall, were they written in one system and axis order."""

    system: System
    is_swapped: bool
    lon: Numbers = field(repr=False)
    lat: Numbers = field(repr=False)
    inside: float
    """The share of the points that lie in the region."""
    used: float
    """The share that lies where the system is meant for."""
    near: float | None
    """The share that lies where its rows say; None: they say nothing."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A system and an axis order, with the reasons."""

    fit: Fit
    because: str
    refuted: str | None = None
    """What was said and is not so."""


def decide(way: Way, region: Region, said: Sequence[Said], stated: Statement | None) -> Decision:
    """Decide the system and the axis order of one way.

    Raises
    ------
    Ambiguous
        Several systems are plausible.
    InvalidInput
        None is, or all points lie elsewhere.
    """
    refuted = None
    for one in said:
        best = _best(fits(way, one.systems, region, stated))
        if best.used > _SOME or best.inside > _SOME or (one.is_final and region.is_world):
            _refuse_elsewhere(best, region)
            tried = fits(way, one.systems, region, stated)
            among = [fit for fit in tried if fit.inside > _HALF * best.inside]
            return _chosen(among or [best], way, region, one, refuted)
        if one.is_final:
            raise InvalidInput(
                "--crs", f"the numbers of {way.tells} are no positions in {best.system}"
            )
        refuted = f"{one.by} {one.systems[0]}, where no such coordinates exist"
    found = fits(way, map(epsg, CANDIDATES), region, stated)
    return _chosen(_plausible(found, way, region), way, region, None, refuted)


def fits(
    way: Way, systems: Iterable[System], region: Region, stated: Statement | None
) -> list[Fit]:
    """Try systems, each in both axis orders."""
    return [
        _fit(way, system, region, stated, is_swapped=is_swapped)
        for system in systems
        for is_swapped in (False, True)
    ]


def _fit(
    way: Way, system: System, region: Region, stated: Statement | None, *, is_swapped: bool
) -> Fit:
    known = np.isfinite(way.x)
    x, y = (way.y, way.x) if is_swapped else (way.x, way.y)
    lon, lat = system.to_lonlat(x, y)
    with np.errstate(invalid="ignore"):
        used = system.is_used_at(lon, lat)
    held = region.holds(lon, lat) if not region.is_world else used
    near = stated.near(lon, lat, known) if stated is not None and held.any() else None
    if stated is not None and near is None:
        near = 0.0
    total = max(int(known.sum()), 1)
    shares = (int(held[known].sum()) / total, int(used[known].sum()) / total)
    return Fit(system, is_swapped, lon, lat, *shares, near)


def _best(found: Sequence[Fit]) -> Fit:
    return max(found, key=_rank)


def _rank(fit: Fit) -> tuple[float, float, float, bool]:
    """Order fits: by what the rows state, the region, the area of use, the order as named."""
    return (round(fit.near or 0.0, 2), round(fit.inside, 2), round(fit.used, 2), not fit.is_swapped)


def _plausible(found: Sequence[Fit], way: Way, region: Region) -> list[Fit]:
    within = [fit for fit in found if fit.inside >= _HALF]
    if within:
        return within
    degrees = [fit for fit in found if fit.system.is_geographic]
    best = _best([fit for fit in degrees if fit.used > _MOST] or found)
    if best.inside >= _FEW:
        return [best]
    _refuse_elsewhere(best, region)
    raise InvalidInput(
        "--crs", f"no system is known in which the numbers of {way.tells} are positions"
    )


def _chosen(
    found: Sequence[Fit], way: Way, region: Region, said: Said | None, refuted: str | None
) -> Decision:
    """Take the one that stands out, or ask."""
    ranked = sorted(found, key=_rank, reverse=True)
    reason = f"{said.by} so, and " if said is not None else ""
    by_name = _by_named_order(ranked, way, region)
    if by_name is not None:
        return Decision(by_name, f"{reason}the name of the column says the order", refuted)
    if len({fit.system for fit in ranked}) == 1:
        return Decision(ranked[0], reason + _told(ranked[0], region), refuted)
    by_statement = _by_statement(ranked)
    if by_statement is not None:
        return Decision(by_statement[0], reason + by_statement[1], refuted)
    ranked = _not_refuted(ranked)
    national = [fit for fit in ranked if fit.system.name in _NATIONAL_NAMES]
    if region.name == "Sweden" and len({fit.system for fit in national}) == 1:
        because = f"{_told(national[0], region)}, and it is the system of the whole country"
        return Decision(national[0], reason + because, refuted)
    return _only_one_in_use(ranked, way, region, reason, refuted)


def _by_named_order(ranked: Sequence[Fit], way: Way, region: Region) -> Fit | None:
    """Ask which of two bare degrees is which, where both orders lie on Earth and no name tells."""
    first = ranked[0]
    if way.words != "pair" or not region.is_world or not first.system.is_geographic:
        return None
    both = {fit.is_swapped: fit for fit in ranked if fit.system == first.system}
    other = both.get(not first.is_swapped)
    if other is None or other.used < _MOST or (first.near or 0.0) - (other.near or 0.0) > _AHEAD:
        return None
    lat_is_first = named_order(way.shape_column or "")
    if lat_is_first is not None:
        return both[lat_is_first]
    raise InvalidInput(
        "--region",
        f"the pairs of {way.tells} may be latitude, longitude or the reverse, for both lie on"
        " Earth; say where they lie as WEST,SOUTH,EAST,NORTH",
    )


def _by_statement(ranked: Sequence[Fit]) -> tuple[Fit, str] | None:
    first, *rest = ranked
    second = next(fit for fit in rest if fit.system != first.system)
    if first.near is None or second.near is None or first.near < _HALF:
        return None
    if first.near - second.near < _AHEAD:
        return None
    because = (
        f"{first.near:.0%} of the rows lie where they say; in {second.system} {second.near:.0%}"
    )
    return first, because


def _not_refuted(ranked: Sequence[Fit]) -> list[Fit]:
    """Leave out systems in which rows lie elsewhere than they say, where they do not in another."""
    best = ranked[0].near or 0.0
    return [fit for fit in ranked if best < _HALF or (fit.near or 0.0) > best - _AHEAD]


def _only_one_in_use(
    ranked: Sequence[Fit], way: Way, region: Region, reason: str, refuted: str | None
) -> Decision:
    """Leave out systems that nobody uses where the points would fall; ask where several remain."""
    in_use = [fit for fit in ranked if fit.used >= _MOST]
    # Within Sweden nobody writes the grids of its neighbours while one of its own fits.
    own = [fit for fit in in_use if fit.system.name not in _NEIGHBOURS]
    in_use = own if own and region.name == "Sweden" else in_use
    if len({fit.system for fit in in_use}) == 1:
        because = f"{_told(in_use[0], region)}, where no other system that fits is used"
        return Decision(in_use[0], reason + because, refuted)
    fallen = [(fit, *_fallen(fit)) for fit in in_use or ranked]
    fallen.sort(key=lambda one: one[2], reverse=True)
    places = "; ".join(
        f"in {fit.system} {n} of {way.filled} fall in {name}" for fit, name, n in fallen
    )
    question = f"the numbers of {way.tells} fit several systems: {places}."
    raise Ambiguous("--crs", question, [fit.system.name for fit, _, _ in fallen])


def _fallen(fit: Fit) -> tuple[str, int]:
    known = np.isfinite(fit.lon) & np.isfinite(fit.lat)
    return most_common_municipality(fit.lon[known], fit.lat[known])


def _told(fit: Fit, region: Region) -> str:
    if region.is_world:
        return f"{fit.used:.0%} of the rows lie where it is used"
    return f"{fit.inside:.0%} of the rows lie in {region.name}"


def _refuse_elsewhere(fit: Fit, region: Region) -> None:
    """Ask one question about a file of another country, instead of one about each row."""
    if fit.inside >= _FEW or fit.used <= _SOME:
        return
    known = np.isfinite(fit.lon) & np.isfinite(fit.lat)
    lon, lat = fit.lon[known], fit.lat[known]
    outside = ~region.holds(lon, lat)
    number = f"{outside.sum():,} of {lon.size:,} rows" if fit.inside else f"all {lon.size:,} rows"
    where = f"{_span(lat[outside], 'N', 'S')}, {_span(lon[outside], 'E', 'W')}"
    raise InvalidInput(
        "--region",
        f"{number} lie within {where}, outside {region.name} (read as {fit.system}); say --region"
        " none, or the region as WEST,SOUTH,EAST,NORTH",
    )


def _span(degrees: Numbers, positive: str, negative: str) -> str:
    def one(value: float) -> str:
        return f"{abs(value):.1f} {positive if value >= 0 else negative}"

    return f"{one(degrees.min())} to {one(degrees.max())}"
