"""What the sources of a place say, for people and for programs."""

import json
from typing import Any

import shapely

from viauma.cli import tables
from viauma.places.telling import Told

NOTHING = ""


def as_table(told: Told) -> str:
    """Lay out each source, then each field with its giver and what others say instead."""
    head = ["Source", "Id there", "Licence", "Observed", "Has it"]
    sources = [
        [one.source, one.source_id, one.licence, one.observed_on or NOTHING,
         "no longer" if one.is_gone else "yes"]
        for one in told.said
    ]  # fmt: skip
    fields = [
        [name, told.provenance.get(name, told.source), _word(name, value), _others(told, name)]
        for name, value in sorted(told.fields.items())
    ]
    credit = f"{told.licence}; attribution: {told.attribution or 'none'}"
    return (
        f"{told.slug} ({told.id}), licence {credit}\n\n"
        + tables.table(head, sources, right=set())
        + "\n"
        + tables.table(["Field", "From", "Value", "Others say"], fields, right=set())
    )


def as_json(told: Told) -> str:
    """Spell the same for programs; shapes as GeoJSON."""
    said = {
        "id": str(told.id),
        "slug": told.slug,
        "licence": told.licence,
        "attribution": told.attribution,
        "fields": {name: _plain(name, value) for name, value in told.fields.items()},
        "provenance": dict(told.provenance),
        "sources": [
            {
                "source": one.source,
                "source_id": one.source_id,
                "licence": one.licence,
                "attribution": one.attribution,
                "observed_on": one.observed_on,
                "is_gone": one.is_gone,
                "fields": {name: _plain(name, value) for name, value in one.fields.items()},
            }
            for one in told.said
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def _others(told: Told, name: str) -> str:
    return "; ".join(
        f"{one.source}: {_word(name, one.fields[name])}"
        for one in told.said
        if name in one.fields and one.fields[name] != told.fields[name]
    )


def _word(name: str, value: Any) -> str:
    if value is None:
        return "none"
    if name == "geom":
        point = shapely.from_wkb(value).representative_point()
        return f"{shapely.from_wkb(value).geom_type} at {point.x:.5f}, {point.y:.5f}"
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values() if one is not None)
    return str(value)


def _plain(name: str, value: Any) -> Any:
    return json.loads(shapely.to_geojson(shapely.from_wkb(value))) if name == "geom" else value
