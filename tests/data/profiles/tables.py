"""Small readers for these tests; how files are really read is the reading room's."""

import csv
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape as shape_of

from viauma_data.detecting.layout import Located
from viauma_data.reading.table import Row, Table

SHARED = Path(__file__).parents[3].parent / "shared" / "data"


def table(rows: Sequence[dict[str, Any]], *, format: str = "csv", name: str = "file") -> Table:  # noqa: A002
    columns = tuple(dict.fromkeys(key for row in rows for key in row))
    made = [Row(number, row, row.get("@shape")) for number, row in enumerate(rows, 2)]
    return Table(name, format, tuple(c for c in columns if c != "@shape"), lambda: iter(made))


def located(one: Table, lon: str = "", lat: str = "", at: Any = None) -> Iterator[Located]:
    """Place rows by two columns, else by their own shapes, else at one point."""
    for row in one.read():
        shape = row.shape or at
        if lon:
            shape = _point(row.values.get(lon), row.values.get(lat))
        yield Located(row, shape)


def csv_table(path: Path, delimiter: str = ",") -> Table:
    with path.open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text, delimiter=delimiter)
        header = next(reader)
        names = [name or f"column_{at}" for at, name in enumerate(header, 1)]
        rows = [dict(zip(names, line, strict=False)) for line in reader if line]
    return table(rows, name=path.stem)


def geojson_table(path: Path) -> Table:
    text = path.read_text(encoding="utf-8")
    features = json.loads(text[text.index("{") :])["features"]
    rows = [
        flat(one["properties"]) | {"@shape": one["geometry"] and shape_of(one["geometry"])}
        for one in features
    ]
    return table(rows, format="geojson", name=path.stem)


def gpx_table(path: Path) -> Table:
    rows = []
    for _, node in ET.iterparse(path):  # noqa: S314 - a file of the project's own folder
        if node.tag.endswith("}wpt"):
            row: dict[str, Any] = {child.tag.rsplit("}", 1)[-1]: child.text for child in node}
            row["@shape"] = _point(node.get("lon"), node.get("lat"))
            rows.append(row)
    return table(rows, format="gpx", name=path.stem)


def kml_table(path: Path) -> Table:
    rows = []
    for _, node in ET.iterparse(path):  # noqa: S314 - a file of the project's own folder
        if node.tag.endswith("}Placemark"):
            row: dict[str, Any] = {}
            for child in node.iter():
                if child.tag.endswith("}SimpleData"):
                    row[child.attrib["name"]] = child.text
                if child.tag.endswith("}coordinates"):
                    row["@shape"] = _point(*str(child.text).split(",")[:2])
            rows.append(row)
    return table(rows, format="kml", name=path.stem)


def flat(value: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, one in value.items():
        found[f"{prefix}{key}"] = one
        if isinstance(one, dict):
            found |= flat(one, f"{prefix}{key}.")
    return found


def _point(lon: Any, lat: Any) -> Any:
    try:
        return shapely.Point(float(str(lon).replace(",", ".")), float(str(lat).replace(",", ".")))
    except ValueError:
        return None
