"""Features as they are stored, made up; and names that have broken somebody's file."""

import json
import re
import uuid
from typing import Any

from viauma.exchange.columns import COLUMNS

POINT = {"type": "Point", "coordinates": [20.2630354, 63.8258471]}
LINE = {"type": "LineString", "coordinates": [[20.1, 63.8], [20.2, 63.9], [20.3, 63.9]]}
LINES = {
    "type": "MultiLineString",
    "coordinates": [[[20.1, 63.8], [20.2, 63.9]], [[20.3, 63.8], [20.4, 63.9]]],
}
AREA = {
    "type": "Polygon",
    "coordinates": [
        [[20.0, 63.0], [21.0, 63.0], [21.0, 64.0], [20.0, 64.0], [20.0, 63.0]],
        [[20.2, 63.2], [20.2, 63.4], [20.4, 63.4], [20.4, 63.2], [20.2, 63.2]],
    ],
}
AREAS = {
    "type": "MultiPolygon",
    "coordinates": [[[[20.0, 63.0], [21.0, 63.0], [21.0, 64.0], [20.0, 63.0]]]],
}
EVERY_SHAPE = (POINT, LINE, LINES, AREA, AREAS)

HOSTILE = (
    "]]>", "<b>fet</b> & 'så' \"vidare\"", "</name><wpt>", "<!-- -->", "<?php ?>", "&amp;", "&#0;",
    "=1+1", "+46 90 16 10 00", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", '"', '""', ",", ";",
    "två\nrader", "retur\rhär", "båda\r\nslagen", "\tflik", " mellanslag ", "smörgås 🥪👩‍🚒",
    "\x01\x1e\x1f\x7f\x85", "\u2028\u2029", "\ufffe\uffff", "\ufeffmärke", "\u202eomvänd",
    "', x); drop table place;--", "{{7*7}}", "NULL", "nan", "true", "1e400", "å" * 5_000,
)  # fmt: skip


def place(number: int = 1, geometry: dict[str, Any] | None = POINT, **properties: Any) -> bytes:
    """A place with all its members, as PostgreSQL spells it."""
    known = {
        "name": f"Nydala {number}", "name_sv": f"Nydala {number}", "slug": f"nydala-{number}",
        "category": "bathing_beach", "category_sv": "Badplats", "category_en": "Bathing beach",
        "is_site": True, "is_facility": False, "status": "active", "municipality": "2480",
        "municipality_name": "Umeå", "municipality_basis": "computed",
        "attributes": {"lit": True, "surface": "sand", "length_km": 2.5},
        "identifiers": {"osm": "node/1"}, "source": "made up", "source_id": str(number),
        "licence": "CC0-1.0", "observed_on": "2025-06",
        "updated_at": "2026-11-24T17:08:30.123456+00:00", "version": 1,
    }  # fmt: skip
    return feature("place", str(uuid.UUID(int=number)), geometry, known | properties)


def project(number: int = 1, geometry: dict[str, Any] | None = None, **properties: Any) -> bytes:
    """A project with all its members; most have no geometry of their own."""
    known = {
        "name": "Isälvens dal", "title_sv": "Isälvens dal", "slug": f"isalven-{number}",
        "kind": "project", "starts_on": "2005-01-01", "ends_on": "2007-12-31",
        "funding_total": "0", "budget": [{"scope": "total", "amount": "1500000.00"}],
        "funding": [], "parties": [], "contacts": [], "milestones": [], "municipalities": ["2404"],
        "categories": [], "places": [], "source": "made up",
        "updated_at": "2026-11-24T17:08:30+00:00", "version": 1,
    }  # fmt: skip
    return feature("project", str(uuid.UUID(int=number)), geometry, known | properties)


def feature(
    kind: str, id_: str, geometry: dict[str, Any] | None, properties: dict[str, Any]
) -> bytes:
    """Every declared member, null where nothing is said."""
    names = [column.name for column in COLUMNS[kind] if column.is_property]
    members = dict.fromkeys(names) | properties
    text = {"type": "Feature", "id": id_, "geometry": geometry, "properties": members}
    return json.dumps(text, ensure_ascii=False).encode()


def in_pages(features: list[bytes], size: int = 7) -> list[list[bytes]]:
    """Cut into pages, with an empty one among them."""
    pages = [features[at : at + size] for at in range(0, len(features), size)]
    return [*pages[:1], [], *pages[1:]]


def as_xml_has_it(text: str) -> str:
    """Drop what XML 1.0 cannot carry, and end lines as its readers do."""
    carried = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
    return carried.replace("\r\n", "\n").replace("\r", "\n")
