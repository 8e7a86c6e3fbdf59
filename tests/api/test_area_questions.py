"""The area questions over HTTP are the same questions that the core answers."""

import json
from typing import Any

import httpx
import pytest
import shapely
from pyproj import Geod
from shapely.geometry import shape
from sqlalchemy.orm import Session

from tests.fixtures.serving import ids_of, problem_of
from viauma.analysis.queries import counts_by_area
from viauma.geo.areas import Point, Within
from viauma.geo.bbox import BBox
from viauma.places.nearest import nearest_places
from viauma.places.queries import place_geometry, places_in
from viauma.places.rules import PlaceFilter, Status

SQUARE = shapely.box(19.5, 63.7, 20.4, 64.1)
TWO = shapely.MultiPolygon([shapely.box(19, 63, 19.8, 64), shapely.box(20.2, 63.8, 20.6, 64)])
E12 = shapely.LineString([(19.2, 64.0), (19.75, 63.91), (20.26, 63.83)])
UMEA = Point(20.26, 63.83)

QUESTIONS: dict[str, tuple[dict[str, str], PlaceFilter]] = {
    "all": ({}, PlaceFilter()),
    "by name": ({"in": "Vännäs"}, PlaceFilter(municipalities=("2460",))),
    "by slug and code": ({"in": "umea, 2403"}, PlaceFilter(municipalities=("2480", "2403"))),
    "category": ({"category": "bathing_beach"}, PlaceFilter(categories=("bathing_beach",))),
    "categories": (
        {"category": "ski_track,campsite"}, PlaceFilter(categories=("ski_track", "campsite"))
    ),
    "closed": ({"status": "closed"}, PlaceFilter(statuses=(Status.CLOSED,))),
    "text": ({"q": "SJÖ"}, PlaceFilter(texts=("SJÖ",))),
    "attributes": ({"attributes": '{"lit":true}'}, PlaceFilter(attributes={"lit": True})),
    "bbox": ({"bbox": "19.5,63.7,20.4,64.1"}, PlaceFilter(bbox=BBox(19.5, 63.7, 20.4, 64.1))),
    "polygon": ({"within": shapely.to_geojson(SQUARE)}, PlaceFilter(polygon=SQUARE)),
    "multipolygon": ({"within": shapely.to_geojson(TWO)}, PlaceFilter(polygon=TWO)),
    "corridor": (
        {"along": f"{shapely.to_geojson(E12)},3000"}, PlaceFilter(within=(Within(E12, 3000),))
    ),
    "all at once": (
        {"in": "Umeå", "category": "bathing_beach", "status": "active", "bbox": "19,63,21,65",
         "within": shapely.to_geojson(SQUARE), "along": f"{shapely.to_geojson(E12)},30000"},
        PlaceFilter(municipalities=("2480",), categories=("bathing_beach",),
                    statuses=(Status.ACTIVE,), bbox=BBox(19, 63, 21, 65), polygon=SQUARE,
                    within=(Within(E12, 30_000),)),
    ),
}  # fmt: skip
KINDS = {"places": "place", "sites": "site", "facilities": "facility"}

every_question = pytest.mark.parametrize("name", QUESTIONS)


def http_ids(api: httpx.Client, collection: str = "places", **params: str) -> list[str]:
    return ids_of(api.get(f"/collections/{collection}/items", params={"limit": 10_000} | params))


def core_ids(session: Session, question: PlaceFilter) -> list[str]:
    return [feature["id"] for feature in places_in(session, question)]


@every_question
def test_the_same_question_gives_the_same_places(
    api: httpx.Client, session: Session, name: str
) -> None:
    asked, question = QUESTIONS[name]
    expected = core_ids(session, question)

    assert http_ids(api, **asked) == expected
    assert expected


@pytest.mark.parametrize("collection", KINDS)
def test_sites_and_facilities_are_the_same_rows(
    api: httpx.Client, session: Session, collection: str
) -> None:
    found = http_ids(api, collection, **{"in": "Umeå"})

    kind: Any = KINDS[collection]
    assert found == core_ids(session, PlaceFilter(kind=kind, municipalities=("2480",)))
    assert found


def test_a_category_brings_all_below_it(api: httpx.Client, session: Session) -> None:
    found = http_ids(api, category="visitor_services")

    below = http_ids(api, category="supermarket") + http_ids(api, category="fuel_station")
    assert set(found) > set(below)
    assert found == core_ids(session, PlaceFilter(categories=("visitor_services",)))


