"""Hostile and broken files: each is refused with a sentence that names it, and quickly."""

import gzip
import io
import os
import random
import zipfile

import geopandas
import pytest
from shapely import Point

from tests.data.reading.workbooks import write_workbook
from viauma.errors import InvalidInput
from viauma_data.reading import Limits, open_tables

ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    "<{root}><name>&b;</name></{root}>"
)
CSV = "namn,lat\nA,64\n"


def zipped(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def refusal(path, **options):
    with pytest.raises(InvalidInput) as caught:
        all_rows(path, **options)
    return caught.value.message


def all_rows(path, **options):
    with open_tables(path, **options) as tables:
        return [list(table.read()) for table in tables]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "It is empty"),
        (b"\n\n \n\n", "nothing but blank lines"),
        (bytes(range(256)) * 400, "It is binary"),
        (b"\x00" * 100_000, "It is binary"),
        (b"a,b\n" + b"x" * 34_000_000, "Line 2 is longer than"),
        (b'a,b\n1,"' + b"x,\n" * 6_000_000, "perhaps a quote is never closed"),
        (b",".join(b"c%d" % n for n in range(100_000)) + b"\n1,2\n", "It has 100 000 columns"),
        (b"%PDF-1.7 \n", "It is a PDF document"),
        (b"<html><body>404</body></html>", "page of HTML without data"),
        (b"<?xml version='1.0'?><rss/>", "XML with the root 'rss'"),
    ],
    ids=["empty", "blank", "binary", "zeros", "line", "quote", "columns", "pdf", "page", "rss"],
)
def test_what_is_no_table_is_refused_by_name(tmp_path, content, said):
    (tmp_path / "a.csv").write_bytes(content)

    message = refusal(tmp_path / "a.csv")

    assert message.startswith("a.csv: ")
    assert said in message


def test_a_sparse_file_is_refused_by_its_size_before_it_is_read(tmp_path):
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(10 << 30)

    assert "It has 10 240 megabytes; at most 2 048 are read" in refusal(tmp_path / "a.csv")


def test_the_largest_size_can_be_set(tmp_path):
    (tmp_path / "a.csv").write_text(CSV)

    assert "megabytes" in refusal(tmp_path / "a.csv", limits=Limits(file_bytes=5))


def test_pipes_devices_and_what_is_not_there_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert "no regular file" in refusal(tmp_path / "pipe")
    assert "no regular file" in refusal("/dev/zero")
    assert "no such file" in refusal(tmp_path / "nothing.csv")
    assert "no such file" in refusal("a\0b")


def test_a_folder_of_nothing_is_refused(tmp_path):
    assert "holds no files" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([("a.csv", b"0" * 50_000_000)], "times as large as it is"),
        ([(f"{n}.csv", CSV) for n in range(2_001)], "holds 2 001 files"),
        ([("../../a.csv", CSV)], "leads out of its folder"),
        ([("/etc/a.csv", CSV)], "leads out of its folder"),
        ([("..\\a.csv", CSV)], "leads out of its folder"),
        ([], "holds no files"),
    ],
    ids=["bomb", "many", "above", "absolute", "backslash", "empty"],
)
def test_a_hostile_zip_file_is_refused(tmp_path, entries, said):
    assert said in refusal(zipped(tmp_path / "a.zip", entries))


def test_an_archive_within_an_archive_is_not_opened(tmp_path):
    inner = io.BytesIO()
    zipped(inner, [("a.csv", CSV)])

    assert "archive within an archive" in refusal(
        zipped(tmp_path / "a.zip", [("b.zip", inner.getvalue())])
    )


def test_a_link_in_an_archive_is_refused(tmp_path):
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = 0o120777 << 16

    assert "holds a link" in refusal(zipped(tmp_path / "a.zip", [(link, "/etc/passwd")]))


def test_a_length_that_is_not_true_is_found_out(tmp_path):
    path = zipped(tmp_path / "a.zip", [("a.csv", CSV * 1_000)])
    content = path.read_bytes().replace((13_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    path.write_bytes(content.replace((14_000).to_bytes(4, "little"), (9).to_bytes(4, "little")))

    assert "a.zip" in refusal(path)


@pytest.mark.parametrize("cut", [0, 200])
def test_a_gzip_bomb_and_a_cut_one_are_refused(tmp_path, cut):
    packed = gzip.compress(b"0" * 50_000_000)
    (tmp_path / "a.csv.gz").write_bytes(packed[:cut] if cut else packed)

    assert ("was cut" if cut else "times as large") in refusal(tmp_path / "a.csv.gz")


@pytest.mark.parametrize("root", ["gpx", "kml", "osm"])
def test_xml_that_declares_entities_is_refused(tmp_path, root):
    (tmp_path / f"a.{root}").write_text(ENTITIES.format(root=root))

    assert "entities" in refusal(tmp_path / f"a.{root}")


def test_a_sheet_that_claims_every_cell_ends_its_reader_and_not_the_import(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"Blad": {"A1": 1, "XFD1048576": 1}})

    assert "a.xlsx" in refusal(path)


def test_a_workbook_that_becomes_too_large_is_refused(tmp_path):
    entries = [("xl/workbook.xml", "<x/>"), ("xl/worksheets/sheet1.xml", b" " * 50_000_000)]

    assert "times as large" in refusal(zipped(tmp_path / "a.xlsx", entries))


def test_a_line_of_too_many_vertices_waits_and_its_neighbour_does_not(tmp_path):
    from shapely import LineString

    long = LineString([(n % 180, n % 90) for n in range(3_000)])
    frame = geopandas.GeoDataFrame({"a": [1, 2]}, geometry=[long, Point(1, 2)], crs=4326)
    frame.to_parquet(tmp_path / "a.parquet")

    with open_tables(tmp_path / "a.parquet", limits=Limits(vertices=1_000)) as [table]:
        large, small = table.read()

    assert [one.code for one in large.findings] == ["geometry-too-large"]
    assert small.shape == Point(1, 2)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["gpkg", "fgb", "parquet", "xlsx"])
def test_garbage_within_a_file_never_ends_the_import(tmp_path, suffix):
    path = tmp_path / f"a.{suffix}"
    points = [Point(n, n) for n in range(200)]
    frame = geopandas.GeoDataFrame({"namn": ["x" * 20] * 200}, geometry=points, crs=4326)
    if suffix == "xlsx":
        write_workbook(path, {"Blad": {f"A{n}": f"rad {n}" for n in range(1, 200)}})
    elif suffix == "parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path)
    whole = path.read_bytes()
    chance = random.Random(6)  # noqa: S311 - the same garbage each time

    for _ in range(4):
        broken = bytearray(whole)
        for _ in range(40):
            broken[chance.randrange(100, len(broken))] = chance.randrange(256)
        path.write_bytes(broken[: chance.randrange(len(broken) // 2, len(broken) + 1)])
        try:
            assert all_rows(path)
        except InvalidInput as error:
            assert error.argument == path.name
