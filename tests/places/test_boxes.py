"""Pages of a box are the same along either way, and the same as without any way at all."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.factories import store_small_world, writing
from tests.fixtures.database import _clone_of, _drop
from viauma.db.cluster import Cluster
from viauma.db.fastlane import FastLane, Question
from viauma.features.paging import COUNT_BOUND
from viauma.features.rules import PageRequest
from viauma.geo.bbox import BBox
from viauma.geo.crs import parse_crs
from viauma.places import boxes, filtering
from viauma.places.boxes import Spread, box_question, few_question
from viauma.places.filtering import compiled, conditions, parameters_of, shape_of
from viauma.places.models import PublishedPlace as P
from viauma.places.rules import PlaceFilter

NAME = "test_boxes"
PLACES = 6_000
CENTRE = (20.25, 63.8)

# A third of all close together; points, pairs of points, lines and polygons; some on whole
# degrees, at the antimeridian and at the poles, and some at the very same spot.
SPREAD = """
insert into viauma.place (slug, names, category, is_site, is_facility, geom, municipality,
                          municipality_basis, source, source_id, licence)
select 'p-' || n, '{"sv": "Plats"}', case n % 20 when 1 then 'ski_track'
       when 2 then 'nature_reserve' else 'bathing_beach' end, n % 3 > 0, true,
       st_setsrid(case
           when n % 20 = 1 then st_makeline(at, st_translate(at, wide, wide))
           when n % 20 = 2 then st_envelope(st_makeline(at, st_translate(at, wide, wide)))
           when n % 20 = 3 then st_collect(at, st_translate(at, wide, wide))
           else at end, 4326),
       case when n % 2 = 0 then '2460' else '2480' end, 'stated', 'spread', n::text, 'CC0-1.0'
from (
    select n, case
        when n % 3 = 0 then st_makepoint(20 + random() / 2, 63.6 + random() / 2)
        when n % 50 = 1 then st_makepoint(round(-170 + 340 * random()), round(-80 + 160 * random()))
        when n % 50 = 5 then st_makepoint(case when n % 4 < 2 then 180 else -180 end, random())
        when n % 50 = 7 then st_makepoint(random(), case when n % 4 < 2 then 90 else -90 end)
        when n % 50 = 9 then st_makepoint(20.25, 63.8)
        else st_makepoint(-170 + 340 * random(), -80 + 160 * random()) end as at,
        case when n % 40 < 20 then 9 else 0.01 end * (0.1 + random()) as wide
    from generate_series(1, %s) n
) spread
"""


@dataclass(frozen=True)
class World:
    """A lane to ask, and the loop that it lives in."""

    lane: FastLane
    loop: asyncio.AbstractEventLoop
    url: str

    def ask(self, question: Question) -> list[Any]:
        return list(self.loop.run_until_complete(self.lane.fetch(question)))


@pytest.fixture(scope="module")
def world(cluster: Cluster, schema_template_url: str) -> Iterator[World]:
    url = _clone_of("template_schema", NAME, cluster)
    with writing(url) as session:
        store_small_world(session)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "select setseed(0.5), set_config('viauma.actor', 'a', false), "
            "set_config('viauma.reason', 'r', false)"
        )
        connection.execute(SPREAD.replace("% ", "%% "), [PLACES])
        connection.execute("vacuum analyze viauma.published_place")
    loop = asyncio.new_event_loop()
    lane = FastLane(url, size=1, statement_timeout_ms=20_000)
    yield World(lane, loop, url)
    loop.run_until_complete(lane.__aexit__(None, None, None))
    loop.close()
    _drop(NAME, cluster)


@pytest.fixture(params=["-1", "'infinity'::float8"], ids=["along the curve", "sorted"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have one of the two ways taken, whatever the statistics say."""
    monkeypatch.setattr(boxes, "MANY", request.param)
    anew = filtering.remembered(boxes.box_statement.__wrapped__)  # type: ignore[attr-defined]
    monkeypatch.setattr(boxes, "box_statement", anew)


def edges() -> st.SearchStrategy[tuple[float, float]]:
    return st.one_of(
        st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
        st.tuples(st.floats(20, 20.5), st.floats(63.6, 64.1)),
        st.tuples(st.integers(-180, 180).map(float), st.integers(-90, 90).map(float)),
        st.sampled_from([CENTRE, (180.0, 0.5), (-180.0, 0.5), (0.5, 90.0), (0.5, -90.0)]),
    )


