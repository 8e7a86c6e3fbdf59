"""Tables made by hand, and files of ../shared read with the least that reads them."""

import csv
import json
import re
from pathlib import Path

from shapely.geometry import shape

from viauma_data.reading.table import Row, Table

SHARED = Path(__file__).parents[4] / "shared" / "data"


def table(rows, *, name="table", shapes=None, crs=None):
    """Make a table of dicts, with a shape for each where the format has them."""
    columns = tuple(dict.fromkeys(key for row in rows for key in row))
    shapes_of = shapes or [None] * len(rows)
    made = [Row(n, row, one) for n, (row, one) in enumerate(zip(rows, shapes_of, strict=True), 2)]
    return Table(name, "csv", columns, lambda: iter(made), has_shapes=shapes is not None, crs=crs)


def csv_table(path, *, delimiter=",", name=None):
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = csv.DictReader(file, delimiter=delimiter)
        return table(
            [{k: v for k, v in row.items() if k is not None} for row in read],
            name=name or path.stem,
        )


def geojson_table(path, *, crs="EPSG:4326"):
    text = path.read_text(encoding="utf-8")
    features = json.loads(text[text.index('{"type"') if text.startswith("HTTP") else 0 :])[
        "features"
    ]
    shapes = [one["geometry"] and shape(one["geometry"]) for one in features]
    return table([one["properties"] for one in features], name=path.stem, shapes=shapes, crs=crs)


def json_table(path, *, under=None):
    text = path.read_text(encoding="utf-8-sig")
    read, _ = json.JSONDecoder().raw_decode(text)
    return table([_flat(row) for row in (read[under] if under else read)], name=path.stem)


def gpx_table(path):
    found = re.findall(r'<(?:wpt|trkpt|rtept) lat="([^"]+)" lon="([^"]+)"', path.read_text("utf-8"))
    shapes = [shape({"type": "Point", "coordinates": [float(x), float(y)]}) for y, x in found]
    return table([{}] * len(shapes), name=path.stem, shapes=shapes, crs="EPSG:4326")


def _flat(value, before=""):
    flat = {}
    for key, one in value.items():
        flat[before + key] = one
        if isinstance(one, dict):
            flat |= _flat(one, f"{before}{key}.")
    return flat
