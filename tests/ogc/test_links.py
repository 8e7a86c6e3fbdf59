"""Every link from the landing page on resolves, with the very type it promises, at one address."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.fixtures.database import settings_for
from tests.fixtures.serving import serving
from tests.ogc.asking import COLLECTIONS
from tests.ogc.walking import Link, Walk
from viauma.settings import ServerSettings
from viauma_api.formats import ITEM, ITEMS

PUBLIC = "https://places.example/open/geo"
TOLD = {"x-forwarded-proto": "https", "x-forwarded-host": "places.example",
        "x-forwarded-prefix": "/open"}  # fmt: skip


class BehindProxy(httpx.BaseTransport):
    """A proxy: it takes /open off the path, and tells what the client asked for."""

    def __init__(self, server: str) -> None:
        self._server = httpx.URL(server)
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert str(request.url).startswith(f"{PUBLIC}/"), request.url
        path = request.url.raw_path.removeprefix(b"/open")
        inner = self._server.copy_with(raw_path=path)
        headers = {**request.headers, **TOLD, "host": self._server.netloc.decode()}
        return self._inner.handle_request(httpx.Request(request.method, inner, headers=headers))


@pytest.fixture(scope="module")
def walk(api: httpx.Client, server: str) -> Walk:
    return walked(api, server)


@pytest.fixture(scope="module")
def walk_behind_proxy(region_url: str, built_maps: Path) -> Iterator[Walk]:
    behind = ServerSettings(root_path="/geo")
    settings = settings_for(region_url, built_maps).model_copy(update={"server": behind})
    with (
        serving(settings) as server,
        httpx.Client(transport=BehindProxy(server), timeout=30) as client,
    ):
        yield walked(client, PUBLIC)


def walked(api: httpx.Client, base: str) -> Walk:
    starts = (Link(f"{base}/", "application/json", "(start)"),
              Link(f"{base}/?f=html", "text/html", "(start)"))  # fmt: skip
    return Walk(api, base).go(*starts)


@pytest.fixture(params=["directly", "behind a proxy"])
def either(request: pytest.FixtureRequest) -> Walk:
    name = "walk" if request.param == "directly" else "walk_behind_proxy"
    found: Walk = request.getfixturevalue(name)
    return found


def test_every_link_resolves_with_the_type_it_promises(either: Walk) -> None:
    assert either.wrong == []


def test_no_link_leaves_the_address_but_to_name_others(either: Walk) -> None:
    hosts = {httpx.URL(href).host for href in either.elsewhere}

    assert not hosts & {"127.0.0.1", "localhost", "testserver", "places.example", ""}


def test_the_walk_comes_everywhere(either: Walk) -> None:
    assert len(either.visited) > 400
    for path in ("/conformance", "/collections", "/functions", "/codelists/categories",
                 "/api", "/api/openapi-31", "/api/docs", "/api-info", "/readyz", "/catalog",
                 "/datasets/dcat", "/maps/", "/static/pages.css", "/tiles", "/tiles/SWEREF99TM",
                 "/tileMatrixSets/WebMercatorQuad"):  # fmt: skip
        assert either.reached(path), path
    for name in COLLECTIONS:
        home = f"/collections/{name}"
        for resource in ("queryables", "sortables", "schema", "tiles", "tiles/WebMercatorQuad"):
            assert either.reached(f"{home}/{resource}")
            assert either.reached(rf"{home}/{resource}\?f=html")
        for key in ITEMS.keys() - {"json"}:
            assert either.reached(rf"{home}/items\?f={key}"), (name, key)
        assert either.reached(rf"{home}/items/[^/?]+(\?f=json)?")
        assert either.reached(rf"{home}/items/[^/?]+\?f=html")
    assert either.reached(r"/collections/places/items\?cursor=.*")


def test_both_walks_came_to_the_same_places(walk: Walk, walk_behind_proxy: Walk) -> None:
    """Cursors and ids are the same: the servers read the same database."""
    one, other = ({href.removeprefix(found.base): kind for href, kind in found.visited.items()
                   if "cursor=" not in href} for found in (walk, walk_behind_proxy))  # fmt: skip

    assert one == other


@pytest.mark.parametrize("name", COLLECTIONS)
@pytest.mark.parametrize("key", ITEM)
def test_a_feature_comes_in_every_form(api: httpx.Client, name: str, key: str) -> None:
    """Forms of a feature that no link leads to: items have the links to all forms."""
    (one,) = api.get(f"/collections/{name}/items", params={"limit": 1}).json()["features"]
    response = api.get(f"/collections/{name}/items/{one['id']}", params={"f": key})

    assert response.status_code == 200
    assert response.headers["content-type"].removesuffix("; charset=utf-8") == ITEM[key].media_type
