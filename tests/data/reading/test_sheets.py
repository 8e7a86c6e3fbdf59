"""Spreadsheets: each sheet with rows is a table."""

from tests.data.reading.workbooks import write_workbook
from viauma_data.reading import open_tables


def test_sheets_are_tables_with_typed_cells(tmp_path):
    sheet = {"A1": "Kod", "B1": "Namn", "A2": 188, "B2": "Åsele", "A3": 12.5, "B4": "sist"}
    path = write_workbook(
        tmp_path / "a.xlsx", {"Bad": sheet, "Tomt": {}, "Led": {"A1": "x", "A2": "y"}}
    )

    with open_tables(path) as [bad, led]:
        rows = list(bad.read())

    assert (bad.name, bad.columns, bad.row_count, led.name) == ("Bad", ("Kod", "Namn"), 3, "Led")
    assert [(row.number, *row.values.values()) for row in rows] == [
        (2, 188, "Åsele"), (3, 12.5, None), (4, None, "sist"),
    ]  # fmt: skip


def test_a_title_above_the_table_is_no_row(tmp_path):
    cells = {
        "A1": "Register",
        "A3": "Namn",
        "B3": "Lat",
        "C3": "Lon",
        "A4": "A",
        "B4": 64.5,
        "C4": 20,
    }
    path = write_workbook(tmp_path / "a.xlsx", {"Blad": cells})

    with open_tables(path) as [table]:
        [row] = table.read()

    assert table.columns == ("Namn", "Lat", "Lon")
    assert row.number == 4
