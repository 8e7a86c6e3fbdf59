"""The growth chart and table say what was seen, legibly, at any number of sizes."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import psycopg
import pytest

from benchmarks import chart, growth, multiplied
from benchmarks.synthetic import synthetic_places
from tests.fixtures.database import settings_for
from viauma.db.session import unit_of_work
from viauma.places.actions import store_places


def size(rows, p50, worker_mb=70):
    seen = {"p50_ms": p50, "p99_ms": 4 * p50, "per_s": 100.0}
    return {
        "rows": rows,
        "worker_mb": worker_mb,
        "database_gb": rows / 400_000,
        "questions": {"item by id": seen, "tile z14": seen},
    }


SIZES = [size(10_000, 1.0), size(100_000, 1.1), size(10_000_000, 1.6)]


def test_growth_is_judged_from_a_hundred_thousand_to_ten_million():
    told = growth.table(SIZES)

    assert "| item by id | 1.0 / 4.0 | 1.1 / 4.4 | 1.6 / 6.4 | 1.45 | met |" in told
    assert "**not met**" in growth.table([*SIZES[:2], size(10_000_000, 1.7)])


def test_less_than_ten_million_is_a_hint_only():
    assert "(met so far)" in growth.table([*SIZES[:2], size(1_000_000, 1.2)])
    assert growth.growth_of(SIZES[:1], "item by id") is None


@pytest.mark.parametrize("sizes", [SIZES, SIZES[:1], [size(10_000, 0.0)]])
def test_the_chart_is_one_drawing_with_a_line_and_a_label_for_each_question(sizes):
    drawing = ET.fromstring(chart.drawn({"sizes": sizes}))  # noqa: S314 - our own drawing
    lines = drawing.findall("{*}polyline[@class='line']")
    words = [text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text")]

    assert len(lines) == 5
    assert sum("tile z14" in text for text in words) == 2


def test_labels_stand_a_line_apart_in_their_order_and_within_the_panel():
    wanted = [200.0, 201.0, 199.0, 455.0, 456.0, 456.0]
    found = chart.spread(wanted)
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], found[index]))
    placed = [found[index] for index in order]

    assert all(b - a >= chart.LABEL_PX - 1e-9 for a, b in pairwise(placed))
    assert max(placed) <= chart.BOTTOM


def index_names(connection):
    return connection.execute(
        "select indexname, indexdef from pg_indexes where tablename = 'published_place' order by 1"
    ).fetchall()


def test_copies_are_published_places_like_any_other(database_url):
    with unit_of_work(settings_for(database_url), actor="test", reason="Copies") as session:
        store_places(session, synthetic_places(20))
    with psycopg.connect(database_url, autocommit=True) as connection:
        before, indexes = multiplied.counted(connection), index_names(connection)
        multiplied.multiply(connection, before + 60)
        made = connection.execute(
            "select count(*), count(distinct slug), bool_and(feature::jsonb ->> 'id' = id::text),"
            " bool_and(st_distance(geom, st_setsrid(st_geomfromgeojson("
            "feature::json ->> 'geometry'), 4326)) < 1e-6)"
            " from viauma.published_place where slug ~ '^synthetic-[0-9]+-[0-9]+$'"
        ).fetchone()
        after = index_names(connection)

    assert made == (60, 60, True, True)
    assert after == indexes
