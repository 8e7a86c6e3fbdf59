"""Features in the words of schema.org, for search engines and other people's software.

What schema.org has no word for is left out or said as an additional property; what is unknown is
not mentioned. Nothing is asked of a database here.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from viauma.taxonomy.rules import CategorySchema
from viauma_api.schema_org_places import place_json_ld
from viauma_api.schema_org_regions import municipality_json_ld, project_json_ld

JsonObject = dict[str, Any]
Taxonomy = Mapping[str, CategorySchema]

CONTEXT = "https://schema.org"

_DESCRIBERS = {"municipality": municipality_json_ld, "project": project_json_ld}

# "<" could end the script element, the others confuse old parsers of HTML and JavaScript.
_ESCAPES = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def node_json_ld(
    record: str, feature: Mapping[str, Any], *, url: str, taxonomy: Taxonomy
) -> JsonObject:
    """Describe a feature without a context.

    Parameters
    ----------
    record
        What the feature is: place, municipality or project (`Collection.record`).
    feature
        A public GeoJSON Feature in CRS84.
    url
        The feature's own address, ending in ``/collections/{id}/items/{feature id}``.
    taxonomy
        The categories by key.
    """
    if record == "place":
        return place_json_ld(feature, url=url, taxonomy=taxonomy)
    return _DESCRIBERS[record](feature, url=url)


def item_json_ld(
    record: str, feature: Mapping[str, Any], *, url: str, taxonomy: Taxonomy
) -> JsonObject:
    """Write the document of one feature."""
    return {"@context": CONTEXT, **node_json_ld(record, feature, url=url, taxonomy=taxonomy)}


def graph_json_ld(
    record: str,
    features: Sequence[Mapping[str, Any]],
    taxonomy: Taxonomy,
    base: str,
    collection_id: str,
) -> JsonObject:
    """Write the document of a page of features; `base` is the landing page without final slash."""
    items = f"{base}/collections/{collection_id}/items"
    nodes = [
        node_json_ld(record, one, url=f"{items}/{one['id']}", taxonomy=taxonomy) for one in features
    ]
    return {"@context": CONTEXT, "@graph": nodes}


def script_json(document: Mapping[str, Any]) -> Markup:
    """Write a document so that it can stand inside ``<script type="application/ld+json">``."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - what could end the element is escaped
