"""Features and categories as they are published, valid by default."""

from typing import Any

from viauma.taxonomy.rules import CategorySchema

BASE = "https://data.example.org/geo"
PLACE_URL = f"{BASE}/collections/places/items/018f"


def place(**given: Any) -> dict[str, Any]:
    """Make a public place of which hardly anything is known; `geometry` is the Feature's own."""
    geometry = given.pop("geometry", {"type": "Point", "coordinates": [20.263, 63.8258]})
    unknown = (
        "name_sv", "name_en", "text_sv", "text_en", "municipality", "municipality_name",
        "municipality_basis", "street", "postcode", "city", "owner", "operator", "opening_hours",
        "website", "attribution", "observed_on", "verified_at",
    )  # fmt: skip
    properties = {
        **dict.fromkeys(unknown),
        "slug": "nydala", "category": "bathing_beach", "category_sv": "Badplats",
        "category_en": "Bathing place", "is_site": True, "is_facility": True, "status": "active",
        "attributes": {}, "identifiers": {}, "source": "test", "source_id": "1",
        "licence": "not-stated", "updated_at": "2026-01-02T03:04:05Z", "version": 1,
    }  # fmt: skip
    return {
        "type": "Feature", "id": "018f", "geometry": geometry, "properties": properties | given,
    }  # fmt: skip


def category(key: str = "bathing_beach", *types: str, **attributes: Any) -> CategorySchema:
    """Make a category with its types in schema.org."""
    return CategorySchema(key, {}, {}, attributes, {"schema_org": list(types)})
