"""Suggestions while somebody types: the parameters, and what the API document says of them."""

from viauma.errors import InvalidInput
from viauma.geo.areas import Point, checked_point
from viauma.geo.bbox import parse_numbers
from viauma.search.rules import LONGEST, parse_typed
from viauma_api import parameters as p
from viauma_api.operation import ONLY_JSON, ONLY_JSON_FORMAT, Operation, Tag

MOST_SUGGESTIONS = 50
USUAL_SUGGESTIONS = 10

SEARCH = Tag("Search", "Suggestions while somebody types. / Förslag medan någon skriver.")


def _read_near(text: str) -> Point:
    numbers = parse_numbers(text, "near")
    if len(numbers) != 2:  # noqa: PLR2004 - lon and lat
        raise InvalidInput("near", f"needs lon,lat; got {len(numbers)} numbers")
    lon, lat = numbers
    return checked_point(lon, lat, "near")


def _read_limit(text: str) -> int:
    read: int = p.LIMIT.read(text)
    return min(read, MOST_SUGGESTIONS)


Q = p.Parameter(
    "q",
    {"type": "string", "minLength": 1, "maxLength": LONGEST},
    "What has been typed so far; without it, nothing is suggested. Å, ä, ö, endings and small "
    "errors matter only to the order.",
    parse_typed,
)
LANG = p.Parameter(
    "lang",
    {"type": "string", "enum": ["sv", "en"], "default": "sv"},
    "Language of the answer, and of endings; names are found in both.",
    p.one_of("lang", "sv", "en"),
)
LIMIT = p.Parameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MOST_SUGGESTIONS, "default": USUAL_SUGGESTIONS},
    "At most so many suggestions; more than the maximum is taken as the maximum.",
    _read_limit,
)
NEAR = p.Parameter(
    "near",
    {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}},
    "lon,lat: of what fits equally well, the nearest comes first.",
    _read_near,
)

SUGGESTIONS = Operation(
    path="/search", id="getSuggestions", tag=SEARCH, summary="Suggestions while typing",
    description="Places, categories, municipalities and localities by what they are called in "
    "Swedish or English: exact names first, then beginnings, words, what belongs to a category, "
    "and at last what is spelled nearly so. The pages of items take the same words as `q`.",
    media_types=ONLY_JSON, schema="suggestions",
    parameters=p.table(Q, LANG, LIMIT, NEAR) | ONLY_JSON_FORMAT,
)  # fmt: skip
