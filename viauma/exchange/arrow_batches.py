"""Features as Arrow record batches: the form in which GDAL and Parquet take them, page by page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import shapely

from viauma.exchange.columns import Column, Columns, ColumnType
from viauma.exchange.features import Batches, Feature, Shapes, parse_features, shapes_of, values_of

GEOMETRY = "geometry"

ARROW_TYPES: Mapping[ColumnType, pa.DataType] = {
    ColumnType.TEXT: pa.string(),
    ColumnType.INTEGER: pa.int64(),
    ColumnType.NUMBER: pa.float64(),
    ColumnType.BOOLEAN: pa.bool_(),
    ColumnType.DATE: pa.date32(),
    ColumnType.TIMESTAMP: pa.timestamp("us", "UTC"),
    ColumnType.JSON: pa.json_(),
    ColumnType.GEOMETRY: pa.binary(),
}


def arrow_schema(columns: Columns, types: Mapping[ColumnType, pa.DataType] = ARROW_TYPES) -> Any:
    """Describe columns as an Arrow schema; GDAL takes title and description from the metadata."""
    return pa.schema([_field(column, types) for column in columns])


def record_batches(schema: Any, columns: Columns, batches: Batches) -> Iterator[Any]:
    """Turn pages of Features into record batches; geometries are Well-Known Binary."""
    for batch in batches:
        if batch:
            features = parse_features(batch)
            yield record_batch(schema, columns, features, shapes_of(features))


def record_batch(schema: Any, columns: Columns, features: Sequence[Feature], shapes: Shapes) -> Any:
    """Turn a page of parsed Features and their shapes into a record batch."""
    arrays = [
        pa.array(shapely.to_wkb(shapes), schema.field(column.name).type)
        if column.type is ColumnType.GEOMETRY
        else _array(values_of(column, features), schema.field(column.name).type)
        for column in columns
    ]
    return pa.record_batch(arrays, schema=schema)


def _field(column: Column, types: Mapping[ColumnType, pa.DataType]) -> Any:
    said = {
        "GDAL:OGR:alternative_name": column.title,
        "GDAL:OGR:comment": column.description,
    }
    return pa.field(column.name, types[column.type], metadata=said)


def _array(values: list[Any], type_: pa.DataType) -> Any:
    if isinstance(type_, pa.JsonType):
        return pa.ExtensionArray.from_storage(type_, pa.array(values, pa.string()))
    if pa.types.is_temporal(type_):
        # Arrow reads RFC 3339 from text, not from Python.
        return pa.array(values, pa.string()).cast(type_)
    return pa.array(values, type_)
