"""OGC API Features Part 1, core: pages of features and the feature itself."""

from datetime import datetime
from typing import Any

import httpx
import pytest
import shapely
from shapely.geometry import shape

from tests.fixtures.serving import problem_of
from tests.ogc.asking import (
    COLLECTIONS,
    FEATURES_1,
    GEOJSON,
    JSON,
    Asked,
    good,
    links_by_rel,
)

CORE = f"{FEATURES_1}core"
# The suite's own: London, off West Africa over the equator, the antimeridian, both poles.
FIXED_BOXES = {
    "-0.5,51.2,0.4,51.8": [(-0.5, 51.2, 0.4, 51.8)],
    "-80,-5,-70,5": [(-80, -5, -70, 5)],
    "177,65,-177,70": [(177, 65, 180, 70), (-180, 65, -177, 70)],
    "-180,85,180,90": [(-180, 85, 180, 90)],
    "-180,-90,180,-85": [(-180, -90, 180, -85)],
    # Ours: a part without width on the antimeridian.
    "180,60,-170,70": [(-180, 60, -170, 70)],
    "170,60,-180,70": [(170, 60, 180, 70)],
}
NEARBY = {
    "20,63.7,20.5,64": [(20, 63.7, 20.5, 64)],
    "20,63.7,-100,20.5,64,5000": [(20, 63.7, 20.5, 64)],
    "20.3,-90,20,90": [(20.3, -90, 180, 90), (-180, -90, 20, 90)],
    "20.26,63.82,20.26,63.82": [(20.26, 63.82, 20.26, 63.82)],
}

abstract_test = pytest.mark.abstract_test
every_collection = pytest.mark.parametrize("name", COLLECTIONS)


@abstract_test(CORE, "/conf/core/fc-op", "/conf/core/fc-response", "/conf/core/fc-links")
@every_collection
def test_items_are_a_feature_collection_with_links(api: httpx.Client, name: str) -> None:
    """A.13, A.22 and A.23."""
    document = good(api, f"/collections/{name}/items").json()

    assert document["type"] == "FeatureCollection"
    assert document["features"]
    assert all(one["type"] == "Feature" for one in document["features"])
    types = {rel: one["type"] for rel, (one,) in links_by_rel(document).items()}
    assert types.pop("next", GEOJSON) == GEOJSON
    assert types == {"self": GEOJSON, "alternate": "text/html", "collection": JSON}


def definition(document: dict[str, Any], name: str, parameter: str) -> dict[str, Any]:
    """Find how the API document defines a parameter of items, without its sentence."""
    listed = document["paths"][f"/collections/{name}/items"]["get"]["parameters"]
    (found,) = (one for one in listed if (one["name"], one["in"]) == (parameter, "query"))
    return {key: value for key, value in found.items() if key != "description"}


@abstract_test(
    CORE, "/conf/core/fc-bbox-definition", "/conf/core/fc-limit-definition",
    "/conf/core/fc-time-definition",
)  # fmt: skip
@every_collection
def test_bbox_limit_and_datetime_are_defined_as_the_standard_says(
    document: dict[str, Any], name: str
) -> None:
    """A.14, A.16 and A.18."""
    as_list = {"in": "query", "required": False, "style": "form", "explode": False}
    numbers = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    count = {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 20}

    for parameter, schema in {
        "bbox": numbers,
        "limit": count,
        "datetime": {"type": "string"},
    }.items():
        defined = definition(document, name, parameter)
        assert defined == {"name": parameter, "schema": schema, **as_list}


@abstract_test(CORE, "/conf/core/fc-bbox-response")
@every_collection
@pytest.mark.parametrize("text", [*FIXED_BOXES, *NEARBY])
def test_a_box_finds_exactly_what_touches_it_or_lies_nowhere(
    asked: Asked, name: str, text: str
) -> None:
    """A.15; that nothing is missing the suite does not ask."""
    boxes = (FIXED_BOXES | NEARBY)[text]
    area = shapely.union_all([shapely.box(*one) for one in boxes])
    expected = {
        one["id"]
        for one in asked.every(name)
        if one["geometry"] is None or area.intersects(shape(one["geometry"]))
    }

    assert asked.ids(name, bbox=text) == expected


@abstract_test(CORE, "/conf/core/fc-bbox-response")
@every_collection
def test_the_collections_own_extent_finds_everything(
    asked: Asked, api: httpx.Client, name: str
) -> None:
    """A.15."""
    (box,) = api.get(f"/collections/{name}").json()["extent"]["spatial"]["bbox"]

    found = asked.items(name, bbox=",".join(map(str, box)), limit="10000")

    assert found["features"] == asked.every(name)


def test_there_is_something_in_the_boxes_nearby(asked: Asked) -> None:
    for text in list(NEARBY)[:3]:
        assert 0 < len(asked.ids("places", bbox=text)) < len(asked.every("places"))
    nowhere = {one["id"] for one in asked.every("projects") if one["geometry"] is None}
    assert nowhere
    for text in FIXED_BOXES:
        assert nowhere == asked.ids("projects", bbox=text)


