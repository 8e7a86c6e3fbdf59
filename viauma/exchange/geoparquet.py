"""GeoParquet 1.1, written row group by row group, with a bounding box for each row.

GDAL's Parquet driver is not in the wheels; Arrow writes the columns and this adds the metadata.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from pyproj import CRS

from viauma.exchange.arrow_batches import GEOMETRY, arrow_schema, record_batch
from viauma.exchange.columns import Columns
from viauma.exchange.features import Batches, Shapes, parse_features, shapes_of
from viauma.geo.crs import Crs

VERSION = "1.1.0"

ROWS_PER_GROUP = 20_000
"""What a reader skips or fetches at once: some megabytes, in spatial order when pages are."""

CORNERS = ("xmin", "ymin", "xmax", "ymax")
BBOX = "bbox"


def write_geoparquet(
    columns: Columns,
    batches: Batches,
    target: Path,
    *,
    name: str,
    crs: Crs,
    attribution: str = "",
) -> None:
    """Write GeoParquet; coordinates are x before y in every CRS, as the format has it."""
    import pyarrow.parquet as pq

    plain = arrow_schema(columns)
    schema = plain.append(pa.field(BBOX, _struct())).with_metadata({"title": name})
    seen = _Seen()
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        waiting: list[Any] = []
        for batch in filter(None, batches):
            features = parse_features(batch)
            shapes = shapes_of(features)
            rows = record_batch(plain, columns, features, shapes)
            waiting.append(pa.record_batch([*rows.columns, seen.boxes(shapes)], schema=schema))
            if sum(len(rows) for rows in waiting) >= ROWS_PER_GROUP:
                writer.write_table(pa.Table.from_batches(waiting), ROWS_PER_GROUP)
                waiting = []
        writer.write_table(pa.Table.from_batches(waiting, schema), ROWS_PER_GROUP)
        said = {"attribution": attribution} if attribution else {}
        writer.add_key_value_metadata({"geo": json.dumps(seen.metadata(crs)), **said})


def _struct() -> Any:
    return pa.struct([pa.field(corner, pa.float64(), nullable=False) for corner in CORNERS])


class _Seen:
    """What geometries were written: their types and their extent."""

    def __init__(self) -> None:
        self._types: set[str] = set()
        self._corners = np.array([np.inf, np.inf, -np.inf, -np.inf])

    def boxes(self, shapes: Shapes) -> Any:
        """Make the column of bounding boxes, null where there is no geometry."""
        known = shapes[~shapely.is_missing(shapes)]
        self._types.update(map(_type_name, np.unique(shapely.get_type_id(known))))
        boxes = shapely.bounds(shapes)
        self._corners[:2] = np.fmin(self._corners[:2], np.fmin.reduce(boxes[:, :2]))
        self._corners[2:] = np.fmax(self._corners[2:], np.fmax.reduce(boxes[:, 2:]))
        corners = [pa.array(values) for values in np.nan_to_num(boxes).T]
        missing = pa.array(np.isnan(boxes[:, 0]))
        return pa.StructArray.from_arrays(corners, fields=list(_struct()), mask=missing)

    def metadata(self, crs: Crs) -> dict[str, Any]:
        """Compose the `geo` metadata; CRS84 is what a missing CRS means."""
        column: dict[str, Any] = {
            "encoding": "WKB",
            "geometry_types": sorted(self._types),
            "covering": {BBOX: {corner: [BBOX, corner] for corner in CORNERS}},
        }
        if np.isfinite(self._corners).all():
            column["bbox"] = self._corners.tolist()
        if not crs.is_crs84:
            column["crs"] = CRS.from_epsg(crs.srid).to_json_dict()
        return {"version": VERSION, "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}


def _type_name(type_id: int) -> str:
    names = {
        shapely.GeometryType.POINT: "Point",
        shapely.GeometryType.LINESTRING: "LineString",
        shapely.GeometryType.LINEARRING: "LineString",
        shapely.GeometryType.POLYGON: "Polygon",
        shapely.GeometryType.MULTIPOINT: "MultiPoint",
        shapely.GeometryType.MULTILINESTRING: "MultiLineString",
        shapely.GeometryType.MULTIPOLYGON: "MultiPolygon",
        shapely.GeometryType.GEOMETRYCOLLECTION: "GeometryCollection",
    }
    return names[shapely.GeometryType(type_id)]
