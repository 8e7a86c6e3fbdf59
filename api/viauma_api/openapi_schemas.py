"""The component schemas, as JSON Schema 2020-12; OpenAPI 3.0 gets them in its own dialect.

What features hold is written from the table that files and the `properties` parameter obey too.
"""

from collections.abc import Mapping
from typing import Any

from viauma.exchange.column import Column
from viauma.exchange.columns import COLUMNS
from viauma.features.paging import COUNT_BOUND

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
BY_LANGUAGE: Schema = {"type": "object", "additionalProperties": TEXT}
URI: Schema = {"type": "string", "format": "uri"}
NUMBER_OR_NULL: Schema = {"type": ["number", "null"]}
GEOMETRY_TYPES = [
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
]  # fmt: skip


def reference(name: str) -> Schema:
    """Point to a component schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def _object(required: str, /, **properties: Schema) -> Schema:
    return {"type": "object", "required": required.split(), "properties": properties}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


LINKS = _list(reference("link"))


def component_schemas() -> dict[str, Schema]:
    """Write every component schema by its name."""
    found = dict(_DOCUMENTS)
    for record, columns in COLUMNS.items():
        found[f"{record}Properties"] = _properties(record, columns)
        found[f"{record}Feature"] = _feature(record, columns)
        found[f"{record}FeatureCollection"] = _feature_collection(record)
    return found


def _properties(record: str, columns: tuple[Column, ...]) -> Schema:
    properties = {one.name: _of_column(one) for one in columns if one.is_property}
    if record == "place":
        properties |= _MEASURED
    return {
        "type": "object",
        "description": "Fewer with the parameter properties.",
        "properties": properties,
    }


def _of_column(column: Column) -> Schema:
    schema = dict(column.json_schema)
    if column.nullable and "type" in schema:
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema


def _feature(record: str, columns: tuple[Column, ...]) -> Schema:
    id_ = next(_of_column(one) for one in columns if one.name == "id")
    return _object(
        "type id geometry properties",
        type={"type": "string", "const": "Feature"},
        id=id_,
        geometry=reference("geometry"),
        properties=reference(f"{record}Properties"),
        links=LINKS,
    )


def _feature_collection(record: str) -> Schema:
    return _object(
        "type numberReturned links features",
        type={"type": "string", "const": "FeatureCollection"},
        numberMatched={
            "type": "integer",
            "minimum": 0,
            "description": f"How many features match: exact up to {COUNT_BOUND}, left out "
            "beyond. It counts the whole answer, not what is left of it.",
        },
        numberReturned={"type": "integer", "minimum": 0},
        links=LINKS,
        features=_list(reference(f"{record}Feature")),
    )


_MEASURED: Mapping[str, Schema] = {
    "distance_m": {"type": "number", "description": "Geodesic distance, if near is asked."},
    "bearing_deg": {
        "type": ["number", "null"],
        "description": "Bearing from there, clockwise from north; null at the place itself.",
    },
}

_DOCUMENTS: Mapping[str, Schema] = {
    "link": _object(
        "href rel",
        href=URI, rel=TEXT, type=TEXT, title=TEXT,
        method={"type": "string", "description": "How to ask; GET where it is left out."},
        body={"type": "object", "description": "What to send with it."},
    ),
    "tileLink": _object(
        "href rel",
        href={"type": "string", "format": "uri-template"}, rel=TEXT, type=TEXT, title=TEXT,
        templated={"type": "boolean", "description": "Whether braces are to be filled in."},
    ),
    "landingPage": _object(
        "title links",
        title=TEXT, title_sv=TEXT, description=TEXT, description_sv=TEXT, links=LINKS,
    ),
    "conformance": _object("conformsTo", conformsTo=_list(URI), links=LINKS),
    "collections": _object(
        "collections links", collections=_list(reference("collection")), links=LINKS
    ),
    "collection": _object(
        "id title extent links",
        id=TEXT, title=TEXT, description=TEXT, extent=reference("extent"),
        itemType={"type": "string", "const": "feature"},
        crs=_list(URI), storageCrs=URI, links=LINKS,
    ),
    "extent": _object(
        "spatial",
        spatial=_object(
            "bbox",
            bbox=_list({"type": "array", "minItems": 4, "maxItems": 4,
                        "items": {"type": "number"}}),
            crs=URI,
        ),
        temporal=_object(
            "interval",
            interval=_list({"type": "array", "minItems": 2, "maxItems": 2,
                            "items": {"type": ["string", "null"], "format": "date-time"}}),
            trs=URI,
        ),
    ),
    "geometry": {
        "type": ["object", "null"],
        "description": "GeoJSON; null: not known where. In the reference system of Content-Crs.",
        "required": ["type", "coordinates"],
        "properties": {
            "type": {"type": "string", "enum": GEOMETRY_TYPES},
            "coordinates": {"type": "array", "items": {}},
        },
    },
    "counts": _object(
        "total counts links",
        total={"type": "integer", "minimum": 0},
        counts=_list(reference("count")), links=LINKS,
    ),
    "count": _object(
        "area area_name category count",
        area={"type": ["string", "null"], "description": "Code of the municipality."},
        area_name={"type": ["string", "null"]},
        category={"type": ["string", "null"], "description": "Key in the taxonomy."},
        count={"type": "integer", "minimum": 0},
        population={"type": ["integer", "null"]},
        land_area_km2=NUMBER_OR_NULL,
        per_1000_inhabitants=NUMBER_OR_NULL,
        per_100_km2=NUMBER_OR_NULL,
    ),
    "jsonSchema": {
        **_object("type properties", title=TEXT, type={"type": "string", "const": "object"},
                  properties={"type": "object", "additionalProperties": {"type": "object"}}),
        "description": "JSON Schema 2020-12.",
    },
    "tileMatrixSets": _object(
        "tileMatrixSets links",
        tileMatrixSets=_list(_object("id title crs links", id=TEXT, title=TEXT, uri=URI, crs=URI,
                                     links=LINKS)), links=LINKS,
    ),
    "tileMatrixSet": _object(
        "id title crs orderedAxes tileMatrices",
        id=TEXT, title=TEXT, uri=URI, crs=URI, wellKnownScaleSet=URI, links=LINKS,
        orderedAxes=TEXTS, tileMatrices=_list(reference("tileMatrix")),
    ),
    "tileMatrix": _object(
        "id scaleDenominator cellSize pointOfOrigin tileWidth tileHeight matrixWidth matrixHeight",
        id=TEXT, scaleDenominator=NUMBER, cellSize=NUMBER, cornerOfOrigin=TEXT,
        pointOfOrigin=_list(NUMBER), tileWidth=COUNT, tileHeight=COUNT, matrixWidth=COUNT,
        matrixHeight=COUNT,
    ),
    "tilesets": _object("tilesets links", tilesets=_list(reference("tileset")), links=LINKS),
    "tileset": _object(
        "title dataType crs tileMatrixSetURI tileMatrixSetLimits links",
        title=TEXT, dataType={"type": "string", "enum": ["vector"]}, crs=URI, tileMatrixSetId=TEXT,
        tileMatrixSetURI=URI, links=_list(reference("tileLink")),
        tileMatrixSetLimits=_list(_object(
            "tileMatrix minTileRow maxTileRow minTileCol maxTileCol", tileMatrix=TEXT,
            minTileRow=COUNT, maxTileRow=COUNT, minTileCol=COUNT, maxTileCol=COUNT)),
        boundingBox=_object("lowerLeft upperRight", lowerLeft=_list(NUMBER),
                            upperRight=_list(NUMBER), crs=URI),
        layers=_list(_object("id dataType", id=TEXT, title=TEXT, description=TEXT, dataType=TEXT,
                             propertiesSchema={"type": "object"}, links=LINKS)),
    ),
    "suggestions": _object(
        "q lang suggestions links",
        q=TEXT, lang=TEXT, suggestions=_list(reference("suggestion")), links=LINKS,
    ),
    "suggestion": _object(
        "type id slug name detail lon lat bbox",
        type={"type": "string", "enum": ["place", "category", "municipality", "locality"]},
        id={**TEXT, "description": "Of a place its id, of a category its key, of a municipality "
            "its code, of a locality its id in the source."},
        slug=TEXT, name=TEXT, lon=NUMBER_OR_NULL, lat=NUMBER_OR_NULL,
        detail={**TEXT, "description": "What it is and where, in the language asked for."},
        bbox={"type": ["array", "null"], "items": NUMBER, "minItems": 4, "maxItems": 4,
              "description": "West, south, east, north of what is more than a point."},
    ),
    "codelists": _object(
        "codelists links",
        codelists=_list(_object("id title href rel type", id=TEXT, title=TEXT, href=URI, rel=TEXT,
                                type=TEXT)), links=LINKS,
    ),
    "codelist": _object(
        "id title codes links",
        id=TEXT, title=TEXT, links=LINKS,
        codes=_list(_object("code labels", code=TEXT, labels=BY_LANGUAGE,
                            definitions=BY_LANGUAGE)),
    ),
    "functions": _object(
        "functions links", functions=_list(reference("function")), links=LINKS
    ),
    "function": _object(
        "name arguments returns",
        name=TEXT, description=TEXT, returns=TEXTS,
        arguments=_list(_object("title type", title=TEXT, type=TEXTS)),
    ),
    "apiDescription": _object(
        "openapi info paths", openapi=TEXT, info={"type": "object"}, paths={"type": "object"}
    ),
    "apiInfo": _object(
        "apiName apiVersion apiReleased apiDocumentation apiStatus",
        apiName=TEXT,
        apiVersion=TEXT,
        apiReleased={"type": "string", "format": "date", "examples": ["2026-11-24"]},
        apiDocumentation=URI,
        apiStatus={"type": "string", "enum": ["active", "deprecated"]},
    ),
    "problemType": _object(
        "type title status advice", type=URI, title=TEXT, status={"type": "integer"}, advice=TEXT
    ),
    "health": _object("status", status={"type": "string", "enum": ["ok", "ready"]}),
    "problem": {
        **_object(
            "type title status detail",
            type={"type": "string", "format": "uri-reference",
                  "description": "Kind of problem; about:blank says no more than the status."},
            title=TEXT,
            status={"type": "integer", "minimum": 400, "maximum": 599},
            detail={"type": "string", "description": "What is wrong here, in one sentence."},
            instance={"type": "string", "format": "uri-reference",
                      "description": "This one case; carries the request's id."},
            parameter={"type": "string", "description": "The parameter that is to blame."},
            offered={**TEXTS, "description": "The media types that could be had."},
        ),
        "description": "A problem (RFC 9457).",
    },
}  # fmt: skip
