"""Distances between all stops, on the ellipsoid."""

from collections.abc import Sequence
from functools import cache

from pyproj import Geod

from viauma.dayplan.rules import Position

Matrix = Sequence[Sequence[float]]


def distances_m(origin: Position | None, stops: Sequence[Position]) -> Matrix:
    """Measure the way between any two.

    Parameters
    ----------
    origin
        Where the day begins; None: at whichever stop is first, so that nothing is far from it.
    stops
        EPSG:4326.

    Returns
    -------
    list of list of float
        Metres on WGS 84, as the crow flies; row and column 0 are the origin's, n + 1 the n-th
        stop's. It is symmetric and 0 on the diagonal.
    """
    points = [origin or Position(0, 0), *stops]
    size = len(points)
    pairs = [(a, b) for a in range(0 if origin else 1, size) for b in range(a + 1, size)]
    found = [[0.0] * size for _ in points]
    if pairs:
        first, second = zip(*((points[a], points[b]) for a, b in pairs), strict=True)
        measured = _ellipsoid().inv(*_columns(first), *_columns(second))[2]
        for (a, b), metres in zip(pairs, measured, strict=True):
            found[a][b] = found[b][a] = metres
    return found


def _columns(points: Sequence[Position]) -> tuple[list[float], list[float]]:
    return [one.lon for one in points], [one.lat for one in points]


@cache
def _ellipsoid() -> Geod:
    return Geod(ellps="WGS84")
