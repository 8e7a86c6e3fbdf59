"""OGC API Features Part 2 (18-058r1): reference systems by their URIs, checked with pyproj.

The official suite throws its comparison away; here coordinates, axis order and areas must be right.
"""

import re

import httpx
import pytest
import shapely
from shapely.geometry import shape

from tests.fixtures.serving import problem_of
from tests.ogc.asking import COLLECTIONS, CRS84, FEATURES_2, Asked, good, with_geometry
from tests.ogc.projecting import CODES, EPSG, URIS, is_in_degrees, projected, rectangle

CRS = f"{FEATURES_2}crs"
UNSUPPORTED = "http://www.opengis.net/def/crs/0/unsupported"
NAMES = re.compile(r"http://www\.opengis\.net/def/crs/[A-Za-z]+/[0-9.]+/[A-Za-z0-9]+")
BOX = (19.9, 63.7, 20.6, 64.05)

abstract_test = pytest.mark.abstract_test
every_collection = pytest.mark.parametrize("name", COLLECTIONS)
every_system = pytest.mark.parametrize("uri", [CRS84, *URIS], ids=["CRS84", *map(str, CODES)])
other_system = pytest.mark.parametrize("uri", URIS, ids=map(str, CODES))


@abstract_test(CRS, "/conf/crs/crs-uri", "/conf/crs/default-crs", "/conf/crs/storageCrs")
def test_collections_list_their_systems_by_ogc_names(api: httpx.Client) -> None:
    """A.1, A.2 and A.3."""
    listed = api.get("/collections").json()["collections"]
    alone = [api.get(f"/collections/{name}").json() for name in COLLECTIONS]

    for one in (*listed, *alone):
        assert one["crs"] == [CRS84, *URIS]
        assert all(NAMES.fullmatch(uri) for uri in one["crs"])
        assert one["storageCrs"] in one["crs"]


@abstract_test(CRS, "/conf/crs/crs-parameter")
@every_collection
@every_system
def test_every_listed_system_is_answered_and_named(
    api: httpx.Client, asked: Asked, name: str, uri: str
) -> None:
    """A.4; also for HEAD, and told to scripts elsewhere."""
    path = f"/collections/{name}/items"
    for address in (path, f"{path}/{asked.every(name)[0]['id']}"):
        for response in (good(api, address, crs=uri), api.head(address, params={"crs": uri})):
            assert response.headers["content-crs"] == f"<{uri}>"
            assert "Content-Crs" in response.headers["access-control-expose-headers"]


@abstract_test(CRS, "/conf/crs/crs-parameter-invalid")
@every_collection
@pytest.mark.parametrize("text", [UNSUPPORTED, f"{EPSG}4258", "EPSG:3006", "3006", ""])
def test_a_system_that_is_not_listed_is_refused(
    api: httpx.Client, asked: Asked, name: str, text: str
) -> None:
    """A.5."""
    path = f"/collections/{name}/items"
    for address in (path, f"{path}/{asked.every(name)[0]['id']}"):
        assert problem_of(api.get(address, params={"crs": text}), 400)["parameter"] == "crs"


@abstract_test(CRS, "/conf/crs/crs-parameter-default")
@every_collection
def test_without_crs_coordinates_are_in_crs84_and_that_is_said(
    api: httpx.Client, asked: Asked, name: str
) -> None:
    """A.6."""
    path = f"/collections/{name}/items"
    for address in (path, f"{path}/{asked.every(name)[0]['id']}"):
        plain, told = good(api, address), good(api, address, crs=CRS84)

        assert plain.headers["content-crs"] == f"<{CRS84}>"
        assert plain.json() | {"links": []} == told.json() | {"links": []}


