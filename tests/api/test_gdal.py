"""GDAL, on which QGIS and most of the field stand, reads the API as it is.

In a process of its own: GDAL keeps Python's lock while it waits for the server, and the server
under test is a thread of this process.
"""

import json
import subprocess
import sys
from typing import Any

import httpx
import pyogrio
import pytest

pytestmark = pytest.mark.skipif(
    "OAPIF" not in pyogrio.list_drivers(), reason="this build of GDAL lacks the OAPIF driver"
)

READ = """
import json, sys, pyogrio
server, layer, bbox = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
address = f"OAPIF:{server}/"
meta, _, shapes, fields = pyogrio.raw.read(address, layer=layer, bbox=bbox and tuple(bbox))
names = fields[list(meta["fields"]).index("name")]
layers = pyogrio.list_layers(address)[:, 0].tolist()
print(json.dumps({"layers": layers, "count": len(shapes), "names": [n for n in names if n]}))
"""


def read_by_gdal(server: str, layer: str, bbox: list[float] | None = None) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", READ, server, layer, json.dumps(bbox)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr[-2_000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def features(api: httpx.Client, layer: str, **parameters: str) -> list[dict[str, Any]]:
    asked = {"limit": "10000", **parameters}
    found: list[dict[str, Any]] = api.get(f"/collections/{layer}/items", params=asked).json()[
        "features"
    ]
    return found


@pytest.mark.parametrize("layer", ["places", "municipalities", "projects"])
def test_gdal_reads_a_whole_collection(server: str, api: httpx.Client, layer: str) -> None:
    found = read_by_gdal(server, layer)
    expected = features(api, layer)
    names = [one["properties"]["name"] for one in expected if one["properties"]["name"]]

    assert set(found["layers"]) == {
        "places", "sites", "facilities", "trails", "municipalities", "projects",
    }  # fmt: skip
    assert found["count"] == len(expected) > 0
    assert sorted(found["names"]) == sorted(names)


def test_gdal_sends_its_box(server: str, api: httpx.Client) -> None:
    found = read_by_gdal(server, "places", [20.0, 63.7, 20.5, 64.0])

    assert found["count"] == len(features(api, "places", bbox="20.0,63.7,20.5,64.0")) > 0
