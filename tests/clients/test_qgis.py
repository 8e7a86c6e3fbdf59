"""QGIS finds in the API what its provider for OGC API Features asks for, step by step."""

import httpx
import pyproj
import pytest
import shapely

from tests.clients import qgis
from tests.clients.gdal import assert_same_shapes

LAYERS = ("places", "sites", "facilities", "trails", "municipalities", "projects")
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
TYPES = {"string", "integer", "number", "boolean", "object", "array"}

# The text that QGIS makes of an expression, and what the expression means.
FILTERS = (
    ("(category = 'ski_track')", "category = 'ski_track'"),
    ('("is_site" = TRUE)', "is_site"),
    ("((category = 'ski_track') AND (\"is_site\" = TRUE))", "category = 'ski_track' and is_site"),
    ("((category = 'fishing') OR (NOT (\"is_facility\" = TRUE)))",
     "category = 'fishing' or not is_facility"),
    ("(NOT ((category = 'ski_track')))", "category <> 'ski_track'"),
    ("(name LIKE '%badplats')", "name like '%badplats'"),
    ("(name NOT LIKE '%badplats')", "name not like '%badplats'"),
    ("(CASEI(name) LIKE CASEI('%BADPLATS'))", "name ilike '%badplats'"),
    ("(name IS NULL)", "name is null"),
    ("(name IS NOT NULL)", "name is not null"),
    ("(name <> 'O''Hara')", "name <> 'O''Hara'"),
    ("category IN ('ski_track','fishing')", "category in ('ski_track', 'fishing')"),
    ("category NOT IN ('ski_track','fishing')", "category not in ('ski_track', 'fishing')"),
    ("(municipality >= '2460')", 'municipality collate "C" >= \'2460\''),
    ('"length_km" BETWEEN 2 AND 5', "(attributes->>'length_km')::numeric between 2 and 5"),
    ('"length_km" NOT BETWEEN 2 AND 5', "(attributes->>'length_km')::numeric not between 2 and 5"),
    ('(("length_km" * 2) > 10.5)', "(attributes->>'length_km')::numeric * 2 > 10.5"),
    ('(("length_km" - 1) > ( - (5)))', "(attributes->>'length_km')::numeric > -4"),
    ("(\"updated_at\" >= TIMESTAMP('2020-01-01T00:00:00.000Z'))", "updated_at >= '2020-01-01Z'"),
    ("(lit = TRUE)", "(attributes->>'lit')::boolean"),
)  # fmt: skip


@pytest.fixture
def opened(via_uma):
    def open_layer(name: str = "places") -> qgis.Layer:
        return qgis.open_layer(f"{via_uma}/", name)

    return open_layer


def ids(features) -> list[str]:
    return sorted(feature["id"] for feature in features)


def shapes(features):
    written = {one["id"]: one["geometry"] for one in features}
    return {
        id_: shape and shapely.geometry.shape(shape) for id_, shape in written.items()
    }  # fmt: skip


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_opens_without_a_refusal(name, opened, recorder):
    layer = opened(name)

    assert layer.collection["id"] == name
    assert layer.page_size == 1_000
    assert layer.first["numberMatched"] >= len(layer.first["features"]) > 0
    assert [one.path for one in recorder.exchanges] == [
        "/", "/api", f"/collections/{name}", "/conformance", f"/collections/{name}/queryables",
        f"/collections/{name}/items", f"/collections/{name}/schema",
    ]  # fmt: skip
    assert recorder.refused() == []


def test_everything_is_declared_that_makes_qgis_leave_the_work_to_the_server(opened):
    declared = opened().conformance

    assert declared >= qgis.FOR_FILTERS
    assert {qgis.FOR_LIKE_BETWEEN_IN, qgis.FOR_ILIKE, qgis.FOR_CRS, qgis.FOR_SCHEMAS} <= declared


@pytest.mark.parametrize("name", LAYERS)
def test_the_schema_tells_the_fields_in_their_order(name, opened):
    layer = opened(name)
    fields = {name: one for name, one in layer.schema.items() if "type" in one}
    order = [one["x-ogc-propertySeq"] for one in fields.values()]

    assert order == sorted(set(order))
    assert {one["type"] for one in fields.values()} <= TYPES
    assert set(layer.first["features"][0]["properties"]) == fields.keys() - {"id"} | (
        {"id"} & layer.first["features"][0]["properties"].keys()
    )


def test_queryables_have_types_that_qgis_reads(opened):
    known = opened().queryables

    assert known["updated_at"]["format"] == "date-time"
    assert all(one["type"] in TYPES for one in known.values() if "type" in one)
    assert [name for name, one in known.items() if "type" not in one] == ["geometry"]


