"""CQL2 JSON: documents and texts, and the sentence that refuses what is none.

What it means is shown beside CQL2 text (test_text_conformance).
"""

import pytest

from viauma.cql2.json_encoding import parse_json
from viauma.cql2.reading import read_filter
from viauma.cql2.text import parse_text
from viauma.cql2.tree import And, Comparison, IsNull, Literal, Property
from viauma.errors import InvalidInput

A = {"op": "=", "args": [{"property": "a"}, 1]}
A_IS_1 = Comparison("=", Property("a"), Literal(1))


def refusal_of(document: object) -> str:
    with pytest.raises(InvalidInput) as refused:
        parse_json(document)
    return refused.value.reason


@pytest.mark.parametrize(
    "given",
    [A, '{"op": "=", "args": [{"property": "a"}, 1]}', b' {"args":[{"property":"a"},1],"op":"="}'],
)
def test_a_document_and_its_text_are_read_alike(given):
    assert parse_json(given) == A_IS_1


def test_nested_conjunctions_are_one():
    document = {"op": "and", "args": [A, {"op": "and", "args": [A, A]}]}

    assert And((A_IS_1,) * 3) == parse_json(document)


def test_operators_are_read_in_any_case():
    assert IsNull(Property("a")) == parse_json({"op": "ISNULL", "args": [{"property": "a"}]})


def test_members_that_mean_nothing_are_left_alone():
    assert parse_json({**A, "comment": "as the schema allows"}) == A_IS_1


def test_texts_are_composed():
    found = parse_json({"op": "=", "args": [{"property": "a"}, "a\u030a"]})

    assert Comparison("=", Property("a"), Literal("å")) == found


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("", "is not JSON at character 1"),
        ("{", "is not JSON at character 2"),
        ("a = 1", "is not JSON at character 1"),
        (b"\xff", "is not JSON"),
        ("NaN", "is not JSON"),
        ("[1, -Infinity]", "is not JSON"),
        ({"op": "=", "args": [1, float("inf")]}, "is not JSON"),
        ({1, 2}, "is not JSON"),
        (None, "null is not a value; isNull asks whether there is one"),
        ([], "a filter takes conditions, got a list"),
        (5, "a filter takes conditions, got a number"),
        ("1e999", "a number is too large"),
        ("9" * 400, "whole numbers go to 9223372036854775807 at most"),
        ("-9223372036854775808", "whole numbers go to 9223372036854775807 at most"),
        ({}, "an object needs op and args, property, type, or date, timestamp, interval or bbox"),
        ({"op": "="}, "op must be a text, and args a list"),
        ({"op": 5, "args": []}, "op must be a text, and args a list"),
        ({"op": "=", "args": {"a": 1}}, "op must be a text, and args a list"),
        ({"op": "=", "args": [1]}, "= takes 2 arguments, got 1"),
        ({"op": "and", "args": [A]}, "and takes 2 or more arguments, got 1"),
        ({"op": "and", "args": [A, 5]}, "and takes conditions, got a number"),
        ({"op": "not", "args": [A, A]}, "not takes 1 arguments, got 2"),
        ({"op": "in", "args": [{"property": "a"}, []]}, "in needs at least one value"),
        ({"op": "in", "args": [{"property": "a"}, "b"]}, "in takes a list, got a text in quotes"),
        (
            {"op": "in", "args": [{"property": "a"}, [A]]},
            "in takes texts, numbers, truth values or instants, got a condition",
        ),
        (
            {"op": "like", "args": [{"property": "a"}, {"property": "b"}]},
            "like takes a pattern in quotes, got a property",
        ),
        ({"op": "1; DROP TABLE", "args": []}, "'1; drop table' is neither an operator nor a"),
        ({"op": "\ud800", "args": []}, "'?' is neither an operator nor a function"),
        ({"op": "date", "args": ["2024-06-30"]}, "date is a word of CQL2 and cannot be used so"),
        ({"op": "true", "args": []}, "true is a word of CQL2 and cannot be used so"),
        ({"property": 5}, "a property is named by a text without quotes in it"),
        ({"property": ""}, "a property is named by a text without quotes in it"),
        ({"property": 'a"b'}, "a property is named by a text without quotes in it"),
        ({"property": "a\u0000"}, "character 2, U+0000, is not readable text"),
        ({"op": "=", "args": ["\ud800", "a"]}, "character 1, U+D800, is not readable text"),
        ('{"op": "=", "args": ["\\u0000", "a"]}', "character 1, U+0000, is not readable text"),
        ({"op": "isNull", "args": [{"date": 5}]}, "date takes one text in quotes"),
        ({"op": "isNull", "args": [{"timestamp": "2024-06-30"}]}, "is not a moment such as"),
        ({"op": "isNull", "args": [{"interval": [".."]}]}, "interval takes a start and an end"),
        (
            {"op": "isNull", "args": [{"interval": ["..", 5]}]},
            "an end of an interval is a day, a moment, '..' or a property",
        ),
        (
            {"op": "isNull", "args": [{"interval": ["..", {"op": "f", "args": []}]}]},
            "an end of an interval is a day, a moment, '..' or a property",
        ),
    ],
)
def test_what_is_no_filter_is_refused_in_a_sentence(document, sentence):
    assert sentence in refusal_of(document)


def test_a_document_that_holds_itself_is_refused():
    document: dict[str, object] = {"op": "not"}
    document["args"] = [document]

    assert refusal_of(document) == "is not JSON"


def test_the_door_reads_both_languages():
    assert read_filter("a = 1") == read_filter(str(A).replace("'", '"'), "cql2-json") == A_IS_1
    assert parse_text("a = 1") == A_IS_1


def test_the_door_names_the_languages_it_reads():
    with pytest.raises(InvalidInput, match="filter-lang: one of cql2-text or cql2-json is offered"):
        read_filter("a = 1", "cql-text")
