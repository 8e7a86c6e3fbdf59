"""`viauma projects`: the ledger as a project officer reads it."""

import csv
import io
from decimal import Decimal

import pytest

from tests.cli.asked import Ask, asking
from viauma.cli.projects import money


@pytest.fixture
def ask(template_url, monkeypatch, capsys) -> Ask:
    return asking(template_url, monkeypatch, capsys)


def report(ask: Ask, *arguments: str) -> list[dict[str, str]]:
    answer = ask("projects", "report", *arguments, "--format", "csv")

    assert (answer.code, answer.err) == (0, "")
    rows = csv.DictReader(io.StringIO(answer.out))
    return [row for row in rows if row["line"] == "account"]


def test_the_list_has_every_project_with_budget_and_time_frame(ask):
    lines = ask("projects", "list").out
    botniabanan = next(line for line in lines.splitlines() if line.startswith("botniabanan"))

    assert "2005-01-01 to 2006-12-31" in botniabanan
    assert botniabanan.rstrip().endswith("9 300 000")
    assert all(slug in lines for slug in ("turk", "lapp", "via-uma", "e-kultur", "ume-co"))


def test_a_project_without_a_budget_says_unknown(ask):
    line = next(li for li in ask("projects", "list").out.splitlines() if li.startswith("via-uma "))

    assert line.rstrip().endswith("unknown")


def test_botniabanan_leaves_one_and_a_half_million_unaccounted_for_over_two_years(ask):
    rows = report(ask, "botniabanan-som-tillvaxtfaktor")

    assert [(r["year"], r["budget"], r["funded"], r["not_accounted_for"]) for r in rows] == [
        ("2005", "4650000.00", "3900000.00", "750000.00"),
        ("2006", "4650000.00", "3900000.00", "750000.00"),
        ("in all", "9300000.00", "7800000.00", "1500000.00"),
    ]


@pytest.mark.parametrize(
    ("slug", "budget"), [("turk", "5400000.00"), ("lapp", "10000000.00"), ("ume-co", "12600000.00")]
)
def test_a_budget_that_nobody_is_named_to_pay_is_shown_whole(ask, slug, budget):
    (row,) = report(ask, slug)

    assert (budget, Decimal(budget)) == (row["budget"], Decimal(row["not_accounted_for"]))


def test_financiers_of_unknown_amount_are_named_not_counted(ask):
    (row,) = report(ask, "stad-och-land")

    assert len(row["financiers_of_unknown_amount"].split("; ")) == 4
    assert Decimal(row["budget"]) == Decimal(row["not_accounted_for"]) == 27_500_000


def test_the_report_of_all_adds_up(ask):
    totals = [row for row in report(ask) if row["year"] == "in all"]

    assert len(totals) == len({row["slug"] for row in totals}) >= 20
    for row in totals:
        if row["budget"]:
            rest = Decimal(row["not_accounted_for"])
            assert Decimal(row["budget"]) == Decimal(row["funded"]) + rest, row["slug"]


def test_the_report_as_a_table_shows_the_rest(ask):
    answer = ask("projects", "report", "botniabanan-som-tillvaxtfaktor")

    assert "1 500 000" in answer.out


def test_show_tells_who_pays_and_what_is_missing_in_the_sources_words(ask):
    answer = ask("projects", "show", "botniabanan-som-tillvaxtfaktor")

    assert "In all: budget 9 300 000, funding stated 7 800 000, not accounted for 1 500 000" in (
        answer.out
    )
    assert "Umeå universitet" in answer.out


def test_show_warns_that_a_contact_is_not_for_publication(ask):
    lines = ask("projects", "show", "botniabanan-som-tillvaxtfaktor").out.splitlines()
    (contact,) = [line for line in lines if line.startswith("Contact")]

    assert "Anna Olofsson" in contact
    assert contact.endswith("[not for publication: no consent on record]")


@pytest.mark.parametrize("format_", ["table", "csv"])
def test_a_report_names_no_contact(ask, format_):
    out = ask("projects", "report", "--format", format_).out

    assert not [name for name in ("Olofsson", "Hesse", "Säfssten", "Carstedt") if name in out]


def test_a_report_goes_to_a_file_whole(ask, tmp_path):
    out = tmp_path / "report.csv"
    ask("projects", "report", "turk", "--format", "csv", "--out", str(out))

    assert out.read_text().startswith("slug,title,line,what,year,budget")
    assert [out] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "botniabana"], "'botniabana' is not known. Did you mean botniabanan-som-"),
        (["show", ""], "'' is not known"),
        (["report", "turkk"], "'turkk' is not known. Did you mean turk"),
        (["report", "--format", "pdf"], "--format: 'pdf' must be table, csv, html"),
        (["report", "--format", "csv", "--out", "/no/such/folder/x.csv"], "--out"),
        (["shew"], "shew"),
    ],
)
def test_a_bad_word_is_refused_naming_it(ask, arguments, said):
    answer = ask("projects", *arguments)

    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("amount", "spelled"),
    [
        (None, "unknown"),
        (Decimal(0), "0"),
        (Decimal("999.00"), "999"),
        (Decimal(1500000), "1 500 000"),
        (Decimal("1500000.50"), "1 500 000,50"),
        (Decimal("0.05"), "0,05"),
        (Decimal("10.10"), "10,10"),
        (Decimal(-750000), "-750 000"),
        (Decimal("-750000.25"), "-750 000,25"),
        (Decimal("-0.50"), "-0,50"),
        (Decimal("999999999999.99"), "999 999 999 999,99"),
    ],
)
def test_kronor_are_spelled_exactly(amount, spelled):
    assert spelled == money(amount)


def test_the_report_tells_parts_and_financiers_beside_the_accounts(ask):
    rows = list(csv.DictReader(io.StringIO(ask("projects", "report", "--format", "csv").out)))
    parts = {row["slug"]: row["budget"] for row in rows if row["line"] == "part"}
    financiers = [row for row in rows if row["line"] == "financier"]
    unknown = {row["slug"] for row in financiers if row["funded"] == ""}

    assert parts["lapp"] == "1600000.00"
    assert unknown == {"stad-och-land"}
    assert {row["funded"] for row in financiers if row["year"] == "2005"} == {
        "2400000.00", "750000.00", "350000.00", "200000.00",
    }  # fmt: skip


def test_the_map_of_projects_is_of_all_of_them(ask):
    answer = ask("projects", "report", "turk", "--format", "html")

    assert answer.code == 2
    assert "html shows all projects" in answer.err