@abstract_test(CRS, "/conf/crs/crs-parameter-transform")
@every_collection
@every_system
def test_coordinates_are_those_that_proj_finds_in_the_authoritys_axis_order(
    asked: Asked, name: str, uri: str
) -> None:
    """A.7, for every feature; nothing but the geometry differs."""
    moved = {one["id"]: one for one in asked.items(name, crs=uri, limit="10000")["features"]}
    # Features are written with six decimals of a degree: eleven centimetres.
    tolerance = 1e-6 if is_in_degrees(uri) else 0.3

    for one in asked.every(name):
        found = moved[one["id"]]
        assert found | {"geometry": None} == one | {"geometry": None}
        if one["geometry"] is None:
            assert found["geometry"] is None
            continue
        expected = projected(one["geometry"], uri)
        assert shapely.equals_exact(shape(found["geometry"]), expected, tolerance), one["id"]


@abstract_test(CRS, "/conf/crs/crs-parameter-transform")
@every_system
@every_collection
def test_a_feature_alone_lies_where_it_lies_in_the_page(
    api: httpx.Client, asked: Asked, name: str, uri: str
) -> None:
    """A.7, for single features."""
    for listed in asked.items(name, crs=uri, limit="10000")["features"][::200]:
        alone = good(api, f"/collections/{name}/items/{listed['id']}", crs=uri).json()

        assert alone["geometry"] == listed["geometry"]


def test_axes_are_swapped_where_the_authority_says_so(asked: Asked) -> None:
    one = with_geometry(asked.items("places")["features"])[0]["id"]

    def first_axis(code: int) -> float:
        found = asked.api.get(f"/collections/places/items/{one}", params={"crs": f"{EPSG}{code}"})
        return float(shapely.get_coordinates(shape(found.json()["geometry"]))[0][0])

    assert 63 < first_axis(4326) < 67
    assert 7_000_000 < first_axis(3006) < 7_500_000
    assert 7_000_000 < first_axis(3021) < 7_500_000
    assert 300_000 < first_axis(25834) < 900_000
    assert 2_000_000 < first_axis(3857) < 2_500_000


@abstract_test(CRS, "/conf/crs/bbox-crs-parameter")
@every_collection
@every_system
def test_a_box_in_another_system_is_a_rectangle_there(asked: Asked, name: str, uri: str) -> None:
    """A.8; both that nothing lies outside and that nothing is missing."""
    box = rectangle(BOX, uri)
    edge = box.exterior.buffer(1e-5 if is_in_degrees(uri) else 1)
    found = asked.ids(name, bbox=",".join(map(str, box.bounds)), bbox_crs=uri)

    certain = 0
    for one in asked.every(name):
        lies = None if one["geometry"] is None else projected(one["geometry"], uri)
        if lies is not None and lies.geom_type == "Point" and edge.intersects(lies):
            continue  # too near to tell
        assert (one["id"] in found) == (lies is None or box.intersects(lies)), one["id"]
        certain += 1
    assert certain > 0.99 * len(asked.every(name))
    assert found
    # Every project concerns a municipality that reaches into some of the rectangles.
    assert len(found) < len(asked.every(name)) or name == "projects"


@abstract_test(CRS, "/conf/crs/bbox-crs-parameter-invalid")
@every_collection
def test_a_box_in_a_system_that_is_not_listed_is_refused(api: httpx.Client, name: str) -> None:
    """A.9."""
    response = api.get(
        f"/collections/{name}/items", params={"bbox": "1,2,3,4", "bbox-crs": UNSUPPORTED}
    )

    assert problem_of(response, 400)["parameter"] == "bbox-crs"


@abstract_test(CRS, "/conf/crs/bbox-crs-parameter-default")
@every_collection
def test_a_box_is_in_crs84_unless_told(asked: Asked, name: str) -> None:
    """A.10."""
    text = ",".join(map(str, BOX))

    told = asked.items(name, bbox=text, bbox_crs=CRS84, limit="10000")
    assert told["features"] == asked.items(name, bbox=text, limit="10000")["features"]


@other_system
def test_pages_in_another_system_go_on_in_it(api: httpx.Client, uri: str) -> None:
    first = api.get("/collections/places/items", params={"crs": uri, "limit": 2}).json()
    following = next(one["href"] for one in first["links"] if one["rel"] == "next")

    assert api.get(following).headers["content-crs"] == f"<{uri}>"
