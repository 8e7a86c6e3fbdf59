"""Whole collections as files, written from pages of Features in bounded memory.

Importing this loads Arrow, and writing some formats GDAL; see viauma.exchange.apart for a server.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from viauma.exchange.columns import Columns
from viauma.exchange.features import Batches
from viauma.exchange.gdal_files import write_flatgeobuf, write_geopackage
from viauma.exchange.geoparquet import write_geoparquet
from viauma.exchange.gpx import write_gpx
from viauma.exchange.media_types import checked_file
from viauma.exchange.streams import ENCODERS, encoded
from viauma.geo.crs import CRS84, Crs


def write_file(  # noqa: PLR0913 - what a file is, and what stands in it
    format_: str,
    columns: Columns,
    batches: Batches,
    target: Path,
    *,
    name: str,
    crs: Crs = CRS84,
    attribution: str = "",
) -> None:
    """Write all features to a file; when it cannot be finished, none is left.

    Parameters
    ----------
    format_
        Key of a format that is a file or a stream (viauma.exchange.media_types).
    columns
        Which members are written: a kind's whole table, or a selection of it.
    batches
        Pages of GeoJSON Features, coordinates in `crs` and always x before y: easting before
        northing, longitude before latitude. None, or only empty ones, make an empty file.
    target
        A file in a temporary folder of its own: GDAL puts the index together beside it.
    name
        Title of the layer.
    attribution
        Whom to name for the rows, in one line; formats without room for it leave it out.

    Raises
    ------
    InvalidInput
        No such format is a file, or it cannot hold this CRS.
    """
    checked_file(format_, crs)
    try:
        _WRITERS[format_](columns, batches, target, name=name, crs=crs, attribution=attribution)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


class _Writer(Protocol):
    def __call__(
        self, columns: Columns, batches: Batches, target: Path, /, *, name: str, crs: Crs,
        attribution: str = "",
    ) -> None: ...  # fmt: skip


def _streamed(format_: str) -> _Writer:
    def write(
        columns: Columns, batches: Batches, target: Path, /, *, name: str, crs: Crs,
        attribution: str = "",
    ) -> None:  # fmt: skip
        with target.open("wb") as out:
            out.writelines(encoded(format_, columns, batches, name, crs, attribution))

    return write


_WRITERS: Mapping[str, _Writer] = {
    "fgb": write_flatgeobuf,
    "gpkg": write_geopackage,
    "parquet": write_geoparquet,
    "gpx": write_gpx,
    **{format_: _streamed(format_) for format_ in ENCODERS},
}
