"""OGC API Features Part 3 (19-079r2): the parameters filter, filter-lang and filter-crs."""

import json
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from tests.fixtures.serving import problem_of
from tests.ogc.asking import COLLECTIONS, CRS84, FEATURES_3, JSON, OGC_REL, Asked, good, value_of
from tests.ogc.projecting import CODES, URIS, rectangle

FILTER, ITEMS = f"{FEATURES_3}filter", f"{FEATURES_3}features-filter"
OUTSIDE = "-10,-10,-5,-5"
# Which queryable is asked about: one with a simple value that some features lack.
SAMPLES = {"municipalities": "population", "projects": "starts_on", "trails": "length_km"}

abstract_test = pytest.mark.abstract_test
every_collection = pytest.mark.parametrize("name", COLLECTIONS)
languages = pytest.mark.parametrize("lang", ["cql2-text", "cql2-json"])


def sample_of(name: str) -> str:
    return SAMPLES.get(name, "opening_hours")


def is_null(queryable: str, lang: str) -> str:
    if lang == "cql2-text":
        return f"{queryable} IS NULL"
    return json.dumps({"op": "isNull", "args": [{"property": queryable}]})


def in_box(numbers: tuple[float, ...], lang: str = "cql2-text") -> str:
    if lang == "cql2-text":
        return f"S_INTERSECTS(geometry,BBOX({','.join(map(str, numbers))}))"
    args = [{"property": "geometry"}, {"bbox": list(numbers)}]
    return json.dumps({"op": "s_intersects", "args": args})


def extent_of(api: httpx.Client, name: str) -> tuple[float, float, float, float]:
    (box,) = api.get(f"/collections/{name}").json()["extent"]["spatial"]["bbox"]
    west, south, east, north = box
    return west, south, east, north


def placed(asked: Asked, name: str) -> set[str]:
    return {one["id"] for one in asked.every(name) if one["geometry"] is not None}


def refused(api: httpx.Client, name: str, **params: str) -> str:
    spelled = {key.replace("_", "-"): text for key, text in params.items()}
    found = problem_of(api.get(f"/collections/{name}/items", params=spelled), 400)
    return found["parameter"]


@abstract_test(FILTER, "/conf/filter/get-conformance")
@abstract_test(ITEMS, "/conf/features-filter/get-conformance")
def test_filters_are_declared(conforms_to: list[str]) -> None:
    """Conformance tests 6 and 13."""
    assert {FILTER, ITEMS} <= set(conforms_to)


@abstract_test(
    ITEMS, "/conf/features-filter/get-collections", "/conf/features-filter/get-collection"
)
def test_every_collection_links_its_queryables(api: httpx.Client, server: str) -> None:
    """Conformance tests 14 and 15."""
    for one in good(api, "/collections", JSON).json()["collections"]:
        alone = good(api, f"/collections/{one['id']}", JSON).json()

        hrefs = [link["href"] for link in alone["links"] if link["rel"] == f"{OGC_REL}queryables"]
        assert hrefs == [f"{server}/collections/{one['id']}/queryables"]


@abstract_test(FILTER, "/conf/filter/filter-param")
@abstract_test(ITEMS, "/conf/features-filter/filter-on-items")
@every_collection
@languages
def test_a_filter_finds_exactly_the_features_that_match(
    api: httpx.Client, asked: Asked, name: str, lang: str
) -> None:
    """Conformance tests 7 and 16."""
    sample = sample_of(name)
    expected = {one["id"] for one in asked.every(name) if value_of(one, sample) is None}

    assert asked.filtered(name, is_null(sample, lang), lang) == expected
    assert len(expected) < len(asked.every(name))
    assert refused(api, name, filter="THIS IS NOT A FILTER", filter_lang=lang) == "filter"


@abstract_test(FILTER, "/conf/filter/filter-lang-default")
@every_collection
def test_a_filter_is_text_unless_told(api: httpx.Client, asked: Asked, name: str) -> None:
    """Conformance test 8."""
    text = is_null(sample_of(name), "cql2-text")

    assert asked.ids(name, filter=text) == asked.filtered(name, text, "cql2-text")
    assert refused(api, name, filter="THIS IS NOT A FILTER") == "filter"
    assert refused(api, name, filter=is_null(sample_of(name), "cql2-json")) == "filter"


