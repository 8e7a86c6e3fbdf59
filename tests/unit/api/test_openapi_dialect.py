"""Schemas keep their meaning when they are said in the words of OpenAPI 3.0."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS30Validator

from viauma_api.openapi_dialect import in_openapi_30
from viauma_api.openapi_schemas import component_schemas

LEAVES = st.sampled_from(
    [
        {"type": "string"}, {"type": ["string", "null"]}, {"type": "string", "const": "a"},
        {"type": "integer", "minimum": 1}, {"type": ["number", "null"]}, {"type": "boolean"},
        {"type": ["string", "null"], "enum": ["a", None]}, {},
    ]
)  # fmt: skip
SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: (
        inner.map(lambda one: {"type": "array", "items": one})
        | inner.map(lambda one: {"type": ["object", "null"], "additionalProperties": one})
        | st.lists(inner, min_size=1, max_size=2).map(lambda several: {"anyOf": several})
        | st.dictionaries(st.sampled_from(["type", "const", "items", "a"]), inner).map(
            lambda named: {"type": "object", "properties": named}
        )
    ),
    max_leaves=4,
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["a", "b"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["type", "const", "items", "a"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(schema=SCHEMAS, value=VALUES)
def test_both_dialects_accept_the_same(schema: dict[str, Any], value: Any) -> None:
    meant = Draft202012Validator(schema).is_valid(value)

    assert OAS30Validator(in_openapi_30(schema)).is_valid(value) == meant


@pytest.mark.parametrize("name", sorted(component_schemas()))
def test_a_component_is_not_changed_by_saying_it_again(name: str) -> None:
    once = in_openapi_30(component_schemas()[name])

    assert in_openapi_30(once) == once


def test_a_property_may_be_called_like_a_keyword() -> None:
    schema = {"type": "object", "properties": {"type": {"type": "string", "const": "Feature"}}}

    assert in_openapi_30(schema) == {
        "type": "object",
        "properties": {"type": {"type": "string", "enum": ["Feature"]}},
    }
