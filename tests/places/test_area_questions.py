"""The database's answers about areas are those of shapely and pyproj on the same rows."""

import math
from collections.abc import Iterator

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.factories import place_draft, writing
from tests.fixtures.database import settings_for
from tests.places.independent import (
    WGS84,
    Row,
    distance_and_bearing,
    metres_to_shape,
    read_rows,
    slugs_where,
)
from tests.shapes import assert_same_shape
from viauma.db.session import reading
from viauma.features.folding import folded
from viauma.geo.areas import Point, Within
from viauma.geo.bbox import BBox
from viauma.places.actions import store_places
from viauma.places.nearest import nearest_places
from viauma.places.queries import place_geometry, places_in
from viauma.places.rules import PlaceFilter, Status

UMEA = Point(20.263, 63.8258)

# Where the region is; areas beyond it are asked for by name below.
lons, lats = st.floats(18.5, 21.5), st.floats(63.2, 64.7)
areas = settings(max_examples=40, suppress_health_check=list(HealthCheck))


@pytest.fixture
def session(template_url) -> Iterator[Session]:
    with reading(settings_for(template_url)) as opened:
        yield opened


@pytest.fixture(scope="module")
def rows(template_url) -> list[Row]:
    return read_rows(template_url)


def asked(session: Session, **question) -> set[str]:
    found = places_in(session, PlaceFilter(**question))
    slugs = {feature["properties"]["slug"] for feature in found}

    assert len(slugs) == len(found)
    return slugs


@areas
@given(st.tuples(lons, lons), st.tuples(lats, lats))
def test_a_box_holds_what_shapely_says(session, rows, lon, lat):
    west, east = sorted(lon)
    south, north = sorted(lat)
    box = shapely.box(west, south, east, north)

    assert slugs_where(rows, lambda row: row.shape.intersects(box)) == asked(
        session, bbox=BBox(west, south, east, north)
    )


@areas
@given(st.lists(st.tuples(lons, lats), min_size=3, max_size=7))
def test_a_polygon_holds_what_shapely_says(session, rows, corners):
    polygon = shapely.MultiPoint(corners).convex_hull
    if polygon.geom_type != "Polygon":
        return

    assert slugs_where(rows, lambda row: row.shape.intersects(polygon)) == asked(
        session, polygon=polygon
    )


def test_a_polygon_with_a_hole_leaves_the_hole_out(session, rows):
    ring = (
        shapely.Point(UMEA.lon, UMEA.lat)
        .buffer(0.3)
        .difference(shapely.Point(UMEA.lon, UMEA.lat).buffer(0.05))
    )
    inside = slugs_where(rows, lambda row: row.shape.intersects(ring))

    assert 0 < len(inside) < len(rows)
    assert inside == asked(session, polygon=ring)


@areas
@given(lons, lats, st.floats(1, 60_000))
def test_a_circle_holds_what_lies_within_its_geodesic_radius(session, rows, lon, lat, metres):
    measured = {row.slug: distance_and_bearing(row, lon, lat)[0] for row in rows}
    found = asked(session, within=(Within(shapely.Point(lon, lat), metres),))
    # To a shape other than a point the independent answer is good to a centimetre.
    wrong = {
        slug: d for slug, d in measured.items()
        if abs(d - metres) > 0.01 and (d <= metres) != (slug in found)
    }  # fmt: skip

    assert wrong == {}


@settings(areas, max_examples=15)
@given(st.lists(st.tuples(lons, lats), min_size=2, max_size=5, unique=True),
       st.floats(100, 20_000))  # fmt: skip
def test_a_corridor_holds_what_lies_along_it(session, rows, path, metres):
    line = shapely.segmentize(shapely.LineString(path), 0.01)
    found = asked(session, within=(Within(line, metres),))
    # Planar distances around the middle of so long a line are good to a thousandth.
    wrong = {
        row.slug: d for row in rows
        if abs((d := metres_to_shape(row, line)) - metres) > 0.005 * metres + 5
        and (d <= metres) != (row.slug in found)
    }  # fmt: skip

    assert wrong == {}


