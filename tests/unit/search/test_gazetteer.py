"""Names known by heart: met by beginnings, words, endings and small errors."""

import pytest

from viauma.search.gazetteer import Entry, Name, match_of, matched
from viauma.search.rules import Match, Suggestion, parse_typed


def entry(*names: str, kind: str = "category", minor: bool = False) -> Entry:
    shown = {
        language: Suggestion(
            type=kind, id=names[0], slug="", name=f"{names[0]} {language}", detail=""
        )
        for language in ("sv", "en")
    }
    return Entry(tuple(map(Name.of, names)), shown, is_minor=minor)


def found(entries, text: str, language="sv") -> list[str]:
    ranked = sorted(matched(entries, parse_typed(text), language), key=lambda one: one.rank)
    return [one.suggestion.id for one in ranked]


@pytest.mark.parametrize(
    ("typed", "name", "match"),
    [
        ("Umeå", "Umeå", Match.EXACT),
        ("umea", "Umeå", Match.EXACT),
        ("väs", "Västerslätt", Match.PREFIX),
        ("vas", "Västerslätt", Match.PREFIX),
        ("plats", "Allmän plats", Match.WORD),
        ("badplatser", "Badplats", Match.WORD),
        ("badplatserna", "Badplats", Match.WORD),
        ("museet", "Museum", Match.WORD),
        ("beaches", "Bathing beach", Match.WORD),
        ("slätt", "Västerslätt", Match.INSIDE),
        ("bar", "Bad", None),
        ("skidlift", "Skidspår", None),
        ("lä", "Västerslätt", None),
        ("%", "Badplats", None),
    ],
)
def test_how_a_name_is_met(typed, name, match):
    assert match_of(Name.of(name), parse_typed(typed)) == match


def test_the_letters_as_typed_come_before_the_folded():
    assert found([entry("Angsjo"), entry("Ängsjö")], "äng") == ["Ängsjö", "Angsjo"]
    assert found([entry("Ängsjö"), entry("Angsjo")], "ang") == ["Angsjo", "Ängsjö"]


def test_every_name_counts_and_the_language_is_that_of_the_answer():
    bathing = entry("Badplats", "Bathing place")

    assert found([bathing], "bathing") == ["Badplats"]
    assert matched([bathing], parse_typed("bad"), "en")[0].suggestion.name == "Badplats en"


def test_a_typing_error_is_forgiven_only_where_nothing_else_is_found():
    towns = [entry("Vännäs"), entry("Umeå")]

    assert found(towns, "vannes") == ["Vännäs"]
    assert found(towns, "umae") == ["Umeå"]
    assert found([*towns, entry("Umae")], "umae") == ["Umae"]
    assert found(towns, "qqqqq") == found(towns, "xyz") == []


def test_a_village_comes_before_an_islet_of_the_same_name():
    both = [entry("Holmen", kind="locality", minor=True), entry("Holmen ", kind="locality")]

    assert found(both, "holmen") == ["Holmen ", "Holmen"]
