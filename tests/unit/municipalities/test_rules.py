"""A municipality is recognised however a person in the region writes it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viauma.errors import UnknownName
from viauma.municipalities.rules import MunicipalityRef, recognise

NAMES = {
    "2480": ("Umeå", "umea"), "2401": ("Nordmaling", "nordmaling"),
    "2403": ("Bjurholm", "bjurholm"), "2404": ("Vindeln", "vindeln"),
    "2409": ("Robertsfors", "robertsfors"), "2460": ("Vännäs", "vannas"),
    "2284": ("Örnsköldsvik", "ornskoldsvik"),
}  # fmt: skip
KNOWN = [MunicipalityRef(code, *names, True, 1.0, 1, 2019) for code, names in NAMES.items()]


@pytest.mark.parametrize(
    "given_", ["Vännäs", "VÄNNÄS", "vännäs", "vannas", "Vannas", "2460", "  Vännäs \n"]
)
def test_a_municipality_is_known_by_name_slug_and_code(given_):
    assert recognise([given_], KNOWN) == ("2460",)


@pytest.mark.parametrize("code", NAMES)
def test_a_name_typed_in_parts_as_a_mac_does_is_the_same_name(code):
    assert (code,) == recognise([unicodedata.normalize("NFD", NAMES[code][0])], KNOWN)


@given(st.lists(st.sampled_from([(code, w) for code, ws in NAMES.items() for w in (code, *ws)])))
def test_order_is_kept_and_repeats_are_dropped(chosen):
    codes = tuple(dict.fromkeys(code for code, _ in chosen))

    assert codes == recognise([word for _, word in chosen], KNOWN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Umeaa", "Umeå"), ("vannes", "Vännäs"), ("Nordmalingen", "Nordmaling"),
     ("Örnskoldsvik", "Örnsköldsvik"), ("Robertsforss", "Robertsfors"), ("vinden", "Vindeln")],
)  # fmt: skip
def test_an_unknown_name_suggests_the_nearest(typed, meant):
    with pytest.raises(UnknownName) as refusal:
        recognise([typed], KNOWN, "--in")

    assert meant == refusal.value.nearest[0]
    assert f"--in: '{typed}' is not known. Did you mean {meant}" in refusal.value.message


@pytest.mark.parametrize("typed", ["Stockholm", "0180", "", " ", "%", "2480;drop"])
def test_a_name_far_from_all_is_refused_by_name(typed):
    with pytest.raises(UnknownName, match="^in: '") as refusal:
        recognise([typed], KNOWN)

    assert "\n" not in refusal.value.message


def test_a_very_long_name_makes_a_short_sentence():
    with pytest.raises(UnknownName) as refusal:
        recognise(["Umeå" * 10_000], KNOWN)

    assert len(refusal.value.message) < 200


def test_one_unknown_among_known_ones_is_refused():
    with pytest.raises(UnknownName, match="Atlantis"):
        recognise(["Umeå", "Atlantis"], KNOWN)
