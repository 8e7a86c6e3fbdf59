"""OGC API Features Part 1, core: the abstract tests by number, and what they leave open."""

import json
from datetime import date
from typing import Any

import httpx
import pytest
import shapely
from shapely.geometry import shape

from tests.fixtures.serving import ids_of, problem_of

COLLECTIONS = ("places", "sites", "facilities", "trails", "municipalities", "projects")
GEOJSON = "application/geo+json"
# London, off West Africa over the equator, over the antimeridian, both poles.
FIXED_BOXES = {
    "-0.5,51.2,0.4,51.8": [(-0.5, 51.2, 0.4, 51.8)],
    "-80,-5,-70,5": [(-80, -5, -70, 5)],
    "177,65,-177,70": [(177, 65, 180, 70), (-180, 65, -177, 70)],
    "-180,85,180,90": [(-180, 85, 180, 90)],
    "-180,-90,180,-85": [(-180, -90, 180, -85)],
}

every_collection = pytest.mark.parametrize("name", COLLECTIONS)


def items(api: httpx.Client, name: str, **params: Any) -> dict[str, Any]:
    response = api.get(f"/collections/{name}/items", params=params, headers={"accept": GEOJSON})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == GEOJSON
    found: dict[str, Any] = response.json()
    return found


def all_ids(api: httpx.Client, name: str, **params: Any) -> list[str]:
    return [feature["id"] for feature in items(api, name, limit=10_000, **params)["features"]]


def pages(api: httpx.Client, href: str | None) -> Any:
    while href is not None:
        page = api.get(href).json()
        yield page
        href = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)


def test_the_collections_link_themselves_and_their_page(api: httpx.Client) -> None:
    """Abstract tests A.9 and A.10."""
    document = api.get("/collections", headers={"accept": "application/json"}).json()

    rels = {(link["rel"], link["type"]) for link in document["links"]}
    assert rels >= {("self", "application/json"), ("alternate", "text/html")}
    assert "crs" not in document  # other systems are not offered yet
    assert [one["id"] for one in document["collections"]] == list(COLLECTIONS)


@every_collection
def test_the_extent_holds_every_feature(api: httpx.Client, name: str) -> None:
    (box,) = api.get(f"/collections/{name}").json()["extent"]["spatial"]["bbox"]

    assert len(box) == 4
    extent = shapely.box(*box)
    features = items(api, name, limit=10_000)["features"]
    assert all(extent.buffer(1e-5).covers(shape(one["geometry"])) for one in geometries(features))


@every_collection
def test_items_have_the_members_of_a_feature_collection(api: httpx.Client, name: str) -> None:
    """Abstract tests A.2, A.13, A.22, A.23, A.24 and A.26."""
    document = items(api, name)

    assert document["type"] == "FeatureCollection"
    rels = {link["rel"]: link["type"] for link in document["links"]}
    assert rels.items() >= {"self": GEOJSON, "alternate": "text/html"}.items()
    assert document["numberReturned"] == len(document["features"]) <= 20
    world = shapely.box(-180, -90, 180, 90)
    assert all(world.covers(shape(one["geometry"])) for one in geometries(document["features"]))


@every_collection
def test_every_answer_names_its_crs(api: httpx.Client, name: str) -> None:
    crs = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    response = api.get(f"/collections/{name}/items?limit=1")
    one = api.get(f"/collections/{name}/items/{ids_of(response)[0]}")

    assert response.headers["content-crs"] == one.headers["content-crs"] == crs
    assert "Content-Crs" in response.headers["access-control-expose-headers"]


@every_collection
@pytest.mark.parametrize("text", FIXED_BOXES)
def test_nothing_is_found_outside_the_box(api: httpx.Client, name: str, text: str) -> None:
    """Abstract test A.15, with the suite's five boxes."""
    area = shapely.union_all([shapely.box(*part) for part in FIXED_BOXES[text]])

    features = items(api, name, bbox=text, limit=10_000)["features"]

    assert all(area.intersects(shape(one["geometry"])) for one in geometries(features))


@every_collection
def test_a_box_finds_all_that_touches_it(api: httpx.Client, name: str) -> None:
    """Abstract test A.15; nothing is missing either, which the suite does not ask."""
    every = items(api, name, limit=10_000)["features"]
    box = shapely.box(20.0, 63.7, 20.5, 64.0)
    expected = {
        one["id"]
        for one in every
        if one["geometry"] is None or box.intersects(shape(one["geometry"]))
    }

    assert expected
    for text in ("20.0,63.7,20.5,64.0", "20.0,63.7,-100,20.5,64.0,5000"):
        assert set(all_ids(api, name, bbox=text)) == expected