def test_equalities_go_by_parameter_in_versions_that_know_no_cql2(opened, recorder, true):
    layer = opened()
    simple = {"category": "ski_track", "is_site": "true", "municipality": "2480"}
    found = qgis.get(layer.http, layer.items, qgis.ITEMS_ACCEPT, limit=1_000, **simple)

    assert {name: layer.simple[name] for name in simple} == {
        "category": "array", "is_site": "boolean", "municipality": "string",
    }  # fmt: skip
    meant = "category = 'ski_track' and is_site and municipality = '2480'"
    assert ids(found["features"]) == sorted(true("places", meant)) != []


@pytest.mark.parametrize("name", LAYERS)
def test_a_whole_layer_is_fetched(name, opened, true):
    found, expected = opened(name).features(), true(name)

    assert ids(found) == sorted(expected)
    assert_same_shapes(shapes(found), {id_: shape for id_, (_, shape) in expected.items()})
    for feature in found:
        assert feature["properties"] | {"id": feature["id"]} == expected[feature["id"]][0]


@pytest.mark.parametrize("page_size", [1, 53, 100])
def test_next_is_followed_to_the_letter(page_size, opened, true, recorder):
    layer = opened("trails")
    layer.page_size = page_size

    assert ids(layer.features()) == sorted(true("trails"))
    assert recorder.refused() == []


@pytest.mark.parametrize(("text", "meant"), FILTERS, ids=[text for text, _ in FILTERS])
def test_a_filter_of_qgis_is_answered_by_the_server(text, meant, opened, true, recorder):
    found = opened().features(text=text)
    asked = recorder.of_items("places")[-1].query

    assert ids(found) == sorted(true("places", meant))
    assert (asked["filter"], asked["filter-lang"]) == (text, "cql2-text")
    assert recorder.refused() == []


def test_two_filters_are_joined_as_qgis_joins_them(via_uma, true):
    joined = (
        "filter=(%28category%20%3D%20%27ski_track%27%29) AND (%28%22is_site%22%20%3D%20TRUE%29)"
    )
    address = f"{via_uma}/collections/places/items?limit=1000&{joined}&filter-lang=cql2-text"
    found = httpx.get(address.replace(" ", "%20")).json()

    assert ids(found["features"]) == sorted(true("places", "category = 'ski_track' and is_site"))


def test_a_filter_a_box_and_another_system_hold_on_every_page(opened, true, recorder):
    layer = opened()
    layer.page_size = 5
    box = [700_000.0, 7_060_000.0, 780_000.0, 7_120_000.0]
    found = layer.features(text="(category = 'ski_track')", box=box, crs=f"{EPSG}3006")
    window = "st_intersects(st_transform(geom, 3006), st_makeenvelope(%s, %s, %s, %s, 3006))"
    expected = true("places", f"category = 'ski_track' and {window}", *box)

    assert ids(found) == sorted(expected) != []
    assert len(found) > layer.page_size
    # In the order of the authority: northing first.
    assert all(7e6 < one["geometry"]["coordinates"][0] < 8e6 for one in found)
    assert recorder.refused() == []


@pytest.mark.parametrize("code", [4326, 3857, 3006, 3016, 3021, 3067, 25834, 25835])
def test_a_map_in_each_system_shows_what_lies_in_its_window(code, opened, true):
    crs = f"{EPSG}{code}"
    moved = pyproj.Transformer.from_crs(4326, code, always_xy=True)
    box = [*moved.transform(20.0, 63.7), *moved.transform(20.5, 64.0)]
    found = opened().features(box=box, crs=crs)
    window = "st_intersects(st_transform(geom, %s), st_makeenvelope(%s, %s, %s, %s, %s))"

    assert ids(found) == sorted(true("places", window, code, *box, code)) != []
    assert found[0]["geometry"] is not None


@pytest.mark.parametrize("code", [4326, 3857, 3006, 3016, 3021, 3067, 25834, 25835])
def test_a_map_of_more_than_the_world_shows_everything(code, opened, true):
    # QGIS keeps to the world's edges in degrees, and in metres to nothing.
    box = [-180.0, -90.0, 180.0, 90.0] if code == 4326 else [-9e7, -9e7, 9e7, 9e7]

    assert ids(opened().features(box=box, crs=f"{EPSG}{code}")) == sorted(true("places"))


def test_an_area_without_anything_is_empty_and_no_error(opened):
    assert opened().features(box=[0.0, 0.0, 1.0, 1.0]) == []


def test_qgis_learns_that_it_cannot_write(opened):
    layer = opened()
    answer = layer.http.options(layer.items)

    assert answer.status_code == 204
    assert "POST" not in answer.headers["allow"]
