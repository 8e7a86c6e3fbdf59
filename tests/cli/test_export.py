"""`viauma export tiles`: one file with the tiles that the server sends, read by byte ranges."""

import gzip
from pathlib import Path

import httpx
import pytest
from pmtiles.reader import MmapSource, Reader, all_tiles

from tests.cli.asked import Ask, asking
from tests.tiles import decoded, total

LAST = "12"


@pytest.fixture
def ask(region_url, monkeypatch, capsys) -> Ask:
    return asking(region_url, monkeypatch, capsys)


def tiles_of(file: Path) -> dict[tuple[int, int, int], bytes]:
    with file.open("rb") as opened:
        return {address: gzip.decompress(data) for address, data in all_tiles(MmapSource(opened))}


def test_the_file_holds_the_tiles_that_the_server_sends(ask, api: httpx.Client, tmp_path):
    file = tmp_path / "region.pmtiles"
    answer = ask("export", "tiles", "--out", str(file), "--max-zoom", LAST,
                 "--collection", "places", "--collection", "municipalities")  # fmt: skip
    found = tiles_of(file)

    assert (answer.code, answer.err) == (0, "")
    assert f"{len(found)} tiles" in answer.out
    assert {zoom for zoom, _, _ in found} == set(range(13))
    for zoom, column, row in list(found)[:: max(1, len(found) // 40)]:
        sent = api.get(
            f"/tiles/WebMercatorQuad/{zoom}/{row}/{column}",
            params={"collections": "places,municipalities"},
        )
        assert sent.content == found[zoom, column, row]


def test_every_level_of_counts_in_the_file_has_all_places(ask, api: httpx.Client, tmp_path):
    file = tmp_path / "region.pmtiles"
    ask("export", "tiles", "--out", str(file), "--max-zoom", "9")
    matched = api.get("/collections/places/items", params={"limit": 1}).json()["numberMatched"]
    sums = dict.fromkeys(range(10), 0)
    for (zoom, _, _), body in tiles_of(file).items():
        sums[zoom] += total(decoded(body)["places"])

    assert set(sums.values()) == {matched}


def test_a_filter_narrows_the_file(ask, api: httpx.Client, tmp_path):
    file, text = tmp_path / "beaches.pmtiles", "category = 'bathing_beach'"
    ask("export", "tiles", "--out", str(file), "--min-zoom", LAST, "--max-zoom", LAST,
        "--filter", text)  # fmt: skip
    items = api.get("/collections/places/items", params={"filter": text, "limit": 1000}).json()
    ids = {
        one["properties"]["id"]
        for body in tiles_of(file).values()
        for one in decoded(body)["places"]
    }

    assert ids == {one["id"] for one in items["features"]}


def test_the_file_says_what_it_holds_and_where(ask, tmp_path):
    file = tmp_path / "region.pmtiles"
    ask("export", "tiles", "--out", str(file), "--max-zoom", "5")
    with file.open("rb") as opened:
        reader = Reader(MmapSource(opened))
        header, metadata = reader.header(), reader.metadata()

    (layer,) = metadata["vector_layers"]
    assert layer["id"] == "places"
    assert {"Umeå kommun", "© OpenStreetMap contributors"} <= set(
        metadata["attribution"].split("; ")
    )
    assert {"count", "count_bathing_beach", "name_sv"} <= layer["fields"].keys()
    assert (header["min_zoom"], header["max_zoom"], header["clustered"]) == (0, 5, True)
    assert header["min_lon_e7"] < 202_600_000 < header["max_lon_e7"]


def test_a_static_page_reads_it_from_the_server_by_byte_ranges(
    ask, api: httpx.Client, built_maps: Path
):
    file = built_maps / "region.pmtiles"
    ask("export", "tiles", "--out", str(file), "--max-zoom", "6")
    asked: list[int] = []

    def get(offset: int, length: int) -> bytes:
        part = f"bytes={offset}-{offset + length - 1}"
        answer = api.get("/maps/region.pmtiles", headers={"range": part})
        asked.append(answer.status_code)
        return answer.content

    reader = Reader(get)
    (zoom, column, row), body = next(
        one for one in tiles_of(file).items() if one[0][0] == 6
    )  # fmt: skip
    whole = api.head("/maps/region.pmtiles")

    assert gzip.decompress(reader.get(zoom, column, row)) == body
    assert set(asked) == {206}
    assert whole.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--collection", "roads"), "roads"),
        (("--filter", "no_such = 1"), "no_such"),
        (("--min-zoom", "5", "--max-zoom", "4"), "--min-zoom"),
        (("--filter", "name = 'nobody is called so'"), "Nothing matches"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_a_sentence_and_leaves_no_file(
    ask, tmp_path, arguments, named
):
    answer = ask("export", "tiles", "--out", str(tmp_path / "x.pmtiles"), *arguments)

    assert answer.code != 0
    assert named in answer.err
    assert list(tmp_path.iterdir()) == []
