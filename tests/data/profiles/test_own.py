"""A place in Via Uma's own files comes back as it was, from each format that carries all of it."""

import csv
import io
import json
from typing import Any

import pytest
import shapely

from tests.data.profiles.tables import flat, located, table
from tests.exchange.stored import HOSTILE, place
from viauma.exchange.columns import COLUMNS
from viauma.exchange.csv_rows import CsvRows
from viauma_data.profiles.applying import candidates
from viauma_data.profiles.context import Context
from viauma_data.profiles.matching import clear, match

MEMBERS: dict[str, Any] = {
    "name_sv": "Nydala", "name_en": "Nydala beach", "text_sv": "Två\nrader <b>fet</b>",
    "text_en": "Two", "street": "Strandvägen 1", "postcode": "903 26", "city": "UMEÅ",
    "opening_hours": "May 15-Sep 15", "website": "https://example.org", "is_facility": True,
    "status": "temporarily_closed", "municipality_basis": "nearest", "attribution": "Någon",
    "attributes": {"toilets": True, "beach": False, "wheelchair": "limited"},
    "identifiers": {"osm": "node/1", "hav": "SE0412480000000001"}, "source": "hav_badplatser",
    "source_id": "x:1", "licence": "ODbL-1.0", "observed_on": "2025-06",
}  # fmt: skip


def as_geojson(text: bytes) -> dict[str, Any]:
    feature = json.loads(text)
    shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    return {"id": feature["id"], **flat(feature["properties"]), "@shape": shape}


def as_gpkg(text: bytes) -> dict[str, Any]:
    """Where a format has no nested values, they are JSON text, and flags may be numbers."""
    row = as_geojson(text)
    kept = {key: value for key, value in row.items() if "." not in key}
    return kept | {
        "attributes": json.dumps(row["attributes"]), "identifiers": json.dumps(row["identifiers"]),
        "is_site": int(row["is_site"]), "is_facility": int(row["is_facility"]),
    }  # fmt: skip


def as_csv(text: bytes) -> dict[str, Any]:
    rows = CsvRows(COLUMNS["place"])
    written = rows.begin() + rows.batch([text])
    (row,) = csv.DictReader(io.StringIO(written.decode(), newline=""))
    return {**row, "@shape": shapely.from_wkt(row["geometry"])}


def draft_of(row: dict[str, Any], *, are_guarded: bool = False):
    one = table([row])
    found = clear(match(one))
    assert found is not None
    assert found.profile.key == "viauma"
    context = Context(source="file", columns=one.columns, are_guarded=are_guarded)
    (candidate,) = candidates(found.profile, located(one), context)
    assert not candidate.waits, candidate.findings
    return candidate.draft


FORMATS = pytest.mark.parametrize("read", [as_geojson, as_gpkg, as_csv])


@FORMATS
def test_every_field_comes_back(read):
    text = place(**MEMBERS)
    draft = draft_of(read(text))

    for name in ("street", "postcode", "opening_hours", "website", "is_site", "is_facility",
                 "status", "municipality", "municipality_basis", "attribution", "attributes",
                 "identifiers", "source", "source_id", "licence", "observed_on", "slug",
                 "category"):  # fmt: skip
        assert json.loads(text)["properties"][name] == getattr(draft, name), name
    assert draft.names == {"sv": "Nydala", "en": "Nydala beach"}
    assert {"sv": MEMBERS["text_sv"], "en": "Two"} == draft.texts
    assert json.loads(text)["id"] == str(draft.id)
    assert draft.wkt == "POINT (20.2630354 63.8258471)"
    assert draft.city == "UMEÅ"


@FORMATS
@pytest.mark.parametrize("text", [*HOSTILE, "'=1+1", "''-1", "'t Hof"])
def test_hostile_texts_come_back_as_they_were(read, text: str):
    members = MEMBERS | {"name_sv": text, "text_sv": text, "street": text}
    draft = draft_of(read(place(**members)), are_guarded=read is as_csv)
    meant = text.replace("\r\n", "\n").replace("\r", "\n") if read is as_csv else text

    assert (meant, meant, meant) == (draft.names["sv"], draft.texts["sv"], draft.street)


@FORMATS
def test_what_is_not_said_stays_unsaid(read):
    nothing = dict.fromkeys(("name", "name_sv", "municipality", "municipality_basis"))
    draft = draft_of(read(place(**nothing, attributes={}, identifiers={})))

    assert (draft.names, draft.texts, draft.attributes, draft.identifiers) == ({}, {}, {}, {})
    assert (draft.street, draft.opening_hours, draft.attribution) == (None, None, None)


def test_several_sources_in_one_file_keep_their_ids_apart():
    rows = [
        as_geojson(place(n, **MEMBERS | {"source": source, "slug": f"a-{n}"}))
        for n, source in enumerate(("a", "b"), 1)
    ]
    one = table(rows)
    found = clear(match(one))
    context = Context(source="file", columns=one.columns)

    assert not any(c.waits for c in candidates(found.profile, located(one), context))
