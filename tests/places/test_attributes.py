"""The quick judge of attributes and the one who explains never disagree."""

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import place_draft
from viauma.errors import InvalidInput, UnknownName
from viauma.places.attributes import AttributeRules
from viauma_data.taxonomies import read_taxonomy

SCHEMAS = {
    category.key: dict(category.attribute_schema)
    for category in read_taxonomy()
    if not category.abstract
}

plain = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.just("a\n"),
    st.sampled_from(["https://example.org", "2026-11-28", "18:00", "+46 90 16 00 00", "sv", "1.0"]),
)  # fmt: skip
values = st.one_of(plain, st.lists(plain, max_size=3), st.dictionaries(st.text(max_size=3), plain))


@st.composite
def attributed(draw: st.DrawFn):
    """Draw a category and attributes that are often, but not always, of their kind."""
    category = draw(st.sampled_from(sorted(SCHEMAS)))
    properties = SCHEMAS[category]["properties"]
    names = st.sampled_from([*properties, "unheard_of"]) if properties else st.just("unheard_of")
    chosen = draw(st.lists(names, max_size=4, unique=True))
    return category, {name: draw(_value_for(properties.get(name, {}))) for name in chosen}


def _value_for(schema):
    fitting = {
        "boolean": st.booleans(),
        "integer": st.integers(-5, 5_000),
        "number": st.one_of(st.integers(-5, 5), st.floats(0, 1e6)),
        "array": st.lists(st.sampled_from(schema.get("items", {}).get("enum", ["a"])), max_size=4),
    }.get(schema.get("type"), st.text(max_size=12))
    return st.one_of(fitting, st.sampled_from(schema.get("enum", ["x"])), values)


@given(attributed())
def test_both_judges_agree_on_every_category(drawn):
    category, attributes = drawn
    expected = jsonschema.Draft202012Validator(SCHEMAS[category]).is_valid(attributes)
    try:
        AttributeRules(SCHEMAS).checked(place_draft(category=category, attributes=attributes))
        found = True
    except InvalidInput:
        found = False

    assert expected == found


def test_a_refusal_has_the_sentence_of_the_one_who_explains():
    draft = place_draft(slug="guilty", attributes={"unheard_of": 1})

    with pytest.raises(InvalidInput, match=r"'unheard_of' was unexpected.*\(place guilty, "):
        AttributeRules(SCHEMAS).checked(draft)


def test_an_unknown_category_is_refused_by_name():
    with pytest.raises(UnknownName, match="'volcano' is not known"):
        AttributeRules(SCHEMAS).checked(place_draft(category="volcano"))
