"""CQL2 text: what it spells, and the sentence that refuses what is none."""

import pytest

from viauma.cql2.text import parse_text
from viauma.cql2.tree import (
    And,
    Array,
    Arrays,
    Comparison,
    Function,
    IsNull,
    Like,
    Literal,
    Not,
    Or,
    Property,
)
from viauma.errors import InvalidInput

A, B, C = (Comparison("=", Property(name), Literal(1)) for name in "abc")


def value_of(literal: str) -> object:
    found = parse_text(f"name = {literal}")
    assert isinstance(found, Comparison)
    assert isinstance(found.right, Literal)
    return found.right.value


def refusal_of(text: str) -> str:
    with pytest.raises(InvalidInput) as refused:
        parse_text(text)
    return refused.value.reason


def test_not_binds_before_and_and_and_before_or():
    assert Or((And((Not(A), B)), C)) == parse_text("NOT a=1 AND b=1 OR c=1")


def test_a_chain_of_thousands_is_one_node():
    found = parse_text(" OR ".join(["a=1"] * 1600))

    assert Or((A,) * 1600) == found


def test_joined_conditions_in_parentheses_are_the_same_chain():
    assert And((A, B, C)) == parse_text("a=1 AND (b=1 AND c=1)")


def test_a_name_may_begin_with_a_keyword():
    assert IsNull(Property("island")) == parse_text("island IS NULL")


@pytest.mark.parametrize("keyword", ["AND", "or", "Between", "in", "IS", "null", "div"])
def test_a_keyword_is_a_name_only_in_quotes(keyword):
    assert IsNull(Property(keyword)) == parse_text(f'"{keyword}" IS NULL')
    assert "unexpected" in refusal_of(f"{keyword} IS NULL")


@pytest.mark.parametrize("name", ["Umeå", "ns:höjd.över_havet", "_x1", "名前", "a\u0301", "𐐀"])
def test_names_are_spelled_in_any_script(name):
    assert IsNull(Property(name)) == parse_text(f"{name} IS NULL")


def test_names_keep_their_case_and_functions_do_not():
    expected = Comparison("=", Function("area", (Property("Geom"),)), Literal(1))

    assert expected == parse_text("AREA(Geom) = 1")


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("''", ""),
        ("'it''s'", "it's"),
        (r"'it\'s'", "it's"),
        ("''''", "'"),
        (r"'\a\b\t\n\v\f\r'", "\a\b\t\n\v\f\r"),
        ("'two\nlines'", "two\nlines"),
        (r"'C:\\temp'", "C:\\temp"),
        (r"'100\%'", r"100\%"),
        (r"'\\'", "\\"),
        ("'(\"[{'", '("[{'),
        ("'a\u030a'", "å"),
        ("'AND'", "AND"),
    ],
)
def test_texts_in_quotes(literal, value):
    assert value == value_of(literal)


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("0", 0),
        ("007", 7),
        ("-9223372036854775807", -9223372036854775807),
        ("+5", 5),
        ("5.", 5.0),
        (".5", 0.5),
        ("1E3", 1000.0),
        ("-1.5e-3", -0.0015),
        ("1e-999", 0.0),
        ("TrUe", True),
    ],
)
def test_numbers_and_truth_values(literal, value):
    assert repr(value) == repr(value_of(literal))


def test_blanks_of_unicode_separate_words():
    assert IsNull(Property("a")) == parse_text("\u3000a\u2003IS\n\u00a0NULL\t")


def test_a_list_of_one_is_a_list_where_a_list_must_stand():
    expected = Arrays("a_equals", Property("tags"), Array((Property("name"),)))

    assert expected == parse_text("A_EQUALS(tags, (name))")