def test_the_neighbourhood_of_a_place_is_geodesic(api: httpx.Client, session: Session) -> None:
    place = places_in(session, PlaceFilter(municipalities=("2480",), categories=("supermarket",)))[
        0
    ]
    geometry = place_geometry(session, place["id"])
    assert geometry is not None
    expected = core_ids(session, PlaceFilter(within=(Within(geometry, 1500),)))

    for reference in (place["id"], place["properties"]["slug"], place["id"].upper()):
        assert http_ids(api, around=f"{reference},1500") == expected
    assert place["id"] in expected
    assert len(expected) > 1


def test_the_nearest_come_first_with_distance_and_bearing(
    api: httpx.Client, session: Session
) -> None:
    expected = nearest_places(session, UMEA, PlaceFilter(), 25)

    response = api.get("/collections/places/items", params={"near": "20.26,63.83", "limit": 25})

    properties = [feature["properties"] for feature in response.json()["features"]]
    assert ids_of(response) == [one.feature["id"] for one in expected]
    distances = [one["distance_m"] for one in properties]
    assert distances == sorted(distances)
    assert distances == [pytest.approx(one.distance_m, abs=0.051) for one in expected]
    for feature in response.json()["features"]:
        if feature["geometry"]["type"] == "Point":
            azimuth, _, metres = Geod(ellps="WGS84").inv(
                20.26, 63.83, *feature["geometry"]["coordinates"]
            )
            assert feature["properties"]["distance_m"] == pytest.approx(metres, abs=0.1)
            assert feature["properties"]["bearing_deg"] == pytest.approx(azimuth % 360, abs=0.06)


def test_a_circle_holds_what_lies_within_its_radius(api: httpx.Client, session: Session) -> None:
    inside = PlaceFilter(within=(Within(UMEA.geometry, 4000),))

    found = http_ids(api, near="20.26,63.83,4000")

    assert set(found) == set(core_ids(session, inside))
    assert found == [one.feature["id"] for one in nearest_places(session, UMEA, inside, 1000)]
    assert len(found) > 10


def test_a_place_at_the_origin_has_no_bearing(api: httpx.Client) -> None:
    one = next(
        feature
        for feature in api.get("/collections/places/items?limit=100").json()["features"]
        if feature["geometry"]["type"] == "Point"
    )
    here = ",".join(map(str, one["geometry"]["coordinates"]))

    found = api.get("/collections/places/items", params={"near": here, "limit": 1}).json()

    assert found["features"][0]["properties"]["distance_m"] == 0
    assert found["features"][0]["properties"]["bearing_deg"] is None


def test_the_pages_of_the_nearest_go_on_outwards(api: httpx.Client) -> None:
    asked = {"near": "20.26,63.83", "limit": 100}
    found, page = [], api.get("/collections/places/items", params=asked).json()
    while True:
        found += page["features"]
        following = [one["href"] for one in page["links"] if one["rel"] == "next"]
        if not following:
            break
        page = api.get(following[0]).json()
    distances = [one["properties"]["distance_m"] for one in found]

    assert len({one["id"] for one in found}) == len(found) == 374
    assert distances == sorted(distances)


def test_a_cursor_belongs_to_its_query(api: httpx.Client) -> None:
    following = api.get("/collections/places/items?limit=1").json()["links"][-1]["href"]

    refused = problem_of(api.get(f"{following}&near=20.26,63.83"), 400)

    assert refused["parameter"] == "near"


@pytest.mark.parametrize("collection", KINDS)
@pytest.mark.parametrize("name", ["all", "by name", "category", "polygon", "corridor"])
@pytest.mark.parametrize("by", [None, "municipality", "category", "municipality,category"])
def test_counts_are_those_of_the_core_and_sum_to_the_items(
    api: httpx.Client, session: Session, collection: str, name: str, by: str | None
) -> None:
    asked, question = QUESTIONS[name]
    kind: Any = KINDS[collection]
    question = PlaceFilter(**{field: getattr(question, field) for field in question.__slots__}
                           | {"kind": kind})  # fmt: skip
    groups = frozenset((by or "municipality,category").split(","))
    expected = counts_by_area(session, question, groups)

    response = api.get(
        f"/collections/{collection}/counts", params=asked | ({"by": by} if by else {})
    )

    document = response.json()
    assert [(row["area"], row["category"], row["count"]) for row in document["counts"]] == [
        (one.area, one.category, one.count) for one in expected
    ]
    for row, one in zip(document["counts"], expected, strict=True):
        for rate in ("per_1000_inhabitants", "per_100_km2"):
            assert row[rate] == (
                None if getattr(one, rate) is None else pytest.approx(getattr(one, rate), abs=1e-4)
            )
    assert document["total"] == sum(row["count"] for row in document["counts"])
    assert document["total"] == len(http_ids(api, collection, **asked))


