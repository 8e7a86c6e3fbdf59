"""What QGIS does with an OGC API: its provider's requests and checks, in its order.

Told after the provider's source, qgis/QGIS: src/providers/wfs/oapif (3.34 to 4.0). QGIS itself
brings 250 packages and a gigabyte, too much for a test. What is checked here is what makes the
provider give up, and what makes it fall back to something poorer.
"""

from dataclasses import dataclass, field
from typing import Any

import httpx
import pyproj

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
OPENAPI_30 = "application/vnd.oai.openapi+json;version=3.0"
API_ACCEPT = f"{OPENAPI_30}, application/openapi+json;version=3.0, application/json"
ITEMS_ACCEPT = "application/geo+json, application/json"
SCHEMA_JSON = "application/schema+json"
SCHEMA_REL = "http://www.opengis.net/def/rel/ogc/1.0/schema"
SPEC = "http://www.opengis.net/spec/"

# All of them, or QGIS filters by itself after having fetched everything.
FOR_FILTERS = {
    f"{SPEC}cql2/1.0/conf/cql2-text",
    f"{SPEC}cql2/1.0/conf/basic-cql2",
    f"{SPEC}ogcapi-features-3/1.0/conf/filter",
    f"{SPEC}ogcapi-features-3/1.0/conf/features-filter",
}
FOR_LIKE_BETWEEN_IN = f"{SPEC}cql2/1.0/conf/advanced-comparison-operators"
FOR_ILIKE = f"{SPEC}cql2/1.0/conf/case-insensitive-comparison"
FOR_CRS = f"{SPEC}ogcapi-features-2/1.0/conf/crs"
FOR_SCHEMAS = f"{SPEC}ogcapi-features-5/1.0/conf/schemas"

Json = dict[str, Any]


def find_link(document: Json, rel: str, *types: str) -> str:
    """Choose the link with the most wanted type, or else the first with the relation."""
    fitting = [one for one in document["links"] if one["rel"] == rel]
    wanted = {kind: at for at, kind in enumerate(types)}
    best = min(fitting, key=lambda one: wanted.get(one.get("type", ""), len(types)), default=None)
    return "" if best is None else str(best["href"])


@dataclass
class Layer:
    """A layer as the provider knows it once it is open."""

    http: httpx.Client
    items: str
    page_size: int
    conformance: set[str]
    collection: Json
    queryables: Json
    schema: Json
    first: Json
    simple: dict[str, str] = field(default_factory=dict)
    """The type of each parameter that stands for an equality."""

    def features(
        self, *, text: str = "", box: list[float] | None = None, crs: str = CRS84
    ) -> list[Json]:
        """Fetch what a map shows, following `next` to the letter.

        The box is given with easting or longitude first, as maps know it.
        """
        asked: dict[str, Any] = {"limit": self.page_size}
        if text:
            asked |= {"filter": text, "filter-lang": "cql2-text"}
        if box:
            west, south, east, north = box
            turned = [south, west, north, east] if is_inverted(crs) else box
            asked["bbox"] = ",".join(map(repr, turned))
            asked |= {} if crs == CRS84 else {"bbox-crs": crs}
        asked |= {} if crs == CRS84 else {"crs": crs}
        found, page = [], get(self.http, self.items, ITEMS_ACCEPT, **asked)
        while page["features"]:
            found += page["features"]
            following = find_link(page, "next", "application/geo+json")
            if not following:
                break
            page = get(self.http, following, ITEMS_ACCEPT)
        return found


def open_layer(landing: str, name: str) -> Layer:
    """Ask everything that the provider asks when a layer is added to a map."""
    http = httpx.Client(timeout=30)
    start = get(http, landing, "application/json")
    api = get(http, find_link(start, "service-desc", OPENAPI_30), API_ACCEPT)
    limit = api["components"]["parameters"]["limit"]["schema"]
    collections = find_link(start, "data", "application/json").partition("?")[0]
    collection = get(http, f"{collections}/{name}", "application/json")
    conformance = get(http, find_link(start, "conformance"), "application/json")
    queryables = get(http, f"{collections}/{name}/queryables", SCHEMA_JSON)
    items = f"{collections}/{name}/items"
    first = get(http, items, ITEMS_ACCEPT, limit=10)
    schema = get(http, find_link(collection, SCHEMA_REL, SCHEMA_JSON), SCHEMA_JSON)
    return Layer(
        http=http,
        items=items,
        page_size=min(max(1_000, limit["default"]), limit["maximum"]),
        conformance=set(conformance["conformsTo"]),
        collection=collection,
        queryables=queryables["properties"],
        schema=schema["properties"],
        first=first,
        simple=simple_queryables(api, name),
    )


def get(http: httpx.Client, address: str, accept: str, **asked: Any) -> Json:
    """Get JSON, or fail as the provider does."""
    response = http.get(address, headers={"accept": accept}, params=asked or None)
    assert response.status_code == 200, (response.url, response.text[:500])
    read: Json = response.json()
    return read


def simple_queryables(api: Json, name: str) -> dict[str, str]:
    """Find the parameters of items that a client takes for properties."""
    written = api["paths"][f"/collections/{name}/items"]["get"]["parameters"]
    shared = api["components"]["parameters"]
    named = [shared[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in written]
    return {
        one["name"]: one["schema"]["type"]
        for one in named
        if {"style", "explode", "schema"} <= one.keys()
        and (one["in"], one["style"], one["explode"]) == ("query", "form", False)
    }


def is_inverted(crs: str) -> bool:
    """Tell whether the authority names the northing or the latitude first."""
    known = pyproj.CRS.from_user_input(crs)
    return known.axis_info[0].direction == "north"
