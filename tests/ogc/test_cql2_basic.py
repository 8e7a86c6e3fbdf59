"""CQL2 (21-065r2): basic-cql2 and advanced-comparison-operators, on every queryable."""

import pytest

from tests.ogc.asking import CQL2, value_of
from tests.ogc.filtering import LANGUAGES, SOURCES, VALUES, Filters

BASIC, ADVANCED = f"{CQL2}basic-cql2", f"{CQL2}advanced-comparison-operators"
DISJOINT = (("=", "<>"), (">", "<="), ("<", ">="))

abstract_test = pytest.mark.abstract_test
every_source = pytest.mark.parametrize("source", SOURCES)
languages = pytest.mark.parametrize("lang", LANGUAGES)


@abstract_test(BASIC, "/conf/basic-cql2/basic-test")
@every_source
def test_queryables_have_types_of_which_some_are_simple(filters: Filters, source: str) -> None:
    """/conf/basic-cql2/basic-test."""
    kinds = set(filters.kinds(source).values())

    assert kinds <= {*VALUES, "interval", "geometry", "array"}
    assert kinds & VALUES.keys()


@abstract_test(BASIC, "/conf/basic-cql2/comparison")
@every_source
@languages
def test_every_simple_queryable_is_compared(filters: Filters, source: str, lang: str) -> None:
    """/conf/basic-cql2/comparison; with = and <> also that together they find all known values."""
    for name in filters.of_kind(source, *VALUES):
        value = VALUES[filters.kinds(source)[name]]
        found = {
            operator: filters.found(source, f"{name} {operator} {value}", lang)
            for pair in DISJOINT for operator in pair
        }  # fmt: skip
        known = filters.found(source, f"{name} IS NOT NULL", lang)
        for one, other in DISJOINT:
            assert not found[one] & found[other], name
            assert found[one] | found[other] == known, name


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("population > 10000", lambda p: p["population"] > 10_000),
        ("population <= 7000", lambda p: p["population"] <= 7_000),
        ("name = 'Umeå'", lambda p: p["name"] == "Umeå"),
        ("name > 'V'", lambda p: p["name"] > "V"),
        ("name <> 'Umeå'", lambda p: p["name"] != "Umeå"),
        ("is_member = false", lambda p: not p["is_member"]),
        ("land_area_km2 >= 2500.5", lambda p: p["land_area_km2"] >= 2500.5),
    ],
)  # fmt: skip
@abstract_test(BASIC, "/conf/basic-cql2/comparison")
@languages
def test_comparisons_find_what_python_finds(
    filters: Filters, text: str, holds: object, lang: str
) -> None:
    """/conf/basic-cql2/comparison, with results."""
    assert callable(holds)
    expected = {one["id"] for one in filters.features("municipalities") if holds(one["properties"])}

    assert filters.found("municipalities", text, lang) == expected
    assert 0 < len(expected) < len(filters.ids("municipalities"))


@abstract_test(BASIC, "/conf/basic-cql2/is-null")
@every_source
@languages
def test_every_queryable_is_known_or_not(filters: Filters, source: str, lang: str) -> None:
    """/conf/basic-cql2/is-null, compared with the features themselves."""
    everything = len(filters.ids(source))
    for name, kind in filters.kinds(source).items():
        known = filters.found(source, f"{name} is not null", lang)

        if kind in VALUES:
            assert known == {one["id"] for one in filters.features(source)
                             if value_of(one, name) is not None}, name  # fmt: skip
        assert filters.count(source, f"{name} IS NULL", lang) == everything - len(known)
        both = filters.count(source, f"{name} IS NULL AND {name} is not null", lang)
        assert both == 0


@abstract_test(BASIC, "/conf/basic-cql2/boolean")
@every_source
@languages
def test_true_finds_everything_and_false_nothing(filters: Filters, source: str, lang: str) -> None:
    """/conf/basic-cql2/boolean."""
    assert filters.found(source, "true", lang) == filters.ids(source)
    assert filters.found(source, "false", lang) == set()


@abstract_test(BASIC, "/conf/basic-cql2/logical")
@every_source
@languages
def test_comparisons_combine(filters: Filters, source: str, lang: str) -> None:
    """/conf/basic-cql2/logical."""
    filters.assert_combined(source, basic_predicates(filters, source), lang)


