"""The dearest filter that is allowed takes less than a second of 20 000 places."""

import os
from pathlib import Path

import psycopg
import pytest
import shapely

from tests.places.test_compiled import PLACEHOLDER
from viauma.cql2.costs import MOST_POINTS, PRICES, points_of
from viauma.cql2.filters import compiled_filter
from viauma.cql2.limits import MOST_CHARACTERS
from viauma.cql2.reading import read_filter
from viauma.errors import InvalidInput
from viauma.places.queries import count_question
from viauma.places.queryables import place_queryables
from viauma.places.rules import PlaceFilter
from viauma.register.filtering import HoursThere
from viauma.taxonomy.rules import CategorySchema

KNOWN = place_queryables(
    [
        CategorySchema(
            "ski_track", {}, {}, {"lit": {"type": "boolean"}, "length_km": {"type": "number"}}, {}
        )
    ]
)
HOURS = HoursThere(
    f"00:00-24:00; Dec 2 off; Jan 1 {n // 60:02}:{n % 60:02}-24:00" for n in range(1_000)
)
"""Texts as a large register has them, and no place here."""

SOON_S = 1.0

CIRCLE = shapely.Point(20, 64).buffer(3, quad_segs=16).exterior.coords
OUTLINE = f"POLYGON(({', '.join(f'{x:.4f}@ {y:.4f}' for x, y in CIRCLE)}))"
"""Around all places; the sign stands where a number makes each another."""

# Each is asked of every row and true of none, so that nothing ends early.
DEAR = {
    "ACCENTI": "ACCENTI(slug) = ACCENTI('é{n}')",
    "CASEI": "CASEI(name) = CASEI('É{n}')",
    "LIKE": "name LIKE '%{n}%x%y%'",
    "calculations": "length_km * 2 - {n} > 5000",
    "distance_m": "distance_m(geometry, LINESTRING(20.{n} 60, 21 61, 22 62)) > 5000000",
    "length_m": "length_m(geometry) > {n}5000",
    "area_m2": "area_m2(geometry) > {n}5000",
    "lower": "lower(name) = '{n}'",
    "upper": "upper(name) = '{n}'",
    "year": "year(updated_at) = {n}",
    "length": "length(name) = {n}5000",
    "is_open": "is_open(TIMESTAMP('2026-06-20T10:00:00.{n}Z')) = TRUE",
    "is_closed": "is_closed(TIMESTAMP('2026-12-02T11:00:00.{n}Z')) = TRUE",
    "attributes": "length_km > {n}5000",
    "everything else": "(A_CONTAINS(category_path, ('{n}'))) IS NULL",
} | {
    word: f"({word}(geometry, {OUTLINE.replace('@', '{n}')})) IS NULL"
    for word in PRICES
    if word.startswith("S_")
}


def points(text: str) -> float:
    return float(points_of(read_filter(text), KNOWN).total())


def dearest(term: str) -> str:
    """Put as many of a term side by side as are allowed."""
    affordable = int(MOST_POINTS / points(term.replace("{n}", "1")))
    count = min(affordable, MOST_CHARACTERS // (len(term) + 100))
    return " OR ".join(term.replace("{n}", str(n)) for n in range(1, count + 1))


def seconds(connection: psycopg.Connection, text: str) -> float:
    where = compiled_filter(text, KNOWN, resolve=HOURS.resolve)
    question = count_question(PlaceFilter(where=where))
    sql = PLACEHOLDER.sub(lambda found: f"%({found[1]})s", question.sql)
    connection.execute("set max_parallel_workers_per_gather to 0; set jit to off")
    started = worked(connection)
    ((found,),) = connection.execute(sql, question.values).fetchall()
    assert found == 0
    return worked(connection) - started


def worked(connection: psycopg.Connection) -> float:
    """Read how long PostgreSQL's process has computed: others do not lengthen that by waiting."""
    text = Path(f"/proc/{connection.info.backend_pid}/stat").read_text()
    user, system = text.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def test_every_word_with_a_price_is_tried():
    assert set(DEAR) == set(PRICES)


@pytest.mark.parametrize("word", PRICES)
def test_the_dearest_filter_of_a_word_is_answered_soon(many_places, word):
    text = dearest(DEAR[word])
    taken = min(seconds(many_places, text) for _ in range(2))

    assert taken < SOON_S


def test_hundreds_of_words_without_regard_to_case_are_answered_soon(many_places):
    text = " OR ".join(f"CASEI(name) LIKE CASEI('x{n}%')" for n in range(220))

    assert seconds(many_places, text) < SOON_S


@pytest.mark.parametrize(
    ("term", "word"),
    [
        ("CASEI(name) = CASEI('{n}')", "CASEI"),
        ("ACCENTI(name) LIKE '%{n}%' AND ACCENTI(slug) LIKE '%{n}%'", "ACCENTI"),
        ("distance_m(geometry, POINT(20.{n} 60)) > 5", "distance_m"),
        ("length_km * {n} > 7", "calculations"),
    ],
)
def test_more_is_refused_with_what_is_dear_in_it(term, word):
    text = " OR ".join(f"({term})".replace("{n}", str(n)) for n in range(100))

    with pytest.raises(InvalidInput) as refused:
        compiled_filter(text, KNOWN)

    assert refused.value.argument == "filter"
    assert f"most of them for {word}, and 1,500 are allowed" in refused.value.reason


def test_what_depends_on_no_row_costs_nothing():
    assert points("name = 'a'") == points("name = ACCENTI(CASEI('a'))") == 1
    assert points("length_m(geometry) > 2") == points("length_m(geometry) > 1 + 1") == 21


def test_a_search_nearby_costs_less_than_one_far_away():
    near, far = (f"distance_m(geometry, POINT(20 64)) < {metres}" for metres in (2500, 250_000))

    assert points(near) == pytest.approx(1 + (points(far) - 1) / 10)


def test_a_text_is_folded_once_for_all_patterns():
    one, two = (" OR ".join(f"CASEI(name) LIKE '%{n}%'" for n in range(count)) for count in (1, 2))

    assert points(two) - points(one) == points("name LIKE '%1%'")
