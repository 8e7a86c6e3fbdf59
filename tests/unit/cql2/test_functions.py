"""The list of functions says what a client needs to call them."""

import pytest

from viauma.cql2.functions import FUNCTIONS
from viauma.cql2.queryables import Kind

TYPES = {"string", "number", "integer", "datetime", "geometry", "boolean"}


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_function_is_listed_with_its_types(function):
    found = function.listed()

    assert found["name"] == function.name
    assert found["description"].endswith(".")
    assert set(found["returns"]) <= TYPES
    assert all(set(argument["type"]) <= TYPES for argument in found["arguments"])
    assert len(found["arguments"]) == len(function.arguments)


def test_a_distance_is_listed_so():
    assert FUNCTIONS["distance_m"].listed() == {
        "name": "distance_m",
        "description": "Shortest distance between two geometries, in metres.",
        "arguments": [
            {"title": "geometry", "type": ["geometry"]},
            {"title": "other", "type": ["geometry"]},
        ],
        "returns": ["number"],
    }


def test_names_are_in_lower_case_as_the_readers_make_them():
    assert all(name == name.lower() for name in FUNCTIONS)


def test_the_unit_stands_in_the_name_of_what_is_measured():
    measures = {name for name, one in FUNCTIONS.items() if one.returns is Kind.NUMBER}

    assert all(name.endswith(("_m", "_m2")) for name in measures)
