"""Tables by address: in SWEREF 99 TM, for Excel, and of counts."""

import codecs
import csv
import io

import httpx
import pytest
from pyproj import Transformer

PLACES = "/collections/places/items"
COUNTS = "/collections/places/counts"
SWEREF = "http://www.opengis.net/def/crs/EPSG/0/3006"


def rows(response: httpx.Response, delimiter: str = ",") -> list[dict[str, str]]:
    assert response.status_code == 200, response.text[:300]
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_a_table_in_sweref_has_northing_and_easting(api):
    response = api.get(PLACES, params={"f": "csv", "crs": SWEREF, "limit": 20})
    in_degrees = rows(api.get(PLACES, params={"f": "csv", "limit": 20}))
    to_metres = Transformer.from_crs(4326, 3006, always_xy=True)

    assert response.headers["content-crs"] == f"<{SWEREF}>"
    for one, other in zip(rows(response), in_degrees, strict=True):
        easting, northing = to_metres.transform(float(other["lon"]), float(other["lat"]))
        assert "lon" not in one
        if other["geometry"].startswith("POINT"):
            assert (float(one["N"]), float(one["E"])) == pytest.approx((northing, easting), abs=0.1)
            # In Well-Known Text x stands before y, as in every other file.
            assert float(one["geometry"].split("(")[1].split()[0]) == float(one["E"])


def test_a_table_for_excel_holds_the_same(api):
    response = api.get(PLACES, params={"f": "csv-excel", "crs": SWEREF})
    plain = rows(api.get(PLACES, params={"f": "csv", "crs": SWEREF}))
    found = rows(response, ";")

    assert response.content.startswith(codecs.BOM_UTF8)
    assert response.headers["content-type"] == "text/csv; charset=utf-8; dialect=excel-sv"
    assert "places.excel.csv" in response.headers["content-disposition"]
    assert [(one["id"], one["name"]) for one in found] == [
        (one["id"], one["name"]) for one in plain
    ]
    assert [one["N"] for one in found] == [one["N"].replace(".", ",") for one in plain]
    assert [one["geometry"] for one in found] == [one["geometry"] for one in plain]


def test_who_takes_a_table_gets_the_plain_one(api):
    response = api.get(PLACES, params={"limit": 1}, headers={"accept": "text/csv"})

    assert response.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(("key", "delimiter"), [("csv", ","), ("csv-excel", ";")])
def test_counts_are_a_table_too(api, key, delimiter):
    asked = {"by": "municipality", "category": "water"}
    document = api.get(COUNTS, params=asked).json()
    response = api.get(COUNTS, params={**asked, "f": key})
    found = rows(response, delimiter)

    assert "counts.csv" in response.headers["content-disposition"]
    assert [one["count"] for one in found] == [str(one["count"]) for one in document["counts"]]
    rates = [float(one["per_100_km2"].replace(",", ".")) for one in found if one["per_100_km2"]]
    assert rates == [
        one["per_100_km2"] for one in document["counts"] if one["per_100_km2"] is not None
    ]


def test_counts_come_as_a_table_to_those_who_take_no_other(api):
    response = api.get(COUNTS, headers={"accept": "text/csv"})

    assert response.headers["content-type"] == "text/csv; charset=utf-8"


def test_the_page_of_counts_leads_to_its_tables(api):
    page = api.get(COUNTS, params={"f": "html", "by": "category"}).text

    assert "by=category&amp;f=csv-excel" in page or "f=csv-excel" in page
