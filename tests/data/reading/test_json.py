"""JSON in all its shapes, and what is wrong with it."""

import json
from dataclasses import replace

import pytest
from shapely import Point

from viauma.errors import InvalidInput
from viauma.exchange.findings import Severity
from viauma_data.reading import open_tables
from viauma_data.reading.limits import LIMITS, MIB


def feature(number, geometry=None, **properties):
    at = {"type": "Point", "coordinates": [20.0 + number, 64.0, 12.5]}
    return {"type": "Feature", "properties": properties, "geometry": geometry or at}


def collection(*features, **members):
    return {"type": "FeatureCollection", **members, "features": list(features)}


@pytest.fixture
def table_of(tmp_path):
    def read(content, name="a.json", **options):
        path = tmp_path / name
        text = content if isinstance(content, str | bytes) else json.dumps(content)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with open_tables(path, **options) as [table]:
            return table, list(table.read())

    return read


def test_features_become_rows_of_their_properties(table_of):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    table, [row] = table_of(
        collection({**feature(1, namn="A", adr={"ort": "Umeå"}), "id": "x"}, crs=crs)
    )

    assert (table.format, table.crs, table.has_shapes) == ("geojson", "EPSG:3006", True)
    assert row.values == {"id": "x", "namn": "A", "adr": {"ort": "Umeå"}, "adr.ort": "Umeå"}
    assert row.shape == Point(21, 64)


def test_columns_are_those_of_all_features(table_of):
    table, _ = table_of(collection(feature(1, a=1), feature(2, b=2)))

    assert table.columns == ("a", "b")
    assert table.row_count == 2


@pytest.mark.parametrize(
    "text",
    [
        '{"n":0,"results":[{"a":1},{"a":2}]}"%"',
        'HTTP/1.1 200 OK\r\nServer: x\r\n\r\n[{"a":1},{"a":2}]',
        'callback([{"a":1},{"a":2}]);',
        '{"meta":[{"x":1}],"svar":{"anlaggningar":[{"a":1},{"a":2}]}}',
        '{"ett":{"a":1},"tva":{"a":2}}',
        '{"a":1}\n{"a":2}\n',
        '\x1e{"a":1}\n\x1e{"a":2}\n',
        '\ufeff[{"a":1},{"a":2}]',
    ],
)  # fmt: skip
def test_the_list_of_objects_is_found_in_what_is_around_it(table_of, text):
    _, rows = table_of(text)

    assert [row.values["a"] for row in rows] == [1, 2]


def test_text_behind_the_json_is_noted(table_of):
    table, _ = table_of('[{"a":1}]"%"')

    assert [(one.code, one.severity) for one in table.findings] == [
        ("text-after-json", Severity.NOTE)
    ]


def test_another_list_can_be_asked_for(table_of):
    text = '{"a":[{"x":1},{"x":2}],"b":[{"y":1}]}'

    assert len(table_of(text)[1]) == 2
    assert len(table_of(text, layer="b")[1]) == 1
    with pytest.raises(InvalidInput, match="--layer: 'c' is not known"):
        table_of(text, layer="c")


def test_a_cut_file_gives_what_is_whole_and_says_that_it_was_cut(table_of):
    text = json.dumps(collection(feature(1, a=1), feature(2, a=2)))
    table, rows = table_of(text[:-40])

    assert len(rows) == 1
    assert [(one.code, one.severity) for one in table.findings] == [("truncated", Severity.DOUBT)]


def test_linked_data_is_recognised(table_of):
    place = {"@type": "Beach", "name": "Bettnesand", "geo": {"latitude": 63.5}}
    listed = {"@context": "https://schema.org", "@type": "ItemList",
              "itemListElement": [{"@type": "ListItem", "position": 1, "item": place}]}  # fmt: skip

    for text in ({"@context": "https://schema.org", "@graph": [place]}, listed, place):
        table, [row] = table_of(text)
        assert table.format == "json-ld"
        assert (row.values["name"], row.values["geo.latitude"]) == ("Bettnesand", 63.5)


def test_linked_data_within_a_page_is_found(table_of):
    script = '<script type="application/ld+json">{"@type":"Museum","name":"M"}</script>'
    _, [row] = table_of(f"<!DOCTYPE html><html><head>{script}</head></html>", name="a.html")

    assert row.values["name"] == "M"


