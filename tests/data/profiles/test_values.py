"""Cells become values of their column's type, or are refused with a sentence."""

import pytest

from viauma_data.profiles.dates import read_day
from viauma_data.profiles.model import ColumnRule
from viauma_data.profiles.unfit import Told, Unfit
from viauma_data.profiles.values import converter


def read(raw, type_: str = "text", **rule):
    return converter(ColumnRule(name="x", to="name", type=type_, **rule))(raw)


@pytest.mark.parametrize("raw", [True, "true", "TRUE", "Ja", "Y", "1", 1, 1.0, " yes "])
def test_yes_is_spelled_in_many_ways(raw):
    assert read(raw, "yes_no") is True


@pytest.mark.parametrize("raw", [False, "false", "Nej", "N", "0", 0, 0.0])
def test_no_is_spelled_in_many_ways(raw):
    assert read(raw, "yes_no") is False


@pytest.mark.parametrize(
    ("raw", "number"),
    [("3,6", 3.6), ("3.0", 3), (7, 7), ("1 250", 1250), ("1\u00a0250,5", 1250.5), ("-2", -2)],
)
def test_numbers_have_points_commas_and_blanks(raw, number):
    assert number == read(raw, "number")


@pytest.mark.parametrize(
    ("raw", "type_", "code"),
    [
        ("kanske", "yes_no", "unknown-code"),
        ("tio", "number", "not-a-number"),
        ("NaN", "number", "not-a-number"),
        ("inf", "number", "not-a-number"),
        (True, "number", "not-a-number"),
        ("1.5", "integer", "not-a-number"),
        ("2021-13-04", "date", "impossible-date"),
        ("3022-01-01", "date", "impossible-date"),
        ("2021-02-30", "date", "impossible-date"),
        ("igår", "date", "impossible-date"),
        ("inte en sida", "url", "url-unreadable"),
        ("javascript:alert(1)", "url", "url-unreadable"),
        ("https://", "url", "url-unreadable"),
        ("a" * 301, "name", "too-long"),
        ("a" * 20_001, "text", "too-long"),
        ("Ume\ufffd", "name", "mojibake"),
        ("[1]", "object", "unknown-code"),
        ("{" * 100_000, "object", "unknown-code"),
        ("\ud800", "exact", "mojibake"),
    ],
)
def test_what_does_not_fit_is_refused_by_code(raw, type_: str, code: str):
    with pytest.raises(Unfit) as refused:
        read(raw, type_)

    assert code == refused.value.code


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2021", "2021"),
        ("2021-10", "2021-10"),
        ("2021-10-04T00:00:00+00:00", "2021-10-04"),
        ("20211004", "2021-10-04"),
        ("4.10.2021", "2021-10-04"),
        ("2021/10/4", "2021-10-04"),
        (2014.0, "2014"),
        (1652078762000, "2022-05-09"),
        ("1652078762000", "2022-05-09"),
        (1652078762, "2022-05-09"),
        (44473, "2021-10-04"),
    ],
)
def test_days_are_written_in_many_ways(raw, day: str):
    assert day == read_day(raw).text


def test_a_counted_day_tells_how_it_was_understood():
    told = read(44473, "date")

    assert isinstance(told, Told)
    assert "Excel" in told.notes[0][1]


@pytest.mark.parametrize("raw", ["183", 183, 183.0, "183.0"])
def test_zeros_lost_in_front_come_back_and_are_told(raw):
    told = read(raw, "code", length=4, pattern="[0-9]{4}")

    assert (told.value, told.notes[0][0]) == ("0183", "lost-leading-zeros")


@pytest.mark.parametrize(
    ("raw", "code"), [("43896", "438 96"), ("435 35", "435 35"), (43896, "438 96"), ("S1", "S1")]
)
def test_postcodes_are_written_as_the_post_does(raw, code: str):
    assert code == read(raw, "postcode")


def test_an_address_without_scheme_is_completed_and_told():
    assert read("www.orebro.se/utegym", "url").value == "https://www.orebro.se/utegym"


def test_hours_that_cannot_be_read_are_kept_and_told():
    told = read("när vi har lust", "hours")

    assert (told.value, told.notes[0][0]) == ("när vi har lust", "opening-hours-unreadable")


def test_a_unit_is_turned_into_metres():
    assert read("308", "number", factor=0.3048, decimals=1) == 93.9


def test_an_unknown_code_names_the_known_ones():
    with pytest.raises(Unfit, match="known are yes, no") as refused:
        read("kanske", "code", values={"yes": "yes", "no": "no"})

    assert "kanske" in refused.value.message
