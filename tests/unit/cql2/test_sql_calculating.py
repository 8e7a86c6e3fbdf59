"""Calculations that no row takes part in are made before the database is asked, by its rules."""

import pytest

from viauma.cql2.queryables import Kind
from viauma.cql2.sql.calculating import UNKNOWN, calculated, calculation
from viauma.cql2.sql.operands import Binds, Constant


@pytest.mark.parametrize(
    ("left", "operator", "right", "expected"),
    [
        (1, "+", 2, 3), (1, "-", 2, -1), (3, "*", 2, 6), (7, "/", 2, 3.5),
        (7, "div", 2, 3), (-7, "div", 2, -3), (7, "%", 3, 1), (-7, "%", 3, -1), (1, "%", 0.1, 0),
        (2, "^", 3, 8), (2, "^", -1, 0.5), (-8, "^", 3, -512), (0, "^", 0, 1), (0, "^", 2, 0),
        (5, "/", 0, None), (5, "div", 0, None), (5, "%", 0, None), (0, "^", -1, None),
        (-8, "^", 0.5, None), (10, "^", 150, None), (10, "^", -150, None), (1e20, "%", 3, None),
        (1e308, "*", 10, None), (1e308, "+", 1e308, None), (1e-200, "*", 1e-200, None),
        (1e150, "*", 1e150, 1e300), (1e-150, "/", 1e150, 1e-300),
    ],
)  # fmt: skip
def test_what_has_no_answer_is_unknown(left, operator, right, expected):
    assert calculated(operator, float(left), float(right)) == (
        None if expected is None else pytest.approx(expected)
    )


def test_a_calculation_of_numbers_binds_nothing():
    binds = Binds("v")
    six, zero = Constant(6, Kind.INTEGER), Constant(0, Kind.INTEGER)

    assert calculation("*", six, six, binds) == Constant(36.0, Kind.NUMBER)
    assert calculation("/", six, zero, binds) == UNKNOWN
    assert binds.values == {}
