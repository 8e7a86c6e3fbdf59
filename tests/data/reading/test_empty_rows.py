"""What says nothing is empty; a number in a column without a name counts rows."""

import pytest
from shapely import Point

from viauma_data.reading.empty_rows import emptiness
from viauma_data.reading.table import Row


@pytest.mark.parametrize(
    ("values", "is_so"),
    [
        ({"column_1": "7", "name": None, "lat": ""}, True),
        ({"column_1": 0, "name": []}, True),
        ({"column_1": "7", "name": "A"}, False),
        ({"column_1": "See below", "name": None}, False),
        ({"column_1": "7", "name": 0}, False),
    ],
)
def test_a_row_is_empty_when_it_says_nothing_but_its_number(values, is_so):
    assert emptiness(("column_1", "name", "lat"))(Row(2, values)) is is_so


def test_in_a_table_without_names_numbers_are_what_it_has():
    is_empty = emptiness(("column_1", "column_2"))

    assert not is_empty(Row(2, {"column_1": "7", "column_2": "8"}))
    assert is_empty(Row(2, {"column_1": None, "column_2": ""}))


def test_a_row_with_a_shape_is_not_empty():
    assert not emptiness(("name",))(Row(2, {"name": None}, Point(20, 64)))