def test_the_neighbourhood_of_a_place_is_around_its_whole_shape(session, rows):
    row = next(row for row in rows if row.shape.geom_type == "Polygon")
    shape = place_geometry(session, row.slug)
    found = asked(session, within=(Within(shape, 3_000.0),))

    assert_same_shape(row.shape, shape, tolerance=1e-7)
    assert slugs_where(rows, lambda other: metres_to_shape(other, row.shape) <= 3_000) == found


@areas
@given(lons, lats, st.integers(1, 40))
def test_the_nearest_are_the_nearest_to_the_centimetre(session, rows, lon, lat, limit):
    points = [row for row in rows if row.is_point]
    expected = sorted(distance_and_bearing(row, lon, lat)[0] for row in points)
    found = nearest_places(session, Point(lon, lat), PlaceFilter(), limit)
    to_points = [one.distance_m for one in found if one.feature["geometry"]["type"] == "Point"]

    assert limit == len(found)
    assert expected[: len(to_points)] == pytest.approx(to_points, abs=0.01)


def tolerance_of(row: Row) -> dict[str, float]:
    """To points distances agree to the centimetre.

    To an edge PostGIS looks for the nearest spot on a sphere and measures to it on the ellipsoid:
    up to some millionths too far.
    """
    return {"abs": 0.01} if row.is_point else {"abs": 0.01, "rel": 1e-5}


@settings(areas, max_examples=10)
@given(lons, lats)
def test_distance_and_bearing_of_each_place_are_the_geodesic_ones(session, rows, lon, lat):
    by_slug = {row.slug: row for row in rows}
    for one in nearest_places(session, Point(lon, lat), PlaceFilter(), 1_000):
        row = by_slug[one.feature["properties"]["slug"]]
        metres, bearing = distance_and_bearing(row, lon, lat)

        assert metres == pytest.approx(one.distance_m, **tolerance_of(row)), row.slug
        assert (bearing is None) == (one.bearing_deg is None), row.slug
        if bearing is not None and metres > 10:
            assert abs((bearing - one.bearing_deg + 180) % 360 - 180) < 0.1, row.slug


def test_the_bearing_to_a_road_that_runs_askew_is_that_of_its_nearest_point(small_url):
    # At 64° north a degree of longitude is 0.44 of one of latitude: the nearest point in degrees
    # is not the nearest point on the ground.
    road = "LINESTRING (20 63.7, 20.4 63.9)"
    with writing(small_url) as session:
        store_places(session, [place_draft(category="ski_track", wkt=road)])
    (row,) = read_rows(small_url)
    metres, bearing = distance_and_bearing(row, 20.1, 63.85)
    with reading(settings_for(small_url)) as session:
        (found,) = nearest_places(session, Point(20.1, 63.85), PlaceFilter())

    assert metres == pytest.approx(found.distance_m, abs=1)
    assert bearing == pytest.approx(found.bearing_deg, abs=0.1)


def test_inside_a_place_there_is_no_direction(session, rows):
    row = next(row for row in rows if row.shape.geom_type == "Polygon")
    inside = row.shape.representative_point()
    (found, *_) = nearest_places(session, Point(inside.x, inside.y), PlaceFilter(), 1)

    assert (found.distance_m, found.bearing_deg) == (0.0, None)


@areas
@given(
    st.sets(st.sampled_from(["2480", "2460", "2401", "2284"])),
    st.sets(st.sampled_from(["water", "bathing_beach", "campsite", "culture", "church"])),
    st.sampled_from(["place", "site", "facility"]),
    st.sampled_from([None, "a", "BAD", "Å", "_", "%", "\\", "åkern"]),
    st.sets(st.sampled_from(list(Status))),
)
def test_every_field_narrows_as_python_would(
    session, rows, codes, categories, kind, text, statuses
):
    below = {key: set() for key in categories}
    for row in rows:
        for key in categories & set(_paths(session)[row.feature["properties"]["category"]]):
            below[key].add(row.slug)

    def holds(row: Row) -> bool:
        p = row.feature["properties"]
        words = " ".join(filter(None, (p["name_sv"], p["name_en"], p["slug"], p["city"])))
        return (
            (not codes or p["municipality"] in codes)
            and (not categories or any(row.slug in below[key] for key in categories))
            and (kind == "place" or p[f"is_{kind}"])
            and (text is None or folded(text) in folded(words))
            and (not statuses or p["status"] in statuses)
        )

    assert slugs_where(rows, holds) == asked(
        session, municipalities=tuple(codes), categories=tuple(categories), kind=kind,
        texts=(text,) if text else (), statuses=tuple(statuses),
    )  # fmt: skip


