"""What was typed, how names are met, and what comes first."""

import pytest

from viauma.errors import InvalidInput
from viauma.geo.areas import Point
from viauma.search.rules import (
    LONGEST,
    MOST_WORDS,
    Match,
    Rank,
    Ranked,
    Suggestion,
    distance,
    first_of,
    parse_typed,
)


def ranked(kind: str, name: str, match: Match = Match.PREFIX, **more) -> Ranked:
    rank = {"is_folded": False, "unlikeness": 0.0, "place_in_order": 0, "distance": 0.0} | more
    found = Suggestion(type=kind, id=name, slug=name, name=name, detail="")
    return Ranked(Rank(match, length=len(name), name=name, **rank), found)


def names(found) -> list[str]:
    return [one.name for one in found]


@pytest.mark.parametrize("text", ["", "   ", "a\x00b", "a\nb", "\x7f", "\ud800", "x" * 101])
def test_what_nobody_types_is_refused_and_q_is_named(text):
    with pytest.raises(InvalidInput) as refused:
        parse_typed(text)

    assert refused.value.argument == "q"


def test_a_hundred_letters_may_be_typed():
    assert len(parse_typed("å" * LONGEST).exact) == LONGEST


def test_letters_stay_beside_what_they_are_folded_to():
    typed = parse_typed("  ÅNGSJÖNS   Café_%1")

    assert typed.exact == "ångsjöns café_%1"
    assert typed.text == "angsjons cafe_%1"
    assert typed.words == ("ångsjöns", "café", "1")


def test_a_ring_that_stands_beside_its_letter_is_the_same():
    assert parse_typed("A\u030angsjo\u0308n") == parse_typed("Ångsjön")


def test_after_many_words_nothing_more_is_looked_for():
    assert len(parse_typed("a " * 50).words) == MOST_WORDS


def test_a_better_match_comes_first_then_the_right_letters_then_the_nearest():
    found = [
        ranked("place", "similar", Match.SIMILAR),
        ranked("place", "far", distance=2.0),
        ranked("place", "folded", is_folded=True),
        ranked("place", "near", distance=1.0),
        ranked("place", "exact", Match.EXACT, is_folded=True, distance=9.0),
    ]

    assert names(first_of(found, 10)) == ["exact", "near", "far", "folded", "similar"]


def test_places_find_room_beside_many_categories():
    found = [ranked("category", f"c{n}") for n in range(9)] + [ranked("place", "zoo")]

    assert names(first_of(found, 6)) == ["c0", "c1", "zoo"]


def test_distances_are_those_around_the_origin_also_across_the_antimeridian():
    assert distance(Point(20, 60), 21.0, 60.0) == pytest.approx(0.5)
    assert distance(Point(179.5, 0), -179.5, 0.0) == pytest.approx(1.0)
    assert distance(None, 21.0, 60.0) == distance(Point(20, 60), None, None) == 0
