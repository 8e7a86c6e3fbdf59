"""Counts and rates agree with counting the same rows in Python and geopandas."""

import csv
import math
from collections import Counter
from importlib.resources import files

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fixtures.database import settings_for
from tests.places.independent import Row, read_rows
from viauma.analysis.queries import counts_by_area, geodesic_area_km2, shape_area_km2
from viauma.db.session import reading
from viauma.geo.areas import Within
from viauma.municipalities.queries import municipalities
from viauma.places.rules import PlaceFilter
from viauma.taxonomy.queries import categories

areas = settings(max_examples=30, suppress_health_check=list(HealthCheck))


@pytest.fixture
def session(template_url):
    with reading(settings_for(template_url)) as opened:
        yield opened


@pytest.fixture(scope="module")
def rows(template_url) -> list[Row]:
    return read_rows(template_url)


def shipped(name: str) -> list[dict[str, str]]:
    text = files("viauma_data.region").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def counted(rows: list[Row]) -> Counter[tuple[str, str]]:
    properties = (row.feature["properties"] for row in rows)
    return Counter((p["municipality"] or "unknown", p["category"]) for p in properties)


def test_all_places_counted_by_municipality_and_category(session, rows):
    found = counts_by_area(session, PlaceFilter())

    assert counted(rows) == {(one.area, one.category): one.count for one in found}


@areas
@given(st.floats(18.5, 21.5), st.floats(63.2, 64.7), st.floats(0.01, 1.5))
def test_counts_in_a_drawn_polygon_are_those_of_geopandas(session, rows, lon, lat, size):
    polygon = shapely.Point(lon, lat).buffer(size, quad_segs=3)
    frame = gpd.GeoDataFrame(
        {"category": [row.feature["properties"]["category"] for row in rows]},
        geometry=[row.shape for row in rows],
        crs=4326,
    )
    expected = frame[frame.intersects(polygon)].groupby("category").size().to_dict()
    found = counts_by_area(session, PlaceFilter(polygon=polygon), {"category"})
    by_municipality = counts_by_area(session, PlaceFilter(polygon=polygon))

    assert expected == {one.category: one.count for one in found}
    assert sum(expected.values()) == sum(one.count for one in by_municipality)


def test_rates_divide_by_the_published_figures_of_the_latest_year(session):
    land = {m["code"]: float(m["land_area_km2"]) for m in shipped("municipalities.csv")}
    people = {
        p["municipality"]: int(p["population"])
        for p in sorted(shipped("population.csv"), key=lambda p: p["year"])
    }
    for one in counts_by_area(session, PlaceFilter()):
        assert one.per_1000_inhabitants == pytest.approx(1000 * one.count / people[one.area])
        assert one.per_100_km2 == pytest.approx(100 * one.count / land[one.area])


def test_a_subtree_counts_all_that_lies_below(session, rows):
    below = {one.key for one in categories(session) if "water" in one.path}
    expected = sum(row.feature["properties"]["category"] in below for row in rows)
    found = counts_by_area(session, PlaceFilter(categories=("water",)))

    assert expected == sum(one.count for one in found) > 0


def test_the_area_of_a_drawn_polygon_is_geodesic():
    degree = shapely.box(20, 63, 21, 64)
    on_the_ground = gpd.GeoSeries([shapely.segmentize(degree, 0.01)], crs=4326).to_crs(3035).area

    assert on_the_ground[0] / 1e6 == pytest.approx(geodesic_area_km2(degree), rel=2e-3)


@given(st.booleans())
def test_the_area_is_positive_whichever_way_the_ring_runs(clockwise):
    ring = shapely.box(20, 63, 21, 64, ccw=not clockwise)

    assert geodesic_area_km2(ring) == pytest.approx(5570, rel=0.01)


def test_a_hole_is_not_area():
    hole = shapely.box(20.4, 63.4, 20.6, 63.6)
    whole = shapely.box(20, 63, 21, 64)

    assert geodesic_area_km2(whole.difference(hole)) == pytest.approx(
        geodesic_area_km2(whole) - geodesic_area_km2(hole), rel=1e-4
    )


def test_a_shape_that_cuts_municipalities_has_no_rate_per_inhabitant(session):
    inside = PlaceFilter(within=(Within(shapely.Point(20.26, 63.83), 500.0),))
    parts = counts_by_area(session, inside)
    (whole,) = counts_by_area(session, inside, ())

    assert {one.per_1000_inhabitants for one in parts} == {None}
    assert {one.per_100_km2 for one in parts} == {None}
    assert whole.per_1000_inhabitants is None
    assert whole.land_area_km2 == pytest.approx(math.pi * 0.25, rel=1e-3)


def test_a_category_of_the_region_divides_by_all_members(session):
    (gyms,) = counts_by_area(session, PlaceFilter(categories=("outdoor_gym",)), {"category"})
    members = sum(one.population for one in municipalities(session) if one.is_member)

    assert (gyms.count, gyms.population) == (8, members)


def test_overlapping_conditions_have_no_area_of_their_own():
    shape = shapely.box(20, 63, 21, 64)

    assert shape_area_km2(PlaceFilter(polygon=shape, municipalities=("2480",))) is None
    assert shape_area_km2(PlaceFilter(polygon=shape)) == pytest.approx(geodesic_area_km2(shape))