@every_collection
def test_the_collections_own_extent_finds_everything(api: httpx.Client, name: str) -> None:
    (box,) = api.get(f"/collections/{name}").json()["extent"]["spatial"]["bbox"]

    found = all_ids(api, name, bbox=",".join(map(str, box)))

    assert found == all_ids(api, name)


def test_a_box_over_the_antimeridian_may_go_nearly_around_the_world(api: httpx.Client) -> None:
    assert all_ids(api, "places", bbox="21,-90,20,90") != []
    west = set(all_ids(api, "places", bbox="-180,-90,20,90"))
    east = set(all_ids(api, "places", bbox="20.3,-90,180,90"))
    assert set(all_ids(api, "places", bbox="20.3,-90,20,90")) == west | east


def test_what_has_no_geometry_matches_every_box(api: httpx.Client) -> None:
    nowhere = {one["id"] for one in items(api, "projects", limit=100)["features"]
               if one["geometry"] is None}  # fmt: skip

    assert nowhere
    for text in FIXED_BOXES:
        assert nowhere <= set(all_ids(api, "projects", bbox=text))


@every_collection
def test_limit_bounds_the_page(api: httpx.Client, name: str) -> None:
    """Abstract test A.17."""
    for limit in (1, 2, 100, 10_000, 10**9, 10**30):
        features = items(api, name, limit=str(limit))["features"]

        assert 1 <= len(features) <= min(limit, 10_000)


@every_collection
@pytest.mark.parametrize("text", ["unlimited", "0", "-1", "1.5"])
def test_a_limit_that_is_no_count_is_refused(api: httpx.Client, name: str, text: str) -> None:
    """Abstract test A.20."""
    refused = problem_of(api.get(f"/collections/{name}/items", params={"limit": text}), 400)

    assert refused["parameter"] == "limit"


@every_collection
def test_pages_show_each_feature_exactly_once(api: httpx.Client, name: str, server: str) -> None:
    """Abstract test A.25, and the order and completeness it does not ask about."""
    whole = all_ids(api, name)
    for limit in (1 if len(whole) < 100 else 41, 7, len(whole), len(whole) - 1):
        found = list(pages(api, f"{server}/collections/{name}/items?limit={limit}"))

        ids = [feature["id"] for page in found for feature in page["features"]]
        assert ids == whole
        assert all(page.get("numberMatched", len(whole)) == len(whole) for page in found)
        assert len(found) == -(-len(whole) // limit)


def test_paging_keeps_the_filter_and_takes_another_limit(api: httpx.Client) -> None:
    asked = {"in": "Umeå", "bbox": "20,63.7,20.5,64", "q": "a"}
    whole = all_ids(api, "places", **asked)
    first = items(api, "places", limit=3, **asked)
    following = next(link["href"] for link in first["links"] if link["rel"] == "next")

    rest = api.get(following.replace("limit=3", "limit=10000")).json()

    assert first["numberMatched"] == rest["numberMatched"] == len(whole) > 6
    assert [one["id"] for one in first["features"] + rest["features"]] == whole


def test_a_page_that_ends_exactly_has_no_next(api: httpx.Client) -> None:
    count = len(all_ids(api, "projects"))
    rels = {link["rel"] for link in items(api, "projects", limit=count)["links"]}

    assert "next" not in rels


def test_the_last_of_repeated_parameters_counts(api: httpx.Client) -> None:
    response = api.get("/collections/places/items?limit=7&limit=2&limit=3")

    assert len(ids_of(response)) == 3


@every_collection
def test_a_feature_links_itself_its_page_and_its_collection(api: httpx.Client, name: str) -> None:
    """Abstract tests A.27, A.28 and A.29."""
    listed = items(api, name, limit=1)["features"][0]
    response = api.get(f"/collections/{name}/items/{listed['id']}", headers={"accept": GEOJSON})

    assert response.headers["content-type"] == GEOJSON
    document = response.json()
    rels = {link["rel"]: link["type"] for link in document.pop("links")}
    assert rels == {"self": GEOJSON, "alternate": "text/html", "collection": "application/json"}
    assert document == listed


@every_collection
def test_a_feature_is_found_by_slug_too(api: httpx.Client, name: str) -> None:
    listed = items(api, name, limit=1)["features"][0]
    slug = listed["properties"]["slug"]

    assert api.get(f"/collections/{name}/items/{slug}").json()["id"] == listed["id"]


@every_collection
@pytest.mark.parametrize("reference", ["nothing", "00000000-0000-0000-0000-000000000000", "%00"])
def test_a_feature_that_is_not_there_is_404(api: httpx.Client, name: str, reference: str) -> None:
    problem_of(api.get(f"/collections/{name}/items/{reference}"), 404)


UUID_SPELLINGS = (
    "urn:uuid:00000000-0000-0000-0000-000000000000",
    "0000000000000000000000000000_000",
    "0-0000000-0000-0000-0000-000000000000",
)


@pytest.mark.parametrize("reference", UUID_SPELLINGS)
def test_an_id_only_python_can_read_is_404(api: httpx.Client, reference: str) -> None:
    problem_of(api.get(f"/collections/places/items/{reference}"), 404)
    around = api.get("/collections/places/items", params={"around": f"{reference},5"})
    assert problem_of(around, 400)["parameter"] == "around"


@pytest.mark.parametrize("path", ["", "/items", "/items/x", "/counts"])
def test_an_unknown_collection_is_404_and_names_those_there_are(
    api: httpx.Client, path: str
) -> None:
    missing = problem_of(api.get(f"/collections/nothing{path}"), 404)

    assert "places, sites, facilities" in missing["detail"]


def test_municipalities_and_projects_are_not_counted(api: httpx.Client) -> None:
    problem_of(api.get("/collections/projects/counts"), 404)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2005-06-01", "2005-06-01", "2005-06-01"),
        ("2005-06-01T12:00:00Z", "2005-06-01", "2005-06-01"),
        ("2005-06-01t12:00:00z", "2005-06-01", "2005-06-01"),
        ("2005-06-01T12:00:00.25+02:00", "2005-06-01", "2005-06-01"),
        ("2005-06-01T12:00:00 02:00", "2005-06-01", "2005-06-01"),
        ("2005-06-01T01:00:00+02:00", "2005-05-31", "2005-05-31"),
        ("2004-01-01/2004-12-31", "2004-01-01", "2004-12-31"),
        ("../2003-12-31", None, "2003-12-31"),
        ("/2003-12-31", None, "2003-12-31"),
        ("2006-01-01/..", "2006-01-01", None),
        ("2006-01-01/", "2006-01-01", None),
        ("1700-01-01/1700-01-02", "1700-01-01", "1700-01-02"),
    ],
)
def test_datetime_finds_the_projects_that_ran_then(
    api: httpx.Client, text: str, first: str | None, last: str | None
) -> None:
    """Abstract test A.19; the suite sends it and looks at nothing."""
    projects = items(api, "projects", limit=1000)["features"]
    expected = [one["id"] for one in projects if ran(one["properties"], first, last)]

    assert all_ids(api, "projects", datetime=text) == expected
    assert expected  # a project of unknown time matches every time
    assert len(expected) < len(projects)


