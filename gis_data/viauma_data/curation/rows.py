"""Write drafts as the rows of places.csv: one spelling for every kind of value."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from viauma_data.curation.draft import Draft
from viauma_data.curation.duplicates import attribution_of, licence_of
from viauma_data.curation.identity import place_id, slugs

DECIMALS: Final = 6


def place_rows(
    drafts: Sequence[Draft],
    municipalities: Mapping[str, tuple[str, str]],
    names: Mapping[str, str],
    defaults: Mapping[str, tuple[bool, bool]],
) -> list[dict[str, str]]:
    """Return the rows in file order: municipality, category, slug.

    `municipalities` has code and basis by draft key, `names` the municipality names by code,
    `defaults` whether a category is a site and a facility.
    """
    keys = [
        {"name": d.name_sv, "category": d.category, "municipality": municipalities[d.key][0]}
        for d in drafts
    ]
    rows = [
        _row(draft, slug, municipalities[draft.key], defaults[draft.category])
        for draft, slug in zip(drafts, slugs(keys, names), strict=True)
    ]
    return sorted(rows, key=lambda row: (row["municipality"], row["category"], row["slug"]))


def _row(
    draft: Draft, slug: str, municipality: tuple[str, str], truths: tuple[bool, bool]
) -> dict[str, str]:
    return {
        "id": str(place_id(draft.key)),
        "slug": slug,
        "name_sv": draft.name_sv,
        "name_en": draft.name_en,
        "category": draft.category,
        "is_site": str(truths[0]).lower(),
        "is_facility": str(truths[1]).lower(),
        "status": draft.status,
        "geometry": as_wkt(draft.shape),
        "municipality": municipality[0],
        "municipality_basis": municipality[1],
        "street": draft.street,
        "postcode": draft.postcode,
        "city": draft.city.title() if draft.city.isupper() else draft.city,
        "opening_hours": draft.opening_hours,
        "attributes": as_json(draft.attributes),
        "identifiers": as_json(draft.identifiers),
        "website": draft.website,
        "source": draft.source,
        "source_id": draft.source_id,
        "licence": licence_of(draft.credits),
        "attribution": attribution_of(draft.credits),
        "observed_on": draft.observed_on,
        "merged_from": " ".join(sorted(draft.merged_from)),
    }


def as_wkt(geometry: BaseGeometry) -> str:
    """Write a geometry as WKT, lon lat, with six decimals at most (a decimetre)."""
    snapped = shapely.set_precision(geometry, 10**-DECIMALS)
    return shapely.to_wkt(snapped.normalize(), rounding_precision=DECIMALS, trim=True)


def as_json(value: Mapping[str, Any]) -> str:
    """Write an object on one line with its keys in order."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def as_csv(rows: Sequence[Mapping[str, str]], header: Iterable[str]) -> str:
    """Write rows as CSV: comma, LF, quotes only where needed."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(header), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
