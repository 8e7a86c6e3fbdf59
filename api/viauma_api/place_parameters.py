"""Query parameters that places understand: the area questions, each in one call."""

import json

import shapely

from viauma.cql2.limits import MOST_MEASURED_VERTICES
from viauma.errors import InvalidInput
from viauma.geo.areas import (
    Point,
    Within,
    checked_metres,
    checked_point,
    parse_line,
    parse_polygon,
)
from viauma.geo.bbox import parse_numbers
from viauma.places.queryables import PUBLIC_STATUSES
from viauma.places.rules import Status, is_storable
from viauma_api.parameters import NAMES, JsonObject, Parameter, read_list

MOST_ATTRIBUTE_CHARACTERS = 1_000


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
        raise InvalidInput(
            "along",
            'needs a GeoJSON LineString, a comma and metres, as in {"type":"LineString",…},500',
        )
    shape = parse_line(line, "along")
    if shapely.get_num_coordinates(shape) > MOST_MEASURED_VERTICES:
        raise InvalidInput(
            "along", f"may have {MOST_MEASURED_VERTICES:,} vertices at most; simplify the line"
        )
    return Within(shape, checked_metres(parse_numbers(metres, "along")[0], "along"))


def _read_statuses(text: str) -> tuple[Status, ...]:
    given = read_list("status")(text)
    if not set(given) <= set(PUBLIC_STATUSES):
        raise InvalidInput("status", f"'{text[:40]}' must be of {', '.join(PUBLIC_STATUSES)}")
    return tuple(map(Status, given))


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


IN = Parameter("in", NAMES, "Municipalities by code or name: 2480,Vännäs.", read_list("in"))
CATEGORY = Parameter(
    "category", NAMES, "Categories by key, each with all below it.", read_list("category")
)
STATUS = Parameter("status", NAMES, "Statuses: active, closed, …", _read_statuses)
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
    "along",
    {"type": "string"},
    "Along a GeoJSON LineString, no farther than so many metres: `{…},500`.",
    _read_along,
)
AROUND = Parameter(
    "around",
    {"type": "string"},
    "The neighbourhood of a place, by id or slug: `umea-airport,2000`.",
    _read_around,
)
BY = Parameter(
    "by",
    NAMES,
    "What to count by: municipality,category.",
    read_list("by"),
)

PLACE_FILTERS = (IN, CATEGORY, STATUS, ATTRIBUTES, WITHIN, ALONG, AROUND, NEAR)
