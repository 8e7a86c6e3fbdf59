"""Workbooks: typed cells, text that stays text, a codebook of every column, the sources."""

import re
import zipfile
from pathlib import Path

import pytest

from tests.cli.asked import Ask, asking
from tests.factories import place_draft, writing
from viauma.exchange import column_titles, workbook
from viauma.exchange.column import ColumnType
from viauma.exchange.columns import COLUMNS
from viauma.exchange.workbook import Heading, SheetPlan, Workbook
from viauma.places.actions import store_places

HOSTILE = ("=1+1", "+46 90", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.example/")


@pytest.fixture
def ask(database_url, monkeypatch, capsys) -> Ask:
    return asking(database_url, monkeypatch, capsys)


def cells(file: Path) -> str:
    with zipfile.ZipFile(file) as book:
        return "".join(book.read(one).decode() for one in book.namelist() if "worksheets" in one)


def test_text_that_looks_like_a_formula_or_a_link_stays_text(ask, database_url, tmp_path):
    with writing(database_url) as session:
        store_places(session, [
            place_draft(names={"sv": text}, postcode="01234", attribution=text) for text in HOSTILE
        ])  # fmt: skip
    file = tmp_path / "x.xlsx"
    ask("export", "xlsx", "--out", str(file))
    text = cells(file)

    assert "<f>" not in text
    assert "<hyperlink" not in text
    assert re.search(r't="inlineStr"><is><t>=1\+1</t>', text)
    assert re.search(r't="inlineStr"><is><t>01234</t>', text)


def test_there_is_a_sheet_for_each_group_and_a_column_for_each_attribute(ask, tmp_path):
    file = tmp_path / "x.xlsx"
    ask("export", "xlsx", "--out", str(file), "--lang", "sv")
    text = cells(file)
    with zipfile.ZipFile(file) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())

    assert names[-2:] == ["Kodbok", "Källor"]
    assert "Bad och båt" in names
    assert len(names) > 5
    assert ">Längd<" in text
    assert text.count(">attributes<") == 0
    assert 't="b"' in text


def test_every_column_of_every_sheet_is_in_the_codebook(ask, tmp_path):
    file = tmp_path / "x.xlsx"
    ask("export", "xlsx", "--out", str(file), "--collection", "municipalities", "--lang", "en")
    text = cells(file)

    for one in COLUMNS["municipality"]:
        assert f">{one.title}<" in text
        assert f">{column_titles.SWEDISH[one.name]}<" in text
    assert ">km2<" in text


@pytest.mark.parametrize("kind", COLUMNS)
def test_every_column_has_a_swedish_title(kind):
    assert {one.name for one in COLUMNS[kind]} <= column_titles.SWEDISH.keys()


def test_rows_beyond_the_end_of_a_sheet_go_on_another(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    file = tmp_path / "x.xlsx"
    plan = SheetPlan("Platser", [Heading("id", ColumnType.TEXT, {})])
    with Workbook(file, [plan], None) as book:
        book.write("Platser", [[str(at)] for at in range(5)])
    with zipfile.ZipFile(file) as opened:
        names = re.findall(r'<sheet name="([^"]+)"', opened.read("xl/workbook.xml").decode())

    assert names == ["Platser", "Platser 2", "Platser 3"]


def test_days_moments_and_long_texts_are_what_a_cell_can_hold(tmp_path):
    types = (ColumnType.DATE, ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.TEXT,
             ColumnType.GEOMETRY)  # fmt: skip
    plan = SheetPlan("x", [Heading(str(at), one, {}) for at, one in enumerate(types)])
    file = tmp_path / "x.xlsx"
    with Workbook(file, [plan], None) as book:
        book.write("x", [["2024-02-29", "1809-09-17", "2026-01-01T01:00:00+01:00", "å" * 40_000,
                          "POINT (" + "1" * 40_000]])  # fmt: skip
    text = cells(file)

    assert "<v>45351</v>" in text
    assert ">1809-09-17<" in text
    assert "<v>46023</v>" in text
    assert f"{'å' * 32_766}…" in text
    assert re.findall("POINT[^<]*", text) == ["POINT …"]


def test_the_same_rows_make_the_same_bytes(ask, tmp_path):
    for name in ("a", "b"):
        ask("export", "xlsx", "--out", str(tmp_path / f"{name}.xlsx"), "--in", "Vännäs")

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
