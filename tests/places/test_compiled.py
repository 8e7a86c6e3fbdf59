"""Both ways to PostgreSQL bind the same values: no statement has a parameter without a name."""

import re
from itertools import combinations

import pytest
import shapely
from psycopg import connect, sql

from viauma.analysis.queries import counts_statement
from viauma.cql2.queryables import Compiled
from viauma.features.rules import SortBy
from viauma.geo.areas import Within
from viauma.geo.bbox import BBox
from viauma.geo.crs import SUPPORTED
from viauma.places.filtering import compiled, conditions, parameters_of, shape_of
from viauma.places.nearest import nearest_statement
from viauma.places.queries import count_statement, page_statement
from viauma.places.queryables import COLUMNS
from viauma.places.rules import PlaceFilter, Status

CIRCLE = Within(shapely.Point(20, 63), 1000.0)
FIELDS = {
    "municipalities": [("2480",)],
    "polygon": [shapely.box(20, 63, 21, 64)],
    "categories": [("water",)],
    "statuses": [(Status.ACTIVE,)],
    "texts": [("bad",), ("bad", "strand")],
    "where": [Compiled("(published_place.status = cast(:cql_0 as text))", {"cql_0": "active"})],
    "attributes": [{"lit": True}],
    "kind": ["site", "facility", "trail"],
    "bbox": [BBox(20, 63, 21, 64), BBox(170, -10, -170, 10)],
    "within": [(CIRCLE,), (CIRCLE, CIRCLE, CIRCLE)],
}

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def questions() -> list[PlaceFilter]:
    """Make a question for every combination of fields, each value of a field at least once."""
    found = [
        PlaceFilter(**{name: FIELDS[name][0] for name in names})
        for size in range(len(FIELDS) + 1)
        for names in combinations(FIELDS, size)
    ]
    return found + [PlaceFilter(**{n: v}) for n, values in FIELDS.items() for v in values[1:]]


NOBODY = "00000000-0000-0000-0000-000000000000"
SWEREF = SUPPORTED["http://www.opengis.net/def/crs/EPSG/0/3006"]
ORDER = (SortBy(COLUMNS["name"]), SortBy(COLUMNS["updated_at"], descending=True))

STATEMENTS = {
    "page": (page_statement, {"limit"}),
    "next page": (lambda shape: page_statement(shape, (), (False, False)),
                  {"limit", "after_0", "after_1"}),
    "sorted": (lambda shape: page_statement(shape, ORDER), {"limit"}),
    "sorted, next page": (lambda shape: page_statement(shape, ORDER, (False, True, False)),
                          {"limit", "after_0", "after_2"}),
    "in SWEREF 99 TM": (lambda shape: page_statement(shape, crs=SWEREF), {"limit"}),
    "count": (count_statement, set()),
    "whole count": (lambda shape: count_statement(shape, bounded=False), set()),
    "nearest": (nearest_statement, {"limit", "lon", "lat"}),
    "next nearest": (lambda shape: nearest_statement(shape, after=True, crs=SWEREF),
                     {"limit", "lon", "lat", "after_0", "after_1"}),
    "counts": (counts_statement, set()),
}  # fmt: skip


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_placeholder_is_a_value_of_the_question_or_the_pages_own(name):
    make, own = STATEMENTS[name]
    for question in questions():
        placeholders = set(PLACEHOLDER.findall(compiled(make(shape_of(question)))))

        assert parameters_of(question).keys() | own == placeholders, question


def test_values_never_stand_in_the_text():
    for question in questions():
        text = compiled(page_statement(shape_of(question)))

        assert "2480" not in text
        assert "bad" not in text


def test_every_field_of_a_shape_is_a_condition():
    for question in questions():
        shape = shape_of(question)

        assert len(shape) == len(conditions(shape))


def test_questions_of_one_shape_share_one_statement():
    one, other = (PlaceFilter(texts=(word,), kind="site") for word in ("a", "b"))

    assert page_statement(shape_of(one)) is page_statement(shape_of(other))


@pytest.mark.parametrize("name", STATEMENTS)
def test_the_server_understands_every_statement(name, template_url):
    make, own = STATEMENTS[name]
    values = {"limit": 3, "lon": 20.0, "lat": 63.0, "after_0": "0", "after_2": NOBODY,
              "after_1": NOBODY}  # fmt: skip
    everything = PlaceFilter(**{field: given[-1] for field, given in FIELDS.items()})
    with connect(template_url) as connection:
        connection.execute(sql.SQL("set role viauma_public"))
        for question in [*(q for q in questions() if len(shape_of(q)) < 2), everything]:
            given = parameters_of(question) | {key: values[key] for key in own}
            connection.execute(compiled(make(shape_of(question))), given).fetchall()
