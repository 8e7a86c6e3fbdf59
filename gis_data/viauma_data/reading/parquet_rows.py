"""Parquet and GeoParquet, by Arrow, one row group's batch after the other."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
import pyarrow.parquet as pq

from viauma.exchange.findings import Evidence
from viauma_data.reading.crs_names import identified_json
from viauma_data.reading.source import Source
from viauma_data.reading.wire import Described, RawRow
from viauma_data.reading.wkb_checks import checked_batch

_BATCH = 2_000


def described(source: Source) -> list[Described]:
    """Describe the table."""
    file = pq.ParquetFile(source.path)
    names = tuple(file.schema_arrow.names)
    if len(names) > source.limits.columns:
        source.refuse(f"It has {len(names)} columns; at most {source.limits.columns} are read.")
    geometry, stated = _geometry(source, file)
    code, evidence = _crs(stated) if geometry else (None, ())
    return [
        Described(
            name=source.stem,
            format="parquet",
            columns=tuple(name for name in names if name != geometry),
            crs=code,
            has_shapes=geometry is not None,
            row_count=file.metadata.num_rows,
            evidence=evidence,
        )
    ]


def rows(source: Source, number: int) -> Iterator[RawRow]:
    """Read the rows; `number` counts tables, of which there is one."""
    del number
    file = pq.ParquetFile(source.path)
    geometry, _ = _geometry(source, file)
    at = 1
    for batch in file.iter_batches(batch_size=_BATCH):
        records = batch.to_pylist()
        wkbs = [record.pop(geometry, None) if geometry else None for record in records]
        checked = checked_batch(wkbs, source.limits, at)
        for record, (shape, findings) in zip(records, checked, strict=True):
            yield RawRow(at, record, shape, findings)
            at += 1


def _geometry(source: Source, file: pq.ParquetFile) -> tuple[str | None, Mapping[str, Any]]:
    # Of the file, not of the schema that Arrow keeps in it: only the first is GeoParquet's.
    metadata = file.metadata.metadata or {}
    if b"geo" not in metadata:
        return None, {}
    stated = orjson.loads(metadata[b"geo"])
    name = stated.get("primary_column", "geometry")
    column = stated.get("columns", {}).get(name, {})
    if column.get("encoding") != "WKB" or name not in file.schema_arrow.names:
        source.refuse(f"Its geometries are encoded as {column.get('encoding')}; WKB is read.")
    return name, column


def _crs(column: Mapping[str, Any]) -> tuple[str | None, tuple[Evidence, ...]]:
    if "crs" not in column:
        return "EPSG:4326", (Evidence("CRS", "EPSG:4326", "GeoParquet without a crs is CRS84"),)
    return identified_json(column["crs"])
