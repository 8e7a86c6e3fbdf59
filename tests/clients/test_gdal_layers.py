"""GDAL, on which QGIS and most of the field stand, reads the layers of the API as they are."""

import math
from typing import Any

import pyogrio
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from tests.clients.gdal import (
    BOTH,
    OAPIF,
    PROGRAMS,
    assert_same_shapes,
    read_by_wheel,
    run,
    told_by_wheel,
)

LAYERS = ("places", "sites", "facilities", "trails", "municipalities", "projects")
BOX = [20.0, 63.7, 20.5, 64.0]
IN_BOX = "st_intersects(geom, st_makeenvelope(20.0, 63.7, 20.5, 64.0, 4326))"
COPIED = ("slug", "name", "category", "is_site", "municipality", "licence", "version", "population")

# What GDAL sends for a condition, and what the condition means.
CONDITIONS = (
    ("category = 'ski_track'", {"category": "ski_track"}, "category = 'ski_track'"),
    ("is_site = 1", {"is_site": "1"}, "is_site"),
    ("is_facility = 0", {"is_facility": "0"}, "not is_facility"),
    ("name = 'Hjåggsjöns badplats'", {"name": "Hjåggsjöns badplats"},
     "name = 'Hjåggsjöns badplats'"),
    ("municipality = '2460' AND name ILIKE 'v%'", {"municipality": "2460"},
     "municipality = '2460' and name ilike 'v%'"),
    ("category = 'ski_track' AND is_site = 1", {"category": "ski_track", "is_site": "1"},
     "category = 'ski_track' and is_site"),
    ("category = 'ski_track' OR category = 'fishing'", {}, "category in ('ski_track', 'fishing')"),
    ("category <> 'ski_track'", {}, "category <> 'ski_track'"),
    ("name IS NULL", {}, "name is null"),
    ("municipality IN ('2460', '2404')", {}, "municipality in ('2460', '2404')"),
)  # fmt: skip


def shapes_of(truth) -> dict[str, BaseGeometry | None]:
    return {id_: shape for id_, (_, shape) in truth.items()}


@OAPIF
def test_the_wheel_lists_all_layers(via_uma, recorder):
    code = f"import pyogrio; print(*pyogrio.list_layers('OAPIF:{via_uma}/')[:, 0])"

    assert run("python3" if False else pyogrio_python(), "-c", code).split() == list(LAYERS)
    assert recorder.refused() == []


def pyogrio_python() -> str:
    import sys

    return sys.executable