def basic_predicates(filters: Filters, source: str) -> list[str]:
    kinds = filters.kinds(source)
    some = filters.of_kind(source, *VALUES)[:8]
    compared = [f"{name} {sign} {VALUES[kinds[name]]}" for name in some for sign in ("<", ">=")]
    return [*compared, *(f"{name} IS NULL" for name in kinds), "true", "false"]


@abstract_test(ADVANCED, "/conf/advanced-comparison-operators/like")
@every_source
@languages
def test_every_text_is_compared_with_patterns(filters: Filters, source: str, lang: str) -> None:
    """/conf/advanced-comparison-operators/like."""
    for name in filters.of_kind(source, "string"):

        def like(pattern: str, name: str = name) -> frozenset[str]:
            return filters.found(source, f"{name} LIKE '{pattern}'", lang)

        assert not like("_%") & like("")
        assert like("%") == like("%%") == filters.found(source, f"{name} IS NOT NULL", lang)
        like(r"\\%\\_")


@abstract_test(ADVANCED, "/conf/advanced-comparison-operators/like")
@pytest.mark.parametrize(
    ("pattern", "holds"),
    [("V%", lambda name: name.startswith("V")), ("%å%", lambda name: "å" in name),
     ("_meå", lambda name: name == "Umeå"), ("v%", lambda name: False),
     (r"\\_meå", lambda name: False)],
)  # fmt: skip
@languages
def test_patterns_find_what_python_finds(
    filters: Filters, pattern: str, holds: object, lang: str
) -> None:
    """/conf/advanced-comparison-operators/like, with results; a capital is not a small letter."""
    assert callable(holds)
    expected = {one["id"] for one in filters.features("municipalities")
                if holds(one["properties"]["name"])}  # fmt: skip

    assert filters.found("municipalities", f"name LIKE '{pattern}'", lang) == expected
    negated = filters.found("municipalities", f"name NOT LIKE '{pattern}'", lang)
    assert negated == filters.ids("municipalities") - expected


@abstract_test(ADVANCED, "/conf/advanced-comparison-operators/between")
@every_source
@languages
def test_every_number_lies_between_or_not(filters: Filters, source: str, lang: str) -> None:
    """/conf/advanced-comparison-operators/between; both ends belong to it."""
    for name in filters.of_kind(source, "number", "integer"):
        between = filters.found(source, f"{name} BETWEEN 0 AND 100", lang)
        values = {one["id"]: value_of(one, name) for one in filters.features(source)}
        expected = {id_ for id_, one in values.items() if one is not None and 0 <= one <= 100}
        assert between == expected, name
        assert filters.found(source, f"{name} between 100.0 and 1.0", lang) <= between


@abstract_test(ADVANCED, "/conf/advanced-comparison-operators/in")
@every_source
@languages
def test_every_simple_queryable_is_looked_up_in_a_list(
    filters: Filters, source: str, lang: str
) -> None:
    """/conf/advanced-comparison-operators/in; texts stand for instants, as the test has it."""
    lists = {
        "number": "(1, 2, 3)",
        "integer": "(1, 2, 3)",
        "string": "('foo', 'bar')",
        "boolean": "(true)",
        "timestamp": "('2022-04-14T14:52:56Z', '2022-04-14T15:52:56Z')",
        "date": "('2022-04-14', '2022-04-15')",
    }
    for name in filters.of_kind(source, *lists):
        items = lists[filters.kinds(source)[name]]
        inside = filters.found(source, f"{name} in {items}", lang)
        outside = filters.found(source, f"{name} NOT IN {items}", lang)
        assert inside | outside == filters.found(source, f"{name} IS NOT NULL", lang), name
        assert not inside & outside


@abstract_test(ADVANCED, "/conf/advanced-comparison-operators/logical")
@every_source
@languages
def test_advanced_comparisons_combine(filters: Filters, source: str, lang: str) -> None:
    """/conf/advanced-comparison-operators/logical."""
    texts, numbers = filters.of_kind(source, "string"), filters.of_kind(source, "number", "integer")
    predicates = [
        *(f"{name} LIKE '%a%'" for name in texts),
        *(f"{name} IN ('foo', 'bath')" for name in texts),
        *(f"{name} BETWEEN 0 AND 5000" for name in numbers),
        *basic_predicates(filters, source),
    ]
    filters.assert_combined(source, predicates, lang)
