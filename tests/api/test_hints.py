"""What finds nothing without being wrong is answered, with what was probably meant."""

import csv
import io

import httpx
import pytest

from tests.fixtures.serving import ids_of, problem_of

PLACES = "/collections/places/items"
AROUND_UMEA = "20.1,63.7,20.4,63.9"
SWAPPED = "63.7,20.1,63.9,20.4"
EPSG_4326 = "http://www.opengis.net/def/crs/EPSG/0/4326"
SWEREF = "http://www.opengis.net/def/crs/EPSG/0/3006"


def hints_in(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text[:300]
    return [one for one in response.json()["links"] if one["rel"] == "related"]


def asked(api: httpx.Client, path: str = PLACES, **query: str) -> httpx.Response:
    return api.get(path, params={name.replace("_", "-"): text for name, text in query.items()})


@pytest.mark.parametrize("name", ["Vännäs", "vännäs", "vannas", "2460"])
def test_a_municipality_goes_by_its_name_too(api, name):
    expected = ids_of(asked(api, filter="municipality = '2460'", limit="1000"))

    assert expected == ids_of(asked(api, municipality=name, limit="1000"))


def test_pages_by_a_municipality_s_name_go_on(api):
    first = asked(api, municipality="Vännäs", limit="5").json()
    following = next(one["href"] for one in first["links"] if one["rel"] == "next")

    assert {one["properties"]["municipality"] for one in api.get(following).json()["features"]} == {
        "2460"
    }


def test_a_code_that_no_municipality_has_equals_none(api):
    assert ids_of(asked(api, municipality="9999")) == []


def test_a_municipality_that_is_none_is_refused_with_the_nearest(api):
    found = problem_of(asked(api, municipality="Vanas"), 400)

    assert found["parameter"] == "municipality"
    assert "'Vanas' is not known. Did you mean Vännäs" in found["detail"]


@pytest.mark.parametrize(
    ("attributes", "sentence"),
    [
        ('{"lid":true}', "attributes: 'lid' is not known. Did you mean lit"),
        ('{"colour":"red"}', "attributes: 'colour' is not known."),
        ('{"lit":true,"lenght_km":5}', "attributes: 'lenght_km' is not known. Did you mean length"),
        ('{"lit":"yes"}', "attributes: 'lit' is true or false"),
        ('{"length_km":true}', "attributes: 'length_km' is a number, without quotes"),
        ('{"length_km":"5"}', "attributes: 'length_km' is a number, without quotes"),
        ('{"surface":null}', "attributes: 'surface' is a text"),
    ],
)
def test_attributes_that_no_place_can_have_are_refused(api, attributes, sentence):
    found = problem_of(asked(api, attributes=attributes), 400)

    assert found["parameter"] == "attributes"
    assert sentence in found["detail"]


def test_an_attribute_that_is_a_column_too_is_an_attribute(api):
    assert asked(api, attributes='{"operator":"Nobody"}').status_code == 200


@pytest.mark.parametrize("path", [PLACES, f"{PLACES}/olles-spar-5-km"])
@pytest.mark.parametrize("key", ["json", "csv"])
def test_an_attribute_is_no_property_and_the_refusal_says_where_it_lies(api, path, key):
    if path != PLACES:
        key = "json"
    found = problem_of(asked(api, path, properties="name,length_km", f=key), 400)

    assert found["detail"] == (
        "properties: 'length_km' is one of the attributes: write properties=attributes"
    )


def test_a_bbox_with_swapped_axes_is_answered_and_leads_to_the_one_that_was_meant(api):
    (hint,) = hints_in(asked(api, bbox=SWAPPED))

    assert "swapped: 20.1,63.7,20.4,63.9 (longitude, latitude)" in hint["title"]
    assert ids_of(api.get(hint["href"])) == ids_of(asked(api, bbox=AROUND_UMEA))


@pytest.mark.parametrize(
    ("bbox", "crs"),
    [
        (AROUND_UMEA, EPSG_4326),
        ("740000,7060000,780000,7100000", SWEREF),
    ],
)
def test_in_another_crs_too(api, bbox, crs):
    (hint,) = hints_in(asked(api, bbox=bbox, bbox_crs=crs))

    assert "swapped" in hint["title"]
    assert ids_of(api.get(hint["href"]))


def test_of_a_layer_whose_features_lie_nowhere_too(api):
    (hint,) = hints_in(asked(api, "/collections/projects/items", bbox=SWAPPED))

    assert "swapped" in hint["title"]


@pytest.mark.parametrize(
    "query",
    [
        {"bbox": AROUND_UMEA},
        {"bbox": "-60,-30,-50,-20"},
        {"bbox": "170,-10,-170,10"},
        {"bbox": AROUND_UMEA, "q": "nothing is called so"},
        {"filter": "S_INTERSECTS(geometry, POINT(-60 -30))"},
        {},
    ],
)
def test_what_is_not_swapped_gets_no_hint(api, query):
    assert hints_in(asked(api, **query)) == []


@pytest.mark.parametrize(
    ("text", "crs", "axes"),
    [
        ("S_INTERSECTS(geometry, BBOX(63.7, 20.1, 63.9, 20.4))", "", "longitude, latitude"),
        ("S_INTERSECTS(geometry, BBOX(20.1, 63.7, 20.4, 63.9))", EPSG_4326, "latitude, longitude"),
        ("distance_m(geometry, POINT(63.8 20.3)) < 5000", "", "longitude, latitude"),
    ],
)
def test_a_shape_in_a_filter_with_swapped_axes_is_answered_and_said(api, text, crs, axes):
    more = {"filter-crs": crs} if crs else {}
    (hint,) = hints_in(api.get(PLACES, params={"filter": text, **more}))

    assert hint["title"].endswith(f"swapped; the order is {axes}")
    assert api.get(hint["href"]).status_code == 200


def test_a_search_by_post_says_it_too(api):
    response = api.post("/collections/places/search", json={"bbox": SWAPPED})

    assert [one["type"] for one in hints_in(response)] == ["application/schema+json"]


def test_datetime_says_that_places_have_none(api):
    (hint,) = hints_in(asked(api, datetime="2005-01-01/.."))

    assert "filter by updated_at" in hint["title"]
    assert hints_in(asked(api, "/collections/projects/items", datetime="2005-01-01/..")) == []


@pytest.mark.parametrize("key", ["csv", "gpx"])
def test_a_file_says_it_in_its_header(api, key):
    response = asked(api, datetime="2005-01-01/..", f=key, limit="1")

    assert 'rel="related"; title="datetime narrows nothing here' in response.headers["link"]
    assert 'rel="http://www.opengis.net/def/rel/ogc/1.0/queryables"' in response.headers["link"]


def test_a_page_says_it_where_people_read(api):
    page = asked(api, bbox=SWAPPED, f="html").text

    assert "inside when its axes are swapped" in page
    assert "Nothing matches" in page


def test_a_file_with_a_hint_is_a_file(api):
    response = asked(api, datetime="2005-01-01/..", f="csv", limit="2")

    assert len(list(csv.reader(io.StringIO(response.text)))) == 3


def test_a_filter_that_would_take_long_is_refused_with_what_is_dear_in_it(api):
    text = " OR ".join(f"ACCENTI(name) = 'a{at}'" for at in range(50))
    found = problem_of(asked(api, filter=text), 400)

    assert found["parameter"] == "filter"
    assert "7,050 points, most of them for ACCENTI, and 1,500 are allowed" in found["detail"]


def test_the_prices_stand_on_the_page_of_functions(api):
    page = api.get("/functions", params={"f": "html"}).text

    assert "1,500 points" in page
    assert "<code>S_CROSSES</code>" in page
