"""The ways in: every link resolves and brings the type it promises."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.fixtures.database import settings_for
from tests.fixtures.serving import asking, problem_of
from viauma.settings import ServerSettings

COLLECTIONS = ("places", "sites", "facilities", "trails", "municipalities", "projects")
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"


def test_every_link_is_absolute(api: httpx.Client, server: str) -> None:
    for path in ("/", "/collections", "/collections/places", "/collections/projects/items"):
        for link in links_in(api.get(path).json()):
            assert link["href"].startswith(f"{server}/")


def test_links_carry_the_scheme_and_host_the_client_used(api: httpx.Client) -> None:
    told = {"host": "geo.example.se", "x-forwarded-proto": "https"}

    links = links_in(api.get("/collections", headers=told).json())

    assert all(link["href"].startswith("https://geo.example.se/") for link in links)
    page = api.get("/?f=html", headers=told)
    assert "https://geo.example.se/static/pages.css" in page.text


@pytest.mark.parametrize("host", ["[[", "bad host", 'evil"><script>', "x:y:z", "x:99999"])
def test_a_host_that_is_none_is_not_repeated(api: httpx.Client, host: str) -> None:
    response = api.get("/?f=html", headers={"host": host})

    assert response.status_code in {200, 400}
    assert host not in response.text


def test_a_proxy_may_serve_below_a_folder(region_url: str) -> None:
    server = ServerSettings(root_path="/geo")
    settings = settings_for(region_url).model_copy(update={"server": server})
    with asking(settings) as client:
        base = f"{str(client.base_url).rstrip('/')}/geo/"

        for path in ("/collections/places/items", "/geo/collections/places/items"):
            links = links_in(client.get(path).json())
            assert all(link["href"].startswith(base) for link in links)
            assert links[0]["href"] == f"{base}collections/places/items"
        assert client.get(links[2]["href"]).status_code == 200
        assert f'href="{base}static/pages.css"' in client.get("/?f=html").text
        assert client.get("/geo/static/pages.css").status_code == 200
        assert client.get("/api").json()["servers"] == [{"url": base.rstrip("/")}]
        lost = problem_of(client.get("/geo/static/nothing.css"), 404)
        assert lost["detail"] == "Nothing is found at /static/nothing.css."


def test_the_maps_are_linked_only_when_they_are_built(
    api: httpx.Client, region_url: str, tmp_path: Any
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


def test_conformance_declares_features_core(api: httpx.Client) -> None:
    """Abstract tests A.7 and A.8."""
    declared = api.get("/conformance").json()["conformsTo"]

    assert all(isinstance(uri, str) for uri in declared)
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in declared


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_service_says_how_it_is(api: httpx.Client, path: str) -> None:
    assert api.get(path).json()["status"] in {"ok", "ready"}


def links_in(document: Any) -> list[dict[str, Any]]:
    if isinstance(document, list):
        return [link for item in document for link in links_in(item)]
    if not isinstance(document, dict):
        return []
    own = [document] if {"href", "rel", "type"} <= document.keys() else []
    return own + [link for item in document.values() for link in links_in(item)]


def walk(api: httpx.Client, start: str) -> Iterator[tuple[str, tuple[str, str]]]:
    waiting, seen = [(start, "application/json")], {start}
    while waiting:
        href, promised = waiting.pop()
        response = api.get(href)
        assert response.status_code == 200, href
        yield href, (promised, response.headers["content-type"])
        if "json" not in promised:
            continue
        for link in links_in(response.json()):
            if link["href"] not in seen:
                seen.add(link["href"])
                waiting.append((link["href"], link["type"]))
