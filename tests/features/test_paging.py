"""Pages by key: put together they are the whole answer, in order, whatever the order is."""

import itertools
from typing import Any

import psycopg
import pytest

from viauma.errors import InvalidInput
from viauma.features import layers
from viauma.features.layers import Layer, LayerFilter
from viauma.features.rules import PageRequest, SortBy, parse_sortby, sortables
from viauma.geo.areas import Point
from viauma.geo.crs import SUPPORTED
from viauma.places.nearest import nearest_question
from viauma.places.queries import page_question
from viauma.places.queryables import COLUMNS
from viauma.places.rules import PlaceFilter
from viauma.projects.queryables import QUERYABLES

PROJECTS = Layer("published_project")
ORDERS = ["name", "-name", "municipality,-name", "-verified_at,name", "is_site,-updated_at,slug",
          "city,owner,-operator", "status", "-category,city"]  # fmt: skip


def spelled(row: tuple[Any, ...]) -> tuple[str | None, ...]:
    return tuple(None if value is None else str(value) for value in row)


def pages(connection, ask, width: int, size: int, order=()) -> list[list[tuple[Any, ...]]]:
    """Walk from page to page as a client does."""
    found, after = [], None
    while True:
        question = ask(PageRequest(limit=size, order=order, after=after))
        # The first column is the count of all pages, if one was asked for.
        rows = [row[1:] for row in connection.execute(question.sql, question.values)]
        found.append(rows)
        if len(rows) < size:
            return found
        after = spelled(rows[-1][:width])


@pytest.fixture
def connection(region_url):
    with psycopg.connect(region_url, autocommit=True) as opened:
        opened.execute("set role viauma_public; set timezone to 'UTC'")
        yield opened


@pytest.mark.parametrize("size", [1, 7, 100, 374, 1000])
def test_pages_in_spatial_order_hold_every_place_once(connection, size):
    found = pages(connection, lambda page: page_question(PlaceFilter(), page), 2, size)
    rows = list(itertools.chain(*found))

    assert len({row[1] for row in rows}) == len(rows) == 374
    assert rows == sorted(rows, key=lambda row: row[:2])


@pytest.mark.parametrize("text", ORDERS)
@pytest.mark.parametrize("size", [5, 50])
def test_pages_in_another_order_hold_every_place_once_and_in_order(connection, text, size):
    order = parse_sortby(text, sortables(COLUMNS))
    width = len(order) + 1
    ((*whole,),) = [
        pages(connection, lambda page: page_question(PlaceFilter(), page), width, 1000, order)
    ]
    found = pages(connection, lambda page: page_question(PlaceFilter(), page), width, size, order)

    assert [row[width - 1] for row in itertools.chain(*found)] == [
        row[width - 1] for row in whole[0]
    ]
    assert len({row[width - 1] for row in whole[0]}) == 374


def test_what_is_unknown_comes_last_either_way(connection):
    for text in ("city", "-city"):
        order = parse_sortby(text, sortables(COLUMNS))
        (rows,) = pages(connection, lambda page: page_question(PlaceFilter(), page), 2, 1000, order)
        known = [row[0] for row in rows if row[0] is not None]

        assert 0 < len(known) < len(rows)
        assert [row[0] for row in rows[: len(known)]] == known


def test_names_are_sorted_as_in_sweden(connection):
    order = parse_sortby("name", sortables(COLUMNS))
    (rows,) = pages(connection, lambda page: page_question(PlaceFilter(), page), 2, 1000, order)
    initials = [row[0][0].upper() for row in rows if row[0]]

    assert initials.index("Ö") > max(at for at, one in enumerate(initials) if one in {"Z", "V"})


@pytest.mark.parametrize("size", [3, 40])
def test_pages_of_the_nearest_go_on_outwards(connection, size):
    umea = Point(20.263, 63.8258)

    def ask(page):
        return nearest_question(PlaceFilter(), umea, page)

    found, after = [], None
    while True:
        question = ask(PageRequest(limit=size, after=after))
        rows = [row[1:] for row in connection.execute(question.sql, question.values)]
        found += rows
        if len(rows) < size:
            break
        after = spelled((rows[-1][0], rows[-1][2]))

    assert len({row[2] for row in found}) == len(found) == 374
    assert [row[0] for row in found] == sorted(row[0] for row in found)


@pytest.mark.parametrize("text", ["name", "-budget_total", "starts_on,-name", "kind,ends_on"])
def test_projects_page_in_any_order(connection, text):
    order = parse_sortby(text, sortables(QUERYABLES))

    def ask(page):
        return layers.page_question(PROJECTS, LayerFilter(), page)

    found = pages(connection, ask, len(order) + 1, 4, order)
    (whole,) = pages(connection, ask, len(order) + 1, 1000, order)

    assert list(itertools.chain(*found)) == whole
    assert len(whole) == 21


@pytest.mark.parametrize("crs", SUPPORTED.values(), ids=lambda crs: str(crs.srid))
def test_every_reference_system_gives_the_geometry_with_the_page(connection, crs):
    question = page_question(PlaceFilter(), PageRequest(limit=5, crs=crs))
    rows = connection.execute(question.sql, question.values).fetchall()

    assert {len(row) for row in rows} == {4 if crs.is_crs84 else 5}


@pytest.mark.parametrize(
    ("text", "part"),
    [("nothing", "'nothing' is not known"), ("name,-name", "named twice"), ("", "is not known"),
     ("attributes", "is not known"), ("geometry", "is not known"), ("--name", "is not known"),
     ("name,slug,city,status,source,licence", "5 properties at most")],
)  # fmt: skip
def test_an_order_that_cannot_be_is_refused(text, part):
    with pytest.raises(InvalidInput, match=part) as refused:
        parse_sortby(text, sortables(COLUMNS))

    assert refused.value.argument == "sortby"


def test_an_order_reads_plus_minus_and_a_blank_that_was_a_plus():
    known = sortables(COLUMNS)

    assert [str(one) for one in parse_sortby("+name,-slug, city", known)] == [
        "name", "-slug", "city",
    ]  # fmt: skip
    assert parse_sortby("name", known) == (SortBy(known["name"]),)
