"""FlatGeobuf and GeoPackage, read back by GDAL through another door."""

import json
import sqlite3
from contextlib import closing

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from tests.exchange.stored import EVERY_SHAPE, HOSTILE, in_pages, place, project
from viauma.exchange.columns import COLUMNS, selected
from viauma.exchange.files import write_file
from viauma.geo.crs import CRS84, SUPPORTED

PLACE, PROJECT = COLUMNS["place"], COLUMNS["project"]
FORMATS = ("fgb", "gpkg")


@pytest.fixture
def written(tmp_path):
    def write(format_, features, columns=PLACE, crs=CRS84):
        path = tmp_path / f"x.{format_}"
        write_file(format_, columns, in_pages(features), path, name="platser", crs=crs)
        return path

    return write


def by_id(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_index("id").sort_index()


def stored_by_id(features: list[bytes]) -> dict[str, dict]:
    parsed = [json.loads(text) for text in features]
    return {one["id"]: one for one in sorted(parsed, key=lambda one: one["id"])}


def known(values) -> list:
    return [None if pd.isna(value) else value for value in values]


@pytest.mark.parametrize("format_", FORMATS)
def test_every_text_flag_and_number_of_the_region_reads_back(format_, written, places):
    found = by_id(pyogrio.read_dataframe(written(format_, places)))
    stored = stored_by_id(places)

    assert found.index.tolist() == list(stored)
    for column in PLACE:
        if column.is_property and column.type in {"text", "boolean", "integer", "number"}:
            expected = [one["properties"][column.name] for one in stored.values()]
            assert known(found[column.name]) == expected, column.name


@pytest.mark.parametrize("format_", FORMATS)
def test_every_geometry_of_the_region_reads_back(format_, written, places):
    found = by_id(pyogrio.read_dataframe(written(format_, places)))
    shapes = shapely.from_geojson(
        [json.dumps(one["geometry"]) for one in stored_by_id(places).values()]
    )

    assert shapely.equals_exact(found.geometry.array, shapes, normalize=True).all()


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_nested_reads_back_as_json(format_, written, places):
    found = by_id(pyogrio.read_dataframe(written(format_, places)))
    nested = [v if isinstance(v, dict) else json.loads(v) for v in found["attributes"]]

    assert nested == [one["properties"]["attributes"] for one in stored_by_id(places).values()]


@pytest.mark.parametrize("format_", FORMATS)
def test_instants_read_back_in_utc_to_the_millisecond(format_, written):
    found = pyogrio.read_dataframe(written(format_, [place(1), place(2, verified_at=None)]))

    assert found["updated_at"].tolist() == [pd.Timestamp("2026-11-24T17:08:30.123Z")] * 2
    assert found["verified_at"].isna().all()


def test_a_day_stays_a_day(written):
    frames = [pyogrio.read_dataframe(written(format_, [project()], PROJECT)) for format_ in FORMATS]

    # FlatGeobuf has instants only, so days are text there.
    assert [str(frame["starts_on"][0])[:10] for frame in frames] == ["2005-01-01"] * 2
    assert frames[0]["starts_on"][0] == "2005-01-01"


@pytest.mark.parametrize("format_", FORMATS)
def test_points_lines_and_areas_go_into_one_layer(format_, written):
    features = [place(number, shape) for number, shape in enumerate(EVERY_SHAPE)]
    path = written(format_, features)

    assert set(pyogrio.read_dataframe(path).geom_type) == {one["type"] for one in EVERY_SHAPE}
    assert pyogrio.read_info(path)["geometry_type"] == "Unknown"


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_nowhere_is_a_row_without_geometry(format_, written):
    features = [project(1), project(2, EVERY_SHAPE[-1]), project(3)]
    found = by_id(pyogrio.read_dataframe(written(format_, features, PROJECT)))

    assert found.geometry.isna().tolist() == [True, False, True]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("kind", ["municipality", "project"])
def test_the_other_collections_read_back(format_, kind, written, published):
    path = written(format_, published[kind], COLUMNS[kind])
    found = by_id(pyogrio.read_dataframe(path))

    assert found["name"].tolist() == [
        one["properties"]["name"] for one in stored_by_id(published[kind]).values()
    ]
    assert pyogrio.read_info(path)["geometry_type"] == "MultiPolygon"


@pytest.mark.parametrize("format_", FORMATS)
def test_any_name_reads_back_letter_by_letter(format_, written):
    features = [place(number, name=name) for number, name in enumerate(HOSTILE)]
    found = by_id(pyogrio.read_dataframe(written(format_, features)))

    assert found["name"].tolist() == [*HOSTILE]


@pytest.mark.parametrize("format_", FORMATS)
def test_an_empty_file_is_a_layer_with_all_its_columns(format_, written):
    path = written(format_, [])
    fields = pyogrio.read_info(path)["fields"].tolist()

    assert len(pyogrio.read_dataframe(path)) == 0
    assert fields == [column.name for column in PLACE[:-1]]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_selection_is_all_that_is_written(format_, written):
    fields = pyogrio.read_info(written(format_, [place()], selected(PLACE, ["name"])))["fields"]

    assert fields.tolist() == ["id", "name"]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("uri", SUPPORTED, ids=lambda uri: uri.rpartition("/")[2])
def test_coordinates_and_reference_system_are_those_given(format_, uri, written):
    # Easting before northing, whatever the authority's order is.
    moved = {"type": "Point", "coordinates": [20.0, 64.0]}
    if not SUPPORTED[uri].is_geographic:
        moved = {"type": "Point", "coordinates": [759_000.12, 7_080_000.34]}
    found = pyogrio.read_dataframe(written(format_, [place(geometry=moved)], crs=SUPPORTED[uri]))

    assert found.crs.to_epsg() == SUPPORTED[uri].srid
    assert found.geometry[0].coords[0] == tuple(moved["coordinates"])


def test_flatgeobuf_of_places_has_a_spatial_index(written, places):
    path = written("fgb", places)
    info = pyogrio.read_info(path)

    assert info["capabilities"]["fast_spatial_filter"]
    assert info["features"] == len(places)
    assert np.allclose(info["total_bounds"], extent_of(places))


def test_geopackage_has_an_r_tree_with_an_entry_for_each_row(written, places):
    with closing(sqlite3.connect(written("gpkg", places))) as database:
        extensions = database.execute("select extension_name from gpkg_extensions").fetchall()
        (count,) = database.execute("select count(*) from rtree_platser_geom").fetchone()

    assert ("gpkg_rtree_index",) in extensions
    assert count == len(places)


def test_geopackage_keeps_titles_and_descriptions_of_columns(written):
    with closing(sqlite3.connect(written("gpkg", [place()]))) as database:
        said = database.execute(
            "select name, title, description from gpkg_data_columns where column_name = 'is_site'"
        ).fetchone()

    assert "Visitors go there" in said


@pytest.mark.parametrize("format_", FORMATS)
def test_a_box_finds_what_lies_in_it(format_, written, places):
    west, south, east, north = 20.0, 63.7, 20.5, 64.0
    box = shapely.box(west, south, east, north)
    found = pyogrio.read_dataframe(written(format_, places), bbox=(west, south, east, north))

    expected = {
        id_ for id_, one in stored_by_id(places).items()
        if box.intersects(shapely.from_geojson(json.dumps(one["geometry"])))
    }  # fmt: skip
    assert expected
    assert set(found["id"]) == expected


def extent_of(features: list[bytes]):
    shapes = shapely.from_geojson([json.dumps(json.loads(t)["geometry"]) for t in features])
    return shapely.total_bounds(shapes)
