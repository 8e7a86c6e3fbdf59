"""The one write path of places: check, stage, take over; the triggers leave the history.

A single edit and a million imported rows go through the same statements.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import jsonschema
from sqlalchemy import text
from sqlalchemy.orm import Session

from viauma.db.bulk import stage
from viauma.db.integrity import constraints_explained
from viauma.db.named_sql import named_sql
from viauma.errors import InvalidInput, UnknownName
from viauma.places.rules import PlaceDraft, Stored
from viauma.taxonomy.queries import attribute_schemas

COLUMNS = (
    "id", "slug", "names", "texts", "category", "is_site", "is_facility", "geom",
    "municipality", "municipality_basis", "street", "postcode", "city", "status", "visibility",
    "attributes", "opening_hours", "website", "identifiers", "source", "source_id", "licence",
    "attribution", "observed_on",
)  # fmt: skip

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


def store_places(session: Session, drafts: Iterable[PlaceDraft]) -> Stored:
    """Store places, recognising known ones by source and source_id.

    Rows that say what the database already holds are left alone, so storing twice changes
    nothing. Either all rows are stored or, on an error, none.

    Raises
    ------
    InvalidInput
        An attribute is not allowed by its category's JSON Schema; the message names it.
    Conflict
        The database refuses a row; the message says which rule and shows the row.
    """
    validators = _validators(attribute_schemas(session))
    rows = (_row(_checked(draft, validators)) for draft in drafts)
    with constraints_explained(SENTENCES):
        stage(session, "place", COLUMNS, rows, unique=("source", "source_id"))
        known = session.scalar(text(named_sql("count_known_drafts"))) or 0
        updated = _count(session, "update_places_from_drafts")
        created = _count(session, "create_places_from_drafts")
    return Stored(created=created, updated=updated, unchanged=known - updated)


def rebuild_published_places(session: Session) -> int:
    """Make the public read model anew from the places; answer how many rows it has."""
    return session.scalar(text("select viauma.rebuild_published_places()")) or 0


def _count(session: Session, statement: str) -> int:
    return session.scalar(text(named_sql(statement))) or 0


def _row(draft: PlaceDraft) -> tuple[Any, ...]:
    values = {name: getattr(draft, name, None) for name in COLUMNS}
    values["geom"] = f"SRID=4326;{draft.wkt}"
    for name in ("names", "texts", "attributes", "identifiers"):
        values[name] = json.dumps(values[name], ensure_ascii=False)
    return tuple(values.values())


def _validators(
    schemas: Mapping[str, Mapping[str, Any]],
) -> dict[str, jsonschema.Draft202012Validator]:
    return {key: jsonschema.Draft202012Validator(schema) for key, schema in schemas.items()}


def _checked(
    draft: PlaceDraft, validators: Mapping[str, jsonschema.Draft202012Validator]
) -> PlaceDraft:
    validator = validators.get(draft.category)
    if validator is None:
        raise UnknownName("category", draft.category)
    error = next(iter(validator.iter_errors(dict(draft.attributes))), None)
    if error is not None:
        where = ".".join(["attributes", *map(str, error.absolute_path)])
        raise InvalidInput(where, f"{error.message} (place {draft.slug}, {draft.category})")
    return draft
