"""Each file of the API is opened by GDAL, old and new, and holds what the database holds."""

import geopandas
import numpy as np
import pyproj
import pytest
import shapely

from tests.clients.gdal import BOTH, OAPIF, assert_same_shapes, read_by_wheel, told_by_wheel

SUFFIXES = {
    "json": ".geojson", "jsonfg": ".fg.json", "jsonseq": ".geojsons", "csv": ".csv", "kml": ".kml",
    "fgb": ".fgb", "gpkg": ".gpkg", "gpx": ".gpx", "parquet": ".parquet",
}  # fmt: skip
# CSV leads GDAL to its geometry only when told in which column it stands.
OPTIONS = {"csv": {"GEOM_POSSIBLE_NAMES": "geometry"}}
SWEREF = "http://www.opengis.net/def/crs/EPSG/0/3006"
LAYERS = ("places", "trails", "municipalities", "projects")


@pytest.fixture
def downloaded(api, tmp_path):
    def download(layer: str, format_: str, **parameters: str):
        # What comes in pages comes whole with the largest.
        limit = {"limit": "10000"} if format_ in {"json", "jsonfg"} else {}
        asked = {"f": format_, **limit, **parameters}
        response = api.get(f"/collections/{layer}/items", params=asked)
        assert response.status_code == 200, response.text[:500]
        path = tmp_path / f"{layer}{SUFFIXES[format_]}"
        path.write_bytes(response.content)
        return path

    return download


def shapes_of(truth):
    return {id_: shape for id_, (_, shape) in truth.items()}


@BOTH
@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("format_", ["json", "jsonfg", "jsonseq", "csv", "fgb", "gpkg"])
def test_gdal_opens_a_file(read, format_, layer, downloaded, true):
    found = read(downloaded(layer, format_), options=OPTIONS.get(format_))
    expected = true(layer)

    assert_same_shapes(found.by_id, shapes_of(expected))
    # FlatGeobuf leaves out what is not known.
    names = {row["id"]: row.get("name") or None for row in found.rows}
    assert names == {id_: known["name"] for id_, (known, _) in expected.items()}


@BOTH
@pytest.mark.parametrize("layer", LAYERS)
def test_gdal_opens_kml(read, layer, downloaded, true):
    found = read(downloaded(layer, "kml"))
    # A Placemark's own id must begin with a letter; what stands in the data comes second.
    by_id = {row["id"].removeprefix("f-"): shape
             for row, shape in zip(found.rows, found.shapes, strict=True)}  # fmt: skip
    expected = shapes_of(true(layer))

    assert by_id.keys() == expected.keys()
    for id_, shape in expected.items():
        assert (by_id[id_] is None) == (shape is None)
        if shape is not None:
            assert shapely.hausdorff_distance(shapely.force_2d(by_id[id_]), shape) < 1e-6


@BOTH
def test_gdal_opens_gpx(read, downloaded, true):
    found = read(downloaded("trails", "gpx"), "waypoints")
    points = sorted((shape.x, shape.y) for shape in found.shapes)
    expected = sorted((shape.x, shape.y) for _, shape in true("trails").values())

    assert np.allclose(points, expected, rtol=0, atol=1e-6)


def test_geopandas_opens_parquet(downloaded, true):
    for layer in LAYERS:
        frame = geopandas.read_parquet(downloaded(layer, "parquet")).set_index("id")

        assert frame.crs == pyproj.CRS("OGC:CRS84")
        found = {id_: shape or None for id_, shape in frame.geometry.items()}
        assert_same_shapes(found, shapes_of(true(layer)))


@OAPIF
@pytest.mark.parametrize("format_", ["jsonfg", "fgb", "gpkg"])
def test_a_file_in_another_system_says_so(format_, downloaded, true):
    path = downloaded("trails", format_, crs=SWEREF)
    told = told_by_wheel(path)
    to_metres = pyproj.Transformer.from_crs(4326, 3006, always_xy=True).transform
    expected = {id_: shapely.transform(shape, to_metres, interleaved=False)
                for id_, shape in shapes_of(true("trails")).items()}  # fmt: skip

    assert pyproj.CRS.from_user_input(told["crs"]).to_epsg() == 3006
    assert_same_shapes(read_by_wheel(path).by_id, expected, 0.0071)


@OAPIF
def test_the_driver_of_json_fg_reads_it_from_the_server(server, true):
    address = f"JSONFG:{server}/collections/trails/items?f=jsonfg&limit=1000&crs={SWEREF}"
    told = told_by_wheel(address)

    assert pyproj.CRS.from_user_input(told["crs"]).to_epsg() == 3006
    assert {row["id"] for row in told["rows"]} == set(true("trails"))
