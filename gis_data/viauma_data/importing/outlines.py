"""GPX has no areas: some write what they export as waypoints, and its outlines as tracks beside.

Such tracks are no places of their own. A layer of tracks is taken for outlines when nearly all of
them close around a waypoint of the same name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from viauma_data.reading.table import Row, Table

LEFT_OUT: Final = "an outline around a waypoint of the file; the waypoint is taken"
_NEARLY_ALL: Final = 0.9
_RING: Final = 4
_BESIDE_DEG: Final = 0.001
"""The middle of a bent outline may lie some steps outside it."""

Named = Mapping[Any, shapely.STRtree]


def without_outlines(tables: Sequence[Table]) -> tuple[list[Table], Counter[str]]:
    """Leave out the layers of a GPX file that outline its waypoints; count their rows."""
    waypoints = [one for one in tables if one.format == "gpx" and one.name == "waypoints"]
    kept: list[Table] = []
    left_out: Counter[str] = Counter()
    named: Named | None = None
    for table in tables:
        if waypoints and table.format == "gpx" and table.name in {"tracks", "routes"}:
            named = _by_name(waypoints[0]) if named is None else named
            rows = _outlines(table, named)
            if rows:
                left_out[LEFT_OUT] += rows
                continue
        kept.append(table)
    return kept, left_out


def _by_name(waypoints: Table) -> Named:
    """Arrange waypoints by their names: thousands may lie on one spot."""
    found: dict[Any, list[BaseGeometry]] = defaultdict(list)
    for one in waypoints.read():
        if one.shape is not None:
            found[one.values.get("name")].append(one.shape)
    return {name: shapely.STRtree(shapes) for name, shapes in found.items()}


def _outlines(table: Table, named: Named) -> int:
    """Count the rows, if nearly all are outlines; 0: they are not."""
    rows = around = 0
    for row in table.read():
        rows += 1
        around += _is_around(row, named)
        others = rows - around
        if table.row_count is not None and others > (1 - _NEARLY_ALL) * table.row_count:
            return 0
    return rows if around >= _NEARLY_ALL * rows else 0


def _is_around(row: Row, named: Named) -> bool:
    tree = named.get(row.values.get("name"))
    return tree is not None and any(
        # One is enough: as many may be called the same.
        len(tree.query_nearest(area, max_distance=_BESIDE_DEG, all_matches=False))
        for area in _areas(row.shape)
    )


def _areas(shape: BaseGeometry | None) -> Iterator[BaseGeometry]:
    for line in shapely.get_parts(shape) if shape is not None else ():
        if line.geom_type == "LineString" and line.is_closed and len(line.coords) >= _RING:
            yield shapely.Polygon(line.coords)
