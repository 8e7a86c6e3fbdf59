"""Text sequences and rows that are written while they are sent, page by page."""

import csv
import io
import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.stored import AREA, EVERY_SHAPE, HOSTILE, in_pages, place, project
from viauma.errors import UnknownName
from viauma.exchange.columns import COLUMNS, selected
from viauma.exchange.media_types import FORMATS, Delivery
from viauma.exchange.streams import ENCODERS, encoded, encoder

PLACE = COLUMNS["place"]
FORMULA = tuple("=+-@\t\r")
RS = b"\x1e"


def written(format_, columns, features) -> bytes:
    return b"".join(encoded(format_, columns, in_pages(features), "Platser"))


def rows_of(columns, features) -> list[dict[str, str]]:
    text = written("csv", columns, features).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_csv_has_it(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{lines}" if text.startswith(FORMULA) else lines


def test_every_format_that_says_so_is_a_stream():
    assert set(ENCODERS) == {key for key, one in FORMATS.items() if one.delivery is Delivery.STREAM}


def test_another_format_is_no_stream():
    with pytest.raises(UnknownName, match="^f: 'gpkg' is not known. Did you mean jsonseq"):
        encoder("gpkg", PLACE, "Platser")


@pytest.mark.parametrize("format_", ENCODERS)
def test_pages_of_any_size_make_the_same_text(format_, places):
    one_page = b"".join(encoded(format_, PLACE, [places], "Platser"))
    many = b"".join(encoded(format_, PLACE, in_pages(places, 11), "Platser"))

    assert one_page == many


def test_a_sequence_is_records_between_rs_and_lf(places):
    text = written("jsonseq", PLACE, places)
    records = text.split(RS)

    assert records[0] == b""
    assert all(record.endswith(b"\n") for record in records[1:])
    assert [json.loads(record) for record in records[1:]] == [json.loads(one) for one in places]


def test_a_whole_feature_goes_into_the_sequence_as_it_is_stored():
    one = place()

    assert written("jsonseq", PLACE, [one]) == RS + one + b"\n"


def test_a_sequence_can_be_narrowed():
    text = written("jsonseq", selected(PLACE, ["slug"]), [place(7)])

    assert json.loads(text.strip(RS + b"\n"))["properties"] == {"slug": "nydala-7"}


def test_no_separator_can_come_from_a_name():
    text = written("jsonseq", PLACE, [place(name=name) for name in HOSTILE])

    assert [json.loads(record)["properties"]["name"] for record in text.split(RS)[1:]] == [*HOSTILE]


def test_an_empty_sequence_is_empty():
    assert written("jsonseq", PLACE, []) == b""


def test_rows_have_a_header_and_end_as_rfc_4180_says():
    text = written("csv", selected(PLACE, ["name", "is_site"]), [place(1), place(2)])

    assert text.decode().split("\r\n") == [
        "id,name,is_site,lon,lat,geometry",
        "00000000-0000-0000-0000-000000000001,Nydala 1,true,20.2630354,63.8258471,"
        "POINT (20.2630354 63.8258471)",
        "00000000-0000-0000-0000-000000000002,Nydala 2,true,20.2630354,63.8258471,"
        "POINT (20.2630354 63.8258471)",
        "",
    ]


def test_no_rows_leave_the_header():
    assert written("csv", selected(PLACE, ["name"]), []) == b"id,name,lon,lat,geometry\r\n"


def test_rows_of_the_region_hold_every_member(places):
    stored = [json.loads(text) for text in places]
    found = rows_of(PLACE, places)

    assert [row["id"] for row in found] == [one["id"] for one in stored]
    for column in PLACE:
        if column.type in {"text", "timestamp"} and column.is_property:
            assert [row[column.name] for row in found] == [
                as_csv_has_it(one["properties"][column.name] or "") for one in stored
            ]


def test_rows_hold_nested_members_as_json(places):
    found = [json.loads(row["attributes"]) for row in rows_of(PLACE, places)]

    assert found == [json.loads(text)["properties"]["attributes"] for text in places]


def test_well_known_text_is_the_stored_geometry(places):
    found = [shapely.from_wkt(row["geometry"]) for row in rows_of(PLACE, places)]

    assert found == [shapely.from_geojson(json.dumps(json.loads(t)["geometry"])) for t in places]


@pytest.mark.parametrize("geometry", EVERY_SHAPE, ids=lambda geometry: geometry["type"])
def test_a_row_s_position_lies_in_its_geometry(geometry):
    (row,) = rows_of(PLACE, [place(geometry=geometry)])
    position = shapely.Point(float(row["lon"]), float(row["lat"]))

    assert shapely.distance(position, shapely.from_wkt(row["geometry"])) < 1e-7


def test_a_row_without_geometry_has_empty_cells():
    (row,) = rows_of(COLUMNS["project"], [project(geometry=None)])

    assert (row["lon"], row["lat"], row["geometry"]) == ("", "", "")
    assert json.loads(row["budget"]) == [{"scope": "total", "amount": "1500000.00"}]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_comes_through_rows_but_for_line_ends_and_the_apostrophe(name):
    (row,) = rows_of(PLACE, [place(name=name, geometry=AREA)])

    assert row["name"] == as_csv_has_it(name)
    assert None not in row


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30))
def test_no_cell_of_a_name_is_run_as_a_formula(name):
    (row,) = rows_of(PLACE, [place(name=name, website=name, city=name)])

    assert not any(row[column].startswith(FORMULA) for column in ("name", "website", "city"))
