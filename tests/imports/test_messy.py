"""Files as municipalities really have them, through the real `viauma import`.

`scripts/import_sweep.py` sends the same files and many more.
"""

from functools import cache

import pytest

from tests.cli.asked import Ask, asking
from tests.imports.messy.case import Case
from tests.imports.messy.every import every_case
from tests.imports.messy.hostile import mutations
from tests.imports.messy.running import tried

# The rest is tried by the sweep: these are what went wrong once, and one of each kind.
SHOWN = (
    "by semicolon", "unquoted decimal commas by comma", "ends of cr", "encoded mac-roman",
    "encoded cp850", "encoded utf-16-le", "mojibake", "no head", "two titles",
    "empty cells beyond the head", "end of file of DOS", "cells of wrongly doubled",
    "thousands by nbsp", "swapped zone 3016", "zone 3016 unsaid", "zone 3012", "RT 90 3021",
    "degrees without their point", "columns of dm with blanks", "columns of prefixed metres",
    "cell of lat lon with commas", "cell of lat, lon with commas", "cell of n e",
    "cell of dms pair", "cell of metres n e", "cell of geo uri", "cell of ewkb",
    "cell of wkb as bytea", "cell of polygon", "cell of a pair anywhere", "row of null island",
    "row of an id twice", "row of a total without id", "row of the head again", "two pairs",
    "rows on one point", "geojson of a very late crs", "geojson swapped grid", "geojson with NaN",
    "geojson with NaN for a position", "json in a call", "json of columns", "json of pandas",
    "json by lines and a blank one", "json of objects over lines", "linked page",
    "osm of a way without nodes", "encoded so that two fit", "xlsx with a legend",
    "ods", "gpkg with styles", "shp without prj", "shp without dbf", "shp without shx",
    "parquet", "cut encoded utf-16 at 0.5", "cut kml at 0.5", "hostile nested wkb",
    "hostile wkb", "hostile collections", "garbage called xls", "garbage called osm.pbf",
)  # fmt: skip


@pytest.fixture
def ask(database_url, monkeypatch, capsys) -> Ask:
    return asking(database_url, monkeypatch, capsys)


@cache
def cases() -> dict[str, Case]:
    return {case.name: case for case in every_case()}


@pytest.mark.parametrize("name", SHOWN)
def test_a_messy_file_comes_out_right_or_one_question_is_asked(ask, database_url, tmp_path, name):
    wrong = tried(ask, database_url, cases()[name], tmp_path)

    assert wrong == []


def test_damaged_files_of_every_format_end_in_time_with_one_sentence_at_most(
    ask, database_url, tmp_path
):
    damaged = mutations(17, seed=7)
    wrong = [one for case in damaged for one in tried(ask, database_url, case, tmp_path)]

    assert wrong == []
