"""Two generations of GDAL: the one in pyogrio's wheel, and the distribution's own programs.

Each in a process of its own: GDAL keeps Python's lock while it waits for the server, and the
server under test is a thread of this process.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pyogrio
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

HAS_PROGRAMS = shutil.which("ogr2ogr") is not None
PROGRAMS = pytest.mark.skipif(not HAS_PROGRAMS, reason="gdal-bin is not installed")
OAPIF = pytest.mark.skipif(
    "OAPIF" not in pyogrio.list_drivers(), reason="this build of GDAL lacks the OAPIF driver"
)

BY_WHEEL = """
import json, sys, pyogrio
address, asked = sys.argv[1], json.loads(sys.argv[2])
if asked.get("bbox"):
    asked["bbox"] = tuple(asked["bbox"])
meta, _, shapes, columns = pyogrio.raw.read(address, datetime_as_string=True, **asked)
names = list(meta["fields"])
def plain(value):
    return value.tolist() if hasattr(value, "tolist") else value
def known(value):
    return None if value != value else value
rows = [[known(plain(value)) for value in row] for row in zip(*columns)] if columns else []
types = dict(zip(names, zip(meta["ogr_types"], meta["ogr_subtypes"])))
print(json.dumps({
    "rows": [dict(zip(names, row)) for row in rows],
    "shapes": [None if one is None else one.hex() for one in shapes],
    "types": types, "crs": meta["crs"],
}))
"""


class Read(NamedTuple):
    """What GDAL made of a layer."""

    rows: list[dict[str, Any]]
    shapes: list[BaseGeometry | None]

    @property
    def ids(self) -> list[str]:
        return [row["id"] for row in self.rows]

    @property
    def by_id(self) -> dict[str, BaseGeometry | None]:
        return dict(zip(self.ids, self.shapes, strict=True))


def run(*words: str | Path) -> str:
    """Run a program to its end and give what it printed."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)

    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


def told_by_wheel(address: str | Path, **asked: Any) -> dict[str, Any]:
    """Read a layer with pyogrio and give everything that it tells."""
    said = run(sys.executable, "-c", BY_WHEEL, address, json.dumps(asked))
    told: dict[str, Any] = json.loads(said.splitlines()[-1])
    return told


def read_by_wheel(
    address: str | Path,
    layer: str | None = None,
    *,
    where: str | None = None,
    bbox: list[float] | None = None,
    options: dict[str, Any] | None = None,
) -> Read:
    """Read a layer with the GDAL that pyogrio carries."""
    told = told_by_wheel(address, layer=layer, where=where, bbox=bbox, **(options or {}))
    shapes = [None if one is None else shapely.from_wkb(bytes.fromhex(one))
              for one in told["shapes"]]  # fmt: skip
    return Read(told["rows"], shapes)


def read_by_program(
    address: str | Path,
    layer: str | None = None,
    *,
    where: str | None = None,
    bbox: list[float] | None = None,
    options: dict[str, Any] | None = None,
) -> Read:
    """Read a layer with the distribution's ogr2ogr."""
    words: list[str | Path] = [
        "ogr2ogr", "-f", "GeoJSONSeq", "/vsistdout/", address, *([layer] if layer else []),
    ]  # fmt: skip
    words += ["-where", where] if where else []
    words += ["-spat", *map(str, bbox)] if bbox else []
    for name, value in (options or {}).items():
        words += ["-oo", f"{name}={value}"]
    features = [json.loads(line) for line in run(*words).splitlines()]
    shapes = [one["geometry"] and shapely.from_geojson(json.dumps(one["geometry"]))
              for one in features]  # fmt: skip
    return Read([_row(one) for one in features], shapes)


def _row(feature: dict[str, Any]) -> dict[str, Any]:
    return ({"id": feature["id"]} if "id" in feature else {}) | feature["properties"]


Reader = Callable[..., Read]

BOTH = pytest.mark.parametrize(
    "read",
    [pytest.param(read_by_wheel, id="wheel", marks=OAPIF),
     pytest.param(read_by_program, id="gdal-bin", marks=PROGRAMS)],
)  # fmt: skip


def assert_same_shapes(
    found: dict[str, BaseGeometry | None],
    expected: dict[str, BaseGeometry | None],
    tolerance: float = 1e-6,
) -> None:
    """Expect the same geometries for the same ids; the API writes six decimals of a degree."""
    assert found.keys() == expected.keys()
    differing = [
        id_
        for id_, shape in expected.items()
        if not _same(found[id_], shape, tolerance)
    ]  # fmt: skip
    assert differing == []


def _same(one: BaseGeometry | None, other: BaseGeometry | None, tolerance: float) -> bool:
    if one is None or other is None:
        return one is other
    # Who writes GeoJSON may turn rings round (RFC 7946, 3.1.6), and begin them elsewhere.
    return any(
        shapely.equals_exact(one, other, tolerance=tolerance, normalize=turned)
        for turned in (False, True)
    )
