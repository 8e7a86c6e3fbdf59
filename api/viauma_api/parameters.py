"""Every query parameter, defined once: how it is read, and how the API document describes it.

The same table refuses unknown names on every path, so that the document cannot lie.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from viauma.errors import InvalidInput
from viauma.geo.areas import (
    Point,
    Within,
    checked_metres,
    checked_point,
    parse_line,
    parse_polygon,
)
from viauma.geo.bbox import parse_bbox, parse_numbers
from viauma.places.rules import Status, is_storable
from viauma_api.datetimes import parse_interval

MAX_LIMIT = 10_000
DEFAULT_LIMIT = 10
MOST_ATTRIBUTE_CHARACTERS = 1_000

PUBLIC_STATUSES = tuple(str(status) for status in Status if status != Status.MERGED)
"""A merged place is not published; its target is."""

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter: its name, JSON Schema, sentence and reader."""

    name: str
    schema: JsonObject
    description: str
    read: Callable[[str], Any]
    explode: bool = False

    def described(self) -> JsonObject:
        """Write the parameter as OpenAPI 3.0 does."""
        return {
            "name": self.name,
            "in": "query",
            "required": False,
            "style": "form",
            "explode": self.explode,
            "description": self.description,
            "schema": self.schema,
        }


def read_parameters(request: Request, allowed: Mapping[str, Parameter]) -> JsonObject:
    """Read the query into values; of a repeated name the last one counts.

    Raises
    ------
    InvalidInput
        A name is unknown here, or a value cannot be read.
    """
    values: JsonObject = {}
    for name, text in request.query_params.items():
        if name not in allowed:
            known = ", ".join(sorted(allowed))
            raise InvalidInput(
                name[:60] or "(no name)", f"is not a parameter here; there are {known or 'none'}"
            )
        values[name] = allowed[name].read(text)
    return values


def _read_limit(text: str) -> int:
    # Python's int reads 1_0, blanks and other scripts' digits, and no more than 4 300 digits.
    digits = text.lstrip("0")
    if not (digits.isascii() and digits.isdigit()):
        raise InvalidInput("limit", f"'{text[:20]}' must be a whole number from 1")
    return MAX_LIMIT if len(digits) > len(str(MAX_LIMIT)) else min(int(digits), MAX_LIMIT)


def _read_format(text: str) -> str:
    if text not in {"json", "geojson", "html"}:
        raise InvalidInput("f", f"'{text[:20]}' must be json, geojson or html")
    return text


def _read_near(text: str) -> tuple[Point, float | None]:
    numbers = parse_numbers(text, "near")
    if len(numbers) not in {2, 3}:
        raise InvalidInput("near", f"needs lon,lat or lon,lat,metres; got {len(numbers)} numbers")
    metres = checked_metres(numbers[2], "near") if len(numbers) > 2 else None  # noqa: PLR2004
    return checked_point(numbers[0], numbers[1], "near"), metres


def _read_around(text: str) -> tuple[str, float]:
    reference, _, metres = text.rpartition(",")
    if not reference:
        raise InvalidInput("around", "needs a place and metres, as in umea-airport,2000")
    return reference, checked_metres(parse_numbers(metres, "around")[0], "around")


def _read_along(text: str) -> Within:
    line, _, metres = text.rpartition(",")
    if not line.rstrip().endswith("}"):
        raise InvalidInput("along", "needs a GeoJSON LineString, a comma and metres")
    return Within(
        parse_line(line, "along"), checked_metres(parse_numbers(metres, "along")[0], "along")
    )


def _read_list(name: str) -> Callable[[str], tuple[str, ...]]:
    def read(text: str) -> tuple[str, ...]:
        names = tuple(part.strip() for part in text.split(",") if part.strip())
        if not names:
            raise InvalidInput(name, "is empty")
        if "\x00" in text:
            raise InvalidInput(name, "holds a zero byte")
        return names

    return read


def _read_statuses(text: str) -> tuple[Status, ...]:
    given = _read_list("status")(text)
    if not set(given) <= set(PUBLIC_STATUSES):
        raise InvalidInput("status", f"'{text[:40]}' must be of {', '.join(PUBLIC_STATUSES)}")
    return tuple(map(Status, given))


def _read_text(text: str) -> str:
    if not text.strip() or "\x00" in text:
        raise InvalidInput("q", "needs some text")
    if len(text) > 200:  # noqa: PLR2004
        raise InvalidInput("q", "may be 200 characters long at most")
    return text.strip()


def _read_attributes(text: str) -> JsonObject:
    if len(text) > MOST_ATTRIBUTE_CHARACTERS:
        raise InvalidInput("attributes", f"may be {MOST_ATTRIBUTE_CHARACTERS} characters at most")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not found or not is_storable(found):
        raise InvalidInput("attributes", 'needs a JSON object, as in {"lit":true}')
    return found


def _read_cursor(text: str) -> str:
    return text


_NAMES = {"type": "array", "items": {"type": "string"}}

F = Parameter(
    "f",
    {"type": "string", "enum": ["json", "geojson", "html"]},
    "Representation; stronger than the Accept header.",
    _read_format,
)
LIMIT = Parameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    "At most so many features; more than the maximum is taken as the maximum.",
    _read_limit,
)
BBOX = Parameter(
    "bbox",
    {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
    "West, south, east, north in degrees (CRS84); west > east crosses the antimeridian.",
    parse_bbox,
)
DATETIME = Parameter(
    "datetime",
    {"type": "string"},
    "Instant or interval (RFC 3339, `..` for an open end). What has no time matches all.",
    parse_interval,
)
AFTER = Parameter(
    "after",
    {"type": "string"},
    "Where the last page ended; taken from its next link.",
    _read_cursor,
)
IN = Parameter("in", _NAMES, "Municipalities by code or name: 2480,Vännäs.", _read_list("in"))
CATEGORY = Parameter(
    "category", _NAMES, "Categories by key, each with all below it.", _read_list("category")
)
STATUS = Parameter("status", _NAMES, "Statuses: active, closed, …", _read_statuses)
Q = Parameter("q", {"type": "string"}, "Text in the name, town or slug.", _read_text)
ATTRIBUTES = Parameter(
    "attributes", {"type": "string"}, 'Attributes as a JSON object: {"lit":true}.', _read_attributes
)
NEAR = Parameter(
    "near",
    {"type": "array", "minItems": 2, "maxItems": 3, "items": {"type": "number"}},
    "lon,lat or lon,lat,metres: nearest first, with distance_m and bearing_deg.",
    _read_near,
)
WITHIN = Parameter(
    "within", {"type": "string"}, "Inside this GeoJSON Polygon or MultiPolygon.", parse_polygon
)
ALONG = Parameter(
    "along", {"type": "string"}, "Along a GeoJSON LineString: `{…},metres`.", _read_along
)
AROUND = Parameter(
    "around", {"type": "string"}, "The neighbourhood of a place: `slug,metres`.", _read_around
)
BY = Parameter(
    "by",
    _NAMES,
    "What to count by: municipality,category.",
    _read_list("by"),
)


def table(*parameters: Parameter) -> dict[str, Parameter]:
    """Collect parameters by name."""
    return {parameter.name: parameter for parameter in parameters}


PLACE_FILTERS = (BBOX, DATETIME, IN, CATEGORY, STATUS, Q, ATTRIBUTES, WITHIN, ALONG, AROUND)
