"""What a question about hours becomes before the database is asked."""

import pytest

from viauma.cql2.canonical import to_text
from viauma.cql2.filters import compiled_filter
from viauma.cql2.json_encoding import parse_json, to_json
from viauma.cql2.reading import read_filter
from viauma.cql2.text import parse_text
from viauma.errors import InvalidInput
from viauma.municipalities.queryables import QUERYABLES as OF_MUNICIPALITIES
from viauma.places.queryables import COLUMNS
from viauma.projects.queryables import QUERYABLES as OF_PROJECTS
from viauma.register.filtering import HoursThere, mentions_hours

NOON = "TIMESTAMP('2026-06-16T10:00:00Z')"
THERE = HoursThere(("24/7", "Mo-Fr 08:00-17:00", "Sa 10:00-12:00", "May-Sep", "gibberish"))
OPEN, CLOSED = ["24/7", "Mo-Fr 08:00-17:00"], ["Sa 10:00-12:00"]


def compiled(text, known=COLUMNS, hours=THERE):
    return compiled_filter(text, known, resolve=hours and hours.resolve)


@pytest.mark.parametrize(("name", "expected"), [("is_open", OPEN), ("is_closed", CLOSED)])
def test_a_call_becomes_the_texts_of_which_it_is_known_to_hold(name, expected):
    found = compiled(f"{name}({NOON})")

    assert list(found.values.values()) == [expected]
    assert found.names == {"opening_hours"}


def test_where_no_text_says_so_the_condition_is_false():
    assert compiled("is_open(TIMESTAMP('1999-01-01T00:00:00Z'))").sql == "(false)"
    assert compiled(f"is_open({NOON})", hours=HoursThere(())).sql == "(false)"


@pytest.mark.parametrize(
    "same",
    [
        f"is_open({NOON}) = TRUE", f"TRUE = is_open({NOON})", f"is_open({NOON}) <> FALSE",
        f"IS_OPEN({NOON})", "is_open(TIMESTAMP('2026-06-16T12:00:00+02:00'))",
    ],
)  # fmt: skip
def test_it_may_be_compared_with_a_truth_value(same):
    assert compiled(same) == compiled(f"is_open({NOON})")


@pytest.mark.parametrize("same", [f"is_open({NOON}) = FALSE", f"TRUE <> is_open({NOON})"])
def test_not_to_be_open_is_more_than_to_be_closed(same):
    assert compiled(same) == compiled(f"NOT is_open({NOON})")


def test_it_stands_among_other_conditions():
    found = compiled(f"city = 'Umeå' AND (is_open({NOON}) OR NOT is_closed({NOON}))")

    assert [*found.values.values()] == ["Umeå", OPEN, CLOSED]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("is_open(DATE('2026-06-16'))", "takes a timestamp as moment, got the date"),
        ("is_open('2026-06-16T10:00:00Z')", "takes a timestamp as moment, got the text"),
        ("is_open(updated_at)", "takes a moment that is written out"),
        ("is_open()", "takes 1, got 0 arguments"),
        (f"is_open({NOON}) = is_site", "is_open() is a condition, as in"),
        (f"is_open({NOON}) IS NULL", "is_open() is a condition, as in"),
        (f"is_open({NOON}) IN (TRUE, FALSE)", "is_open() is a condition, as in"),
        (f"A_EQUALS((is_closed({NOON})), (TRUE))", "is_closed() is a condition, as in"),
        (" OR ".join([f"is_open({NOON})"] * 16), "most of them for is_open"),
    ],
)
def test_what_it_cannot_be_asked_is_refused_in_a_sentence(text, reason):
    with pytest.raises(InvalidInput) as refused:
        compiled(text)

    assert refused.value.argument == "filter"
    assert reason in refused.value.reason


@pytest.mark.parametrize("known", [OF_MUNICIPALITIES, OF_PROJECTS])
def test_what_has_no_hours_is_not_asked_about_them(known):
    with pytest.raises(InvalidInput, match="asks about opening_hours, which is not known here"):
        compiled(f"is_open({NOON})", known)


def test_where_nobody_knows_hours_it_is_refused():
    with pytest.raises(InvalidInput, match=r"is_open\(\) cannot be asked here"):
        compiled(f"is_site = TRUE AND is_open({NOON})", hours=None)


def test_the_filter_that_somebody_wrote_stays_as_it_is():
    asked = parse_text(f"NOT is_open({NOON})")

    assert to_text(asked) == f"NOT is_open({NOON})"
    assert asked == parse_text(to_text(asked)) == parse_json(to_json(asked))


@pytest.mark.parametrize(
    "text", ["is_open(x)", "IS_CLOSED(x)", r'{"op": "is\u005fopen"}', '{"op": "is_closed"}']
)
def test_hours_are_fetched_only_for_filters_that_may_ask_about_them(text):
    assert mentions_hours(text)
    assert not mentions_hours("category = 'cafe'")
    assert not mentions_hours(None)


def test_letters_spelled_by_number_in_json_mean_the_same():
    moment = '{"timestamp": "2026-06-16T10:00:00Z"}'
    spelled = rf'{{"op": "is\u005fopen", "args": [{moment}]}}'

    assert read_filter(spelled, "cql2-json") == parse_text(f"is_open({NOON})")
