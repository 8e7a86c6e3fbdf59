"""Each function answers in several predicates (/conf/functions/functions), wherever on earth."""

import pytest
import shapely
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.cql2.things import QUERYABLES
from viauma.cql2 import tree
from viauma.cql2.checking import check
from viauma.cql2.functions import FUNCTIONS
from viauma.cql2.queryables import Kind
from viauma.cql2.reading import read_filter
from viauma.errors import InvalidInput

CALLS = {
    "distance_m": "distance_m(geom, spot)", "length_m": "length_m(geom)",
    "area_m2": "area_m2(geom)", "lower": "lower(name)", "upper": "upper(label)",
    "length": "length(name)", "year": "year(at)",
}  # fmt: skip


def test_every_function_is_tried():
    assert set(CALLS) == {name for name, one in FUNCTIONS.items() if one.sql}


@pytest.mark.parametrize(("name", "call"), CALLS.items(), ids=CALLS)
def test_a_function_stands_wherever_a_value_of_its_kind_may(ask, name, call):
    is_text = FUNCTIONS[name].returns is Kind.STRING
    value = "'b%'" if is_text else "2"
    filters = [f"{call} {sign} {value}" for sign in ("=", "<>", "<", ">=")]
    filters += [f"{value} < {call}", f"{call} IN ({value}, {value})", f"{call} IS NULL"]
    filters += [f"CASEI({call}) LIKE 'b%'"] if is_text else [f"{call} * 2 BETWEEN 0 AND {call}"]
    known = set(ask(read_filter(f"{call} IS NOT NULL")))

    for filter_ in filters[:-2]:
        found = ask(read_filter(filter_))
        others = ask(read_filter(f"NOT ({filter_})"))
        assert {*found, *others} == known, filter_
    for filter_ in filters[-2:]:
        ask(read_filter(filter_))


PLACES = st.tuples(
    st.sampled_from((-180, -179.9, -90, -60, 0, 20.3, 90, 120, 179.9, 180)),
    st.sampled_from((-90, -89.9, -60, 0, 30, 63.8, 89.9, 90)),
)
SHAPES = st.lists(PLACES, min_size=2, max_size=5).flatmap(
    lambda places: st.sampled_from(
        (
            shapely.Point(places[0]),
            shapely.MultiPoint(places),
            shapely.LineString(places),
            shapely.MultiLineString([places, places[:2]]),
            shapely.convex_hull(shapely.MultiPoint(places)),
            shapely.GeometryCollection([shapely.Point(places[0]), shapely.LineString(places)]),
        )
    )
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SHAPES, SHAPES, st.sampled_from((0, 5e3, 1.9e7, 1e300)))
def test_no_shape_on_earth_makes_the_database_fail(ask, one, other, metres):
    assume(one.is_valid and other.is_valid)
    sides = tree.Geometry(one), tree.Geometry(other)
    near = tree.Comparison("<=", tree.Function("distance_m", sides), tree.Literal(metres))
    whole = [tree.Function(name, sides[:1]) for name in ("length_m", "area_m2")]
    for filter_ in (near, tree.Not(near), tree.Comparison(">=", *whole)):
        try:
            check(filter_, QUERYABLES)
        except InvalidInput as refused:
            assert "half the world apart" in refused.reason
        else:
            ask(filter_)
