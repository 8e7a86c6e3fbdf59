"""Systems whose numbers look alike are told apart by the municipalities that the rows state."""

import functools

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from tests.data.detecting.tables import table
from viauma.exchange.findings import Ambiguous
from viauma_data.detecting import detect, located
from viauma_data.detecting.systems import CANDIDATES, LOCAL_ZONES
from viauma_data.outlines import outlines

MEMBERS = ("2480", "2460", "2404", "2401", "2409", "2403")


@functools.cache
def outline(code):
    return shapely.from_wkb(outlines()[code])


def positions(codes, seed=1):
    """Lay one position inside each municipality."""
    chance = np.random.default_rng(seed)
    for code in codes:
        west, south, east, north = outline(code).bounds
        point = shapely.Point(0, 0)
        while not outline(code).contains(point):
            point = shapely.Point(chance.uniform(west, east), chance.uniform(south, north))
        yield code, point.x, point.y


def written(srid, places, names=("x", "y"), *, with_codes=True):
    """Write positions in a system, as text to the millimetre or what is like it in degrees."""
    to = Transformer.from_crs(4326, srid, always_xy=True).transform
    decimals = 9 if srid == 4326 else 3
    rows = []
    for code, lon, lat in places:
        x, y = to(lon, lat)
        row = {names[0]: f"{x:.{decimals}f}", names[1]: f"{y:.{decimals}f}"}
        rows.append(row | ({"kommunkod": code} if with_codes else {}))
    return table(rows)


@pytest.mark.parametrize("names", [("x", "y"), ("y", "x")])
@pytest.mark.parametrize("srid", LOCAL_ZONES)
def test_each_local_zone_is_told_by_the_stated_municipality(srid, names):
    layout = detect(written(srid, positions(MEMBERS), names))

    assert (f"EPSG:{srid}", names == ("y", "x")) == (layout.crs, layout.is_swapped)


@given(
    st.sampled_from(CANDIDATES),
    st.lists(st.sampled_from(sorted(outlines())), min_size=6, max_size=12, unique=True),
    st.sampled_from([("x", "y"), ("y", "x")]),
    st.integers(0, 1_000),
)
@settings(max_examples=60)
def test_points_with_municipalities_come_back_within_a_metre(srid, codes, names, seed):
    places = list(positions(codes, seed))
    written_down = written(srid, places, names)

    found = list(located(written_down.read(), detect(written_down)))

    metres = Transformer.from_crs(4326, 3006, always_xy=True).transform
    here = np.array([metres(one.shape.x, one.shape.y) for one in found])
    there = np.array([metres(lon, lat) for _, lon, lat in places])
    assert np.hypot(*(here - there).T).max() < 1


def test_a_local_zone_that_nobody_names_is_asked_for_with_where_the_points_would_fall():
    nameless = written(3011, positions(["0180"] * 9), ("east", "north"), with_codes=False)

    with pytest.raises(
        Ambiguous, match=r"EPSG:3011 \(SWEREF99 18 00\) 9 of 9 fall in Stockholm"
    ) as asked:
        detect(nameless)
    assert asked.value.argument == "--crs"
    assert {"EPSG:3010", "EPSG:3011"} <= set(asked.value.choices)


def test_the_answer_to_the_question_is_taken():
    nameless = written(3011, positions(["0180"] * 9), ("east", "north"), with_codes=False)

    assert detect(nameless, crs="EPSG:3011").crs == detect(nameless, crs="3011").crs == "EPSG:3011"


def test_links_to_one_municipality_state_where_rows_lie():
    rows = list(written(3011, positions(["0180"] * 9), with_codes=False).read())
    linked = table(
        [{**row.values, "länk": f"https://www.stockholm.se/{row.number}"} for row in rows]
    )

    assert detect(linked).crs == "EPSG:3011"


def test_who_knows_where_a_row_should_lie_decides():
    places = list(positions(["0180"] * 9))
    nameless = written(3011, places, with_codes=False)
    stated = {number: (lon, lat, 500.0) for number, (_, lon, lat) in enumerate(places, 2)}

    assert detect(nameless, stated_at=lambda row: stated[row.number]).crs == "EPSG:3011"


def test_the_national_grid_needs_no_name():
    assert detect(written(3006, positions(MEMBERS), with_codes=False)).crs == "EPSG:3006"


def test_rt_90_without_a_zone_is_the_national_one():
    rows = written(3021, positions(MEMBERS), ("rt90_y", "rt90_x"), with_codes=False)

    assert detect(rows).crs == "EPSG:3021"
