"""What is written means what was read, in both encodings, and is written in one way only."""

import json

import pytest
import shapely
from hypothesis import given

from tests.unit.cql2.trees import anything, conditions
from viauma.cql2 import tree
from viauma.cql2.canonical import to_text
from viauma.cql2.json_encoding import parse_json, to_json
from viauma.cql2.text import parse_text


def assert_same(expected: tree.Expression, actual: tree.Expression) -> None:
    # Equality takes 1, 1.0 and TRUE for the same; the representation does not.
    assert (expected, repr(expected)) == (actual, repr(actual))


@given(conditions)
def test_a_filter_survives_being_written_as_text(condition):
    assert_same(condition, parse_text(to_text(condition)))


@given(conditions)
def test_a_filter_survives_being_written_as_json(condition):
    assert_same(condition, parse_json(to_json(condition)))


@given(conditions)
def test_a_filter_survives_being_sent_as_json(condition):
    assert_same(condition, parse_json(json.dumps(to_json(condition))))


@given(conditions)
def test_writing_what_was_read_from_canonical_text_gives_the_same_text(condition):
    text = to_text(condition)

    assert text == to_text(parse_text(text))


@given(anything)
def test_json_is_as_plain_as_a_json_parser_makes_it(expression):
    document = to_json(expression)

    assert document == json.loads(json.dumps(document))


@pytest.mark.parametrize(
    ("spelled", "canonical"),
    [
        ("((category)='beach')and((lit)=true)", "category = 'beach' AND lit = TRUE"),
        ("a=1 or (b=2 or c=3)", "a = 1 OR b = 2 OR c = 3"),
        ("a=1 and (b=2 or c=3)", "a = 1 AND (b = 2 OR c = 3)"),
        ("not(a=1)", "NOT a = 1"),
        ("not(a=1 and b=2)", "NOT (a = 1 AND b = 2)"),
        ("not(a is null)", "a IS NOT NULL"),
        ("not (not (a = 1))", "NOT (NOT a = 1)"),
        ("not a in (1,2)", "a NOT IN (1, 2)"),
        ("(a-b)-c=a-(b-c)", "a - b - c = a - (b - c)"),
        ("(2*a)+1=2*(a+1)", "2 * a + 1 = 2 * (a + 1)"),
        ("(a^2)^2=-a div 3", "(a ^ 2) ^ 2 = -1 * a DIV 3"),
        ("\"name\"='it\\'s'", "name = 'it''s'"),
        ('"in"="DATE"', '"in" = "DATE"'),
        ("name='two\nlines'", "name = 'two\\nlines'"),
        ("a=TIMESTAMP('2024-06-30T14:00:00.500+02:00')", "a = TIMESTAMP('2024-06-30T12:00:00.5Z')"),
        ("casei(name)=CaseI('Å')", "CASEI(name) = CASEI('Å')"),
        ("F(a)=1", "f(a) = 1"),
        ("a_contains(tags,('x'))", "A_CONTAINS(tags, ('x'))"),
        ("f((1,),(2),())", "f((1,), 2, ())"),
        ("s_within(geom,point z(20.123456789 63 5))", "S_WITHIN(geom, POINT (20.1234568 63))"),
    ],
)
def test_what_means_the_same_is_written_the_same(spelled, canonical):
    assert canonical == to_text(parse_text(spelled))


def test_a_shape_that_would_fall_together_keeps_its_digits():
    tiny = shapely.box(20.0, 63.0, 20.00000001, 63.00000001)
    condition = tree.Spatial("s_within", tree.Property("geom"), tree.Geometry(tiny))

    assert condition == parse_text(to_text(condition)) == parse_json(to_json(condition))


def test_operators_are_spelled_as_the_schema_spells_them():
    found = parse_text("t_finishedby(a,b) and A_CONTAINEDBY(a,(1)) and a is null")

    operators = [part["op"] for part in to_json(found)["args"]]

    assert operators == ["t_finishedBy", "a_containedBy", "isNull"]
