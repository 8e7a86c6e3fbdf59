"""`viauma import`, `quarantine`, `proposals` and `imports`, as an officer uses them."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg
import pytest

from tests.cli.asked import Ask, asking
from tests.db.laws.ledger import rows

HEAD = "id,namn,kategori,lat,lon,postnummer"
GOOD = "1,Norrbadet,bathing_beach,63.83,20.26,903 25"
ISLAND = "2,Ön,bathing_beach,0,0,903 26"
NOWHERE = "3,Tjärn,bathing_beach,,,90327"
AT_SEA = "4,Långt borta,bathing_beach,45.1,3.2,90328"


@pytest.fixture
def ask(database_url, monkeypatch, capsys) -> Ask:
    asked_for = asking(database_url, monkeypatch, capsys)
    monkeypatch.setenv("COLUMNS", "100")
    return asked_for


@pytest.fixture
def file(tmp_path) -> Path:
    return write(tmp_path / "bad.csv", GOOD, ISLAND, NOWHERE, AT_SEA)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")
    return path


def asked(url: str, statement: str):
    with psycopg.connect(url) as connection:
        return rows(connection, statement)


def soon(is_so: Callable[[], bool], within_s: float = 90) -> None:
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def waiting(ask: Ask, *arguments: str) -> dict[int, dict]:
    """The rows that wait, by their number in the file."""
    found = json.loads(ask("quarantine", "list", "--json", *arguments).out)
    return {row["row"]: row for row in found}


def imported(ask: Ask, *arguments: str) -> dict:
    answer = ask("import", *arguments, "--json")

    assert answer.code in {0, 3}, answer.err
    return json.loads(answer.out)


def test_the_report_says_what_was_understood_what_became_of_the_rows_and_what_to_do(ask, file):
    answer = ask("import", str(file))

    assert (answer.code, answer.err) == (3, "")
    assert "bad.csv: 4 rows, imported" in answer.out
    assert "Kept as source 'bad', licence not-stated" in answer.out
    assert re.search(r"delimiter: comma, because .* \(else: --delimiter\)", answer.out)
    assert re.search(r"^ +1  new$", answer.out, re.MULTILINE)
    assert re.search(r"^ +3  wait in quarantine$", answer.out, re.MULTILINE)
    assert "ERROR null-island" in answer.out
    assert "viauma quarantine list --source bad" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 100


def test_the_same_file_twice_changes_nothing(ask, file, database_url):
    ledger = "select count(*) from viauma.revision where entity <> 'import_run'"
    imported(ask, str(file))
    before = asked(database_url, ledger)
    again = imported(ask, str(file))

    assert before == asked(database_url, ledger)
    assert again["outcome"]["stored"] == {"created": 0, "updated": 0, "unchanged": 1}
    assert (again["outcome"]["quarantined"], again["outcome"]["newly_quarantined"]) == (3, 0)


def test_a_trial_tells_the_same_and_leaves_no_trace(ask, file, database_url):
    runs = "select count(*) from viauma.import_run"
    before = asked(database_url, runs)
    tried = imported(ask, str(file), "--dry-run")

    assert before == asked(database_url, runs)
    assert (tried["is_trial"], tried["run"]) == (True, None)
    assert tried["outcome"] == imported(ask, str(file))["outcome"]


def test_a_strict_import_stores_nothing_when_a_row_would_wait(ask, file, database_url):
    answer = ask("import", str(file), "--strict")

    assert answer.code == 2
    assert answer.err == (
        "viauma: --strict: 3 rows would wait in quarantine, so nothing was stored; "
        "--dry-run tells which\n"
    )
    assert asked(database_url, "select count(*) from viauma.place where source = 'bad'") == [(0,)]


def test_a_file_that_does_not_say_what_its_rows_are_is_asked_about(ask, tmp_path):
    path = tmp_path / "what.csv"
    path.write_text("namn,lat,lon\nA,63.8,20.2\n")
    answer = ask("import", str(path))

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("viauma: --category: Nothing in the file says what kind")


def test_a_file_whose_name_recalls_a_category_is_asked_about_with_the_choices(ask, tmp_path):
    path = tmp_path / "orten_utegym.csv"
    path.write_text("namn,lat,lon\nA,63.8,20.2\n")
    answer = ask("import", str(path))

    assert answer.code == 2
    assert "outdoor_gym (Utegym): the file is called so" in answer.err
    assert answer.err.endswith("Say which: outdoor_gym.\n")


def test_a_file_without_positions_is_refused_whatever_its_rows_are(ask, tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("namn,info\nA,B\n")
    answer = ask("import", str(path))

    assert answer.code == 2
    assert "no column of names is recognised as positions; it has namn, info" in answer.err


def test_rows_that_say_nothing_are_left_out_with_a_note(ask, tmp_path):
    path = tmp_path / "dump.csv"
    path.write_text(f",{HEAD}\n0,,,,,,\n1,{GOOD}\n0,{GOOD.replace('1,', '7,', 1)}\n")
    report = imported(ask, str(path))
    told = {one["code"]: one["severity"] for one in report["findings"]}

    assert (report["rows"], report["left_out"]) == (3, {"the row is empty": 1})
    assert (report["outcome"]["quarantined"], told["empty-row"]) == (0, "note")


def test_decimal_commas_are_told_with_the_cell_that_shows_them(ask, tmp_path):
    path = tmp_path / "commas.csv"
    path.write_text("id;namn;kategori;lat;lon\n1;Bad;bathing_beach;63,8;20,2\n")
    told = {one["about"]: one for one in imported(ask, str(path))["evidence"]}

    assert told["decimal sign"]["value"] == "comma"
    assert "'20,2' in lon" in told["decimal sign"]["because"]


@pytest.mark.parametrize(("category", "waits"), [("ski_track", 0), ("bathing_beach", 5)])
def test_trails_may_begin_at_one_point_and_other_places_hardly(ask, tmp_path, category, waits):
    path = tmp_path / "stack.csv"
    lines = "".join(f"{n},Plats {n},{category},63.83,20.26,\n" for n in range(5))
    path.write_text(f"{HEAD}\n{lines}8,Annan,{category},63.9,20.3,\n")

    assert imported(ask, str(path))["outcome"]["quarantined"] == waits


def test_a_folder_is_imported_file_by_file_and_one_bad_file_does_not_keep_the_others_out(
    ask, tmp_path
):
    write(tmp_path / "one.csv", GOOD)
    write(tmp_path / "two.csv", GOOD.replace("Norrbadet", "Söderbadet"))
    (tmp_path / "noise.csv").write_bytes(os.urandom(2_000))
    answer = ask("import", str(tmp_path))

    assert answer.code == 2
    assert "one.csv: 1 row, imported" in answer.out
    assert "two.csv: 1 row, imported" in answer.out
    assert re.fullmatch(r"viauma: noise.csv: .*\n", answer.err)
    assert re.search(r"^noise.csv +refused$", answer.out, re.MULTILINE)
    assert answer.out.endswith("3 files, 1 of them refused\n")


def test_what_is_gone_from_its_source_is_proposed_and_somebody_decides(ask, tmp_path, database_url):
    status = "select source_id, status from viauma.place where source = 'bad' order by 1"
    three = [GOOD, GOOD.replace("1,", "5,", 1), GOOD.replace("1,", "6,", 1)]
    path = write(tmp_path / "bad.csv", *three)
    imported(ask, str(path))
    report = imported(ask, str(write(path, GOOD)))
    listed = json.loads(ask("proposals", "list", "--json").out)
    ids = [str(one["id"]) for one in listed]

    assert (report["outcome"]["gone"], report["outcome"]["proposed"]) == (2, 2)
    assert ask("proposals", "accept", ids[0], "--why", "Seen it").out == "1 place closed\n"
    assert ask("proposals", "decline", ids[1], "--why", "It is there").code == 0
    assert asked(database_url, status) == [("1", "active"), ("5", "closed"), ("6", "active")]
    assert imported(ask, str(path))["outcome"]["proposed"] == 0
    assert ask("proposals", "accept", ids[0]).code == 1


def test_a_row_is_shown_with_the_reasons_and_what_the_file_says(ask, file):
    imported(ask, str(file))
    number = waiting(ask)[4]["id"]
    shown = ask("quarantine", "show", str(number)).out

    assert "ERROR no-position" in shown
    assert "namn: Tjärn" in shown
    assert "category: bathing_beach" in shown


def test_a_row_is_corrected_and_stays_so_until_its_source_changes(ask, file, database_url):
    stored = "select names->>'sv', st_x(geom) from viauma.place where source = 'bad' order by 1"
    imported(ask, str(file))
    number = str(waiting(ask)[4]["id"])
    tried = ask(
        "quarantine", "correct", number, "--set", "lat=63.9", "--set", "lon=20.3", "--dry-run"
    )
    done = ask("quarantine", "correct", number, "--set", "lat=63.9", "--set", "lon=20,3")
    again = imported(ask, str(file))

    assert tried.out.startswith("Would be: 1 row corrected and released; places: 1 new")
    assert done.out.startswith("1 row corrected and released; places: 1 new")
    assert asked(database_url, stored) == [("Norrbadet", 20.26), ("Tjärn", 20.3)]
    assert again["outcome"]["decided"] == 1
    assert (again["outcome"]["gone"], again["outcome"]["quarantined"]) == (0, 2)
    changed = imported(ask, str(write(file, GOOD, ISLAND, NOWHERE.replace("Tjärn", "Tjärnen"))))
    assert changed["outcome"]["newly_quarantined"] == 1


def test_a_file_is_fetched_from_an_address_where_the_operator_allows_it(ask, tmp_path, monkeypatch):
    write(tmp_path / "bad.csv", GOOD)
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        where = f"http://127.0.0.1:{site.server_port}/bad.csv"
        refused = ask("import", where)
        monkeypatch.setenv("VIAUMA_IMPORTING__PRIVATE_ADDRESSES", "true")
        report = imported(ask, where)
        site.shutdown()

    assert (refused.code, "VIAUMA_IMPORTING__PRIVATE_ADDRESSES" in refused.err) == (2, True)
    assert (report["source"], report["outcome"]["stored"]["created"]) == ("bad", 1)


def test_the_operators_bounds_hold_for_imports(ask, tmp_path, monkeypatch):
    path = write(tmp_path / "bad.csv", *[GOOD] * 40_000)
    monkeypatch.setenv("VIAUMA_IMPORTING__MAX_FILE_MB", "1")
    answer = ask("import", str(path))

    said = "viauma: bad.csv: It has 2 megabytes; at most 1 are read.\n"
    assert (answer.code, answer.err) == (2, said)


def test_a_row_of_a_municipality_that_is_not_here_is_corrected_and_stored_without(
    ask, tmp_path, database_url
):
    path = tmp_path / "abroad.csv"
    path.write_text("id,namn,kommunkod,lat,lon\n1,Bad,0180,0,0\n2,Bad,0180,59.33,18.07\n")
    imported(ask, str(path), "--category", "bathing_beach")
    here = ("--set", "lat=59.34", "--set", "lon=18.06")
    refused = ask(
        "quarantine", "correct", "--source", "abroad", *here, "--set", "municipality=0180"
    )
    done = ask("quarantine", "correct", "--source", "abroad", *here)
    stored = "select municipality from viauma.place where source = 'abroad'"

    assert (refused.code, "municipality: '0180' is not known" in refused.err) == (2, True)
    assert done.out.startswith("1 row corrected and released; places: 1 new")
    assert asked(database_url, stored) == [(None,), (None,)]


def test_a_doubtful_row_is_released_as_it_is_and_an_error_is_not(ask, file, database_url):
    imported(ask, str(file))
    found = waiting(ask)
    doubt = next(r for r in found.values() if r["findings"][0]["severity"] == "doubt")
    error = next(r for r in found.values() if r["findings"][0]["severity"] == "error")

    assert ask("quarantine", "release", str(doubt["id"])).code == 0
    refused = ask("quarantine", "release", str(error["id"]))
    assert refused.code == 2
    assert f"row {error['id']}: must be corrected first" in refused.err
    assert asked(database_url, "select count(*) from viauma.place where source = 'bad'") == [(2,)]


def test_rows_are_meant_by_what_the_file_says_and_dismissed_with_a_reason(ask, file):
    imported(ask, str(file))
    answer = ask("quarantine", "dismiss", "--where", "namn=Ön", "--why", "A joke")
    again = imported(ask, str(file))

    assert answer.out == "1 row dismissed\n"
    assert (again["outcome"]["decided"], again["outcome"]["quarantined"]) == (1, 2)
    assert ask("quarantine", "dismiss", "--why", "All").code == 2


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("colour=red", "--set: 'colour' is not known"),
        ("lat=north", "lat: 'north' is not a number of degrees"),
        ("category=spaceport", "'spaceport' is not known"),
        ("status=lost", "'lost' must be planned, active"),
        ("nothing", "--set: 'nothing' must be name=value"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_by_name(ask, file, setting, said):
    imported(ask, str(file))
    answer = ask("quarantine", "correct", "--where", "namn=Långt borta", "--set", setting)

    assert answer.code == 2
    assert said in answer.err
    assert len(waiting(ask)) == 3


@pytest.mark.parametrize("kind", [(), ("--excel",)])
def test_rows_are_corrected_in_a_spreadsheet(ask, file, tmp_path, database_url, kind):
    write(file, GOOD, ISLAND, NOWHERE.replace("Tjärn", "=1+1"), AT_SEA)
    imported(ask, str(file))
    sheet = tmp_path / "rows.csv"
    ask("quarantine", "export", str(sheet), *kind)
    text = sheet.read_text(encoding="utf-8-sig")
    table = list(csv.DictReader(text.splitlines(), delimiter=";" if kind else ","))
    unchanged = ask("quarantine", "import", str(sheet)).out
    by_row = {row["row"]: row for row in table}
    assert by_row["4"]["name_sv"] == "'=1+1"
    by_row["4"] |= {"lat": "63,9", "lon": "20,5"}
    by_row["3"]["decision"], by_row["5"]["decision"] = "dismiss", "release"
    with sheet.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(table[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(table)
    done = ask("quarantine", "import", str(sheet))

    assert unchanged.startswith("0 rows corrected and released, 0 released, 0 dismissed, 3 left")
    assert done.out == (
        "1 row corrected and released, 1 released, 1 dismissed, 0 left as they were\n"
    )
    assert ask("quarantine", "import", str(sheet)).out.endswith("3 left as they were\n")
    names = "select names->>'sv' from viauma.place where source = 'bad' order by 1"
    assert asked(database_url, names) == [("=1+1",), ("Långt borta",), ("Norrbadet",)]


def test_the_ledger_is_read_by_people_and_programs(ask, file):
    report = imported(ask, str(file))
    (run, *_) = json.loads(ask("imports", "list", "--json").out)
    listed = ask("imports", "list").out
    shown = ask("imports", "show", report["run"]).out

    assert (run["id"], run["state"], run["quarantined"]) == (report["run"], "done", 3)
    assert run["file_sha256"]
    assert re.search(r"^[0-9a-f]{8} .* bad +done", listed, re.MULTILINE)
    assert re.search(r"^state +done$", shown, re.MULTILINE)


@pytest.mark.parametrize(
    "arguments",
    [
        ("quarantine", "show", "999999999"),
        ("quarantine", "release", "99999999999999999999"),
        ("proposals", "accept", "999999999"),
        ("imports", "show", "zzz"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(ask, arguments):
    answer = ask(*arguments)

    assert answer.code == 1
    assert "Traceback" not in answer.err


def test_an_import_killed_in_the_middle_is_told_and_done_by_the_same_command(
    ask, tmp_path, database_url
):
    path = tmp_path / "many.csv"
    lines = (
        f"{n},Bad {n},bathing_beach,{63.8 + n / 900_000:.6f},20.2,90325" for n in range(20_001)
    )
    path.write_text("\n".join([HEAD, *lines, ""]))
    program = Path(sys.executable).parent / "viauma"
    count = "select count(*) from viauma.place where source = 'many'"
    begun = "select count(*) from viauma.import_run where source = 'many' and state = 'running'"
    with subprocess.Popen(
        [program, "import", str(path)],
        env={**os.environ, "VIAUMA_DATABASE__URL": database_url},
        stdout=subprocess.DEVNULL,
    ) as working:
        soon(lambda: asked(database_url, begun) == [(1,)])
        working.send_signal(signal.SIGKILL)
    # The server, too, has to see that the writer is gone.
    soon(lambda: "broken off" in ask("imports", "list").out)

    assert asked(database_url, count) == [(0,)]
    answer = ask("import", str(path))
    assert answer.code == 0
    assert "The last import of 'many' was broken off; it had begun at" in answer.out
    assert asked(database_url, count) == [(20_001,)]


def test_a_number_that_no_row_can_have_is_refused_in_a_sentence(ask, tmp_path):
    (tmp_path / "rows.csv").write_text(f"id,name_sv\n{'1' * 5_000},A\n")
    answer = ask("quarantine", "import", str(tmp_path / "rows.csv"))

    assert (answer.code, "is not the number of a row" in answer.err) == (2, True)
