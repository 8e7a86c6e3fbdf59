"""Delimited text: told apart by what makes its rows equally long."""

import pytest

from viauma.errors import InvalidInput
from viauma.exchange.findings import Ambiguous, Severity
from viauma_data.reading import open_tables


@pytest.fixture
def table_of(tmp_path):
    """Write bytes or text to a file and give its only table, read, with its rows."""

    def read(content, name="places.csv", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with open_tables(path, **options) as [table]:
            return table, list(table.read())

    return read


def told(table, about):
    return next(one.value for one in table.evidence if one.about == about)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("namn,lat,lon\nBetsele,64.6,18.7\nGranö,64.2,19.3\n", "comma"),
        ("namn;lat;lon\nBetsele;64,6;18,7\nGranö;64,2;19,3\n", "semicolon"),
        ("namn\tlat\tlon\nBetsele, norra\t64,6\t18,7\nGranö\t64,2\t19,3\n", "tab"),
        ("namn|lat|lon\nBetsele; norra|64,6|18,7\nGranö|64,2|19,3\n", "vertical bar"),
        ("1,5;2,5\n3,5;4,5\n", "semicolon"),
    ],
)
def test_the_delimiter_is_the_one_that_parts_rows_equally(table_of, text, name):
    table, rows = table_of(text)

    assert told(table, "delimiter") == name
    assert {len(row.values) for row in rows} == {len(table.columns)}


def test_two_delimiters_that_part_equally_well_are_asked_about(table_of):
    with pytest.raises(Ambiguous, match=r"--delimiter: .* Say which: "):
        table_of("a;b,c\nd;e,f\n" * 3)


def test_a_delimiter_that_was_asked_for_decides(table_of):
    table, _ = table_of("a;b,c\nd;e,f\n" * 3, delimiter="comma")

    assert len(table.columns) == 2


def test_the_line_that_excel_understands_names_the_delimiter(table_of):
    table, rows = table_of("sep=;\nnamn;ort\nA;B\n")

    assert table.columns == ("namn", "ort")
    assert [dict(row.values) for row in rows] == [{"namn": "A", "ort": "B"}]


def test_a_file_without_a_header_gets_numbered_columns(table_of):
    table, rows = table_of("Betsele,64.6,18.7\nGranö,64.2,19.3\n")

    assert table.columns == ("column_1", "column_2", "column_3")
    assert told(table, "header") == "none"
    assert [row.number for row in rows] == [1, 2]


def test_years_are_names_of_columns(table_of):
    table, _ = table_of('"region","2017"\r\n"2480 Umeå",122892\r\n')

    assert table.columns == ("region", "2017")


def test_lines_before_the_table_are_told_and_skipped(table_of):
    table, rows = table_of("Utdrag ur registret\n\nnamn;lat;lon\nA;64,1;20,1\nB;64,2;20,2\n")

    assert table.columns == ("namn", "lat", "lon")
    assert "Utdrag" in next(one.because for one in table.evidence if one.about == "first row")
    assert [row.number for row in rows] == [4, 5]


def test_a_row_is_numbered_by_the_line_at_which_it_begins(table_of):
    _, rows = table_of('namn,text\nA,"två\nrader"\n\nB,en\n')

    assert [(row.number, row.values["namn"]) for row in rows] == [(2, "A"), (5, "B")]


def test_empty_cells_are_unknown_and_text_stays_text(table_of):
    _, [row] = table_of("kod,namn,lat\n0188,,64.10\n")

    assert dict(row.values) == {"kod": "0188", "namn": None, "lat": "64.10"}


def test_a_mark_within_a_name_is_taken_away_and_told(table_of):
    table, _ = table_of("namn,\ufeffkommun-kod\nA,2480\n")

    assert table.columns == ("namn", "kommun-kod")
    assert [one.code for one in table.findings] == ["bom-in-name"]


def test_columns_of_one_name_are_told_apart(table_of):
    table, [row] = table_of("Bild,Bild,\na,b,c\n")

    assert table.columns == ("Bild", "Bild.2", "column_3")
    assert dict(row.values) == {"Bild": "a", "Bild.2": "b", "column_3": "c"}


def test_a_column_of_row_numbers_is_recognised(table_of):
    table, _ = table_of(",namn\n0,A\n1,B\n2,C\n")

    assert told(table, "index column") == "column_1"


def test_a_row_with_too_many_fields_is_in_doubt_and_keeps_them(table_of):
    _, rows = table_of("namn,text,lat\nA,x,64\nB,en, två,65\nC,z,66\n")

    assert rows[1].values["column_4"] == "65"
    assert [(one.code, one.severity) for one in rows[1].findings] == [
        ("too-many-fields", Severity.DOUBT)
    ]


@pytest.mark.parametrize(
    ("end", "said"),
    [("F,64", "The last row has 2 of 3 fields"), ('F,"64', "The quote that opens at line 7")],
)
def test_a_file_that_ends_within_a_row_was_cut(table_of, end, said):
    rows = "".join(f"{one},64,20\n" for one in "ABCDE")
    table, read = table_of("namn,lat,lon\n" + rows + end)

    [finding] = table.findings
    assert (finding.code, finding.severity) == ("truncated", Severity.DOUBT)
    assert said in finding.message
    assert len(read) == 6


def test_a_round_number_of_rows_is_noted(table_of):
    table, rows = table_of("namn,lat\n" + "A,64\n" * 2_000)

    assert (table.row_count, len(rows)) == (2_000, 2_000)
    assert [one.code for one in table.findings] == ["round-row-count"]


def test_a_table_can_be_read_again(tmp_path):
    (tmp_path / "a.csv").write_text("namn,lat\nA,64\nB,65\n")

    with open_tables(tmp_path / "a.csv") as [table]:
        assert list(table.read()) == list(table.read())


def test_an_unknown_delimiter_is_refused(table_of):
    with pytest.raises(InvalidInput, match="--delimiter: 'foo' is not one character"):
        table_of("a,b\n1,2\n", delimiter="foo")
