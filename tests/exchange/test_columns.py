"""One table says what features hold, and the features hold just that."""

import json

import pytest
from jsonschema import Draft202012Validator

from viauma.errors import InvalidInput, UnknownName
from viauma.exchange.columns import COLUMNS, Column, ColumnType, is_whole, selected
from viauma.exchange.features import narrowed
from viauma.municipalities.queryables import QUERYABLES as OF_MUNICIPALITIES
from viauma.places.queryables import COLUMNS as OF_PLACES
from viauma.projects.queryables import QUERYABLES as OF_PROJECTS

KINDS = tuple(COLUMNS)
QUERYABLES = {"place": OF_PLACES, "municipality": OF_MUNICIPALITIES, "project": OF_PROJECTS}
EVERY = [pytest.param(column, id=f"{kind}-{column.name}")
         for kind in KINDS for column in COLUMNS[kind]]  # fmt: skip


def schema_with_null(column: Column) -> dict:
    if column.nullable:
        return {"anyOf": [column.json_schema, {"type": "null"}]}
    return column.json_schema


@pytest.mark.parametrize("kind", KINDS)
def test_every_member_is_declared_in_its_order(kind, published):
    declared = [column.name for column in COLUMNS[kind] if column.is_property]

    found = {tuple(json.loads(text)["properties"]) for text in published[kind]}

    assert found == {tuple(declared)}


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_is_of_the_declared_type(kind, published):
    validators = {
        column.name: Draft202012Validator(
            schema_with_null(column), format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        for column in COLUMNS[kind]
    }
    faults = [
        f"{name}: {error.message}"
        for text in published[kind]
        for parsed in [json.loads(text)]
        for name, value in ({"id": parsed["id"]} | parsed["properties"]).items()
        for error in validators[name].iter_errors(value)
    ]

    assert faults == []


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_may_be_null_is_null(kind, published):
    known = {column.name for column in COLUMNS[kind] if not column.nullable}
    nulls = {
        name
        for text in published[kind]
        for parsed in [json.loads(text)]
        for name, value in (parsed | parsed["properties"]).items()
        if value is None
    }

    assert not nulls & known


@pytest.mark.parametrize("column", EVERY)
def test_a_column_is_described_in_a_sentence(column):
    assert column.title
    assert column.title[0].isupper()
    assert column.description.endswith(".")


@pytest.mark.parametrize("column", EVERY)
def test_a_column_has_a_valid_schema_with_a_type_unless_it_is_a_geometry(column):
    Draft202012Validator.check_schema(column.json_schema)

    assert ("type" in column.json_schema) == (column.type is not ColumnType.GEOMETRY)


@pytest.mark.parametrize("column", EVERY)
def test_keywords_beyond_json_schema_are_those_of_the_standard(column):
    own = [name for name in column.json_schema if name.startswith("x")]

    assert all(name in {"x-ogc-role", "x-ogc-unit"} for name in own)


@pytest.mark.parametrize("kind", KINDS)
def test_the_id_is_first_and_the_geometry_last(kind):
    columns = COLUMNS[kind]

    assert columns[0].json_schema["x-ogc-role"] == "id"
    assert columns[-1].json_schema["x-ogc-role"] == "primary-geometry"
    assert columns[-1].json_schema["format"].startswith("geometry-")


@pytest.mark.parametrize("kind", KINDS)
def test_a_member_is_called_the_same_in_schemas_and_in_filters(kind):
    titles = {column.name: column.title for column in COLUMNS[kind]}
    queryables = {name: one.schema["title"] for name, one in QUERYABLES[kind].items()}
    shared = titles.keys() & queryables.keys()

    assert {name: titles[name] for name in shared} == {name: queryables[name] for name in shared}


def test_a_selection_keeps_id_and_geometry_and_the_declared_order():
    names = [column.name for column in selected(COLUMNS["place"], ["category", "name"])]

    assert names == ["id", "name", "category", "geometry"]


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["nmae"], "properties: 'nmae' is not known. Did you mean name"),
        (["name", "key"], "properties: 'key' is not known."),
        (["id"], "properties: 'id' is not known."),
        ([""], "properties: '' is not known."),
        ([], "properties: needs at least one name, such as name"),
    ],
)
def test_a_selection_of_what_is_not_there_is_refused(names, reason):
    with pytest.raises(InvalidInput) as refused:
        selected(COLUMNS["place"], names)

    assert refused.value.message.startswith(reason)


def test_a_refusal_of_many_names_is_one_sentence_on_the_first():
    with pytest.raises(UnknownName, match="^fields: 'a' is not known.$"):
        selected(COLUMNS["project"], ["zz", "a"], "fields")


@pytest.mark.parametrize("kind", KINDS)
def test_all_columns_are_the_whole_and_a_selection_is_not(kind):
    columns = COLUMNS[kind]

    assert is_whole(columns)
    assert is_whole(selected(columns, [one.name for one in columns if one.is_property]))
    assert not is_whole(selected(columns, ["name"]))


def test_a_narrowed_feature_has_the_selected_members_and_is_otherwise_the_same(places):
    columns = selected(COLUMNS["place"], ["name", "attributes"])
    whole = [json.loads(text) for text in places[:50]]

    found = [json.loads(text) for text in narrowed(places[:50], columns)]

    assert found == [
        one | {"properties": {name: one["properties"][name] for name in ("name", "attributes")}}
        for one in whole
    ]