def test_counts_take_a_circle(api: httpx.Client) -> None:
    total = api.get("/collections/places/counts?near=20.26,63.83,4000").json()["total"]

    assert total == len(http_ids(api, near="20.26,63.83,4000"))


@pytest.mark.parametrize(
    ("given", "suggested"), [("Vannes", "Vännäs"), ("Robertfors", "Robertsfors"), ("Ume", "Umeå")]
)
@pytest.mark.parametrize("path", ["items", "counts"])
def test_an_unknown_municipality_suggests_the_nearest_name(
    api: httpx.Client, path: str, given: str, suggested: str
) -> None:
    refused = problem_of(api.get(f"/collections/places/{path}", params={"in": given}), 400)

    assert refused["parameter"] == "in"
    assert suggested in refused["detail"]


def test_an_unknown_category_suggests_the_nearest_key(api: httpx.Client) -> None:
    refused = problem_of(api.get("/collections/places/items?category=bathing_beech"), 400)

    assert refused["parameter"] == "category"
    assert "bathing_beach" in refused["detail"]


@pytest.mark.parametrize(
    ("params", "word"),
    [
        ({"within": '{"type":"Polygon","coordinates":[[[20,63],[21,64],[21,63],[20,64],[20,63]]]}'},
         "Self-intersection"),
        ({"within": '{"type":"Polygon","coordinates":[[[63,20],[64,20],[64,21],[63,20]]]}'},
         "swapped"),
        ({"near": "63.83,20.26"}, "swapped"),
        ({"near": "20.26,95"}, "outside"),
        ({"near": "20.26,63.83,0"}, "more than 0"),
        ({"near": "20.26,63.83,-5"}, "more than 0"),
        ({"near": "nan,63.83"}, "finite"),
        ({"around": "no-such-place,500"}, "not known"),
        ({"bbox": "19,64,20,63"}, "south"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_clear_sentence(
    api: httpx.Client, params: dict[str, str], word: str
) -> None:
    refused = problem_of(api.get("/collections/places/items", params=params), 400)

    assert [refused["parameter"]] == list(params)
    assert word in refused["detail"]


TWO_BOWTIES = json.dumps(
    {"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for ring in ([[20, 63], [21, 64], [21, 63], [20, 64], [20, 63]],
                     [[20.2, 63], [21.1, 64], [21.1, 63.2], [20, 64.1], [20.2, 63]])
    ]}
)  # fmt: skip


def test_several_polygons_that_cross_themselves_are_refused(api: httpx.Client) -> None:
    response = api.get("/collections/places/items", params={"within": TWO_BOWTIES})

    assert problem_of(response, 400)["parameter"] == "within"


@pytest.mark.parametrize("ends", [[[0, 0], [180, 0]], [[20, 64], [-160, -64]], [[0, 90], [0, -90]]])
def test_a_line_half_around_the_world_is_refused(api: httpx.Client, ends: list[Any]) -> None:
    line = json.dumps({"type": "LineString", "coordinates": ends})

    response = api.get("/collections/places/items", params={"along": f"{line},1000"})

    assert problem_of(response, 400)["parameter"] == "along"


@pytest.mark.parametrize("argument", ["within", "along"])
def test_geojson_of_any_depth_is_refused(api: httpx.Client, argument: str) -> None:
    kind = "Polygon" if argument == "within" else "LineString"
    for depth in range(900, 1000):
        text = f'{{"type":"{kind}","coordinates":{"[" * depth}{"]" * depth}}}'
        text += ",5" if argument == "along" else ""
        problem_of(api.get("/collections/places/items", params={argument: text}), 400)


def test_every_item_lies_where_the_question_asked(api: httpx.Client) -> None:
    """The same, computed here with shapely rather than by the core."""
    every = api.get("/collections/places/items?limit=10000").json()["features"]
    expected = {one["id"] for one in every if SQUARE.intersects(shape(one["geometry"]))}

    assert set(http_ids(api, within=shapely.to_geojson(SQUARE))) == expected
