"""What a run measures once: that an edit is seen, how long an import and a start take."""

import pytest

from benchmarks import importing, starting
from benchmarks.freshness import LOOK_S, freshness
from benchmarks.serving import Running
from tests.fixtures.database import settings_for
from tests.fixtures.serving import serving


def test_an_edit_is_seen_on_every_face_before_the_look_ends(database_url):
    with serving(settings_for(database_url)) as base:
        found = freshness(database_url, Running(base, 0))["Via Uma"]

    assert {"item_s", "search_s", "count_s"} <= set(found)
    assert all(0 <= seconds < LOOK_S / 2 for seconds in found.values())


def test_an_import_is_measured_and_leaves_nothing(open_folder, monkeypatch):
    monkeypatch.setenv("VIAUMA_BENCHMARKS", str(open_folder))
    imported = importing.imported(500)["Via Uma"]

    assert imported["per_s"] > 0
    assert imported["peak_mb"] > 20
    assert not (open_folder / importing.NAME).exists()


@pytest.mark.slow
def test_a_start_is_measured_and_leaves_nothing(open_folder, monkeypatch):
    monkeypatch.setenv("VIAUMA_BENCHMARKS", str(open_folder))
    started = starting.start_times()["Via Uma"]

    assert started["cold_s"] > started["warm_s"] > 0
    assert not (open_folder / starting.NAME).exists()
