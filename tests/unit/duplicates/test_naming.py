"""Names that people in Västerbotten would call the same, and names they would not."""

import pytest

from viauma.duplicates.naming import likeness, names_of


def alike(one, two):
    return likeness({"sv": one}, {"sv": two})


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Bettnesands badplats", "Bettnessand"),
        ("ÅMSELE CAMPING", "Amsele kamping"),
        ("Café Röd", "Rod cafe"),
        ("Holmsund Storsand", "Storsand"),
        ("Umedalens skulpturpark", "Umedalens Skulpturpark"),
        ("Elljusspår 2,5 km Ersboda", "Ersboda elljusspår 2.5 km"),
    ],
)
def test_these_are_alike(one, two):
    assert alike(one, two) >= 0.85


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Sävar camping", "Nordmaling camping"),
        ("Badplats", "Lekplats"),
        ("Elljusspåret 2,5 km", "Elljusspåret 5 km"),
        ("Badplats", "Bettnesand"),
        ("ICA", "Coop"),
    ],
)
def test_these_are_not(one, two):
    assert alike(one, two) < 0.6


def test_a_name_that_is_unknown_tells_nothing():
    assert likeness({}, {"sv": "x"}) is None
    assert alike("!!", "x") is None


def test_any_language_and_the_other_name_count():
    one = names_of({"sv": "Umeå kyrka"}, {"alt_name": "Stadskyrkan"})

    assert likeness(one, {"en": "Stadskyrkan"}) == 1.0


def test_a_very_long_name_is_compared_in_no_time():
    assert alike("x" * 1_000_000, "x" * 1_000_000) == 1.0