@every_collection
@pytest.mark.parametrize("text", ["../..", "/", "../", "..", "2005-01-01/2004-01-01", "2005"])
def test_a_time_that_is_none_is_refused(api: httpx.Client, name: str, text: str) -> None:
    refused = problem_of(api.get(f"/collections/{name}/items", params={"datetime": text}), 400)

    assert refused["parameter"] == "datetime"


@pytest.mark.parametrize("name", ["places", "municipalities"])
def test_what_has_no_time_matches_every_time(api: httpx.Client, name: str) -> None:
    assert all_ids(api, name, datetime="1700-01-01") == all_ids(api, name)


def test_accept_is_weighed(api: httpx.Client) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for accept, kind in {
        browser: "text/html; charset=utf-8",
        "text/html": "text/html; charset=utf-8",
        "text/html;q=0.5, application/geo+json": GEOJSON,
        "text/html, application/geo+json": GEOJSON,
        "application/json;q=0.1, text/html;q=0.2": "text/html; charset=utf-8",
        "*/*": GEOJSON,
        "": GEOJSON,
        "text/html;q=zero": GEOJSON,
        "text/html;q=nan": GEOJSON,
        ";;;,,,q=": GEOJSON,
        "image/png": "application/problem+json",
    }.items():
        response = api.get("/collections/places/items?limit=1", headers={"accept": accept})
        assert (accept, response.headers["content-type"]) == (accept, kind)
        assert response.headers["vary"] == "Accept, Accept-Encoding"


def geometries(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [feature for feature in features if feature["geometry"] is not None]


def ran(properties: dict[str, Any], first: str | None, last: str | None) -> bool:
    starts, ends = properties["starts_on"], properties["ends_on"]
    if starts is None and ends is None:
        return True
    begins = date.fromisoformat(starts) if starts else date.min
    finishes = date.fromisoformat(ends) if ends else date.max
    asked_from = date.fromisoformat(first) if first else date.min
    asked_until = date.fromisoformat(last) if last else date.max
    return begins <= asked_until and asked_from <= finishes


def test_two_requests_give_the_same_order(api: httpx.Client) -> None:
    answers = [items(api, "places", limit=1000)["features"] for _ in range(2)]

    assert json.dumps(answers[0]) == json.dumps(answers[1])
    assert len({one["id"] for one in answers[0]}) == len(answers[0])
