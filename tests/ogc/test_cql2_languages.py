"""CQL2 (21-065r2): the two languages say the same, and texts survive what they have to escape."""

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.factories import place_draft, store_small_world, writing
from tests.fixtures.database import settings_for
from tests.fixtures.serving import asking, problem_of
from tests.ogc.asking import CQL2
from tests.ogc.filtering import Filters, in_json
from viauma.db.cluster import Cluster
from viauma.places.actions import store_places

TEXT, JSON_CLASS = f"{CQL2}cql2-text", f"{CQL2}cql2-json"

# For each class a filter of places, in both languages, written by hand.
SAID_TWICE = {
    "basic-cql2": (
        "is_site = TRUE AND NOT (lit = FALSE OR category IS NULL)",
        {"op": "and", "args": [
            {"op": "=", "args": [{"property": "is_site"}, True]},
            {"op": "not", "args": [{"op": "or", "args": [
                {"op": "=", "args": [{"property": "lit"}, False]},
                {"op": "isNull", "args": [{"property": "category"}]}]}]}]},
    ),
    "advanced-comparison-operators": (
        "name LIKE 'B%' OR length_km BETWEEN 2 AND 5 OR municipality IN ('2460','2480')",
        {"op": "or", "args": [
            {"op": "like", "args": [{"property": "name"}, "B%"]},
            {"op": "between", "args": [{"property": "length_km"}, 2, 5]},
            {"op": "in", "args": [{"property": "municipality"}, ["2460", "2480"]]}]},
    ),
    "case-insensitive-comparison": (
        "CASEI(name) LIKE CASEI('%BAD%')",
        {"op": "like", "args": [{"op": "casei", "args": [{"property": "name"}]},
                                {"op": "casei", "args": ["%BAD%"]}]},
    ),
    "accent-insensitive-comparison": (
        "ACCENTI(municipality_name) = ACCENTI('Umea')",
        {"op": "=", "args": [{"op": "accenti", "args": [{"property": "municipality_name"}]},
                             {"op": "accenti", "args": ["Umea"]}]},
    ),
    "basic-spatial-functions": (
        "S_INTERSECTS(geometry,BBOX(20.1,63.7,20.5,63.95))",
        {"op": "s_intersects", "args": [{"property": "geometry"},
                                        {"bbox": [20.1, 63.7, 20.5, 63.95]}]},
    ),
    "spatial-functions": (
        "S_WITHIN(geometry,POLYGON((20 63.7,20.5 63.7,20.5 64,20 64,20 63.7)))",
        {"op": "s_within", "args": [{"property": "geometry"}, {
            "type": "Polygon",
            "coordinates": [[[20, 63.7], [20.5, 63.7], [20.5, 64], [20, 64], [20, 63.7]]]}]},
    ),
    "temporal-functions": (
        "T_AFTER(updated_at,INTERVAL('..','2005-12-31T00:00:00Z'))",
        {"op": "t_after", "args": [{"property": "updated_at"},
                                   {"interval": ["..", "2005-12-31T00:00:00Z"]}]},
    ),
    "array-functions": (
        "A_OVERLAPS(category_path,('water','winter'))",
        {"op": "a_overlaps", "args": [{"property": "category_path"}, ["water", "winter"]]},
    ),
    "property-property": (
        "name <> slug", {"op": "<>", "args": [{"property": "name"}, {"property": "slug"}]},
    ),
    "functions": (
        "length(name) > 20",
        {"op": ">", "args": [{"op": "length", "args": [{"property": "name"}]}, 20]},
    ),
    "arithmetic": (
        "length_km * 2 > 10 - 1",
        {"op": ">", "args": [{"op": "*", "args": [{"property": "length_km"}, 2]},
                             {"op": "-", "args": [10, 1]}]},
    ),
}  # fmt: skip


@pytest.mark.abstract_test(TEXT, "/conf/cql2-text/validate")
@pytest.mark.abstract_test(JSON_CLASS, "/conf/cql2-json/validate")
@pytest.mark.parametrize("name", SAID_TWICE)
def test_both_languages_find_the_same(filters: Filters, name: str) -> None:
    """/conf/cql2-text/validate and /conf/cql2-json/validate; each class is tested in both too."""
    text, document = SAID_TWICE[name]
    by_json = filters.sent("places", json.dumps(document), "cql2-json")

    assert by_json.status_code == 200, by_json.text
    found = {one["id"] for one in by_json.json()["features"]}
    assert found == filters.found("places", text)
    assert found


ESCAPED = {
    "O''Brien": "O'Brien",
    r"O\'Brien": "O'Brien",
    r"bell\a": "bell\a",
    r"back\bspace": "back\bspace",
    r"a\ttab": "a\ttab",
    r"new\nline": "new\nline",
    r"vertical\vtab": "vertical\vtab",
    r"form\ffeed": "form\ffeed",
    r"carriage\rreturn": "carriage\rreturn",
    r"back\\slash": "back\\slash",
}


@pytest.fixture(scope="module")
def odd(cluster: Cluster, schema_template_url: str) -> Iterator[httpx.Client]:
    """Places whose attribute holds what a text has to escape."""
    from tests.fixtures.database import _clone_of, _drop

    url = _clone_of("template_schema", "odd_texts", cluster)
    with writing(url) as session:
        store_small_world(session)
        store_places(session, [
            place_draft(slug=f"odd-{number}", names={"sv": text})
            for number, text in enumerate(sorted(set(ESCAPED.values())))
        ])  # fmt: skip
    with asking(settings_for(url)) as client:
        yield client
    _drop("odd_texts", cluster)


@pytest.mark.abstract_test(TEXT, "/conf/cql2-text/escaping")
@pytest.mark.parametrize("spelled", ESCAPED)
def test_an_escaped_character_is_recovered(odd: httpx.Client, spelled: str) -> None:
    """/conf/cql2-text/escaping."""
    text = f"name = '{spelled}'"
    for filter_, lang in ((text, "cql2-text"), (in_json(text), "cql2-json")):
        response = odd.get(
            "/collections/places/items", params={"filter": filter_, "filter-lang": lang}
        )
        assert [one["properties"]["name"] for one in response.json()["features"]] == [
            ESCAPED[spelled]
        ]


@pytest.mark.parametrize("lang", ["cql2-text", "cql2-json"])
def test_the_other_language_is_not_understood(filters: Filters, lang: str) -> None:
    for text, document in SAID_TWICE.values():
        other = json.dumps(document) if lang == "cql2-text" else text
        assert problem_of(filters.sent("places", other, lang), 400)["parameter"] == "filter"
