"""What a filter may say of the queryables, and the sentence that refuses the rest."""

from datetime import UTC, date, datetime

import pytest
import shapely

from viauma.cql2 import tree
from viauma.cql2.checking import check
from viauma.cql2.queryables import Kind, Queryable
from viauma.cql2.reading import read_filter
from viauma.errors import InvalidInput, UnknownName

QUERYABLES = {
    name: Queryable(name, kind, name)
    for name, kind in {
        "name": Kind.STRING, "population": Kind.INTEGER, "length_km": Kind.NUMBER,
        "lit": Kind.BOOLEAN, "starts_on": Kind.DATE, "updated_at": Kind.TIMESTAMP,
        "during": Kind.INTERVAL, "geometry": Kind.GEOMETRY, "municipalities": Kind.STRINGS,
    }.items()
}  # fmt: skip


def refusal(filter_: str | tree.Expression) -> str:
    expression = read_filter(filter_) if isinstance(filter_, str) else filter_
    with pytest.raises(InvalidInput) as refused:
        check(expression, QUERYABLES, "filter")
    assert refused.value.argument == "filter"
    return refused.value.reason


ACCEPTED = (
    "name = 'x' AND NOT (population > 5 OR lit)",
    "population = length_km",
    "starts_on <= updated_at",
    "updated_at >= DATE('2024-01-01')",
    "lit > false",
    "CASEI(name) LIKE CASEI('x%')",
    "population BETWEEN 1 AND length_km * 2",
    "starts_on BETWEEN DATE('2024-01-01') AND DATE('2024-12-31')",
    "S_WITHIN(POINT(1 1), geometry)",
    "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(1 1)))",
    "T_AFTER(updated_at, during)",
    "T_MEETS(INTERVAL(starts_on, '..'), during)",
    "A_CONTAINS(municipalities, ('2480', name))",
    "A_EQUALS((1, length_km), (population))",
    "A_OVERLAPS(municipalities, ())",
    "distance_m(geometry, POINT(20 63)) < 500",
    "year(updated_at) = year(starts_on)",
    "geometry IS NULL OR municipalities IS NOT NULL OR during IS NULL",
    "true",
)


@pytest.mark.parametrize("filter_", ACCEPTED)
def test_what_fits_is_left_as_it_was(filter_):
    expression = read_filter(filter_.replace(" OR lit)", " OR lit = TRUE)"))

    assert check(expression, QUERYABLES) == expression


def test_a_truth_value_as_a_condition_is_compared_with_true():
    expected = tree.Comparison("=", tree.Property("lit"), tree.Literal(value=True))

    assert check(tree.Not(tree.Property("lit")), QUERYABLES) == tree.Not(expected)


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        ("starts_on IN ('2024-01-31')", date(2024, 1, 31)),
        ("updated_at IN ('2024-01-31T12:00:00Z')", datetime(2024, 1, 31, 12, tzinfo=UTC)),
    ],
)
def test_texts_in_a_list_of_instants_are_instants(filter_, expected):
    """The standard's test /conf/advanced-comparison-operators/in writes them so."""
    found = check(read_filter(filter_), QUERYABLES)

    assert isinstance(found, tree.In)
    assert found.items == (tree.Instant(expected),)


def test_an_unknown_name_is_told_with_the_nearest():
    with pytest.raises(UnknownName) as refused:
        check(read_filter("popluation > 5"), QUERYABLES, "filter")

    assert refused.value.nearest == ("population",)