def test_latin1_is_read_as_well(table_of):
    _, [row] = table_of('[{"namn":"Ånäset"}]'.encode("latin-1"))

    assert row.values["namn"] == "Ånäset"


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "Point", "coordinates": ["a", "b"]}, "geometry-unreadable"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}, "geometry-unreadable"),
        ({"type": "Blob", "coordinates": [1, 2]}, "geometry-unreadable"),
        ({"type": "LineString", "coordinates": [[1, 2]] * 1_000_001}, "geometry-too-large"),
    ],
)
def test_a_geometry_that_cannot_be_is_told_with_its_row(table_of, geometry, code):
    _, [good, bad] = table_of(collection(feature(1, a=1), feature(2, geometry, a=2)))

    assert (good.findings, bad.shape) == ((), None)
    assert [(one.code, one.row) for one in bad.findings] == [(code, 2)]


def test_collections_within_collections_are_too_deep(table_of):
    geometry = {"type": "Point", "coordinates": [1, 2]}
    for _ in range(10):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}
    _, [row] = table_of(collection(feature(1, geometry)))

    assert [one.code for one in row.findings] == ["geometry-too-deep"]


def test_what_programs_write_for_no_number_is_null_but_not_within_a_text(table_of):
    table, rows = table_of('[{"a":NaN,"b":-Infinity,"c":", NaN,","d":"\\\\","e":[NaN]}]')

    assert [dict(row.values) for row in rows] == [
        {"a": None, "b": None, "c": ", NaN,", "d": "\\", "e": [None]}
    ]
    assert [one.code for one in table.findings] == ["nan-read-as-null"]


def test_what_is_no_number_is_found_where_the_file_is_read_in_pieces(table_of):
    text = '{"t":"' + "x" * ((1 << 18) - 14) + '","a":NaN}\n{"t":"NaN","a":1}'
    _, rows = table_of(text)

    assert [(row.values["a"], row.values["t"][-3:]) for row in rows] == [(None, "xxx"), (1, "NaN")]


@pytest.mark.parametrize(
    "text",
    ['{"a": {"0": 1, "1": 2}, "b": {"0": 3, "1": 4}}', '{"a": [1, 2], "b": [3, 4]}'],
)
def test_a_table_written_column_by_column_is_refused(table_of, text):
    with pytest.raises(InvalidInput, match="column by column"):
        table_of(text)


@pytest.mark.parametrize("text", ['{"a":1}\n\n{"a":2}\n', '{\n"a":1\n}\n{\n"a":2\n}'])
def test_objects_behind_each_other_are_rows_whatever_stands_between(table_of, text):
    _, rows = table_of(text)

    assert [row.values["a"] for row in rows] == [1, 2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 3_000_000, "nested more than 64 deep"),
        ('{"a":' * 500_000, "nested more than 64 deep"),
        ('["]]]]",' * 200 + "[" * 90, "nested more than 64 deep"),
        ('[{"a":1e999}]', "larger than any"),
        ("[]", "no list of objects"),
        ("[1,2,3]", "no list of objects"),
        ('[{"a":"' + "x" * 20_000_000 + '"}]', "a text longer than"),
    ],
    ids=["arrays", "objects", "behind strings", "overflow", "empty", "numbers", "long text"],
)
def test_what_cannot_be_read_is_refused_by_name(table_of, text, said):
    with pytest.raises(InvalidInput, match=rf"a\.json: .*{said}"):
        table_of(text)


def test_a_table_can_be_read_again(tmp_path):
    path = tmp_path / "a.json"
    values = [{"a": 2**63 - 1, "b": 0.1, "c": "\0"}, {"a": 9, "c": [{"d": "ö\n"}]}]
    path.write_text(json.dumps(values))
    with open_tables(path) as [table]:
        first, again = ([dict(row.values) for row in table.read()] for _ in range(2))

    assert first == again == values


@pytest.mark.parametrize(
    "text", [r'[{"a": "\udc00x"}]', r'{"b": "\udc00"}', r'{"\udc00": [{"a": 1}]}']
)
def test_half_a_character_is_refused_in_a_sentence(table_of, text):
    with pytest.raises(InvalidInput, match="half a character"):
        table_of(text)


def test_a_text_that_grows_when_it_is_written_out_is_bounded(table_of):
    numbers = "[" + ",".join(["1e15"] * 100_000) + "]"
    limits = replace(LIMITS, file_bytes=MIB, unpacked_bytes=MIB)

    with pytest.raises(InvalidInput, match="written out, is larger than 1 megabytes"):
        table_of(f'[{{"a": {numbers}}}]', limits=limits)


def test_nothing_of_a_text_is_left_on_the_disk(table_of, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    table_of([{"a": 1}, {"a": 2}])

    assert list((tmp_path / "t").iterdir()) == []