def _paths(session: Session, known: dict = {}) -> dict[str, tuple[str, ...]]:  # noqa: B006
    from viauma.taxonomy.queries import categories

    if not known:
        known.update({one.key: one.path for one in categories(session)})
    return known


def test_attributes_match_whole_values(session, rows):
    wanted = {"toilets": True}

    assert slugs_where(
        rows, lambda row: row.feature["properties"]["attributes"].get("toilets") is True
    ) == asked(session, attributes=wanted)


def test_several_distances_must_all_hold(session):
    near_a, near_b = (Within(shapely.Point(lon, 63.83), 9_000.0) for lon in (20.2, 20.35))

    assert asked(session, within=(near_a,)) & asked(session, within=(near_b,)) == asked(
        session, within=(near_a, near_b)
    )


def test_pages_come_in_one_order_and_join_without_gap(session):
    whole = [f["id"] for f in places_in(session, PlaceFilter())]

    assert whole[:50] == [f["id"] for f in places_in(session, PlaceFilter(), 50)]
    assert len(whole) == len(set(whole))


# The ends of the world ----------------------------------------------------------------------

FAR = {
    "fiji-west": (179.9, -17.0), "fiji-east": (-179.9, -17.0), "date-line": (180.0, 0.5),
    "north-pole": (0.0, 90.0), "near-pole": (135.0, 89.99), "south": (20.0, -89.0),
    "umea": (20.26, 63.83),
}  # fmt: skip


@pytest.fixture
def far_away(small_url) -> Iterator[Session]:
    with writing(small_url) as session:
        store_places(
            session,
            [place_draft(slug=slug, wkt=f"POINT ({lon} {lat})", municipality=None,
                         municipality_basis=None) for slug, (lon, lat) in FAR.items()],
        )  # fmt: skip
    with reading(settings_for(small_url)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (BBox(170, -20, -170, 10), {"fiji-west", "fiji-east", "date-line"}),
        (BBox(170, -20, 180, 10), {"fiji-west", "date-line"}),
        (BBox(-180, -20, -170, 10), {"fiji-east"}),
        (BBox(-180, -90, 180, 90), set(FAR)),
        (BBox(-180, 89, 180, 90), {"north-pole", "near-pole"}),
        (BBox(-180, -90, 180, -80), {"south"}),
        (BBox(20.26, 63.83, 20.26, 63.83), {"umea"}),
        (BBox(10, 60, 5, 70), {"umea"}),
    ],
)
def test_boxes_at_the_ends_of_the_world(far_away, box, expected):
    assert expected == asked(far_away, bbox=box)


def test_a_circle_reaches_over_the_antimeridian(far_away):
    circle = Within(shapely.Point(179.99, -17.0), 50_000.0)

    assert {"fiji-west", "fiji-east"} == asked(far_away, within=(circle,))


def test_a_circle_reaches_over_the_pole(far_away):
    circle = Within(shapely.Point(-45.0, 89.9), 20_000.0)

    assert {"north-pole", "near-pole"} == asked(far_away, within=(circle,))


def test_the_nearest_are_found_around_the_world(far_away):
    expected = sorted(
        (WGS84.inv(-179.95, -16.0, *position)[2], slug) for slug, position in FAR.items()
    )
    found = nearest_places(far_away, Point(-179.95, -16.0), PlaceFilter())

    assert [slug for _, slug in expected] == [f.feature["properties"]["slug"] for f in found]
    assert [metres for metres, _ in expected] == pytest.approx(
        [f.distance_m for f in found], abs=0.01
    )
    assert all(math.isfinite(f.bearing_deg) and 0 <= f.bearing_deg <= 360 for f in found)
