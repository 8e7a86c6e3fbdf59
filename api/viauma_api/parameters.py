"""Query parameters: how each is read, and how the API document describes it.

One table refuses unknown names on every path and writes the document, so that it cannot lie.
Parameters that only places understand stand in viauma_api.place_parameters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from viauma.errors import InvalidInput
from viauma.geo.bbox import parse_numbers
from viauma.geo.crs import CRS84_URI, SUPPORTED, parse_crs
from viauma_api.datetimes import parse_interval

MAX_LIMIT = 10_000
DEFAULT_LIMIT = 20
MOST_TERMS = 8
MOST_TERM_CHARACTERS = 200
FILTER_LANGUAGES = ("cql2-text", "cql2-json")

PROFILES = ("codelist-ref", "codelist-inline")
PROFILE_URI = "http://www.opengis.net/def/profile/OGC/0/"

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
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


def read_values(given: Mapping[str, str], allowed: Mapping[str, Parameter]) -> JsonObject:
    """Read the texts of a query into values.

    Raises
    ------
    InvalidInput
        A name is unknown here, or a value cannot be read.
    """
    values: JsonObject = {}
    for name, text in given.items():
        if name not in allowed:
            raise InvalidInput(name[:60] or "(no name)", _known(allowed))
        values[name] = allowed[name].read(text)
    return values


def read_parameters(request: Request, allowed: Mapping[str, Parameter]) -> JsonObject:
    """Read the query of a request; of a repeated name the last one counts."""
    return read_values(request.query_params, allowed)


def table(*parameters: Parameter) -> dict[str, Parameter]:
    """Collect parameters by name."""
    return {parameter.name: parameter for parameter in parameters}


def read_list(name: str) -> Callable[[str], tuple[str, ...]]:
    """Make a reader of comma-separated names."""

    def read(text: str) -> tuple[str, ...]:
        names = tuple(part.strip() for part in text.split(",") if part.strip())
        if not names:
            raise InvalidInput(name, "is empty")
        if "\x00" in text:
            raise InvalidInput(name, "holds a zero byte")
        return names

    return read


def one_of(name: str, *choices: str) -> Callable[[str], str]:
    """Make a reader of one word among some."""

    def read(text: str) -> str:
        if text not in choices:
            raise InvalidInput(name, f"'{text[:40]}' must be {' or '.join(choices)}")
        return text

    return read


def _known(allowed: Mapping[str, Parameter], most: int = 30) -> str:
    names = list(allowed)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"is not a parameter here; there are {', '.join(names[:most]) or 'none'}{more}"


def _read_limit(text: str) -> int:
    # Python's int reads 1_0, blanks and other scripts' digits, and no more than 4 300 digits.
    digits = text.lstrip("0")
    if not (digits.isascii() and digits.isdigit()):
        raise InvalidInput("limit", f"'{text[:20]}' must be a whole number from 1")
    return MAX_LIMIT if len(digits) > len(str(MAX_LIMIT)) else min(int(digits), MAX_LIMIT)


def _read_bbox(text: str) -> tuple[float, ...]:
    """Read the numbers; what they mean depends on bbox-crs (viauma_api.questions)."""
    numbers = parse_numbers(text, "bbox")
    if len(numbers) not in {4, 6}:
        raise InvalidInput("bbox", f"needs 4 or 6 numbers, got {len(numbers)}")
    return tuple(numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5]))  # noqa: PLR2004


def _read_terms(text: str) -> tuple[str, ...]:
    terms = tuple(" ".join(term.split()) for term in text.split(",") if term.strip())
    if not terms or "\x00" in text:
        raise InvalidInput("q", "needs some text")
    if len(terms) > MOST_TERMS:
        raise InvalidInput("q", f"may hold {MOST_TERMS} terms at most")
    if max(map(len, terms)) > MOST_TERM_CHARACTERS:
        raise InvalidInput("q", f"a term may be {MOST_TERM_CHARACTERS} characters long at most")
    return terms


def _read_profiles(text: str) -> tuple[str, ...]:
    names = tuple(name.removeprefix(PROFILE_URI) for name in read_list("profile")(text))
    for name in names:
        one_of("profile", *PROFILES)(name)
    return names


def _as_it_is(text: str) -> str:
    return text


_CRS_SCHEMA = {"type": "string", "format": "uri", "enum": list(SUPPORTED), "default": CRS84_URI}
NAMES = {"type": "array", "minItems": 1, "items": {"type": "string"}}

F = Parameter(
    "f",
    {"type": "string", "enum": ["json", "html"]},
    "Representation; stronger than the Accept header.",
    one_of("f", "json", "html"),
)
LIMIT = Parameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    "At most so many features on a page; more than the maximum is taken as the maximum.",
    _read_limit,
)
BBOX = Parameter(
    "bbox",
    {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
    "West, south, east, north in degrees, or in the axis order of bbox-crs; "
    "west > east crosses the antimeridian.",
    _read_bbox,
)
BBOX_CRS = Parameter(
    "bbox-crs", _CRS_SCHEMA, "Reference system of bbox.", lambda text: parse_crs(text, "bbox-crs")
)
CRS = Parameter(
    "crs", _CRS_SCHEMA, "Reference system of the answer's coordinates, in its own axis order.",
    parse_crs,
)  # fmt: skip
DATETIME = Parameter(
    "datetime",
    {"type": "string"},
    "Instant or interval (RFC 3339, `..` for an open end). What has no time matches all; "
    "for what changed since, filter by updated_at.",
    parse_interval,
)
CURSOR = Parameter(
    "cursor",
    {"type": "string"},
    "Where the last page ended, with its whole query; taken from its next link as it is.",
    _as_it_is,
)
FILTER = Parameter(
    "filter",
    {"type": "string"},
    "A CQL2 filter over the queryables: `category = 'ski_track' AND lit = TRUE`. How much it may "
    "cost, the page of /functions says.",
    _as_it_is,
)
FILTER_LANG = Parameter(
    "filter-lang",
    {"type": "string", "enum": list(FILTER_LANGUAGES), "default": FILTER_LANGUAGES[0]},
    "Encoding of the filter.",
    one_of("filter-lang", *FILTER_LANGUAGES),
)
FILTER_CRS = Parameter(
    "filter-crs", _CRS_SCHEMA, "Reference system of coordinates in the filter.",
    lambda text: parse_crs(text, "filter-crs"),
)  # fmt: skip
SORTBY = Parameter(
    "sortby", NAMES, "Sortables, each with + or nothing for ascending, - for descending.",
    _as_it_is,
)  # fmt: skip
PROPERTIES = Parameter(
    "properties", NAMES, "Only these properties of each feature.", read_list("properties")
)
Q = Parameter(
    "q",
    {"type": "array", "minItems": 1, "maxItems": MOST_TERMS, "items": {"type": "string"}},
    "Words side by side in a name, town or slug, å, ä and ö also without their rings and dots; "
    "several terms, with commas between, mean any.",
    _read_terms,
)

PROFILE = Parameter(
    "profile",
    {
        "type": "array",
        "minItems": 1,
        "items": {"type": "string", "enum": [*PROFILES, *map(PROFILE_URI.__add__, PROFILES)]},
    },
    "How the schema shows codes, by name or URI of the profile; the first of several is taken.",
    _read_profiles,
)

FILTERS = (BBOX, BBOX_CRS, DATETIME, FILTER, FILTER_LANG, FILTER_CRS, Q)
PAGING = (LIMIT, CURSOR, SORTBY, PROPERTIES, CRS)
