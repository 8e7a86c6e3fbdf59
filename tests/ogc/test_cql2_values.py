"""CQL2 (21-065r2): arrays, properties on both sides, functions and arithmetic, through items."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pyproj import Geod
from shapely.geometry import shape

from tests.ogc.asking import CQL2, JSON, Feature, good, value_of
from tests.ogc.filtering import LANGUAGES, SOURCES, VALUES, Filters
from viauma.register.hours import state_at

ARRAYS, PROPERTIES = f"{CQL2}array-functions", f"{CQL2}property-property"
FUNCTIONS, ARITHMETIC = f"{CQL2}functions", f"{CQL2}arithmetic"
EARTH = Geod(ellps="WGS84")

abstract_test = pytest.mark.abstract_test
every_source = pytest.mark.parametrize("source", SOURCES)
languages = pytest.mark.parametrize("lang", LANGUAGES)

ON_ARRAYS = {
    "A_CONTAINS": lambda one, other: one >= other,
    "A_CONTAINEDBY": lambda one, other: one <= other,
    "A_EQUALS": lambda one, other: one == other,
    "A_OVERLAPS": lambda one, other: bool(one & other),
}
MIRRORED = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


@abstract_test(ARRAYS, "/conf/array-functions/array-predicates")
@every_source
@languages
def test_every_array_is_compared(filters: Filters, source: str, lang: str) -> None:
    """/conf/array-functions/array-predicates."""
    for name in filters.of_kind(source, "array"):
        for relation in ON_ARRAYS:
            found = filters.found(source, f"{relation}({name},('foo','bar'))", lang)
            assert found <= filters.found(source, f"{name} IS NOT NULL", lang)


@abstract_test(ARRAYS, "/conf/array-functions/array-predicates")
@languages
@pytest.mark.parametrize("name", ["municipalities", "categories"])
@pytest.mark.parametrize("relation", ON_ARRAYS)
def test_arrays_are_compared_as_sets(filters: Filters, lang: str, name: str, relation: str) -> None:
    """/conf/array-functions/array-predicates, with results."""
    projects = filters.features("projects")
    lists = sorted({tuple(sorted(one["properties"][name])) for one in projects}, key=len)
    for codes in [codes for codes in lists if codes][:3] + lists[-1:]:
        expected = {one["id"] for one in projects
                    if ON_ARRAYS[relation](set(one["properties"][name]), set(codes))}  # fmt: skip
        spelled = ",".join(f"'{code}'" for code in codes)
        assert filters.found("projects", f"{relation}({name},({spelled}))", lang) == expected


@abstract_test(ARRAYS, "/conf/array-functions/logical")
@every_source
@languages
def test_array_predicates_combine(filters: Filters, source: str, lang: str) -> None:
    """/conf/array-functions/logical."""
    predicates = [f"{relation}({name},('2480','water'))" for relation in ON_ARRAYS
                  for name in filters.of_kind(source, "array")]  # fmt: skip
    filters.assert_combined(source, [*predicates, "slug > 'n'", "name LIKE '%a%'"], lang)


@abstract_test(PROPERTIES, "/conf/property-property/comparison-value-property")
@every_source
@languages
def test_values_may_stand_on_the_left(filters: Filters, source: str, lang: str) -> None:
    """/conf/property-property/comparison-value-property; the mirror image finds the same."""
    for name in filters.of_kind(source, *VALUES)[::2]:
        value = VALUES[filters.kinds(source)[name]]
        for operator, mirrored in MIRRORED.items():
            found = filters.found(source, f"{value} {operator} {name}", lang)
            assert found == filters.found(source, f"{name} {mirrored} {value}", lang)


@abstract_test(PROPERTIES, "/conf/property-property/comparison-property-property")
@every_source
@languages
def test_properties_may_stand_on_both_sides(filters: Filters, source: str, lang: str) -> None:
    """/conf/property-property/comparison-property-property."""
    for name in filters.of_kind(source, *VALUES):
        for operator in ("<>", "<", ">"):
            assert filters.count(source, f"{name} {operator} {name}", lang) == 0
        found = [filters.found(source, f"{name} {operator} {name}", lang)
                 for operator in ("=", ">=", "<=")]  # fmt: skip
        assert found[0] == found[1] == found[2] == filters.found(source, f"{name} IS NOT NULL")


@pytest.mark.parametrize(
    ("source", "text", "holds"),
    [("projects", "funding_total < budget_total", lambda p: float(p["funding_total"])
      < float(p["budget_total"] or -1)),
     ("municipalities", "population > land_area_km2",
      lambda p: p["population"] > p["land_area_km2"]),
     ("places", "name = name_en", lambda p: p["name_en"] is not None and p["name"] == p["name_en"]),
     ("places", "name_sv <> name_en",
      lambda p: None not in {p["name_sv"], p["name_en"]} and p["name_sv"] != p["name_en"])],
)  # fmt: skip
@abstract_test(PROPERTIES, "/conf/property-property/comparison-property-property")
@languages
def test_two_properties_are_compared_as_python_compares_them(
    filters: Filters, source: str, text: str, holds: Any, lang: str
) -> None:
    """/conf/property-property/comparison-property-property, with results."""
    expected = {one["id"] for one in filters.features(source) if holds(one["properties"])}

    assert filters.found(source, text, lang) == expected


@abstract_test(PROPERTIES, "/conf/property-property/comparison-value-value")
@languages
@pytest.mark.parametrize("value", VALUES.values())
def test_values_may_stand_on_both_sides(filters: Filters, value: str, lang: str) -> None:
    """/conf/property-property/comparison-value-value."""
    for operator in ("<>", "<", ">"):
        assert filters.found("projects", f"{value} {operator} {value}", lang) == set()
    for operator in ("=", ">=", "<="):
        found = filters.found("projects", f"{value} {operator} {value}", lang)
        assert found == filters.ids("projects")


@abstract_test(PROPERTIES, "/conf/property-property/logical")
@every_source
@languages
def test_comparisons_of_properties_combine(filters: Filters, source: str, lang: str) -> None:
    """/conf/property-property/logical."""
    kinds = filters.kinds(source)
    predicates = [f"{VALUES[kinds[name]]} {operator} {name}" for operator in MIRRORED
                  for name in filters.of_kind(source, *VALUES)[:6]]  # fmt: skip
    filters.assert_combined(source, [*predicates, "slug < name", "3.14 > 1"], lang)


def measured(name: str, feature: Feature) -> float:
    geometry = shape(feature["geometry"])
    if name == "length_m":
        is_line = geometry.geom_type.endswith("LineString")
        return EARTH.geometry_length(geometry) if is_line else 0.0
    is_area = geometry.geom_type.endswith("Polygon")
    return abs(EARTH.geometry_area_perimeter(geometry)[0]) if is_area else 0.0


SATURDAY = datetime(2026, 6, 20, 10, tzinfo=UTC)

# For each function filters with different operators, and what must hold of a feature.
CALLS: dict[str, list[tuple[str, str, Any]]] = {
    "distance_m": [
        ("places", "distance_m(geometry, POINT(20.26 63.825)) < 3000", None),
        ("places", "distance_m(geometry, POINT(20.26 63.825)) BETWEEN 1000 AND 20000", None),
    ],
    "length_m": [
        ("places", "length_m(geometry) > 4000", lambda one: measured("length_m", one) > 4000),
        ("places", "length_m(geometry) = 0", lambda one: measured("length_m", one) == 0),
    ],
    "area_m2": [
        ("municipalities", "area_m2(geometry) >= 3000000000",
         lambda one: measured("area_m2", one) >= 3e9),
        ("municipalities", "area_m2(geometry) IN (1, 2)", lambda one: False),
    ],
    "lower": [
        ("municipalities", "lower(name) = 'umeå'", lambda one: one["properties"]["name"] == "Umeå"),
        ("municipalities", "lower(name) LIKE 'ö%'",
         lambda one: one["properties"]["name"].lower().startswith("ö")),
    ],
    "upper": [
        ("municipalities", "upper(name) = 'VÄNNÄS'",
         lambda one: one["properties"]["name"] == "Vännäs"),
        ("municipalities", "upper(name) <> name", lambda one: True),
    ],
    "length": [
        ("municipalities", "length(name) < 6", lambda one: len(one["properties"]["name"]) < 6),
        ("municipalities", "length(name) BETWEEN 6 AND 7",
         lambda one: 6 <= len(one["properties"]["name"]) <= 7),
    ],
    "is_open": [
        ("places", "is_open(TIMESTAMP('2026-06-20T10:00:00Z'))",
         lambda one: state_at(one["properties"]["opening_hours"], SATURDAY) == "open"),
        ("places", "is_open(TIMESTAMP('2026-06-20T10:00:00Z')) <> TRUE",
         lambda one: state_at(one["properties"]["opening_hours"], SATURDAY) != "open"),
    ],
    "is_closed": [
        ("places", "is_closed(TIMESTAMP('2026-06-20T12:00:00+02:00')) = TRUE",
         lambda one: state_at(one["properties"]["opening_hours"], SATURDAY) == "closed"),
        ("places", "is_closed(TIMESTAMP('2026-06-20T10:00:00Z')) = FALSE",
         lambda one: state_at(one["properties"]["opening_hours"], SATURDAY) != "closed"),
    ],
    "year": [
        ("projects", "year(starts_on) = 2004",
         lambda one: (one["properties"]["starts_on"] or "").startswith("2004")),
        ("projects", "year(starts_on) NOT IN (2004, 2005)",
         lambda one: (one["properties"]["starts_on"] or "2004")[:4] not in {"2004", "2005"}),
    ],
}  # fmt: skip


def near(feature: Feature, least: float, most: float) -> bool:
    geometry = shape(feature["geometry"])
    metres = EARTH.inv(20.26, 63.825, geometry.x, geometry.y)[2]
    return least <= metres <= most


@abstract_test(FUNCTIONS, "/conf/functions/functions")
@languages
def test_every_listed_function_is_called_and_right(filters: Filters, lang: str) -> None:
    """/conf/functions/functions; distances are compared for points alone."""
    listed = good(filters._api, "/functions", JSON).json()["functions"]
    assert {one["name"] for one in listed} == CALLS.keys()
    for source, text, holds in (call for calls in CALLS.values() for call in calls):
        features = filters.features(source)
        if holds is None:
            features = [one for one in features if one["geometry"]["type"] == "Point"]
        bounds = (0, 2999.999999) if "<" in text else (1000, 20000)
        expected = {one["id"] for one in features
                    if (near(one, *bounds) if holds is None else holds(one))}  # fmt: skip
        found = filters.found(source, text, lang) & {one["id"] for one in features}
        assert found == expected, text


@abstract_test(ARITHMETIC, "/conf/arithmetic/arithmetic")
@every_source
@languages
def test_every_number_is_calculated_with(filters: Filters, source: str, lang: str) -> None:
    """/conf/arithmetic/arithmetic, compared with Python on every feature."""
    calculated = {
        "{0} * 2 + 1 > 7": lambda x: x * 2 + 1 > 7,
        "{0} - 1 < 10 / 4": lambda x: x - 1 < 2.5,
        "({0} + 3) * 2 >= 2 ^ 4": lambda x: (x + 3) * 2 >= 16,
        "{0} div 3 = 1": lambda x: x // 3 == 1,
        "{0} % 2 = 1": lambda x: x % 2 == 1,
    }
    for name in filters.of_kind(source, "number", "integer"):
        values = {one["id"]: value for one in filters.features(source)
                  if (value := value_of(one, name)) is not None}  # fmt: skip
        assert all(value >= 0 for value in values.values()) or name == "elevation_m"
        for text, holds in calculated.items():
            expected = {id_ for id_, value in values.items() if holds(value)}
            assert filters.found(source, text.format(name), lang) == expected, (name, text)


@abstract_test(ARITHMETIC, "/conf/arithmetic/logical")
@every_source
@languages
def test_calculations_combine(filters: Filters, source: str, lang: str) -> None:
    """/conf/arithmetic/logical."""
    templates = ("{0} + 1 > 3", "{0} * {0} < 50", "{0} / 0 = 1", "2 ^ 3 = {0}")
    numbers = filters.of_kind(source, "number", "integer")
    predicates = [text.format(name) for name in numbers for text in templates]
    filters.assert_combined(source, [*predicates, "1 + 1 = 2", "slug > 'n'"], lang)
