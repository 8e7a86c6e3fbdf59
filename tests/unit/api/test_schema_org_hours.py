"""Opening hours: converted when schema.org can say the same, and left out otherwise."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viauma_api.schema_org_hours import opening_hours
from viauma_data.region import read_places

WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def spans(text: str | None) -> list[tuple[list[str], str, str]]:
    return [(one["dayOfWeek"], one["opens"], one["closes"]) for one in opening_hours(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo-Su 08:00-21:00", [(WEEK, "08:00", "21:00")]),
        ("09:00-20:00", [(WEEK, "09:00", "20:00")]),
        ("Mo-Fr 08:00-12:00,13:00-16:00",
         [(WEEK[:5], "08:00", "12:00"), (WEEK[:5], "13:00", "16:00")]),
        ("Mo-Fr 09:00-20:00, Sa-Su 12:00-20:00",
         [(WEEK[:5], "09:00", "20:00"), (WEEK[5:], "12:00", "20:00")]),
        ("Mo-Fr 09:00-20:00; Sa,Su 12:00-20:00",
         [(WEEK[:5], "09:00", "20:00"), (WEEK[5:], "12:00", "20:00")]),
        ("Mo, Fr 10:00-18:00", [(["Monday", "Friday"], "10:00", "18:00")]),
        ("Sa-Mo 10:00-18:00", [(["Saturday", "Sunday", "Monday"], "10:00", "18:00")]),
        ("Mo-Su,PH 07:00-23:00", [([*WEEK, "PublicHolidays"], "07:00", "23:00")]),
        ("Fr 22:00-02:00", [(["Friday"], "22:00", "02:00")]),
        ("Mo-Fr 05:30-24:00", [(WEEK[:5], "05:30", "00:00")]),
        ("24/7", [(WEEK, "00:00", "23:59")]),
        ("Mo-Su,PH 00:00-24:00", [([*WEEK, "PublicHolidays"], "00:00", "23:59")]),
    ],
)  # fmt: skip
def test_regular_hours_are_said(text: str, expected: list[Any]) -> None:
    assert spans(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "May 15-Sep 15",
        "Jun-Aug: Mo-Su 10:00-18:00",
        "Mo-Fr 09:00-18:00; Su off",
        "Mo-Fr 09:00-18:00, PH off",
        "Mo-Su 08:00-20:00, Sa 08:00-17:00",
        "Mo-Fr sunrise-sunset",
        "Mo-Fr 09:00+",
        "Mo-Fr 09:00-25:00",
        "Mo-Fr 08:00-12:00,13:00-24:30",
        "Mo-Fr 09:00-09:00",
        "Mo-Fr 24:00-06:00",
        "PH-Mo 09:00-12:00",
        '"by appointment"',
        'Mo-Fr 09:00-18:00 || "later"',
        f"{'Mo 08:00-09:00, ' * 100}Tu 08:00-09:00",
    ],
)
def test_what_schema_org_cannot_say_is_left_out_whole(text: str | None) -> None:
    assert opening_hours(text) == []


@given(st.text(alphabet="MoTuWeThFrSaSuPH0123456789:-,; /+off", max_size=80))
def test_no_text_is_too_strange(text: str) -> None:
    for one in opening_hours(text):
        assert one["opens"] != one["closes"]
        assert len(set(one["dayOfWeek"])) == len(one["dayOfWeek"])


def test_most_hours_of_the_region_can_be_said() -> None:
    texts = [one.opening_hours for one in read_places() if one.opening_hours]

    said = [text for text in texts if opening_hours(text)]

    assert len(texts) > 60
    assert len(said) > 0.9 * len(texts)
    assert "May 15-Sep 15" not in said
