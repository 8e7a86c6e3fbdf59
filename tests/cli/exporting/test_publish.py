"""`viauma publish`: a folder that is whole or not there, the same for the same data."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from rdflib import DCAT, Graph

from tests.api.catalogue.test_shapes import SHAPES, SPECS, violations
from tests.cli.asked import Ask, asking
from viauma.cli.exporting import bundle

BASE = "https://data.example.org/viauma"


@pytest.fixture
def ask(region_url, monkeypatch, capsys) -> Ask:
    return asking(region_url, monkeypatch, capsys)


@pytest.fixture(scope="module")
def site(region_url, tmp_path_factory) -> Path:
    from tests.fixtures.database import settings_for
    from viauma.db.session import as_of_now, reading

    folder, settings = tmp_path_factory.mktemp("web") / "site", settings_for(region_url)
    with reading(settings) as session:
        as_of_now(session)
        bundle.publish(session, folder, bundle.Plan(base_url=BASE, last_zoom=8), settings)
    return folder


def names_in(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


def test_maps_data_tiles_and_catalogue_are_there(site):
    assert {
        "index.html", "dcat.rdf", "dcat.jsonld", "SHA256SUMS", "maps/overview.html",
        "maps/region.html", "maps/region.pmtiles", "data/places.geojson", "data/places.parquet",
        "data/places.fgb", "data/places.csv", "data/places.xlsx", "data/badplatser.csv",
        "data/utegym.csv", "data/places.csv.attribution.txt", "data/projects.geojson",
    } <= names_in(site)  # fmt: skip


def test_every_file_is_summed_up_and_every_sum_is_right(site):
    lines = (site / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}

    assert sums.keys() == names_in(site) - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((site / name).read_bytes()).hexdigest() == digest


def test_every_link_of_the_page_leads_to_a_file_of_the_folder(site):
    page = (site / "index.html").read_text()
    links = re.findall(r'(?:href|src)="([^"#]+)"', page)

    assert len(links) > 30
    assert [one for one in links if one != "data:," and not (site / one).is_file()] == []
    assert '<html lang="sv"' in page
    assert "http" not in re.sub(r"<li>[^<]*</li>", "", page)


def test_the_catalogue_leads_to_the_files_and_says_how_long_they_are(site):
    graph = Graph().parse(site / "dcat.rdf")
    found = {str(one): graph.value(of, DCAT.byteSize)
             for of, one in graph.subject_objects(DCAT.downloadURL)}  # fmt: skip

    assert len(found) > 20
    for address, size in found.items():
        file = site / address.removeprefix(f"{BASE}/")
        assert file.stat().st_size == int(size)
    assert (None, DCAT.endpointURL, None) not in graph
    assert {one["@type"] for one in json.loads((site / "dcat.jsonld").read_text())["@graph"]} >= {
        "dcat:Catalog", "dcat:Dataset", "dcat:Distribution",
    }  # fmt: skip


@pytest.mark.skipif(not (SPECS / SHAPES[0]).exists(), reason="../shared/data/specs is not there")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
@pytest.mark.parametrize("shapes", SHAPES)
def test_the_catalogue_of_files_violates_no_shape(site, shapes):
    assert violations((site / "dcat.rdf").read_bytes(), shapes) == []


def test_the_same_data_give_the_same_bytes(ask, site, tmp_path):
    answer = ask("publish", str(tmp_path / "site"), "--base-url", BASE, "--max-zoom", "8")

    assert (answer.code, answer.err) == (0, "")
    assert (tmp_path / "site" / "SHA256SUMS").read_text() == (site / "SHA256SUMS").read_text()


def test_a_build_that_breaks_off_leaves_the_old_folder_and_nothing_else(ask, tmp_path, monkeypatch):
    folder = tmp_path / "site"
    ask("publish", str(folder), "--max-zoom", "3")
    before = {name: (folder / name).read_bytes() for name in names_in(folder)}

    def break_off(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(bundle, "_write_sums", break_off)
    with pytest.raises(RuntimeError):
        ask("publish", str(folder), "--max-zoom", "4")

    assert {name: (folder / name).read_bytes() for name in names_in(folder)} == before
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("content", [None, "[]", '{"kind": "other"}'])
def test_a_folder_of_somebody_else_is_left_alone(ask, tmp_path, content):
    (tmp_path / "mine.txt").write_text("mine")
    if content:
        (tmp_path / "bundle.json").write_text(content)
    answer = ask("publish", str(tmp_path))

    assert answer.code == 2
    assert "is no bundle" in answer.err
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_without_an_address_there_is_no_catalogue_and_it_is_said(ask, tmp_path):
    answer = ask("publish", str(tmp_path / "site"), "--max-zoom", "2")

    assert "--base-url" in answer.out
    assert not (tmp_path / "site" / "dcat.rdf").exists()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
def test_the_catalogue_of_an_api_is_a_file_too(ask, tmp_path):
    for name in ("dcat.rdf", "dcat.jsonld", "dcat.ttl"):
        ask("export", "dcat", "--base-url", BASE, "--out", str(tmp_path / name))
    graphs = [
        Graph().parse(tmp_path / "dcat.rdf", format="xml"),
        Graph().parse(tmp_path / "dcat.jsonld", format="json-ld"),
        Graph().parse(tmp_path / "dcat.ttl", format="turtle"),
    ]

    assert len({len(one) for one in graphs}) == 1
    assert (None, DCAT.endpointURL, None) in graphs[0]
