"""Formats that libraries read in a process of their own: written here, read back."""

import gzip
import zipfile
from datetime import date

import geopandas
import pyogrio
import pytest
from shapely import LineString, Point

from viauma.errors import InvalidInput
from viauma.exchange.findings import Severity
from viauma_data.reading import open_tables

FRAME = geopandas.GeoDataFrame(
    {
        "namn": ["Åsele badplats", "Örträsk camping", None],
        "antal": [1, 2, 3],
        "dag": [date(2024, 5, 1), date(2024, 6, 1), None],
    },
    geometry=[Point(650_000, 7_100_000), Point(651_000, 7_101_000), None],
    crs="EPSG:3006",
)

GPX = """<?xml version="1.0"?>
<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="t">
<wpt lat="64.1" lon="20.1"><name>Rastplats</name></wpt>
<rte><name>Led</name><rtept lat="64" lon="20"/><rtept lat="64.1" lon="20"/></rte>
<trk><name>Spår</name>{extra}<trkseg><trkpt lat="64" lon="20"/>
<trkpt lat="64.1" lon="20"/></trkseg></trk>
</gpx>"""

KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark><name>Bad</name><ExtendedData>
<Data name="kommun"><value>Umeå</value></Data></ExtendedData>
<Point><coordinates>20.1,63.9,4</coordinates></Point></Placemark></Document></kml>"""

OSM = """<?xml version="1.0"?><osm version="0.6" generator="t">
<node id="1" lat="63.8" lon="20.2"><tag k="tourism" v="camp_site"/><tag k="name" v="Nydala"/></node>
<node id="2" lat="63.0" lon="20.0"/><node id="3" lat="63.0" lon="20.1"/>
<node id="4" lat="63.1" lon="20.1"/>
<way id="5"><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="2"/><tag k="leisure" v="park"/></way>
<way id="6"><nd ref="2"/><nd ref="3"/><tag k="piste:type" v="nordic"/></way>
</osm>"""


def read(path, **options):
    with open_tables(path, **options) as tables:
        return {table.name: (table, list(table.read())) for table in tables}


def only(path, **options):
    [found] = read(path, **options).values()
    return found


@pytest.mark.parametrize(
    ("suffix", "format_"),
    [("gpkg", "gpkg"), ("shp", "shp"), ("fgb", "fgb"), ("parquet", "parquet"), ("data", "gpkg")],
)
def test_what_geopandas_writes_is_read(tmp_path, suffix, format_):
    path = tmp_path / f"platser.{suffix}"
    if suffix == "parquet":
        FRAME.to_parquet(path)
    else:
        options = {"driver": "GPKG"} if suffix == "data" else {}
        FRAME[:2].to_file(path, encoding="utf-8", **options)

    table, rows = only(path)

    assert (table.format, table.crs, table.has_shapes) == (format_, "EPSG:3006", True)
    # FlatGeobuf puts rows into spatial order.
    rows.sort(key=lambda row: row.values["antal"])
    assert [row.values["namn"] for row in rows[:2]] == ["Åsele badplats", "Örträsk camping"]
    assert rows[0].values["antal"] == 1
    assert rows[0].shape == Point(650_000, 7_100_000)
    assert table.row_count == len(rows)


def test_days_stay_days(tmp_path):
    FRAME.to_parquet(tmp_path / "a.parquet")

    _, rows = only(tmp_path / "a.parquet")

    assert [row.values["dag"] for row in rows] == [date(2024, 5, 1), date(2024, 6, 1), None]
    assert rows[2].shape is None


def test_layers_are_tables_and_one_can_be_chosen(tmp_path):
    path = tmp_path / "a.gpkg"
    FRAME.to_file(path, layer="bad")
    FRAME[:1].to_file(path, layer="led")

    assert {name: len(rows) for name, (_, rows) in read(path).items()} == {"bad": 3, "led": 1}
    assert list(read(path, layer="led")) == ["led"]
    with pytest.raises(InvalidInput, match="'x' is not known"):
        read(path, layer="x")


def test_a_shapefile_without_cpg_and_with_an_unnamed_crs_is_understood(tmp_path):
    FRAME[:2].to_file(tmp_path / "a.shp", encoding="cp1252")
    (tmp_path / "a.cpg").unlink()
    table = bytearray((tmp_path / "a.dbf").read_bytes())
    table[29] = 0
    (tmp_path / "a.dbf").write_bytes(table)
    wkt = (tmp_path / "a.prj").read_text().replace("SWEREF99_TM", "unnamed")
    (tmp_path / "a.prj").write_text(wkt.replace("SWEREF99", "unnamed"))

    table, rows = only(tmp_path)

    assert rows[0].values["namn"] == "Åsele badplats"
    assert table.crs == "EPSG:3006"
    assert {"encoding", "CRS"} <= {one.about for one in table.evidence}


def test_a_zipped_shapefile_is_one_table(tmp_path):
    FRAME[:2].to_file(tmp_path / "a.shp", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for path in tmp_path.glob("a.[!z]*"):
            archive.write(path, f"folder/{path.name}")

    table, rows = only(tmp_path / "a.zip")

    assert (table.name, len(rows)) == ("a", 2)


def test_gpx_gives_waypoints_routes_and_tracks(tmp_path):
    (tmp_path / "a.gpx").write_text(GPX.format(extra=""))

    found = read(tmp_path / "a.gpx")

    assert {name: rows[0].values["name"] for name, (_, rows) in found.items()} == {
        "waypoints": "Rastplats", "routes": "Led", "tracks": "Spår",
    }  # fmt: skip
    assert found["routes"][1][0].shape == LineString([(20, 64), (20, 64.1)])


def test_gpx_that_is_not_well_formed_is_repaired_and_told(tmp_path):
    extra = "<extensions><gpxx:Colour>Red</gpxx:Colour></extensions>"
    (tmp_path / "a.gpx").write_text(GPX.format(extra=extra))

    table, rows = read(tmp_path / "a.gpx")["tracks"]

    assert [row.values["name"] for row in rows] == ["Spår"]
    assert [(one.code, one.severity) for one in table.findings] == [
        ("not-well-formed", Severity.NOTE)
    ]


def test_gpx_that_was_cut_gives_what_is_left(tmp_path):
    (tmp_path / "a.gpx").write_text(GPX.format(extra="")[:240])

    table, rows = read(tmp_path / "a.gpx")["waypoints"]

    assert [row.values["name"] for row in rows] == ["Rastplats"]
    assert [(one.code, one.severity) for one in table.findings] == [("truncated", Severity.DOUBT)]


@pytest.mark.parametrize("packed", [False, True])
def test_kml_and_kmz_give_placemarks_with_their_data(tmp_path, packed):
    path = tmp_path / ("a.kmz" if packed else "a.kml")
    if packed:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("doc.kml", KML)
    else:
        path.write_text(KML)

    table, [row] = only(path)

    assert dict(row.values) == {"Name": "Bad", "kommun": "Umeå"}
    assert (row.shape, table.crs) == (Point(20.1, 63.9), "EPSG:4326")


def test_osm_gives_what_has_tags_of_interest(tmp_path):
    (tmp_path / "a.osm").write_text(OSM)

    table, rows = only(tmp_path / "a.osm")

    kinds = {(row.values["@type"], row.values["@id"]): row.shape.geom_type for row in rows}
    assert kinds == {("node", 1): "Point", ("way", 5): "MultiPolygon", ("way", 6): "LineString"}
    assert next(row.values["name"] for row in rows if row.values["@id"] == 1) == "Nydala"
    assert {"@type", "@id", "tags", "tourism"} <= set(table.columns)


def test_a_packed_table_is_unpacked(tmp_path):
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"namn,lat\nA,64\n"))

    table, rows = only(tmp_path / "a.csv.gz")

    assert (table.name, len(rows)) == ("a", 1)


def test_a_folder_gives_the_tables_of_its_files_and_tells_what_is_none(tmp_path):
    (tmp_path / "a.csv").write_text("namn,lat\nA,64\n")
    (tmp_path / "b.json").write_text('[{"namn":"B"}]')
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7\n")

    found = read(tmp_path)

    assert list(found) == ["a", "b"]
    assert "c.pdf" in {one.value for one in found["a"][0].evidence if one.about == "not read"}


def test_the_content_says_what_a_file_is_and_not_its_name(tmp_path):
    pyogrio.write_dataframe(FRAME, tmp_path / "a.gpkg")
    (tmp_path / "a.gpkg").rename(tmp_path / "a.csv")

    table, _ = only(tmp_path / "a.csv")

    assert table.format == "gpkg"
    assert "although it is called .csv" in table.evidence[0].because
