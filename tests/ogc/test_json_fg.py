"""JSON-FG 1.0 (21-045r1), core and types-schemas: documents, requirement by requirement."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import shapely
from shapely.geometry import shape

from tests.ogc.asking import COLLECTIONS, CRS84, JSON_FG, SCHEMA_JSON, Asked, good
from tests.ogc.inspecting import EVERYTHING, inspect_basics
from tests.ogc.projecting import CODES, URIS, is_in_degrees, projected

CORE, TYPES = f"{JSON_FG}core", f"{JSON_FG}types-schemas"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

abstract_test = pytest.mark.abstract_test
every_collection = pytest.mark.parametrize("name", COLLECTIONS)
other_system = pytest.mark.parametrize("uri", URIS, ids=map(str, CODES))
every_system = pytest.mark.parametrize("uri", [CRS84, *URIS], ids=["CRS84", *map(str, CODES)])


def documents(api: httpx.Client, asked: Asked, name: str, uri: str) -> Iterator[dict[str, Any]]:
    """A collection, and a feature on its own."""
    params = {"f": "jsonfg", "crs": uri, "limit": "1000"}
    path = f"/collections/{name}/items"
    yield api.get(path, params=params).json()
    alone = asked.every(name)[0]["id"]
    yield api.get(f"{path}/{alone}", params={"f": "jsonfg", "crs": uri}).json()


def features_in(document: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document.get("features", [document])
    return found


@abstract_test(CORE, "/conf/core/metadata")
@abstract_test(
    TYPES, "/conf/types-schemas/metadata", "/conf/types-schemas/feature-type",
    "/conf/types-schemas/geometry-dimension", "/conf/types-schemas/single-feature-schema",
)  # fmt: skip
@every_collection
@every_system
def test_documents_say_what_they_are(api: httpx.Client, asked: Asked, name: str, uri: str) -> None:
    """Metadata, and one feature type for the one schema of a document."""
    for document in documents(api, asked, name, uri):
        assert document["type"] in {"FeatureCollection", "Feature"}
        assert set(document["conformsTo"]) == {CORE, TYPES}
        assert isinstance(document["featureType"], str)
        assert document.get("coordRefSys") == (None if uri == CRS84 else uri)
        # Features of a collection may be points, lines and areas: no dimension is promised.
        assert "geometryDimension" not in document
        if "features" in document:
            assert not any("featureType" in one for one in document["features"])


@abstract_test(TYPES, "/conf/types-schemas/feature-schemas")
@every_collection
def test_the_schema_of_a_document_conforms_to_the_standard_of_schemas(
    api: httpx.Client, asked: Asked, name: str
) -> None:
    for document in documents(api, asked, name, CRS84):
        schema = good(api, document["featureSchema"], SCHEMA_JSON).json()

        inspect_basics(schema, document["featureSchema"])
        for inspect in EVERYTHING:
            inspect(schema)


@abstract_test(CORE, "/conf/core/interval")
@every_collection
def test_times_are_those_of_projects(api: httpx.Client, asked: Asked, name: str) -> None:
    for document in documents(api, asked, name, CRS84):
        for one in features_in(document):
            days = [one["properties"].get(key) for key in ("starts_on", "ends_on")]
            if not any(days):
                assert one["time"] is None
                continue
            assert one["time"] == {"interval": [day or ".." for day in days]}
            assert all(day == ".." or DAY.fullmatch(day) for day in one["time"]["interval"])


@abstract_test(CORE, "/conf/core/geometry-wgs84", "/conf/core/coordinate-dimension")
@every_collection
@every_system
def test_the_geometry_stays_in_degrees_whatever_is_asked_for(
    api: httpx.Client, asked: Asked, name: str, uri: str
) -> None:
    known = {one["id"]: one["geometry"] for one in asked.every(name)}
    for document in documents(api, asked, name, uri):
        for one in features_in(document):
            assert one["geometry"] == known[one["id"]]
            for member in ("geometry", "place"):
                if one[member] is not None:
                    assert shapely.get_coordinate_dimension(shape(one[member])) == 2


@abstract_test(CORE, "/conf/core/place")
@every_collection
def test_there_is_no_place_in_crs84(api: httpx.Client, asked: Asked, name: str) -> None:
    for document in documents(api, asked, name, CRS84):
        assert all(one["place"] is None for one in features_in(document))


@abstract_test(CORE, "/conf/core/axis-order", "/conf/core/geom-valid", "/conf/core/fallback")
@every_collection
@other_system
def test_the_place_is_the_geometry_in_the_other_system(
    api: httpx.Client, asked: Asked, name: str, uri: str
) -> None:
    """In the authority's axis order, as PROJ says it; valid, and not the same as the geometry."""
    tolerance = 1e-6 if is_in_degrees(uri) else 0.3
    for document in documents(api, asked, name, uri):
        for one in features_in(document):
            if one["geometry"] is None:
                assert one["place"] is None
                continue
            place = shape(one["place"])
            assert place.is_valid
            assert one["place"] != one["geometry"]
            assert shapely.equals_exact(place, projected(one["geometry"], uri), tolerance)


@every_collection
def test_without_its_own_members_a_document_is_the_geojson(
    api: httpx.Client, asked: Asked, name: str
) -> None:
    (document, _) = documents(api, asked, name, CRS84)

    bare = [{key: value for key, value in one.items() if key not in {"time", "place"}}
            for one in document["features"]]  # fmt: skip
    assert bare == asked.every(name)
