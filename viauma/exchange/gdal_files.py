"""FlatGeobuf and GeoPackage, written by GDAL from a stream of Arrow record batches."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from viauma.exchange.arrow_batches import ARROW_TYPES, GEOMETRY, arrow_schema, record_batches
from viauma.exchange.columns import Columns, ColumnType
from viauma.exchange.features import Batches
from viauma.geo.crs import Crs

# FlatGeobuf has instants and no days; a day at midnight would say more than is known.
_FLATGEOBUF_TYPES = {**ARROW_TYPES, ColumnType.DATE: pa.string()}

_GEOMETRY_TYPES = {"geometry-multipolygon": "MultiPolygon"}


def write_flatgeobuf(
    columns: Columns,
    batches: Batches,
    target: Path,
    *,
    name: str,
    crs: Crs,
    attribution: str = "",
) -> None:
    """Write FlatGeobuf, with a spatial index where every feature has a geometry.

    The index puts the features into spatial order; GDAL has none for features without geometry.
    Building it takes some 65 bytes of memory a feature and 100 MB at the end.
    """
    options = {
        "SPATIAL_INDEX": "NO" if columns[-1].nullable else "YES",
        "TITLE": name,
        "DESCRIPTION": attribution,
        "TEMPORARY_DIR": str(target.parent),
    }
    layer = _layer(columns, name, crs) | {"driver": "FlatGeobuf", "layer_options": options}
    _write(_Stream(arrow_schema(columns, _FLATGEOBUF_TYPES), columns, batches), target, layer)


def write_geopackage(
    columns: Columns,
    batches: Batches,
    target: Path,
    *,
    name: str,
    crs: Crs,
    attribution: str = "",
) -> None:
    """Write a GeoPackage of one layer with an R-tree; `fid` counts rows, `id` is the feature's."""
    options = {
        "SPATIAL_INDEX": "YES",
        "GEOMETRY_NAME": "geom",
        "IDENTIFIER": name,
        "DESCRIPTION": attribution,
    }
    layer = _layer(columns, name, crs) | {"driver": "GPKG", "layer_options": options}
    _write(_Stream(arrow_schema(columns), columns, batches), target, layer)


def _layer(columns: Columns, name: str, crs: Crs) -> dict[str, Any]:
    declared = columns[-1].keywords["format"]
    return {
        "layer": name,
        "geometry_name": GEOMETRY,
        "geometry_type": _GEOMETRY_TYPES.get(declared, "Unknown"),
        "crs": f"EPSG:{crs.srid}",
    }


def _write(stream: "_Stream", target: Path, layer: dict[str, Any]) -> None:
    from pyogrio.raw import write_arrow

    reader = pa.RecordBatchReader.from_batches(stream.schema, stream)
    try:
        write_arrow(reader, str(target), **layer)
    except Exception as error:
        if stream.failure is None:
            raise
        raise stream.failure from error


class _Stream:
    """Record batches; remembers what broke them, for Arrow's C interface passes on no exception."""

    def __init__(self, schema: Any, columns: Columns, batches: Batches) -> None:
        self.schema = schema
        self.failure: BaseException | None = None
        self._batches = record_batches(schema, columns, batches)

    def __iter__(self) -> Iterator[Any]:
        try:
            yield from self._batches
            # What comes now, in GDAL, is the index.
            pa.default_memory_pool().release_unused()
        except BaseException as error:
            self.failure = error
            raise
