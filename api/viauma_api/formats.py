"""Which representations items and an item have, by the value of `f`, in order of preference."""

from collections.abc import Mapping

from viauma.errors import InvalidInput
from viauma.exchange.media_types import FORMATS, Delivery, Format
from viauma_api.parameters import Parameter, one_of

JSON_LD = Format(
    "jsonld", "JSON-LD", "application/ld+json", ".jsonld", Delivery.DOCUMENT,
    "Linked data in the words of schema.org.", takes_crs=False,
)  # fmt: skip
HTML = Format(
    "html", "Page", "text/html", ".html", Delivery.DOCUMENT, "A page for people.", takes_crs=False
)

ITEMS: Mapping[str, Format] = {**FORMATS, JSON_LD.key: JSON_LD, HTML.key: HTML}
ITEM: Mapping[str, Format] = {
    key: one for key, one in ITEMS.items()
    if one.delivery is Delivery.DOCUMENT or key in {"gpx", "kml"}
}  # fmt: skip

# GeoJSON also goes as plain JSON, for clients that know nothing more particular.
PLAIN_JSON = "plain"
GEOJSON_SPELLED = "geojson"


def offered(formats: Mapping[str, Format]) -> dict[str, str]:
    """Map each key, and the other names of GeoJSON, to its media type."""
    found = {key: one.media_type for key, one in formats.items()}
    return {
        "json": found.pop("json"),
        PLAIN_JSON: "application/json",
        **found,
        GEOJSON_SPELLED: "application/geo+json",
    }


def canonical(key: str) -> str:
    """Take the other names of GeoJSON as the one."""
    return "json" if key in {PLAIN_JSON, GEOJSON_SPELLED} else key


ITEMS_TYPES, ITEM_TYPES = offered(ITEMS), offered(ITEM)


def format_parameter(formats: Mapping[str, Format]) -> Parameter:
    """Describe `f` for some formats."""
    keys = [*formats, GEOJSON_SPELLED]
    return Parameter(
        "f",
        {"type": "string", "enum": keys},
        "Representation; stronger than the Accept header. Files hold everything that matches "
        "unless limit is given.",
        one_of("f", *keys),
    )


ITEMS_F, ITEM_F = format_parameter(ITEMS), format_parameter(ITEM)


TABLES: Mapping[str, Format] = {key: FORMATS[key] for key in ("csv", "csv-excel")}
COUNTS_TYPES = {
    "json": "application/json",
    "html": HTML.media_type,
    **{key: one.media_type for key, one in TABLES.items()},
}
COUNTS_F = Parameter(
    "f",
    {"type": "string", "enum": list(COUNTS_TYPES)},
    "Representation; stronger than the Accept header.",
    one_of("f", *COUNTS_TYPES),
)


def refuse_crs(format_: Format, *, is_crs84: bool) -> None:
    """Refuse another CRS for what is always in WGS 84."""
    if not is_crs84 and not format_.takes_crs:
        raise InvalidInput("crs", f"does not go with {format_.title}, which is always in CRS84")
