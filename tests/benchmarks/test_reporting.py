"""What the benchmark writes is what it measured, and the page that people read says the same."""

from pathlib import Path

import pytest

from benchmarks import compare, floor, growth, plans, run, streaming
from benchmarks.cases import HOT, tile_cases
from benchmarks.goals import (
    AGAINST_PEERS,
    MOST_GROWTH,
    ONCE,
    OWN,
    TIMES,
    deep_page,
    growth_goals,
    growth_rows,
    judged,
    share,
    slowest,
    times,
)
from benchmarks.measuring import medians
from benchmarks.report import COMMANDS, PAGE, RESULTS, filled, last, peer_row
from benchmarks.wishes import (
    BOX_10000,
    DEEP_PAGE,
    FIRST_PAGE,
    FRESHNESS,
    IMPORT,
    ITEM,
    MEMORY,
    START,
    STREAMING,
    Sample,
)

TILES = {case.name for case in tile_cases([Sample("", 20.0, 64.0, "", "")], is_cached=True)}


def row(name, own, peer=None, bare=10_000.0, p50=1.0, p99=5.0):
    seen = {"per_s": own, "p50_ms": p50, "p99_ms": p99, "spread": 0.1}
    found = {"question": name, "Via Uma": seen}
    found["bare"] = {"bound_per_s": bare, "constant_per_s": 2 * bare}
    return found | ({} if peer is None else {"tipg": seen | {"per_s": peer}})


def test_a_goal_is_met_only_when_the_figures_say_so():
    rows = {ITEM: row(ITEM, own=4_000, peer=400, p99=11.0)}

    assert times(ITEM, "tipg", 10).is_met(rows)
    assert not times(ITEM, "tipg", 10.1).is_met(rows)
    assert not slowest(ITEM).is_met(rows)


def test_shares_are_of_the_harder_yardstick():
    rows = {ITEM: row(ITEM, own=4_000)}

    assert share(ITEM, 0.2).is_met(rows)
    assert not share(ITEM, 0.21).is_met(rows)


def test_a_deep_page_is_compared_with_the_first():
    rows = {FIRST_PAGE: row(FIRST_PAGE, 1, p50=2.0), DEEP_PAGE: row(DEEP_PAGE, 1, p50=3.0)}

    assert deep_page(rows) == 1.5


def test_verdicts_are_spelled_out():
    told = judged([times(ITEM, "tipg", 20)], [row(ITEM, own=4_000, peer=400)])

    assert f"| ≥ 20.0 {TIMES} | 10.0 {TIMES} | **not met** |" in told


def test_what_was_not_measured_says_so():
    told = judged([times(ITEM, "tegola", 4)], [row(ITEM, own=4_000, peer=400)])

    assert f"| ≥ 4.0 {TIMES} | | not measured |" in told


def test_growth_is_judged_where_ten_million_were_measured():
    sizes = [
        {"rows": rows, "questions": {ITEM: {"p50_ms": p50}}}
        for rows, p50 in ((100_000, 1.0), (10_000_000, MOST_GROWTH + 0.1))
    ]

    assert f"| 1.6 {TIMES} | **not met** |" in judged(growth_goals([ITEM]), growth_rows(sizes))
    assert "not measured" in judged(growth_goals([ITEM]), growth_rows(sizes[:1]))


def test_who_cannot_answer_is_said_to():
    assert "| cannot answer |" in peer_row(row(ITEM, own=4_000), ["tipg"])


def test_medians_tell_how_far_apart_the_rounds_lay():
    assert medians([{"per_s": 1.0}, {"per_s": 4.0}, {"per_s": 2.0}]) == {
        "per_s": 2.0,
        "spread": 1.5,
    }


def test_only_what_stands_between_the_marks_is_replaced():
    page = "before\n<!-- results/a.md -->\nold\n<!-- end of a.md -->\nafter\n"

    assert filled(page, "a", "new") == page.replace("old", "new")


PAGES = {
    "latest": run.told,
    "peers": compare.told,
    "growth": growth.told,
    "plans": plans.told,
    "floor": floor.told,
}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_shows_the_last_results_or_says_that_there_are_none(name):
    document = last(name)
    text = PAGES[name](document) if document else f"Not measured yet: `make {COMMANDS[name]}`."

    assert filled(PAGE.read_text(), name, text) == PAGE.read_text()
    assert bool(document) == (RESULTS / f"{name}.md").exists()
    if document:
        assert (RESULTS / f"{name}.md").read_text() == f"{text}\n"


def test_every_question_with_a_goal_is_asked():
    once = {MEMORY, STREAMING, IMPORT, FRESHNESS, START}
    composed = {*HOT, FIRST_PAGE, BOX_10000, *TILES}

    assert {goal.question for goal in (*OWN, *AGAINST_PEERS, *ONCE)} <= once | composed


def test_marks_are_counted_once_wherever_a_read_ends(tmp_path: Path, monkeypatch):
    file = tmp_path / "many.kml"
    file.write_bytes(b"<Placemark>x</Placemark>" * 50)

    for size in range(1, 30):
        monkeypatch.setattr(streaming, "CHUNK", size)
        assert streaming.pieces(file, b"<Placemark") == 50


def test_a_line_break_in_a_field_is_no_row(tmp_path: Path):
    file = tmp_path / "a.csv"
    file.write_text('id,name\r\n1,"two\r\nlines"\r\n2,b\r\n')

    assert streaming.csv_rows(file) == 2