@abstract_test(CORE, "/conf/core/fc-limit-response", "/conf/core/fc-numberReturned")
@every_collection
@pytest.mark.parametrize("limit", [1, 2, 50, 100, 5_000, 10_000, 10**9, 10**30])
def test_limit_bounds_the_page(asked: Asked, name: str, limit: int) -> None:
    """A.17 and A.26; above the maximum it is the maximum."""
    document = asked.items(name, limit=str(limit))

    expected = min(limit, 10_000, len(asked.every(name)))
    assert len(document["features"]) == document["numberReturned"] == expected


@abstract_test(CORE, "/conf/core/query-param-invalid")
@every_collection
@pytest.mark.parametrize(
    ("parameter", "text"),
    [("limit", "unlimited"), ("limit", "0"), ("limit", "-1"), ("limit", "1.5"), ("bbox", "1,2,3"),
     ("bbox", "0,64,20,63"), ("bbox", "nan,0,1,1"), ("datetime", "2005"), ("datetime", "../..")],
)  # fmt: skip
def test_a_parameter_that_cannot_be_read_is_refused_by_name(
    api: httpx.Client, name: str, parameter: str, text: str
) -> None:
    """A.20."""
    refused = problem_of(api.get(f"/collections/{name}/items", params={parameter: text}), 400)

    assert refused["parameter"] == parameter


@abstract_test(CORE, "/conf/core/query-param-unknown")
@every_collection
def test_an_unknown_parameter_is_refused_by_name(api: httpx.Client, name: str) -> None:
    """A.21; on every path: tests/api/test_api_truth.py."""
    response = api.get(f"/collections/{name}/items", params={"unknownQueryParameter12345": "1"})

    assert problem_of(response, 400)["parameter"] == "unknownQueryParameter12345"


@abstract_test(CORE, "/conf/core/fc-timeStamp")
@every_collection
def test_a_time_stamp_would_be_a_zoned_time(asked: Asked, name: str) -> None:
    """A.24; there is none, because it would change the ETag of a page that has not changed."""
    stamp = asked.items(name).get("timeStamp", "2026-01-01T00:00:00Z")

    assert datetime.fromisoformat(stamp).tzinfo is not None


@abstract_test(CORE, "/conf/core/fc-numberMatched")
@every_collection
def test_the_number_of_matches_counts_the_whole_answer(asked: Asked, name: str) -> None:
    """A.25; with a filter, a box and a page that is not the first too."""
    whole = len(asked.every(name))

    assert asked.items(name, limit="1").get("numberMatched", whole) == whole
    assert asked.items(name, limit="10000").get("numberMatched", whole) == whole
    boxed = asked.items(name, bbox="20,63.7,20.5,64", limit="1")
    assert boxed["numberMatched"] == len(asked.ids(name, bbox="20,63.7,20.5,64"))


@abstract_test(CORE, "/conf/core/f-op", "/conf/core/f-success", "/conf/core/f-links")
@every_collection
def test_a_feature_equals_its_entry_and_links_itself(api: httpx.Client, name: str) -> None:
    """A.27, A.28 and A.29."""
    for listed in good(api, f"/collections/{name}/items", limit="12").json()["features"]:
        alone = good(api, f"/collections/{name}/items/{listed['id']}").json()

        links = links_by_rel({"links": alone.pop("links")})
        types = {rel: one["type"] for rel, (one,) in links.items()}
        assert types == {"self": GEOJSON, "alternate": "text/html", "collection": JSON}
        assert links["collection"][0]["href"].endswith(f"/collections/{name}")
        assert alone == listed


@every_collection
def test_a_feature_is_found_by_slug_too(api: httpx.Client, asked: Asked, name: str) -> None:
    listed = asked.every(name)[0]
    slug = listed["properties"]["slug"]

    assert api.get(f"/collections/{name}/items/{slug}").json()["id"] == listed["id"]


UUID_SPELLINGS = (
    "urn:uuid:00000000-0000-0000-0000-000000000000",
    "0000000000000000000000000000_000",
    "0-0000000-0000-0000-0000-000000000000",
)


@every_collection
@pytest.mark.parametrize(
    "reference", ["nothing", "00000000-0000-0000-0000-000000000000", "%00", *UUID_SPELLINGS]
)
def test_a_feature_that_is_not_there_is_404(api: httpx.Client, name: str, reference: str) -> None:
    problem_of(api.get(f"/collections/{name}/items/{reference}"), 404)


@pytest.mark.parametrize("reference", UUID_SPELLINGS)
def test_an_id_only_python_can_read_is_no_place(api: httpx.Client, reference: str) -> None:
    around = api.get("/collections/places/items", params={"around": f"{reference},5"})

    assert problem_of(around, 400)["parameter"] == "around"


def test_the_last_of_repeated_parameters_counts(api: httpx.Client) -> None:
    response = api.get("/collections/places/items?limit=7&limit=2&limit=3")

    assert len(response.json()["features"]) == 3


def test_municipalities_and_projects_are_not_counted(api: httpx.Client) -> None:
    problem_of(api.get("/collections/projects/counts"), 404)
