"""Filters of every kind, as Hypothesis strategies: whatever the readers can accept."""

import unicodedata
from datetime import UTC, date
from functools import partial

import shapely
from hypothesis import strategies as st

from viauma.cql2 import tree, words
from viauma.cql2.instants import runs_backwards
from viauma.cql2.operators import joined

readable = st.characters(
    exclude_categories=["Cs"],
    exclude_characters="".join(map(chr, [*range(7), *range(14, 32), 0xFFFE, 0xFFFF])),
)
texts = st.one_of(
    st.text(readable, max_size=12),
    st.text("a'\\%_\"n(", max_size=8),
    st.sampled_from(
        ["bathing_beach", "Umeå", "it's", "\\", "\\'", "''", "\a\b\t\n\v\f\r", "%\\%_"]
    ),
).map(partial(unicodedata.normalize, "NFC"))
names = st.one_of(
    st.sampled_from(
        ["name", "attributes.length_km", "date", "like", "end", "ns:höjd", "a b", "1st", "IN"]
    ),
    st.text(readable.filter(lambda letter: letter != '"'), min_size=1, max_size=8),
)
function_names = st.sampled_from(["distance", "f", "ns:area.of", "upper_2"])

properties = st.builds(tree.Property, names)
quoted = st.builds(tree.Literal, texts)
truths = st.builds(tree.Literal, st.booleans())
numbers = st.builds(
    tree.Literal,
    st.integers(-(2**63) + 1, 2**63 - 1)
    | st.integers(-99, 99)
    | st.floats(allow_nan=False, allow_infinity=False),
)
days = st.builds(tree.Instant, st.dates())
moments = st.datetimes().map(lambda moment: tree.Instant(moment.replace(tzinfo=UTC, fold=0)))
instants = days | moments


def _is_forward(interval: tree.Interval) -> bool:
    ends = [end.value for end in (interval.start, interval.end) if isinstance(end, tree.Instant)]
    return len(ends) < 2 or not runs_backwards(*ends)


ends = st.none() | properties | instants
intervals = st.builds(tree.Interval, ends, ends).filter(_is_forward) | st.builds(
    tree.Interval, st.just(tree.Instant(date(2024, 6, 1))), st.none()
)

lons = st.integers(-180 * 10**7, 180 * 10**7).map(lambda number: number / 10**7)
lats = st.integers(-90 * 10**7, 90 * 10**7).map(lambda number: number / 10**7)
points = st.builds(shapely.Point, lons, lats)
lines = st.lists(st.tuples(lons, lats), min_size=2, max_size=5, unique=True).map(shapely.LineString)
boxes = st.builds(
    shapely.box,
    lons.map(lambda lon: min(lon, 179.0)), lats.map(lambda lat: min(lat, 89.0)),
    st.just(180.0), st.just(90.0),
)  # fmt: skip
simple = points | lines | boxes
multiples = st.one_of(
    st.lists(points, min_size=1, max_size=4).map(shapely.MultiPoint),
    st.lists(lines, min_size=1, max_size=3).map(shapely.MultiLineString),
    boxes.map(lambda box: shapely.MultiPolygon([box])),
    st.lists(simple, min_size=1, max_size=3).map(shapely.GeometryCollection),
)
geometries = st.builds(tree.Geometry, simple | multiples)

functions = st.deferred(
    lambda: st.builds(tree.Function, function_names, st.lists(anything, max_size=3).map(tuple))
)
named = properties | functions
foldings = st.sampled_from(words.FOLDINGS)
folded = st.deferred(lambda: st.builds(tree.Folded, foldings, quoted | named | folded))
patterns = st.deferred(lambda: quoted | st.builds(tree.Folded, foldings, patterns))
arithmetic = st.deferred(
    lambda: st.builds(tree.Arithmetic, st.sampled_from(words.ARITHMETIC), counted, counted)
)
counted = numbers | properties | functions | arithmetic
strings = quoted | properties | functions | folded
scalars = properties | quoted | numbers | truths | instants | functions | folded | arithmetic
arrays = st.deferred(
    lambda: st.lists(anything, max_size=3).map(lambda items: tree.Array((*items,)))
)
anything = st.deferred(lambda: scalars | intervals | geometries | conditions | arrays)

spatial_operands = geometries | named
temporal_operands = instants | intervals | named
lists = arrays | named

comparisons = st.builds(tree.Comparison, st.sampled_from(words.COMPARISONS), scalars, scalars)
ranged = counted | instants
predicates = st.one_of(
    comparisons,
    st.builds(tree.Like, strings, patterns),
    st.builds(tree.Between, ranged, ranged, ranged),
    st.builds(tree.In, scalars, st.lists(scalars, min_size=1, max_size=4).map(tuple)),
    st.builds(tree.IsNull, anything),
    st.builds(tree.Spatial, st.sampled_from(words.SPATIAL), spatial_operands, spatial_operands),
    st.builds(tree.Temporal, st.sampled_from(words.TEMPORAL), temporal_operands, temporal_operands),
    st.builds(tree.Arrays, st.sampled_from(words.ARRAYS), lists, lists),
)
conditions = st.deferred(
    lambda: (
        predicates
        | truths
        | named
        | st.builds(tree.Not, conditions)
        | st.builds(
            lambda kind, parts: joined(kind, *parts),
            st.sampled_from([tree.And, tree.Or]),
            st.lists(conditions, min_size=2, max_size=4),
        )
    )
)
