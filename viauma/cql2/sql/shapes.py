"""Geometries and their relations; PostGIS finds the index by itself."""

from typing import TypeAlias

import shapely
from shapely.geometry.base import BaseGeometry

from viauma.cql2.sql.operands import Binds, Sql
from viauma.cql2.tree import SpatialOperator

Shape: TypeAlias = Sql | BaseGeometry
"""A geometry over the row, or one that was written in the filter."""

NEGATED: dict[SpatialOperator, SpatialOperator] = {"s_disjoint": "s_intersects"}
"""No index finds what is disjoint; as a negation it is at least cheap."""


def relation(operator: SpatialOperator, left: Shape, right: Shape, binds: Binds) -> str:
    """Write a spatial relation."""
    if operator in NEGATED:
        return f"not ({relation(NEGATED[operator], left, right, binds)})"
    function = operator.replace("s_", "st_", 1)
    return " or ".join(
        f"{function}({spelled(one, binds)}, {spelled(other, binds)})"
        for one in _parts(left)
        for other in _parts(right)
    )


def spelled(shape: Shape, binds: Binds) -> str:
    """Write a geometry in EPSG:4326."""
    if isinstance(shape, Sql):
        return shape.text
    wkb = shapely.to_wkb(shape, output_dimension=2)
    return f"st_setsrid(st_geomfromwkb({binds.bind(wkb, 'bytea')}), 4326)"


def _parts(shape: Shape) -> list[Shape]:
    """Take a collection apart by dimension.

    PostGIS fails on collections whose polygons overlap; united they are one valid shape. Checking
    lets collections into S_INTERSECTS and S_DISJOINT only, and to intersect one is to intersect
    some part.
    """
    if isinstance(shape, Sql) or shape.geom_type != "GeometryCollection":
        return [shape]
    by_dimension: dict[int, list[BaseGeometry]] = {}
    for part in shapely.get_parts(_flattened(shape)):
        by_dimension.setdefault(int(shapely.get_dimensions(part)), []).append(part)
    return [shapely.union_all(parts) for parts in by_dimension.values()]


def _flattened(shape: BaseGeometry) -> list[BaseGeometry]:
    parts = shapely.get_parts(shape)
    if shape.geom_type != "GeometryCollection":
        return list(parts)
    return [simple for part in parts for simple in _flattened(part)]
