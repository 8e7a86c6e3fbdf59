"""JSON-FG 1.0 (OGC 21-045r1): GeoJSON with time, feature type and coordinates in another CRS.

The members are written in front of a stored Feature, which is not parsed for it. `geometry` stays
where it is, in WGS 84, also beside a `place`: such documents keep to both profiles, `jsonfg` and
`jsonfg-plus`, and every GeoJSON reader can use them.
"""

import json
from collections.abc import Mapping
from typing import Any

from viauma.exchange.features import to_json

_CONF = "http://www.opengis.net/spec/json-fg-1/1.0/conf/"
CONFORMS_TO = (f"{_CONF}core", f"{_CONF}types-schemas")
"""What each document declares."""

OPEN_END = ".."


def root_members(
    feature_type: str,
    *,
    feature_schema: str | None = None,
    coord_ref_sys: str | None = None,
    geometry_dimension: int | None = None,
) -> dict[str, Any]:
    """Compose what the root of a document says: a FeatureCollection, or a Feature on its own.

    Parameters
    ----------
    feature_type
        What the features are, such as "Place".
    feature_schema
        URI of the collection's schema.
    coord_ref_sys
        URI of the CRS of `place`, whose axis order is the authority's; None when the document
        has no `place`. CRS84 is what `geometry` is in and must not be named.
    geometry_dimension
        0 points, 1 lines, 2 areas; None where features differ. Only for collections.
    """
    said = {
        "featureSchema": feature_schema,
        "coordRefSys": coord_ref_sys,
        "geometryDimension": geometry_dimension,
    }
    known = {name: value for name, value in said.items() if value is not None}
    return {"conformsTo": list(CONFORMS_TO), "featureType": feature_type, **known}


def json_fg(
    feature: bytes,
    *,
    time: Mapping[str, Any] | None = None,
    place: bytes | None = None,
    root: Mapping[str, Any] | None = None,
) -> bytes:
    """Write a stored Feature as JSON-FG.

    Parameters
    ----------
    feature
        GeoJSON Feature in CRS84, as stored.
    time
        What `project_time` finds; None where features have no time.
    place
        GeoJSON geometry in the document's `coordRefSys`, in the authority's axis order.
    root
        What `root_members` composed, for a Feature that is a document of its own.
    """
    members = b"".join(
        to_json(name).encode() + b":" + to_json(value).encode() + b","
        for name, value in (*(root or {}).items(), ("time", time))
    )
    return b'{%b"place":%b,%b' % (members, place or b"null", feature.lstrip()[1:])


def project_time(feature: bytes) -> dict[str, Any] | None:
    """Read the time of a project: from its first to its last day, an unknown end left open."""
    properties = json.loads(feature)["properties"]
    days = [properties.get("starts_on"), properties.get("ends_on")]
    return {"interval": [day or OPEN_END for day in days]} if any(days) else None
