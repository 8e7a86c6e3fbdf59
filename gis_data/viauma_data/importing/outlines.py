"""GPX has no areas: some write what they export as waypoints, and its outlines as tracks beside.

Such tracks are no places of their own. A layer of tracks is taken for outlines when nearly all of
them close around a waypoint of the same name.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from viauma_data.reading.table import Row, Table

LEFT_OUT: Final = "an outline around a waypoint of the file; the waypoint is taken"
_NEARLY_ALL: Final = 0.9
_RING: Final = 4
_BESIDE_DEG: Final = 0.001
"""The middle of a bent outline may lie some steps outside it."""


def without_outlines(tables: Sequence[Table]) -> tuple[list[Table], Counter[str]]:
    """Leave out the layers of a GPX file that outline its waypoints; count their rows."""
    points = [one for one in tables if one.format == "gpx" and one.name == "waypoints"]
    kept: list[Table] = []
    left_out: Counter[str] = Counter()
    for table in tables:
        if points and table.format == "gpx" and table.name in {"tracks", "routes"}:
            rows = list(table.read())
            if _are_outlines(rows, list(points[0].read())):
                left_out[LEFT_OUT] += len(rows)
                continue
        kept.append(table)
    return kept, left_out


def _are_outlines(rows: Sequence[Row], points: Sequence[Row]) -> bool:
    shapes = np.empty(len(points), dtype=object)
    shapes[:] = [one.shape for one in points]
    tree = shapely.STRtree(shapes)
    around = sum(_is_around(row, points, tree) for row in rows)
    return around >= _NEARLY_ALL * len(rows)


def _is_around(row: Row, points: Sequence[Row], tree: shapely.STRtree) -> bool:
    near = [
        points[at]
        for area in _areas(row.shape)
        for at in np.atleast_1d(tree.query(area, predicate="dwithin", distance=_BESIDE_DEG))
    ]
    return any(one.values.get("name") == row.values.get("name") for one in near)


def _areas(shape: BaseGeometry | None) -> Iterator[BaseGeometry]:
    for line in shapely.get_parts(shape) if shape is not None else ():
        if line.geom_type == "LineString" and line.is_closed and len(line.coords) >= _RING:
            yield shapely.Polygon(line.coords)
