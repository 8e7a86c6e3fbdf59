"""Numbers and angles are read as people write them, and nothing else is taken for one."""

import math

import pytest

from viauma_data.detecting.numbers import decimals_of, parse_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("63.8258", 63.8258),
        (" 63.8258 ", 63.8258),
        ("58,373345", 58.373345),
        ("6 580 822,5", 6_580_822.5),
        ("6\u00a0580\u00a0822", 6_580_822.0),
        ("6,580,822", 6_580_822.0),
        ("6.580.822", 6_580_822.0),
        ("1.234,5", 1_234.5),
        ("1,234.5", 1_234.5),
        ("\u221212.5", -12.5),
        ("1e3", 1_000.0),
        ("59°30'N", 59.5),
        ("59° 19' 30.0\" N", 59.325),
        ("N 59°30'", 59.5),
        ("18°15'36\"Ö", 18.26),
        ("70°30,5'W", -70.508333),
        ("E18.5", 18.5),
        (7, 7.0),
    ],
)
def test_a_number_is_read_as_it_is_written(written, number):
    assert parse_number(written) == pytest.approx(number, abs=1e-6)


@pytest.mark.parametrize(
    "written",
    ["", "nan", "inf", "1_000", "18 4 3", "12-3", "59°75'N", "Umeå", True, None, [], "9" * 5_000,
     math.inf, 10**400, "9" * 59 + "e999"],
)  # fmt: skip
def test_what_is_no_number_is_none(written):
    assert math.isnan(parse_number(written))


def test_the_decimal_sign_can_be_said():
    assert (parse_number("6,580", ","), parse_number("6,580", ".")) == (6.58, 6_580.0)


def test_decimals_are_counted_as_written():
    assert [decimals_of(one) for one in ("63,80", 63.825, "7088281", None)] == [2, 3, 0, 0]
