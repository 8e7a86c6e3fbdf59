"""GeoParquet 1.1, read back by geopandas, its metadata as the specification wants it."""

import json
from datetime import datetime

import geopandas
import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely
from pyproj import CRS

from tests.exchange.stored import EVERY_SHAPE, HOSTILE, in_pages, place, project
from viauma.exchange import geoparquet
from viauma.exchange.columns import COLUMNS, selected
from viauma.exchange.files import write_file
from viauma.geo.crs import CRS84, SUPPORTED

PLACE, PROJECT = COLUMNS["place"], COLUMNS["project"]


@pytest.fixture
def written(tmp_path):
    def write(features, columns=PLACE, crs=CRS84):
        path = tmp_path / "x.parquet"
        write_file("parquet", columns, in_pages(features), path, name="platser", crs=crs)
        return path

    return write


def geo(path) -> dict:
    return json.loads(pq.read_metadata(path).metadata[b"geo"])


def described(path) -> dict:
    return geo(path)["columns"]["geometry"]


def test_the_region_reads_back_in_order_with_all_its_geometries(written, places):
    found = geopandas.read_parquet(written(places))
    stored = [json.loads(text) for text in places]
    shapes = shapely.from_geojson([json.dumps(one["geometry"]) for one in stored])

    assert found["id"].tolist() == [one["id"] for one in stored]
    assert shapely.equals_identical(found.geometry.array, shapes).all()


def test_every_member_reads_back_with_its_type(written, places):
    rows = pq.read_table(written(places)).to_pylist()
    stored = [json.loads(text)["properties"] for text in places]

    for column in PLACE:
        found = [row[column.name] for row in rows]
        if column.is_property and column.type in {"text", "boolean", "integer", "number"}:
            assert found == [one[column.name] for one in stored], column.name
        if column.type == "json":
            assert [json.loads(one) for one in found] == [one[column.name] for one in stored]
        if column.type == "timestamp":
            # Compared as moments: PostgreSQL writes no zeros at the end of a second's parts.
            assert found == [
                one[column.name] and datetime.fromisoformat(one[column.name]) for one in stored
            ]


def test_days_are_days(written):
    (row,) = pq.read_table(written([project()], PROJECT)).to_pylist()

    assert (row["starts_on"].isoformat(), row["ends_on"].isoformat()) == (
        "2005-01-01",
        "2007-12-31",
    )


def test_metadata_names_version_column_and_encoding(written):
    found = geo(written([place()]))

    assert (found["version"], found["primary_column"]) == ("1.1.0", "geometry")
    assert found["columns"]["geometry"]["encoding"] == "WKB"


def test_metadata_names_the_types_that_occur_and_their_extent(written):
    features = [place(number, shape) for number, shape in enumerate(EVERY_SHAPE)]
    found = described(written(features))

    assert found["geometry_types"] == sorted(one["type"] for one in EVERY_SHAPE)
    assert found["bbox"] == [20.0, 63.0, 21.0, 64.0]


def test_without_a_reference_system_coordinates_are_longitude_and_latitude(written):
    path = written([place()])

    assert "crs" not in described(path)
    assert geopandas.read_parquet(path).crs == "OGC:CRS84"


@pytest.mark.parametrize("uri", [uri for uri in SUPPORTED if uri != CRS84.uri])
def test_another_reference_system_stands_as_projjson(uri, written):
    path = written([place()], crs=SUPPORTED[uri])

    assert CRS.from_json_dict(described(path)["crs"]) == CRS.from_epsg(SUPPORTED[uri].srid)
    assert geopandas.read_parquet(path).crs.to_epsg() == SUPPORTED[uri].srid


def test_a_box_for_each_row_covers_it(written, places):
    path = written(places)
    table = pq.read_table(path)
    boxes = [[box[corner] for corner in geoparquet.CORNERS] for box in table["bbox"].to_pylist()]
    shapes = shapely.from_wkb(table["geometry"].to_pylist())

    assert described(path)["covering"] == {
        "bbox": {corner: ["bbox", corner] for corner in geoparquet.CORNERS}
    }
    assert np.array_equal(boxes, shapely.bounds(shapes))


def test_a_reader_finds_by_box_what_lies_in_it(written, places):
    box = (20.0, 63.7, 20.5, 64.0)
    path = written(places)
    everything = geopandas.read_parquet(path)
    inside = everything.geometry.bounds.pipe(
        lambda b: (b.minx <= box[2]) & (b.maxx >= box[0]) & (b.miny <= box[3]) & (b.maxy >= box[1])
    )

    assert inside.any()
    assert (
        geopandas.read_parquet(path, bbox=box)["id"].tolist() == everything["id"][inside].tolist()
    )


def test_what_is_nowhere_has_neither_geometry_nor_box(written):
    path = written([project(1), project(2, EVERY_SHAPE[-1])], PROJECT)
    table = pq.read_table(path)

    assert [one is None for one in table["geometry"].to_pylist()] == [True, False]
    assert [one is None for one in table["bbox"].to_pylist()] == [True, False]
    assert described(path)["geometry_types"] == ["MultiPolygon"]


def test_only_what_is_nowhere_has_no_extent(written):
    found = described(written([project(1)], PROJECT))

    assert "bbox" not in found
    assert found["geometry_types"] == []


def test_an_empty_file_has_all_columns_and_no_extent(written):
    path = written([])

    assert len(geopandas.read_parquet(path)) == 0
    assert pq.read_schema(path).names == [*(column.name for column in PLACE), "bbox"]
    assert "bbox" not in described(path)


def test_a_selection_is_all_that_is_written(written):
    path = written([place()], selected(PLACE, ["name"]))

    assert pq.read_schema(path).names == ["id", "name", "geometry", "bbox"]


def test_any_name_reads_back_letter_by_letter(written):
    path = written([place(number, name=name) for number, name in enumerate(HOSTILE)])

    assert pq.read_table(path)["name"].to_pylist() == [*HOSTILE]


def test_small_pages_become_large_row_groups(written, monkeypatch):
    monkeypatch.setattr(geoparquet, "ROWS_PER_GROUP", 50)
    found = pq.read_metadata(written([place(number) for number in range(120)]))

    # Pages of seven: a group is written when fifty rows wait.
    groups = [found.row_group(at).num_rows for at in range(found.num_row_groups)]
    assert sum(groups) == 120
    assert max(groups) == 50


def test_json_is_declared_as_json(written):
    schema = pq.ParquetFile(written([place()])).schema

    types = {
        schema.column(at).name: str(schema.column(at).logical_type) for at in range(len(schema))
    }
    assert types["attributes"] == "JSON"
    assert types["name"] == "String"