def test_a_pattern_may_be_folded():
    assert isinstance(parse_text("name LIKE CASEI(ACCENTI('å%'))"), Like)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "ends too early; expected a property or a value"),
        ("a = ", "ends too early; expected a property or a value"),
        ("a = 1 AND", "ends too early; expected a property or a value"),
        ("a =", "ends too early; expected a property or a value"),
        ("(a = 1", "ends too early; expected ',' or ')'"),
        ("a = 1)", "unexpected ')' at character 6; expected the end"),
        ("a = = 1", "unexpected '=' at character 5; expected a property or a value"),
        ("a == 1", "unexpected '=' at character 4; expected a property or a value"),
        ("a != 1", "unexpected '!' at character 3"),
        ("a = +b", "unexpected 'b' at character 6; expected a number"),
        ("a = 1; DROP", "unexpected ';' at character 6"),
        ("1 < a < 2", "unexpected '<' at character 7; expected AND, OR or the end"),
        ("a NOT 5", "unexpected '5' at character 7; expected LIKE, BETWEEN or IN"),
        ("a IS 5", "unexpected '5' at character 6; expected NOT or NULL"),
        ("a BETWEEN 1 OR 2", "unexpected 'OR' at character 13; expected AND"),
        ("a IN ()", "unexpected ')' at character 7; expected a property or a value"),
        ("a IN b", "unexpected 'b' at character 6; expected '('"),
        ("a = 2^3^4", "unexpected '^' at character 8; expected AND, OR or the end"),
        ("NOT NOT a", "unexpected 'NOT' at character 5; expected a property or a value"),
        ("a = 'b", "the quote at character 5 is not closed"),
        (r"a = 'b\'", "the quote at character 5 is not closed"),
        ('a = 1 AND "b', "the quote at character 11 is not closed"),
        ('"" = 1', "a property is named by a text without quotes in it"),
        ("a = 5b", "unexpected 'b' at character 6; expected AND, OR or the end"),
    ],
)
def test_the_refusal_says_where_and_what_would_be_right(text, sentence):
    assert sentence == refusal_of(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("5", "a filter takes conditions, got a number"),
        ("'a'", "a filter takes conditions, got a text in quotes"),
        ("a = 1 AND 'b'", "and takes conditions, got a text in quotes"),
        ("NOT 5", "not takes conditions, got a number"),
        ("(a = 1) = TRUE", None),
        ("a = (1, 2)", None),
        ("a < INTERVAL('..', '..')", None),
        ("casei(5) = 'a'", "casei takes a text, got a number"),
        ("accenti() = 'a'", "accenti takes 1 arguments, got 0"),
        ("casei(a, b) = 'a'", "casei takes 1 arguments, got 2"),
        ("a LIKE b", "like takes a pattern in quotes, got a property"),
        ("a LIKE casei(b)", "like takes a pattern in quotes, got a text"),
        ("5 LIKE 'a'", "like takes a text, got a number"),
        ("a BETWEEN 'b' AND 5", "between takes numbers or instants, got a text in quotes"),
        ("a + 'b' = 1", "+ takes numbers, got a text in quotes"),
        ("-TRUE = 1", "* takes numbers, got a truth value"),
        ("a IN ((1, 2))", None),
        ("s_intersects(geom)", "s_intersects takes 2 arguments, got 1"),
        ("S_WITHIN(a, b, c)", "s_within takes 2 arguments, got 3"),
        ("s_within(geom, 'POINT(1 2)')", "s_within takes geometries, got a text in quotes"),
        ("t_after(a)", "t_after takes 2 arguments, got 1"),
        ("t_after(a, '2024-06-30')", "t_after takes instants or intervals, got a text in quotes"),
        ("a_contains(tags)", "a_contains takes 2 arguments, got 1"),
        ("a_contains(tags, 'a')", "a_contains takes lists, got a text in quotes"),
        ("POINT(1 2)", "a filter takes conditions, got a geometry"),
        ("point('a') = 1", "point is a word of CQL2 and cannot be used so"),
        ("funktion_å(1) = 1", "'funktion_å' is neither an operator nor a function"),
    ],
)
def test_what_may_not_stand_there_is_named(text, sentence):
    reason = refusal_of(text)

    assert reason == sentence or sentence is None


def test_the_callers_word_for_the_text_is_in_the_sentence():
    with pytest.raises(InvalidInput, match="where: ends too early"):
        parse_text("", argument="where")
