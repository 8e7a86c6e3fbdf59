"""Layers that GDAL reads, as batches of Arrow: GeoPackage, Shapefile, FlatGeobuf, KML and GPX."""

import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FieldError

from viauma.errors import UnknownName
from viauma.exchange.findings import Evidence, Finding
from viauma_data.reading.crs_names import authority_code, identified
from viauma_data.reading.shapefiles import dbf_encoding, refuse_alone, shapefile_cut
from viauma_data.reading.source import Source
from viauma_data.reading.wire import Described, RawRow
from viauma_data.reading.wkb_checks import checked_batch
from viauma_data.reading.xml_text import well_formed

_FORMATS = {"ESRI Shapefile": "shp", "FlatGeobuf": "fgb", "GPKG": "gpkg", "SQLite": "gpkg",
            "LIBKML": "kml", "KML": "kml", "GPX": "gpx"}  # fmt: skip
_BATCH = 2_000
# These have the vertices of the other layers once more.
_PARTS = {"route_points", "track_points"}
_SPARSE = {"kml", "gpx"}
# What GDAL gives every placemark, whether the file says it or not.
_UNSAID = {"altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon"}
_UNSAID_VALUES = (None, False, -1, 0, "", "clampToGround")
_COUNTERS = {"", "fid", "ogc_fid"}


def described(source: Source) -> list[Described]:
    """Describe the layers of a file that have rows."""
    if source.path.suffix.lower() == ".shp":
        refuse_alone(source)
    source, findings = _readable(source)
    names = [str(name) for name, _ in _layers(source) if name not in _PARTS]
    if len(names) > source.limits.layers:
        source.refuse(f"It has {len(names)} layers; at most {source.limits.layers} are read.")
    if source.layer is not None:
        if source.layer not in names:
            raise UnknownName("--layer", source.layer, names[:5])
        names = [source.layer]
    found = [_described(source, name, findings) for name in names]
    full = [one for one in found if one.row_count != 0]
    if not full:
        source.refuse("Its layers have no rows.")
    return full


def rows(source: Source, number: int) -> Iterator[RawRow]:
    """Read the rows of a layer."""
    table = described(source)[number]
    source, _ = _readable(source)
    at = 1
    for records, wkbs in _batches(source, table.name):
        checked = checked_batch(wkbs, source.limits, at)
        for values, (shape, findings) in zip(records, checked, strict=True):
            yield RawRow(at, {key: values[key] for key in table.columns}, shape, findings)
            at += 1


def _readable(source: Source) -> tuple[Source, tuple[Finding, ...]]:
    with source.path.open("rb") as file:
        if not file.read(512).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            return source, ()
    return well_formed(source)


def _layers(source: Source) -> Any:
    try:
        return pyogrio.list_layers(source.path)
    except DataSourceError as error:
        source.refuse(f"It is damaged or cut: {_reason(error)}")


def _described(source: Source, name: str, findings: tuple[Finding, ...]) -> Described:
    evidence: list[Evidence] = []
    info = _info(source, name)
    format_ = _FORMATS.get(str(info["driver"]), str(info["driver"]))
    if format_ == "shp":
        found = dbf_encoding(source)
        evidence += [found.evidence] if found else []
        findings += shapefile_cut(source)
    columns = _columns(info)
    if len(columns) > source.limits.columns:
        source.refuse(f"It has {len(columns)} columns; at most {source.limits.columns} are read.")
    count = int(info["features"])
    if format_ in _SPARSE:
        count, columns = _filled(source, name, columns)
    code = authority_code(info["crs"])
    if code is None and info["crs"]:
        code, told = identified(str(info["crs"]))
        evidence += [told]
    extra = dict(info.get("layer_metadata") or {})
    return Described(
        name=name, format=format_, columns=columns, crs=code,
        has_shapes=info["geometry_type"] is not None, row_count=count if count >= 0 else None,
        evidence=tuple(evidence), findings=findings, extra=extra,
    )  # fmt: skip


def _info(source: Source, name: str) -> Mapping[str, Any]:
    try:
        info: Mapping[str, Any] = pyogrio.read_info(source.path, layer=name)
    except (DataSourceError, DataLayerError) as error:
        source.refuse(f"It is damaged or cut: {_reason(error)}")
    return info


def _columns(info: Mapping[str, Any]) -> tuple[str, ...]:
    own = tuple(str(name) for name in info["fields"])
    fid = str(info.get("fid_column") or "")
    return own if fid.lower() in _COUNTERS or fid in own else (fid, *own)


def _filled(source: Source, name: str, columns: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Count rows, and keep the columns that any of them fills."""
    used: set[str] = set()
    count = 0
    for records, _ in _batches(source, name):
        count += len(records)
        for values in records:
            used |= {key for key in values.keys() - used if _says(key, values[key])}
    return count, tuple(one for one in columns if one in used)


def _says(key: str, value: Any) -> bool:
    return value not in _UNSAID_VALUES if key in _UNSAID else value is not None


def _batches(
    source: Source, name: str
) -> Iterator[tuple[list[dict[str, Any]], list[bytes | None]]]:
    found = dbf_encoding(source)
    options = {"encoding": found.encoding} if found else {}
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            pyogrio.open_arrow(
                source.path, layer=name, use_pyarrow=True, batch_size=_BATCH, return_fids=True,
                **options,
            ) as (meta, reader),
        ):  # fmt: skip
            geometry = meta["geometry_name"] or "wkb_geometry"
            for batch in reader:
                records = batch.to_pylist()
                wkbs = [record.pop(geometry, None) for record in records]
                yield records, wkbs
    except (DataSourceError, DataLayerError, FieldError) as error:
        source.refuse(f"It is damaged or cut: {_reason(error)}")


def _reason(error: Exception) -> str:
    return str(error).split("\n", 1)[0].split("; ")[0].rsplit("/", 1)[-1].rstrip(".")[:200] + "."
