"""The ways in: what the landing page leads to, under the address that the client used."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fixtures.database import settings_for
from tests.fixtures.serving import asking, problem_of
from tests.ogc.asking import COLLECTIONS, JSON, OGC_REL, good, links_by_rel
from viauma.settings import ServerSettings
from viauma_api.routers.landing import FILTERS

OPENAPI = "application/vnd.oai.openapi+json;version="
WAYS = {
    "service-desc": ["/api", "/api/openapi-31"],
    "service-doc": ["/api/docs"],
    "service-meta": ["/api-info"],
    "status": ["/readyz"],
    "conformance": ["/conformance"],
    f"{OGC_REL}conformance": ["/conformance"],
    "data": ["/collections"],
    f"{OGC_REL}data": ["/collections"],
    f"{OGC_REL}tilesets-vector": ["/tiles"],
    f"{OGC_REL}tiling-schemes": ["/tileMatrixSets"],
    f"{OGC_REL}functions": ["/functions"],
    "describedby": ["/datasets/dcat", "/datasets/dcat?f=jsonld"],
    "related": ["/codelists", "/catalog", "/maps/"],
}


def test_the_landing_page_leads_everywhere(api: httpx.Client, server: str) -> None:
    links = links_by_rel(good(api, "/", JSON).json())

    found = {rel: [one["href"].removeprefix(server) for one in ones] for rel, ones in links.items()}
    assert found == {"self": ["/"], "alternate": ["/?f=html"], **WAYS}
    assert all(one["title"] for ones in links.values() for one in ones)


def test_openapi_3_0_is_linked_before_3_1(api: httpx.Client) -> None:
    links = links_by_rel(api.get("/").json())

    assert [one["type"] for one in links["service-desc"]] == [f"{OPENAPI}3.0", f"{OPENAPI}3.1"]
    assert links["describedby"][0]["type"] == "application/rdf+xml"


def test_it_introduces_itself_in_both_languages(api: httpx.Client) -> None:
    document = api.get("/").json()

    assert "places" in document["title"]
    assert "platser" in document["title_sv"]
    assert "municipal facilities" in document["description"]
    assert "kommunala anläggningar" in document["description_sv"]
    page = api.get("/?f=html").text
    for text in ("title", "description", "description_sv"):
        assert document[text] in page


@pytest.mark.parametrize(("collection", "text", "title"), FILTERS)
def test_every_filter_that_the_page_teaches_finds_something(
    api: httpx.Client, collection: str, text: str, title: str
) -> None:
    found = api.get(f"/collections/{collection}/items", params={"filter": text}).json()

    whole = api.get(f"/collections/{collection}/items", params={"limit": "10000"}).json()
    assert 0 < found["numberMatched"] < len(whole["features"])
    assert title in api.get("/?f=html").text


def test_the_page_leads_to_collections_maps_filters_formats_and_catalogue(
    api: httpx.Client, server: str
) -> None:
    page = api.get("/?f=html").text

    for name in COLLECTIONS:
        assert f'href="{server}/collections/{name}/items?f=html&amp;limit=50"' in page
    for path in ("/maps/", "/catalog", "/functions?f=html", "/codelists?f=html", "/api/docs",
                 "/conformance?f=html", "/collections/places/items?f=gpkg"):  # fmt: skip
        assert f'href="{server}{path}"' in page
    for heading in ("maps", "collections", "filters", "formats"):
        assert f'<h2 id="{heading}">' in page


def test_links_carry_the_scheme_and_host_the_client_used(api: httpx.Client) -> None:
    told = {"host": "geo.example.se", "x-forwarded-proto": "https"}

    links = api.get("/", headers=told).json()["links"]

    assert all(link["href"].startswith("https://geo.example.se/") for link in links)
    page = api.get("/?f=html", headers=told)
    assert "https://geo.example.se/static/pages.css" in page.text


@pytest.mark.parametrize("host", ["[[", "q z", 'evil"><script>', "x:y:z", "x:99999"])
def test_a_host_that_is_none_is_not_repeated(api: httpx.Client, host: str) -> None:
    response = api.get("/?f=html", headers={"host": host})

    assert response.status_code in {200, 400}
    assert host not in response.text


def test_a_proxy_may_serve_below_a_folder(region_url: str) -> None:
    server = ServerSettings(root_path="/geo")
    settings = settings_for(region_url).model_copy(update={"server": server})
    with asking(settings) as client:
        base = f"{str(client.base_url).rstrip('/')}/geo"

        for path in ("/collections/places/items", "/geo/collections/places/items"):
            links = links_by_rel(client.get(path).json())
            assert links["self"][0]["href"] == f"{base}/collections/places/items"
        assert client.get("/geo/static/pages.css").status_code == 200
        assert client.get("/api").json()["servers"] == [{"url": base}]
        lost = problem_of(client.get("/geo/static/nothing.css"), 404)
        assert lost["detail"] == "Nothing is found at /static/nothing.css."


def test_the_maps_are_linked_only_when_they_are_built(
    api: httpx.Client, region_url: str, tmp_path: Path
) -> None:
    assert any(link["href"].endswith("/maps/") for link in api.get("/").json()["links"])
    assert "/maps/" in api.get("/?f=html").text
    with asking(settings_for(region_url, tmp_path / "none")) as client:
        assert not any("maps" in link["href"] for link in client.get("/").json()["links"])
        assert "/maps/" not in client.get("/?f=html").text
        assert "viauma maps build" in problem_of(client.get("/maps/"), 404)["detail"]


def test_maps_without_a_slash_lead_to_the_maps(api: httpx.Client, server: str) -> None:
    response = api.get("/maps")

    assert response.status_code == 307
    assert response.headers["location"] == f"{server}/maps/"
    assert api.get("/maps/").headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/maps/%00", "/maps/../app.py", "/maps/%2e%2e/app.py", "/maps/x"])
def test_a_map_that_is_not_there_is_a_problem(api: httpx.Client, path: str) -> None:
    problem_of(api.get(path), 404)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_service_says_how_it_is(api: httpx.Client, path: str) -> None:
    status: Any = api.get(path).json()["status"]

    assert status in {"ok", "ready"}
