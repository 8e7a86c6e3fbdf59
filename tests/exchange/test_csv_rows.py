"""Tables for programs, and for Excel in Swedish: what parts cells and decimals."""

import codecs
import csv
import io

import pytest

from tests.exchange.test_streams import place
from viauma.exchange.columns import COLUMNS, selected
from viauma.exchange.csv_rows import write_table
from viauma.exchange.streams import encoded
from viauma.geo.crs import SUPPORTED

NAMED = selected(COLUMNS["place"], ["name"])
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


def written(key: str, crs: str = f"{EPSG}3006") -> str:
    return b"".join(encoded(key, NAMED, [[place(1)]], "t", SUPPORTED[crs])).decode("utf-8-sig")


@pytest.mark.parametrize(
    ("code", "columns"),
    [("3006", "N,E"), ("3016", "N,E"), ("3067", "E,N"), ("25834", "E,N"), ("4326", "lon,lat")],
)
def test_columns_stand_in_the_order_of_the_authority(code, columns):
    assert written("csv", EPSG + code).startswith(f"id,name,{columns},geometry\r\n")


def test_for_excel_there_is_a_mark_and_semicolons_and_commas():
    text = b"".join(encoded("csv-excel", NAMED, [[place(1)]], "t"))
    head, row, *rest = csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";")

    assert text.startswith(codecs.BOM_UTF8)
    assert head == ["id", "name", "lon", "lat", "geometry"]
    assert all("," in cell and "." not in cell for cell in row[2:4])
    assert row[4] == "POINT (20.2630354 63.8258471)"
    assert rest == []


def test_an_empty_table_has_its_head_and_nothing_else():
    assert b"".join(encoded("csv-excel", NAMED, [[]], "t")) == (
        codecs.BOM_UTF8 + b"id;name;lon;lat;geometry\r\n"
    )


def test_numbers_and_texts_of_a_table_of_counts():
    rows = [{"a": 1.5, "b": "=x"}, {"a": None, "b": 2}]

    assert write_table(["a", "b"], rows, "csv") == b"a,b\r\n1.5,'=x\r\n,2\r\n"
    assert write_table(["a", "b"], rows, "csv-excel").decode("utf-8-sig") == (
        "a;b\r\n1,5;'=x\r\n;2\r\n"
    )
