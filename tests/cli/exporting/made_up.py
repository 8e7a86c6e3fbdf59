"""Places of every kind that a file may carry, made up; and a place as the register has it."""

from typing import Any

import psycopg
from psycopg.rows import dict_row

from tests.exchange.stored import HOSTILE
from tests.factories import place_draft
from viauma.places.rules import PlaceDraft, Status, Visibility

SHAPES = {
    "point": ("POINT (20.2630354 63.8258471)", "bathing_beach"),
    "points": ("MULTIPOINT (20.11 63.81, 20.12 63.82)", "bathing_beach"),
    "line": ("LINESTRING (20.1 63.8, 20.2 63.9, 20.3000000001 63.9)", "ski_track"),
    "ring": ("LINESTRING (20.1 63.8, 20.2 63.9, 20.3 63.8, 20.1 63.8)", "ski_track"),
    "lines": ("MULTILINESTRING ((20.1 63.8, 20.2 63.9), (20.3 63.8, 20.4 63.9))", "ski_track"),
    "area": (
        "POLYGON ((20 63.5, 20.5 63.5, 20.5 63.9, 20 63.9, 20 63.5), "
        "(20.2 63.6, 20.2 63.7, 20.3 63.7, 20.2 63.6))",
        "nature_reserve",
    ),
    "areas": (
        "MULTIPOLYGON (((20 63.5, 20.1 63.5, 20.1 63.6, 20 63.5)), "
        "((20.3 63.5, 20.4 63.5, 20.4 63.6, 20.3 63.5)))",
        "nature_reserve",
    ),
}  # fmt: skip

TEXTS = (
    *HOSTILE, "'=1+1", "''@x", "'t Hof", "''", "å ä ö Å Ä Ö é ü", "<p>stycke</p>", "a\n\nb\n",
    "_x0041_", "HÃ¶rnefors", "0123", "1,5", "2026-01-01", '{"a": 1}', "POINT (1 2)",
)  # fmt: skip
"""Names and texts that programs like to read as something else."""

PUBLIC = tuple(one for one in Status if one is not Status.MERGED)
FIELDS = (
    "id", "slug", "names", "texts", "category", "is_site", "is_facility", "municipality",
    "municipality_basis", "street", "postcode", "city", "status", "attributes", "opening_hours",
    "website", "identifiers", "source", "source_id", "licence", "attribution", "observed_on",
)  # fmt: skip
"""What comes back of a place, beside its shape."""


WHOLE: dict[str, Any] = {
    "names": {"sv": "Åänäs ö", "en": "Island 🏝"}, "texts": {"sv": "Två\nrader", "en": "Two"},
    "street": "Strandvägen 1 B", "postcode": "01234", "city": "UMEÅ",
    "opening_hours": "May 15-Sep 15: Mo-Su 08:00-20:00; PH off", "observed_on": "2025-06",
    "website": "https://example.org/å?a=1&b=%20", "attribution": "Någon; någon annan",
    "identifiers": {"osm": "node/1", "hav": "SE0412480000000001", "wikidata": "Q1"},
    "attributes": {"toilets": True, "beach": False, "wheelchair": "limited"},
    "municipality": "2480", "municipality_basis": "nearest", "licence": "ODbL-1.0",
}  # fmt: skip
"""All that can be said of a place."""


def whole_draft(**given: Any) -> PlaceDraft:
    """Make a place of which everything is known."""
    return place_draft(**WHOLE | given)


def drafts(texts: tuple[str, ...] = TEXTS) -> list[PlaceDraft]:
    """Make places of every shape, status, text and degree of completeness."""
    bare = {"names": {}, "municipality": None, "municipality_basis": None}
    made = [
        *(place_draft(slug=f"shape-{key}", wkt=wkt, category=category)
          for key, (wkt, category) in SHAPES.items()),
        *(place_draft(slug=f"status-{one.replace('_', '-')}", status=one) for one in PUBLIC),
        *(whole_draft(observed_on=day) for day in ("2025", "2025-06", "2025-06-30")),
        *(whole_draft(is_site=site, is_facility=not site) for site in (True, False)),
        place_draft(**bare),
        place_draft(names={"en": "Only in English"}, source="other", source_id="row-1"),
        place_draft(source="another", source_id="row-1"),
        place_draft(source_id="007"),
        place_draft(category="fishing", attributes={"fish_species": ["gädda", "abborre; röding"]}),
        place_draft(slug="far-from-what-it-says", wkt="POINT (17.1 65.6)"),
    ]  # fmt: skip
    worded = (
        place_draft(names={"sv": text}, texts={"en": text}, street=text, attribution=text,
                    opening_hours=text, identifiers={"local": text.strip("\ufffe\uffff")})
        for text in texts
    )  # fmt: skip
    return [*made, *worded]


def hidden() -> list[PlaceDraft]:
    """Make places that are not public, and so are in no file."""
    return [
        place_draft(slug=f"seen-by-{one}", visibility=one)
        for one in Visibility
        if one is not Visibility.PUBLIC
    ]


def stored(url: str, *, decimals: int = 15) -> dict[str, dict[str, Any]]:
    """Read the public places of a database by their ids, shapes as Well-Known Text."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        found = connection.execute(
            f"select {', '.join(FIELDS)}, st_astext(geom, {decimals}) as geom "
            "from viauma.place where visibility = 'public' and status <> 'merged'"
        ).fetchall()
    return {str(one["id"]): one for one in found}