@abstract_test(FILTER, "/conf/filter/expression-construction")
@every_collection
@languages
def test_what_is_not_queryable_is_refused(api: httpx.Client, name: str, lang: str) -> None:
    """Conformance test 9; the queryables say additionalProperties: false."""
    declared = api.get(f"/collections/{name}/queryables").json()
    text = is_null("this_is_not_a_queryable", lang)

    assert declared["additionalProperties"] is False
    assert refused(api, name, filter=text, filter_lang=lang) == "filter"


@abstract_test(FILTER, "/conf/filter/filter-crs-wgs84")
@every_collection
@languages
def test_coordinates_are_in_crs84_unless_told(
    api: httpx.Client, asked: Asked, name: str, lang: str
) -> None:
    """Conformance test 10; a filter, unlike bbox, leaves out what lies nowhere."""
    box = in_box(extent_of(api, name), lang)

    assert asked.filtered(name, box, lang) == placed(asked, name)
    far = in_box((1_000_000, 1_000_000, 2_000_000, 2_000_000), lang)
    assert refused(api, name, filter=far, filter_lang=lang) == "filter"


@abstract_test(FILTER, "/conf/filter/filter-crs-param")
@every_collection
@pytest.mark.parametrize("uri", [CRS84, *URIS], ids=["CRS84", *map(str, CODES)])
def test_coordinates_may_be_in_every_listed_system(
    api: httpx.Client, asked: Asked, name: str, uri: str
) -> None:
    """Conformance test 11; the whole extent, and a part of it as bbox-crs finds it too."""
    whole = rectangle(extent_of(api, name), uri)
    found = asked.ids(name, filter=in_box(whole.bounds), filter_crs=uri)
    assert found == placed(asked, name)

    part = rectangle((19.9, 63.7, 20.6, 64.05), uri).bounds
    boxed = asked.ids(name, bbox=",".join(map(str, part)), bbox_crs=uri)
    assert asked.ids(name, filter=in_box(part), filter_crs=uri) == boxed & placed(asked, name)


@abstract_test(FILTER, "/conf/filter/filter-crs-param")
@every_collection
@pytest.mark.parametrize("uri", ["http://www.opengis.net/def/crs/OGC/0/does_not_exist", "", "4326"])
def test_coordinates_in_an_unknown_system_are_refused(
    api: httpx.Client, name: str, uri: str
) -> None:
    """Conformance test 11."""
    assert refused(api, name, filter=in_box((1, 2, 3, 4)), filter_crs=uri) == "filter-crs"


@abstract_test(ITEMS, "/conf/features-filter/mixing-expression")
@every_collection
@languages
def test_a_filter_and_a_box_must_both_hold(
    api: httpx.Client, asked: Asked, name: str, lang: str
) -> None:
    """Conformance test 17."""
    extent = extent_of(api, name)
    filter_ = {"filter": in_box(extent, lang), "filter_lang": lang}

    assert asked.ids(name, bbox=",".join(map(str, extent)), **filter_) == placed(asked, name)
    assert asked.ids(name, bbox=OUTSIDE, **filter_) == set()


@abstract_test(FILTER, "/conf/filter/get-functions")
def test_the_functions_are_listed_as_the_standards_schema_says(api: httpx.Client) -> None:
    """Conformance test 12."""
    document = good(api, "/functions", JSON).json()

    kinds = ["string", "number", "integer", "datetime", "geometry", "boolean"]
    types = {"type": "array", "minItems": 1, "items": {"type": "string", "enum": kinds}}
    schema: dict[str, Any] = {
        "type": "object",
        "required": ["functions"],
        "properties": {"functions": {"type": "array", "minItems": 1, "items": {
            "type": "object",
            "required": ["name", "returns"],
            "properties": {
                "name": {"type": "string"},
                "description": {"type": "string"},
                "metadataUrl": {"type": "string", "format": "uri"},
                "returns": types,
                "arguments": {"type": "array", "items": {
                    "type": "object",
                    "required": ["type"],
                    "properties": {"title": {"type": "string"}, "type": types},
                }},
            },
        }}},
    }  # fmt: skip
    Draft202012Validator(schema).validate(document)


@pytest.mark.parametrize(("parameter", "default", "other"), [
    ("filter-lang", "cql2-text", "cql2-json"), ("filter-crs", CRS84, URIS[0]),
])  # fmt: skip
def test_how_to_read_a_filter_says_nothing_without_one(
    api: httpx.Client, parameter: str, default: str, other: str
) -> None:
    """But for the defaults, which some programs always send."""
    path = "/collections/places/items"
    assert api.get(path, params={parameter: default}).status_code == 200
    assert problem_of(api.get(path, params={parameter: other}), 400)["parameter"] == parameter
