"""Whoever waits for a large import sees in every step how far it is, and of how much."""

from pathlib import Path

import pytest

from tests.fixtures.database import settings_for
from viauma.places import creating, updating
from viauma_data.importing import Asked, import_file

COUNT = 3_001
HEAD = "id,namn,kategori,lat,lon"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = (f"{n},Bad {n},bathing_beach,{63.7 + n / 90_000},20.2" for n in range(COUNT))
    path = tmp_path / "many.csv"
    path.write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")
    return path


def told(url: str, file: Path) -> dict[str, list[tuple[int, int | None]]]:
    """Import, and keep what was told by step."""
    said: dict[str, list[tuple[int, int | None]]] = {}
    import_file(
        settings_for(url),
        Asked(where=str(file)),
        actor="test",
        progress=lambda step, done, total: said.setdefault(step, []).append((done, total)),
    )
    return said


def test_each_step_tells_how_far_it_is_and_of_how_much(database_url, file, monkeypatch):
    monkeypatch.setattr(creating, "PIECE", 1_000)
    monkeypatch.setattr(updating, "PIECE", 1_000)
    first, again = told(database_url, file), told(database_url, file)

    assert list(first) == ["surveyed", "located", "checked", "settled", "stored"]
    assert list(again) == ["surveyed", "located", "checked", "settled", "compared"]
    for step in ("located", "checked"):
        assert (1_000, COUNT) in first[step]
    for said in (first["stored"], again["compared"]):
        assert len(said) > 2
        assert said == sorted(said)
        assert said[-1] == (COUNT, COUNT)


def test_before_a_text_is_read_its_size_says_how_many_rows_there_may_be(database_url, file):
    guesses = [total for _, total in told(database_url, file)["surveyed"]]

    assert guesses
    assert all(total is not None and COUNT / 2 < total < COUNT * 2 for total in guesses)


def test_the_report_says_how_long_each_step_took(database_url, file):
    report = import_file(settings_for(database_url), Asked(where=str(file)), actor="test")

    assert {"located", "checked", "settled", "stored", "closed"} <= report.steps.keys()
    assert report.seconds == pytest.approx(sum(report.steps.values()), abs=0.1)