@st.composite
def bboxes(draw: st.DrawFn) -> BBox:
    (x1, y1), (x2, y2) = draw(edges()), draw(edges())
    flat = draw(st.sampled_from(["", "", "", "no width", "no height", "point"]))
    x2 = x1 if flat in {"no width", "point"} else x2
    y2 = y1 if flat in {"no height", "point"} else y2
    return BBox(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


filters = st.fixed_dictionaries(
    {"bbox": bboxes()},
    optional={
        "kind": st.sampled_from(["site", "facility"]),
        "municipalities": st.sampled_from([("2480",), ("2480", "2460")]),
        "leaf_categories": st.sampled_from([("ski_track",), ("bathing_beach", "nature_reserve")]),
    },
).map(lambda given: PlaceFilter(**given))


def plainly(world: World, question: PlaceFilter) -> list[tuple[int, Any]]:
    """Ask without any way: the condition, sorted."""
    statement = select(P.key, P.id).where(*conditions(shape_of(question))).order_by(P.key, P.id)
    return [tuple(row) for row in world.ask(Question(compiled(statement), parameters_of(question)))]


Ask = Callable[[PlaceFilter, PageRequest], Question]


def either(question: PlaceFilter, page: PageRequest) -> Question:
    return box_question(question, page, counted=True)


def by_pages(
    world: World, question: PlaceFilter, limit: int, ask: Ask = either
) -> Iterator[list[Any]]:
    after = None
    while True:
        rows = world.ask(ask(question, PageRequest(limit=limit, after=after)))
        yield rows
        if len(rows) < limit:
            return
        after = (str(rows[-1][1]), str(rows[-1][2]))


@pytest.mark.usefixtures("way")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=filters, share=st.floats(0.02, 1.2))
# Many at one spot: the smallest cells.
@example(question=PlaceFilter(bbox=BBox(*CENTRE, *CENTRE)), share=0.1)
@example(question=PlaceFilter(bbox=BBox(20.2499, 63.7999, 20.2501, 63.8001)), share=0.1)
def test_all_pages_together_are_what_the_plain_condition_gives(
    world: World, question: PlaceFilter, share: float
) -> None:
    expected = plainly(world, question)
    limit = max(1, int(len(expected) * share))
    pages = list(by_pages(world, question, limit))

    assert [(row[1], row[2]) for page in pages for row in page] == expected
    counts = {row[0] for page in pages for row in page}
    assert counts <= {min(len(expected), COUNT_BOUND + 1)}


@settings(max_examples=100)
@given(question=filters, share=st.floats(0.02, 1.2))
@example(question=PlaceFilter(bbox=BBox(*CENTRE, *CENTRE)), share=0.1)
@example(question=PlaceFilter(bbox=BBox(-180, -90, 180, 90)), share=0.1)
def test_few_are_all_there_and_counted_and_many_are_said_to_be_too_many(
    world: World, question: PlaceFilter, share: float
) -> None:
    expected = plainly(world, question)
    limit = max(1, int(len(expected) * share))
    if len(expected) > boxes.FEW:
        rows = world.ask(few_question(question, PageRequest(limit=limit)))
        assert boxes.has_too_many(rows)
        return

    pages = list(by_pages(world, question, limit, few_question))

    assert [(row[1], row[2]) for page in pages for row in page] == expected
    assert {row[0] for page in pages for row in page} <= {len(expected)}


@pytest.mark.parametrize("srid", ["3006", "3857", "4326"])
def test_few_have_their_geometry_in_another_crs_too(world: World, srid: str) -> None:
    crs = parse_crs(f"http://www.opengis.net/def/crs/EPSG/0/{srid}")
    question = PlaceFilter(bbox=BBox(20, 63.6, 20.2, 63.8), kind="facility")
    page = PageRequest(limit=50, crs=crs)

    few, any_ = (world.ask(ask(question, page)) for ask in (few_question, either))

    assert len(few) == 50
    assert [tuple(row)[1:] for row in few] == [tuple(row)[1:] for row in any_]


def test_few_are_expected_where_an_even_spread_has_few() -> None:
    region = Spread(1_000_000, BBox(18, 63, 21, 65))
    asked = {
        "a street": BBox(20, 64, 20.001, 64.001),
        "a town": BBox(20, 64, 20.2, 64.1),
        "elsewhere": BBox(0, 0, 10, 10),
    }
    expected = {
        name: boxes.expects_few(PlaceFilter(bbox=box), region) for name, box in asked.items()
    }

    assert expected == {"a street": True, "a town": False, "elsewhere": True}
    town = PlaceFilter(bbox=asked["a town"])
    assert boxes.expects_few(town, Spread(900, region.extent))
    # Not counted yet, or none there.
    assert boxes.expects_few(town, Spread(-1, region.extent))
    assert boxes.expects_few(town, Spread(5_000, None))
    assert not boxes.expects_few(PlaceFilter(), region)
    assert not boxes.expects_few(PlaceFilter(bbox=town.bbox, texts=("bad",)), Spread(9, None))


def test_without_statistics_a_box_is_found_all_the_same(world: World, cluster: Cluster) -> None:
    question = PlaceFilter(bbox=BBox(20, 63.6, 20.5, 64.1))
    expected = plainly(world, question)
    with psycopg.connect(cluster.superuser_url, dbname=NAME, autocommit=True) as connection:
        connection.execute(
            "delete from pg_statistic where starelid = 'viauma.published_place'::regclass"
        )
    try:
        rows = world.ask(box_question(question, PageRequest(limit=10), counted=True))
    finally:
        with psycopg.connect(world.url, autocommit=True) as connection:
            connection.execute("analyze viauma.published_place")

    assert expected[:10] == [(row[1], row[2]) for row in rows]
    assert {min(len(expected), COUNT_BOUND + 1)} == {row[0] for row in rows}


def test_statistics_choose_both_ways(world: World) -> None:
    sql = "select viauma.expected_places(st_makeenvelope(%(w)s, -90, %(e)s, 90, 4326))"
    narrow, wide = (
        world.ask(Question(sql, {"w": west, "e": east}))[0][0]
        for west, east in ((100.0, 101.0), (-180.0, 180.0))
    )

    assert narrow < boxes.MANY < wide