@pytest.mark.parametrize("name", ["x" * 10_000, "population\x00", "'; drop table place; --", ""])
def test_a_hostile_name_is_unknown_and_not_repeated_at_length(name):
    with pytest.raises(UnknownName) as refused:
        check(tree.IsNull(tree.Property(name)), QUERYABLES)

    assert len(refused.value.message) < 200


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        ("name = 5", "'name' (a text) cannot be compared with the number 5; write '5'"),
        ("'5' > population", "the text '5' cannot be compared with 'population' (a whole number); "
                             "write a number, without quotes"),
        ("lit = 'yes'", "'lit' (a truth value) cannot be compared with the text 'yes'"),
        ("name = length_km", "'name' (a text) cannot be compared with 'length_km' (a number)"),
        ("starts_on = '2024-01-31'",
         "'starts_on' (a date) cannot be compared with the text '2024-01-31'; "
         "write DATE('2024-01-31')"),
        ("updated_at > '2024-01-31T00:00:00Z'",
         "'updated_at' (a timestamp) cannot be compared with the text '2024-01-31T00:00:00Z'; "
         "write TIMESTAMP('2024-01-31T00:00:00Z')"),
        ("'soon' < updated_at",
         "the text 'soon' cannot be compared with 'updated_at' (a timestamp); "
         "write DATE('2024-06-30') or TIMESTAMP('2024-06-30T12:00:00Z')"),
        ("starts_on IN ('soon')",
         "'starts_on' (a date) cannot be compared with the text 'soon'; "
         "write DATE('2024-06-30') or TIMESTAMP('2024-06-30T12:00:00Z')"),
        ("name IN ('a', 5)", "'name' (a text) cannot be compared with the number 5; write '5'"),
        ("geometry = geometry", "= cannot compare 'geometry' (a geometry); use S_EQUALS"),
        ("during <> during", "<> cannot compare 'during' (an interval); use T_EQUALS"),
        ("municipalities = name",
         "= cannot compare 'municipalities' (a list of texts); use A_EQUALS"),
        ("population LIKE 'x'",
         "LIKE takes texts, and 'population' (a whole number) is none"),
        ("name LIKE 'x\\\\'", "a LIKE pattern ends in a backslash; write two to mean one"),
        ("name BETWEEN 1 AND 2", "BETWEEN takes numbers or instants, and 'name' (a text) is none"),
        ("population BETWEEN 1 AND starts_on",
         "'population' (a whole number) cannot be compared with 'starts_on' (a date)"),
        ("S_WITHIN(name, POINT(1 1))", "S_WITHIN takes geometries, and 'name' (a text) is none"),
        ("S_TOUCHES(geometry, GEOMETRYCOLLECTION(POINT(1 1)))",
         "S_TOUCHES is not defined for a GEOMETRYCOLLECTION; ask about its parts one by one"),
        ("T_AFTER(name, DATE('2024-01-31'))",
         "T_AFTER takes instants or intervals, and 'name' (a text) is none"),
        ("T_DURING(updated_at, INTERVAL('2024-01-01', '..'))",
         "T_DURING takes intervals, and 'updated_at' (a timestamp) is none; instants have "
         "T_AFTER, T_BEFORE, T_DISJOINT, T_EQUALS and T_INTERSECTS"),
        ("T_AFTER(INTERVAL(name, '..'), during)",
         "an interval ends in dates or timestamps, and 'name' (a text) is none"),
        ("A_CONTAINS(name, ('x'))", "A_CONTAINS takes lists, and 'name' (a text) is none"),
        ("A_CONTAINS(municipalities, (1, 2))",
         "A_CONTAINS cannot compare a list of texts with a list of numbers"),
        ("A_EQUALS((1, 'x'), (1))",
         "a list holds values of one type, got a whole number and a text"),
        ("A_EQUALS((POINT(1 1)), (1))", "a list holds single values, and a geometry is none"),
        ("nearness(geometry) = 1",
         "there is no function 'nearness'; there are distance_m, length_m, area_m2, lower, upper, "
         "length, is_open, is_closed, year"),
        ("distance_m(geometry) = 1", "distance_m(geometry, other) takes 2, got 1 arguments"),
        ("length(population) = 1",
         "length(text) takes a text as text, got 'population' (a whole number)"),
        ("CASEI(population) = 'x'", "CASEI takes a text, got 'population' (a whole number)"),
        ("population + name > 1", "calculations take numbers, got 'name' (a text)"),
        ("distance_m(geometry, BBOX(-180, -90, 180, 90)) < 1",
         "distance_m(geometry, other) was given a geometry in which two neighbouring points lie "
         "half the world apart; put points between them"),
        (tree.Property("population"),
         "'population' (a whole number) is not a condition; compare it with something"),
        (tree.Geometry(shapely.Point(1, 1)),
         "a geometry is not a condition; compare it with something"),
        (tree.Function("lower", (tree.Literal("x"),)),
         "lower() (a text) is not a condition; compare it with something"),
        (tree.Comparison("=", tree.Not(tree.Literal(value=True)), tree.Literal(value=True)),
         "a condition stands where a value is asked for"),
        (tree.In(tree.Property("name"), ()), "the list after IN is empty"),
        (tree.Like(tree.Property("name"), tree.Property("name")),
         "LIKE takes a pattern in quotes on its right side"),
        (tree.IsNull(tree.Interval(None, None)),
         "IS NULL asks about a value; ask about an end of the interval"),
        (tree.Temporal("t_after", tree.Property("during"), tree.Interval(
            tree.Instant(date(2024, 2, 1)), tree.Instant(date(2024, 1, 1)))),
         "an interval ends before it starts"),
        (tree.Comparison("=", tree.Property("name"), tree.Literal("a\x00b")),
         "character 2, U+0000, is not readable text"),
        (tree.Comparison("=", tree.Property("name"), tree.Literal("\ud800")),
         "character 1, U+D800, is not readable text"),
        (tree.Comparison("=", tree.Property("length_km"), tree.Literal(float("inf"))),
         "a number is too large"),
        (tree.Comparison("=", tree.Property("population"), tree.Literal(2**63)),
         "whole numbers go to 9223372036854775807 at most"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_one_sentence(filter_, expected):
    assert refusal(filter_) == expected
