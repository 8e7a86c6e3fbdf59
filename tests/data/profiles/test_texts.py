"""Texts come out as they were meant, and what was done to them is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viauma_data.profiles.texts import cleaned


@pytest.mark.parametrize(
    ("text", "meant", "codes"),
    [
        ("Hörnefors", "Hörnefors", []),
        ("HÃ¶rnefors havsbad", "Hörnefors havsbad", ["text-repaired"]),
        ("friluftsomr†de", "friluftsområde", ["text-repaired"]),
        ("Ume„", "Ume„", []),
        ("V„nn„s camping", "Vännäs camping", ["text-repaired"]),
        ("H”ga kusten", "Höga kusten", ["text-repaired"]),
        ("”Hemma hos”", "”Hemma hos”", []),
        ("<p>Bad &amp; bastu<br>Grill</p>", "Bad & bastu\nGrill", ["html-in-text"]),
        ("5 < 7 & 3 > 2", "5 < 7 & 3 > 2", []),
        ("Bad\x00plats\u200b", "Badplats", ["control-characters"]),
        ("'=1+1", "=1+1", []),
        ("=HYPERLINK(1)", "=HYPERLINK(1)", []),
        ("Ume\u0061\u030a", "Umeå", []),
        ("北京 🏊", "北京 🏊", []),
    ],
)
def test_a_text_is_read_as_it_was_meant(text: str, meant: str, codes: list[str]):
    found = cleaned(text)

    assert (meant, codes) == (found.text, [code for code, _ in found.told])


def test_letters_that_are_lost_are_told():
    assert cleaned("Ume\ufffd").is_lost


@given(st.text(max_size=200))
def test_any_text_is_cleaned_and_stays_clean(text: str):
    once = cleaned(text)

    assert once.is_lost or "\x00" not in once.text


@pytest.mark.parametrize("text", ["<" * 50_000, "<a " * 20_000, "&" * 50_000, "Ã" * 20_000])
def test_a_hostile_text_is_read_in_bounded_time(text: str):
    assert len(cleaned(text).text) <= len(text)
