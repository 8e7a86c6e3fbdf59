"""OGC API Features Part 1, core: how the API introduces itself and its collections."""

from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import shapely
from openapi_spec_validator import OpenAPIV30SpecValidator
from shapely.geometry import shape

from tests.ogc.asking import (
    COLLECTIONS,
    COMMON_1,
    COMMON_2,
    CRS84,
    FEATURES_1,
    GEOJSON,
    JSON,
    OGC_REL,
    Asked,
    good,
    links_by_rel,
    with_geometry,
)

CORE = f"{FEATURES_1}core"
LANDING = f"{COMMON_1}landing-page"
LIST = f"{COMMON_2}collections"
OPENAPI_30 = "application/vnd.oai.openapi+json;version=3.0"

abstract_test = pytest.mark.abstract_test
every_collection = pytest.mark.parametrize("name", COLLECTIONS)


@abstract_test(CORE, "/conf/core/http")
@abstract_test(f"{COMMON_1}core", "/conf/core/http")
@abstract_test(LIST, "/conf/collections/http")
@pytest.mark.parametrize("path", ["/", "/collections", "/collections/places/items"])
def test_the_server_speaks_http_1_1(server: str, path: str) -> None:
    """A.1."""
    connection = HTTPConnection(urlsplit(server).netloc)
    connection.request("GET", path)
    response = connection.getresponse()

    assert (response.version, response.status) == (11, 200)
    connection.close()


@abstract_test(CORE, "/conf/core/crs84")
@every_collection
def test_coordinates_are_degrees_with_longitude_first(asked: Asked, name: str) -> None:
    """A.2; the region lies between 10 and 30 degrees east, so that swapped axes show."""
    found = with_geometry(asked.every(name))

    assert found
    region = shapely.box(10, 60, 30, 70)
    assert all(region.covers(shape(one["geometry"])) for one in found)


@abstract_test(CORE, "/conf/core/root-op", "/conf/core/root-success")
@abstract_test(LANDING, "/conf/landing-page/root-op", "/conf/landing-page/root-success")
def test_the_landing_page_leads_to_description_conformance_and_data(api: httpx.Client) -> None:
    """A.3 and A.4."""
    document = good(api, "/", JSON).json()

    assert document["title"]
    assert document["description"]
    types = {rel: [link["type"] for link in links]
             for rel, links in links_by_rel(document).items()}  # fmt: skip
    assert types["service-desc"][0] == OPENAPI_30
    assert types["service-doc"] == ["text/html"]
    for rel in ("self", "conformance", f"{OGC_REL}conformance", "data", f"{OGC_REL}data"):
        assert types[rel] == [JSON]


@abstract_test(CORE, "/conf/core/api-definition-op", "/conf/core/api-definition-success")
@abstract_test(
    LANDING, "/conf/landing-page/api-definition-op", "/conf/landing-page/api-definition-success"
)
def test_the_linked_definition_is_valid_openapi(api: httpx.Client) -> None:
    """A.5 and A.6."""
    links = links_by_rel(api.get("/").json())
    described = good(api, links["service-desc"][0]["href"], OPENAPI_30).json()

    assert described["openapi"].startswith("3.0.")
    OpenAPIV30SpecValidator(described).validate()
    assert api.get(links["service-doc"][0]["href"]).status_code == 200


@abstract_test(CORE, "/conf/core/conformance-op", "/conf/core/conformance-success")
@abstract_test(
    LANDING, "/conf/landing-page/conformance-op", "/conf/landing-page/conformance-success"
)
def test_conformance_lists_the_uris_of_classes(api: httpx.Client, conforms_to: list[str]) -> None:
    """A.7 and A.8."""
    href = links_by_rel(api.get("/").json())["conformance"][0]["href"]

    assert good(api, href, JSON).json()["conformsTo"] == conforms_to
    assert all(uri.startswith("http://www.opengis.net/spec/") for uri in conforms_to)
    assert len(set(conforms_to)) == len(conforms_to)
    assert {CORE, LANDING} <= set(conforms_to)


@abstract_test(CORE, "/conf/core/fc-md-op", "/conf/core/fc-md-success", "/conf/core/fc-md-links")
@abstract_test(
    LIST, "/conf/collections/collections-list-op", "/conf/collections/collections-list-success",
    "/conf/collections/collections-list-links",
)  # fmt: skip
def test_the_collections_link_themselves_and_their_page(api: httpx.Client) -> None:
    """A.9 and A.10."""
    href = links_by_rel(api.get("/").json())["data"][0]["href"]
    document = good(api, href, JSON).json()

    rels = {(link["rel"], link["type"]) for link in document["links"]}
    assert rels == {("self", JSON), ("alternate", "text/html")}
    assert document.get("crs", [CRS84])[0] == CRS84
    assert api.get(f"{href}?f=html").headers["content-type"] == "text/html; charset=utf-8"


@abstract_test(CORE, "/conf/core/fc-md-items", "/conf/core/fc-md-items-links")
@abstract_test(LIST, "/conf/collections/collections-list-collections")
def test_every_collection_is_listed_with_its_items_in_every_encoding(
    api: httpx.Client, document: dict[str, Any]
) -> None:
    """A.10; what encodings there are, the API document says."""
    listed = api.get("/collections").json()["collections"]

    assert [one["id"] for one in listed] == list(COLLECTIONS)
    for one in listed:
        offered = document["paths"][f"/collections/{one['id']}/items"]["get"]["responses"]["200"]
        links = links_by_rel(one)["items"]
        assert {link["type"] for link in links} == set(offered["content"]) - {JSON}
        assert all(link["rel"] and link["type"] and link["href"] for link in one["links"])


@abstract_test(CORE, "/conf/core/sfc-md-op", "/conf/core/sfc-md-success")
@abstract_test(
    LIST, "/conf/collections/description-op", "/conf/collections/description-success",
    "/conf/collections/description-links",
)  # fmt: skip
def test_a_collection_equals_its_entry_in_the_list(api: httpx.Client) -> None:
    """A.11 and A.12."""
    for listed in api.get("/collections").json()["collections"]:
        alone = good(api, f"/collections/{listed['id']}", JSON).json()

        assert alone | {"links": []} == listed | {"links": []}
        own = {(link["rel"], link["type"]) for link in alone["links"][:2]}
        assert own == {("self", JSON), ("alternate", "text/html")}
        assert alone["links"][2:] == listed["links"]
        assert links_by_rel(alone)["items"][0]["type"] == GEOJSON


@abstract_test(CORE, "/conf/core/fc-md-extent")
@abstract_test(LIST, "/conf/collections/description-extent")
@every_collection
def test_the_extent_holds_every_feature(asked: Asked, api: httpx.Client, name: str) -> None:
    """A.10."""
    spatial = api.get(f"/collections/{name}").json()["extent"]["spatial"]
    (box,) = spatial["bbox"]

    assert spatial["crs"] == CRS84
    assert len(box) == 4
    extent = shapely.box(*box).buffer(1e-9)
    assert all(extent.covers(shape(one["geometry"])) for one in with_geometry(asked.every(name)))


@pytest.mark.parametrize("path", ["", "/items", "/items/x", "/counts", "/queryables", "/schema"])
def test_an_unknown_collection_is_404_and_names_those_there_are(
    api: httpx.Client, path: str
) -> None:
    response = api.get(f"/collections/nothing{path}")

    assert response.status_code == 404
    assert "places, sites, facilities" in response.json()["detail"]
