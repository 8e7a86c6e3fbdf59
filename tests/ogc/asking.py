"""How abstract tests ask: by address, with the Accept header that the standards name."""

from typing import Any

import httpx

GEOJSON = "application/geo+json"
JSON = "application/json"
SCHEMA_JSON = "application/schema+json"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
OGC_REL = "http://www.opengis.net/def/rel/ogc/1.0/"
COLLECTIONS = ("places", "sites", "facilities", "trails", "municipalities", "projects")

FEATURES_1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
FEATURES_2 = "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/"
FEATURES_3 = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/"
COMMON_1 = "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/"
COMMON_2 = "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/"
COMMON_3 = "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/"
CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/"
JSON_FG = "http://www.opengis.net/spec/json-fg-1/1.0/conf/"

AMOUNTS = frozenset(("budget_total", "funding_total"))
HYPHENATED = {"bbox_crs": "bbox-crs", "filter_crs": "filter-crs", "filter_lang": "filter-lang"}

Feature = dict[str, Any]


class Asked:
    """Items, asked for once per question and kept."""

    def __init__(self, api: httpx.Client) -> None:
        self.api = api
        self._pages: dict[tuple[str, tuple[tuple[str, str], ...]], dict[str, Any]] = {}

    def items(self, collection: str, **params: str) -> dict[str, Any]:
        """Ask for a page of features; bbox_crs, filter_crs and filter_lang are spelled so here."""
        spelled = {HYPHENATED.get(name, name): text for name, text in params.items()}
        key = (collection, tuple(sorted(spelled.items())))
        if key not in self._pages:
            self._pages[key] = good(self.api, f"/collections/{collection}/items", **spelled).json()
        return self._pages[key]

    def every(self, collection: str) -> list[Feature]:
        """Find all features of a collection."""
        features: list[Feature] = self.items(collection, limit="10000")["features"]
        return features

    def ids(self, collection: str, **params: str) -> set[str]:
        """Find the ids of all features that match."""
        features = self.items(collection, limit="10000", **params)["features"]
        return {feature["id"] for feature in features}

    def filtered(self, collection: str, filter_: str, lang: str = "cql2-text") -> set[str]:
        """Find the ids of all features that a filter means."""
        return self.ids(collection, filter=filter_, filter_lang=lang)


def good(api: httpx.Client, path: str, accept: str = GEOJSON, **params: str) -> httpx.Response:
    """Expect the answer to be there, in the representation that was asked for."""
    response = api.get(path, params=params or None, headers={"accept": accept})
    assert response.status_code == 200, (path, params, response.text[:500])
    assert response.headers["content-type"] == accept
    return response


def links_by_rel(document: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Sort the links of a document by their relation."""
    found: dict[str, list[dict[str, str]]] = {}
    for link in document["links"]:
        found.setdefault(link["rel"], []).append(link)
    return found


def with_geometry(features: list[Feature]) -> list[Feature]:
    """Keep the features that lie somewhere."""
    return [feature for feature in features if feature["geometry"] is not None]


def value_of(feature: Feature, queryable: str) -> Any:
    """Find the value of a queryable in a feature: its id, a property or an attribute."""
    if queryable == "id":
        return feature["id"]
    value = feature["properties"].get(queryable)
    if value is None:
        return (feature["properties"].get("attributes") or {}).get(queryable)
    # Amounts are exact texts in features, and numbers where they are compared.
    return float(value) if queryable in AMOUNTS else value
