"""What a place on its way into the table looks like, and what is said when that is refused."""

COLUMNS = (
    "id", "slug", "names", "texts", "category", "is_site", "is_facility", "geom",
    "municipality", "municipality_basis", "street", "postcode", "city", "status", "visibility",
    "attributes", "opening_hours", "website", "identifiers", "source", "source_id", "licence",
    "attribution", "observed_on",
)  # fmt: skip

STAGED = (*COLUMNS, "provenance")
"""Columns of the stage: those of a draft, and which source gave each field."""

SENTENCES = {
    "place_slug_key": "Another place has this slug already.",
    "place_slug_format": "A slug has lower-case letters a-z, digits and single hyphens only.",
    "draft_place_key": "Two rows carry the same source and source_id.",
    "place_source_key": "Two rows carry the same source and source_id.",
    "place_geometry_of_category_kind": "This category does not accept that kind of geometry.",
    "place_geom_valid": "The geometry is not valid (it crosses itself, or a ring is not closed).",
    "place_geom_not_empty": "The geometry is empty.",
    "place_geom_inside_bounds": "Longitude must be within ±180 and latitude within ±90 degrees.",
    "place_geom_not_null_island": "Position 0, 0 means 'unknown'; leave such a row out.",
    "place_site_or_facility": "A place is a site, a facility or both.",
    "place_municipality_fkey": "The municipality code is not known.",
    "place_municipality_has_basis": "A municipality needs its basis: stated, computed or nearest.",
    "place_category_fkey": "The category is not known.",
    "place_merged_has_target": "A merged place, and no other, names the place it became.",
    "revision_actor_and_reason": "Every write names its actor and its reason.",
}
